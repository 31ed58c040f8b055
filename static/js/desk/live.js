// The live list: when the socket says that something changed, the page fetches the changed fragment.
// Nothing moves under the pointer, under the focus or while the list is held; what waits is said and shown afterwards.

import { isOn } from "./settings.js";
import "./socket.js";

const body = document.body;
const announcer = document.getElementById("announcer");
const holdButton = document.getElementById("hold");
const heldText = document.getElementById("held");
const ANNOUNCED_EVERY_MS = 30_000;
const BATCH_MS = 100;
const HEARD_KEPT = 500;

const shownTo = Number(body.dataset.newest || 0);
const known = new Set();
const heard = [];
const unheard = new Set();
let fetching;
let pending = false;
let turn = 0;

const open = () => document.querySelector(".pane-question")?.dataset ?? {};
const list = () => document.getElementById("rows");
const isHeld = () => holdButton?.getAttribute("aria-pressed") === "true";
const isTouched = () => list().matches(":hover") || list().contains(document.activeElement);

function wait(waits) {
  pending = waits;
  if (heldText) heldText.hidden = !waits;
  if (heldText) heldText.textContent = waits ? heldText.dataset.text : "";
}

async function refresh() {
  const url = list()?.dataset.url;
  if (!url) return;
  turn += 1;
  const mine = turn;
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // The socket's next word, or the page's reload, mends it.
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  if (mine !== turn) return; // A newer fetch is under way: an older answer must not cover it.
  document.getElementById("counters").replaceWith(fragment.content.getElementById("counters"));
  if ("still" in list().dataset) return; // What a search found stays as it was found; only the counters live on.
  if (isHeld() || isTouched()) {
    wait(true);
    return;
  }
  wait(false);
  show(fragment.content.getElementById("rows"));
}

function show(fresh) {
  const current = list().querySelector("[aria-current]")?.closest(".row")?.dataset.id;
  const before = new Set([...list().querySelectorAll(".row")].map((row) => row.dataset.id));
  for (const row of fresh.querySelectorAll(".row")) if (!before.has(row.dataset.id)) row.classList.add("changed");
  list().replaceWith(fresh);
  if (current) fresh.querySelector(`[data-id="${current}"] .row-link`)?.setAttribute("aria-current", "true");
  document.dispatchEvent(new CustomEvent("desk:rows"));
}

function know() {
  const shown = (open().known || "").split(" ").filter(Boolean).map(Number);
  for (const id of shown) known.add(id);
  return shown;
}

const tellOfChange = (event) => document.dispatchEvent(new CustomEvent("desk:changed", { detail: event }));
const isNews = (event) => event.id > shownTo && !known.has(event.id);

document.addEventListener("desk:events", ({ detail: events }) => {
  for (const event of events) {
    if (isNews(event)) unheard.add(event.question);
    // Numbers can commit out of order: on the open question whatever the page has not shown is new, also a lower number.
    if (String(event.question) === open().question && !known.has(event.id)) tellOfChange(event);
    known.add(event.id);
    heard.push(event);
    if (heard.length > HEARD_KEPT) heard.shift();
  }
  clearTimeout(fetching);
  fetching = setTimeout(refresh, BATCH_MS);
});
document.addEventListener("desk:back", refresh);

holdButton?.addEventListener("click", () => {
  holdButton.setAttribute("aria-pressed", String(!isHeld()));
  if (!isHeld()) refresh();
});
for (const leaving of ["mouseout", "focusout"]) {
  document.addEventListener(leaving, () => setTimeout(() => pending && !isHeld() && !isTouched() && refresh()));
}

// The language of the page says which of its forms a number takes.
const plural = new Intl.PluralRules(document.documentElement.lang);
const announced = (count) => (plural.select(count) === "one" ? announcer.dataset.one : announcer.dataset.other).replace("{count}", count);

setInterval(() => {
  if (unheard.size && isOn("announcements")) announcer.textContent = announced(unheard.size);
  unheard.clear();
}, ANNOUNCED_EVERY_MS);

// What the pane shows of its question is no news; what was heard while it was fetched may be.
document.addEventListener("desk:opened", () => {
  const shown = know();
  for (const event of heard) if (String(event.question) === open().question && event.id > Math.max(0, ...shown)) tellOfChange(event);
  if ("mentioned" in open()) refresh(); // The counter of mentions has fallen.
});
know();
