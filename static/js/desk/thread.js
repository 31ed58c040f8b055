// The open question's thread: opens at its newest message and follows what is said and sent, without touching the composer.

const changed = document.getElementById("changed");
const BATCH_MS = 100;
let fetching;

function toNewest() {
  const newest = document.querySelector("#thread > :last-child");
  for (const box of document.querySelectorAll(".question-body, .question-talk")) { // Which of the two scrolls depends on the window's width.
    if (newest && box.scrollHeight > box.clientHeight) box.scrollTop += newest.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom + 24;
  }
}

async function refresh() {
  const shown = document.getElementById("thread");
  const answer = await fetch(shown.dataset.url).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  if (shown.contains(document.activeElement)) {
    changed.hidden = false; // Nothing is swapped under the focus: the notice leads to what is new.
    return;
  }
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  for (const fold of shown.querySelectorAll("details[open]")) fragment.content.querySelectorAll("details")[[...shown.querySelectorAll("details")].indexOf(fold)].open = true;
  shown.replaceWith(fragment.content);
}

document.addEventListener("desk:changed", ({ detail: event }) => {
  if (event.kind !== "delivery") changed.hidden = false;
  clearTimeout(fetching);
  fetching = setTimeout(refresh, BATCH_MS);
});

if (!document.querySelector("[data-autofocus]")) toNewest();
