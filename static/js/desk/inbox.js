// The live list: a socket says that something changed, the page fetches the changed fragment; after a lost connection it asks for what it missed.

const body = document.body;
const connection = document.getElementById("connection");
const announcer = document.getElementById("announcer");
const holdButton = document.getElementById("hold");
const ANNOUNCED_EVERY_MS = 30_000;
const LONGEST_WAIT_MS = 20_000;
const BATCH_MS = 250;

const shown = Number(body.dataset.newest || 0);
let newest = shown;
let wait = 500;
let unheard = 0;
let fetching;
let pending = false;
let turn = 0;

const list = () => document.getElementById("rows");
const isHeld = () => holdButton?.getAttribute("aria-pressed") === "true";
const isTouched = () => list().matches(":hover") || list().contains(document.activeElement);

async function refresh() {
  const url = list()?.dataset.url;
  if (!url || location.search.includes("after=")) return;
  turn += 1;
  const mine = turn;
  const answer = await fetch(url);
  if (!answer.ok) return;
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  if (mine !== turn) return; // A newer fetch is under way: an older answer must not cover it.
  document.getElementById("counters").replaceWith(fragment.content.getElementById("counters"));
  if (isHeld() || isTouched()) {
    pending = true;
    return;
  }
  pending = false;
  const current = list().querySelector("[aria-current]")?.closest(".row")?.dataset.id;
  list().replaceWith(fragment.content.getElementById("rows"));
  if (current) list().querySelector(`[data-id="${current}"] .row-link`)?.setAttribute("aria-current", "true");
}

function hear(events) {
  // The catch-up overlaps what the page already shows: numbers can commit out of order.
  for (const event of events) {
    if (event.id <= shown) continue;
    newest = Math.max(newest, event.id);
    unheard += 1;
    if (String(event.question) === body.dataset.question) document.getElementById("changed").hidden = false;
  }
  if (!events.length) return;
  clearTimeout(fetching);
  fetching = setTimeout(refresh, BATCH_MS);
}

function connect() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/desk/`);
  socket.addEventListener("open", () => {
    wait = 500;
    connection.hidden = true;
    socket.send(JSON.stringify({ since: newest }));
  });
  socket.addEventListener("message", (message) => hear(JSON.parse(message.data).events));
  socket.addEventListener("close", () => {
    connection.textContent = connection.dataset.lost;
    connection.hidden = false;
    setTimeout(connect, wait + Math.random() * 500);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  });
}

holdButton?.addEventListener("click", () => {
  holdButton.setAttribute("aria-pressed", String(!isHeld()));
  if (!isHeld()) refresh();
});
for (const leaving of ["mouseout", "focusout"]) {
  document.addEventListener(leaving, () => setTimeout(() => pending && !isHeld() && !isTouched() && refresh()));
}

setInterval(() => {
  if (!unheard) return;
  announcer.textContent = `${unheard} ${list()?.dataset.new || ""}`;
  unheard = 0;
}, ANNOUNCED_EVERY_MS);

function go(step) {
  const links = [...document.querySelectorAll(".row-link")];
  const here = links.findIndex((link) => link === document.activeElement || link.hasAttribute("aria-current"));
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  o: () => document.activeElement?.matches(".row-link") && document.activeElement.click(),
  r: () => document.getElementById("reply-text")?.focus(),
  "/": () => document.querySelector("[data-search]")?.focus(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

connect();
