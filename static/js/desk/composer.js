// The composer: drafts kept on the server while typing, reusable answers put in at the cursor, preview.

const composer = document.getElementById("composer");
const text = document.getElementById("reply-text");
const state = composer.querySelector(".draft-state");
const shown = document.getElementById("preview-shown");
const DRAFT_AFTER_MS = 800;

const post = (url) => fetch(url, { method: "POST", body: new FormData(composer) });

async function save() {
  try {
    const answer = await post(composer.dataset.draft);
    state.textContent = answer.ok ? composer.dataset.saved : composer.dataset.unsaved;
  } catch {
    state.textContent = composer.dataset.unsaved;
  }
}

let waiting;
function typed() {
  clearTimeout(waiting);
  waiting = setTimeout(save, DRAFT_AFTER_MS);
}
text.addEventListener("input", typed);
composer.addEventListener("submit", () => clearTimeout(waiting));

document.getElementById("suggested").addEventListener("click", async (event) => {
  const url = event.target.closest("[data-insert]")?.dataset.insert;
  if (!url) return;
  const answer = await fetch(url);
  if (!answer.ok) return;
  text.setRangeText(await answer.text(), text.selectionStart, text.selectionEnd, "end");
  const version = answer.headers.get("X-Version");
  const kept = composer.elements.insertions;
  kept.value = [...new Set([...kept.value.split(",").filter(Boolean), version])].join(",");
  text.focus();
  typed();
});

document.getElementById("answer-search").addEventListener("submit", async (event) => {
  event.preventDefault();
  const url = new URL(event.target.action);
  url.search = new URLSearchParams(new FormData(event.target));
  const answer = await fetch(url);
  if (answer.ok) document.getElementById("suggested").innerHTML = await answer.text();
});

document.getElementById("preview").addEventListener("click", async () => {
  const answer = await post(composer.dataset.preview);
  shown.innerHTML = answer.ok ? await answer.text() : "";
  shown.hidden = !answer.ok;
});

const undo = document.getElementById("undo");
if (undo) setTimeout(() => undo.remove(), 15_000);
