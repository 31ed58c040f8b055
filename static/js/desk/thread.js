// The open question's thread: opens at its newest message and follows what is said and sent, without touching the composer.

const BATCH_MS = 100;

const changed = () => document.getElementById("changed");

function toNewest() {
  const newest = document.querySelector("#thread > :last-child");
  for (const box of document.querySelectorAll(".question-body, .question-talk")) { // Which of the two scrolls depends on the window's width.
    if (newest && box.scrollHeight > box.clientHeight) box.scrollTop += newest.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom + 24;
  }
}

async function refresh(leaving) {
  const shown = document.getElementById("thread");
  const answer = await fetch(shown.dataset.url, { signal: leaving }).catch(() => null);
  if (!answer?.ok || answer.redirected || leaving.aborted) return;
  if (shown.contains(document.activeElement)) {
    changed().hidden = false; // Nothing is swapped under the focus: the notice leads to what is new.
    return;
  }
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  for (const fold of shown.querySelectorAll("details[open]")) fragment.content.querySelectorAll("details")[[...shown.querySelectorAll("details")].indexOf(fold)].open = true;
  shown.replaceWith(fragment.content);
}

export default function thread(leaving) {
  let fetching;
  const heard = ({ detail: event }) => {
    if (event.kind !== "delivery") changed().hidden = false;
    clearTimeout(fetching);
    fetching = setTimeout(() => leaving.aborted || refresh(leaving), BATCH_MS);
  };
  document.addEventListener("desk:changed", heard, { signal: leaving });
  if (!document.querySelector("[data-autofocus]")) toNewest();
}
