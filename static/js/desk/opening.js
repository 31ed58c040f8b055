// Opens a question beside the list without loading the page anew: the list stays where it is, only the pane is exchanged.
// A lost connection is said and nothing moves. What else stands in the way (a draft that will not save, a session at its end) makes it an ordinary visit.

import { toast } from "../toast.js";
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
const panes = document.querySelector(".panes");
const list = panes.dataset.pane === "list" ? location.href : "";
let leaving = new AbortController();
let turn = 0;

// The page of a refused reply has the reply's address: Back or a reload would send it once more.
const home = pane().dataset.url;
if (home && location.pathname !== home) history.replaceState(null, "", home);
let shown = location.pathname;

const place = () => `top ${location.pathname}${location.search}`;
const remember = () => sessionStorage.setItem(place(), scrollY);

function begin() {
  leaving.abort();
  leaving = new AbortController();
  if (pane().dataset.question) for (const part of PARTS) part(leaving.signal);
}

function mark(link, isBusy) {
  for (const other of document.querySelectorAll(".row-link[aria-current]")) other.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  pane().setAttribute("aria-busy", String(isBusy));
}

// The question stays that was open: its row is the current one again.
function stay() {
  mark([...document.querySelectorAll(".row-link")].find((link) => link.pathname === shown), false);
}

// Returns the pane's answer; undefined when the desk could not be reached, null when something that was typed could not be saved.
async function fetched(link) {
  const url = new URL(link.href);
  url.pathname += "pane/";
  if (!(await settle())) return null;
  const answer = await fetch(url).catch(() => undefined);
  return (await settle()) ? answer : null; // More may have been typed meanwhile.
}

function exchange(html, link) {
  const fragment = document.createElement("template");
  fragment.innerHTML = html;
  const fresh = fragment.content.querySelector(".pane-question");
  if (list) fresh.querySelector(".only-narrow").href = list;
  remember();
  pane().replaceWith(fresh);
  panes.dataset.pane = "question";
  if (link.pathname === shown) history.replaceState(null, "", link.href);
  else history.pushState(null, "", link.href);
  shown = location.pathname;
  document.title = fresh.dataset.title;
  window.htmx?.process(fresh);
  begin();
  document.dispatchEvent(new CustomEvent("desk:opened"));
  scrollTo({ top: 0, behavior: "instant" }); // On a narrow screen the window scrolls the list; Back finds it where it was.
  fresh.querySelector("h1").focus({ preventScroll: true });
}

async function open(link) {
  turn += 1;
  const mine = turn;
  mark(link, true);
  const answer = await fetched(link);
  const html = answer?.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
  if (mine !== turn) return; // Another row was chosen meanwhile, or something was sent.
  if (html) {
    exchange(html, link);
    return;
  }
  stay();
  if (answer === undefined) toast(document.getElementById("toasts").dataset.failedNetwork, { kind: "danger" });
  else location.assign(link.href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".row-link");
  const isOther = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; // For a tab or window of its own.
  if (!link || isOther || event.defaultPrevented) return;
  event.preventDefault();
  open(link);
});

// What is sent while a row is being fetched leads elsewhere.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) turn += 1;
});

// Back and forward load the page anew, so that the list is as it was, too; a jump within the page is none of our business.
addEventListener("popstate", async () => {
  if (location.pathname === shown) return;
  turn += 1;
  await settle();
  location.reload();
});

document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && print());

// Where the window stood is ours to remember: the browser would scroll a list to where the question stood that was opened from it.
history.scrollRestoration = "manual";
addEventListener("pagehide", () => location.pathname === shown && remember());

begin();
if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") scrollTo({ top: Number(sessionStorage.getItem(place())), behavior: "instant" });
