// Marks the words that decided on the team in the question's own text, as long as the button is pressed.

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");

function bodies() {
  return [document.getElementById("question-title"), document.querySelector("#thread > .message.in .message-body")].filter(Boolean);
}

function mark(body, pattern, against) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const found = [...node.data.matchAll(pattern)].reverse();
    for (const { index, 0: text } of found) {
      const word = node.splitText(index);
      word.splitText(text.length);
      const mark = document.createElement("mark");
      mark.dataset.reason = against.has(text.toLowerCase()) ? "against" : "for";
      word.replaceWith(mark);
      mark.append(word);
    }
  }
}

function clear() {
  for (const mark of document.querySelectorAll("mark[data-reason]")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

export default function reasons(leaving) {
  const button = document.querySelector("[data-marks]");
  const words = [...document.querySelectorAll(".reason[data-word]")].map((reason) => ({ text: reason.dataset.word, isAgainst: reason.classList.contains("against") }));
  if (!button || !words.length) {
    button?.toggleAttribute("hidden", true);
    return;
  }
  const longestFirst = [...words].sort((one, other) => other.text.length - one.text.length);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.map(({ text }) => escaped(text)).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const against = new Set(words.filter(({ isAgainst }) => isAgainst).map(({ text }) => text.toLowerCase()));
  const show = () => {
    clear();
    if (button.getAttribute("aria-pressed") === "true") for (const body of bodies()) mark(body, pattern, against);
  };
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    show();
  });
  // The thread is replaced when something was said: its marks come back.
  const watching = new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.id === "thread"))) show();
  });
  watching.observe(document.querySelector(".question-talk"), { childList: true });
  leaving.addEventListener("abort", () => watching.disconnect());
}
