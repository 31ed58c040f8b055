// The open question's thread: opens at its newest message and follows what is said and sent, without touching the composer.

const pane = document.querySelector(".question-body");
const changed = document.getElementById("changed");
const BATCH_MS = 100;
let fetching;

function toNewest() {
  const newest = pane.querySelector("#thread > :last-child");
  if (newest && pane.scrollHeight > pane.clientHeight) pane.scrollTop = newest.offsetTop + newest.offsetHeight - pane.offsetTop - pane.clientHeight + 24;
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
