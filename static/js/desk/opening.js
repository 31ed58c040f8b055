// Opens a question beside the list without loading the page anew: the list stays where it is, only the pane is exchanged.
// What cannot be done that way (a draft that will not save, a lost connection, a session at its end) becomes an ordinary visit.

import attaching from "./attach.js";
import checking from "./checking.js";
import composing from "./composer.js";
import { settle } from "./drafts.js";
import inserting from "./inserting.js";
import reasons from "./reasons.js";
import thread from "./thread.js";

// Attaching comes first: a reply that still waits for its files must not count as sent.
const PARTS = [attaching, composing, inserting, checking, thread, reasons];

const pane = () => document.querySelector(".pane-question");
let shown = location.pathname;
let leaving = new AbortController();
let turn = 0;

function begin() {
  leaving.abort();
  leaving = new AbortController();
  if (pane().dataset.question) for (const part of PARTS) part(leaving.signal);
}

function mark(link) {
  for (const other of document.querySelectorAll(".row-link[aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  pane().setAttribute("aria-busy", "true");
}

async function fetched(link) {
  const url = new URL(link.href);
  url.pathname += "pane/";
  const answer = (await settle()) && (await fetch(url).catch(() => null));
  return answer?.ok && !answer.redirected ? answer.text() : "";
}

function exchange(html, link) {
  const fragment = document.createElement("template");
  fragment.innerHTML = html;
  const fresh = fragment.content.querySelector(".pane-question");
  pane().replaceWith(fresh);
  document.querySelector(".panes").dataset.pane = "question";
  history.pushState(null, "", link.href);
  shown = location.pathname;
  document.title = fresh.dataset.title;
  window.htmx?.process(fresh);
  begin();
  document.dispatchEvent(new CustomEvent("desk:opened"));
  fresh.querySelector("h1").focus({ preventScroll: true });
}

async function open(link) {
  turn += 1;
  const mine = turn;
  mark(link);
  const html = await fetched(link);
  if (mine !== turn) return; // Another row was chosen meanwhile.
  if (html) exchange(html, link);
  else location.assign(link.href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".row-link");
  const isOther = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; // For a tab or window of its own.
  if (!link || isOther || event.defaultPrevented) return;
  event.preventDefault();
  open(link);
});

// Back and forward load the page anew, so that the list is as it was, too; a jump within the page is none of our business.
addEventListener("popstate", () => location.pathname !== shown && location.reload());

document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && print());

begin();
