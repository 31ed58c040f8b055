// The desk's one socket. A hint only: it says that something changed, and after a lost connection it asks for what was missed.
// Dispatches on document: desk:events (ids), desk:presence, desk:surges, desk:broadcasts, desk:back (connected again).

const connection = document.getElementById("connection");
const LONGEST_WAIT_MS = 20_000;
const BACK_SHOWN_MS = 3_000;

let newest = Number(document.body.dataset.newest || 0);
let wait = 500;
let socket;
let again;
let wasLost = false;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

export function say(content) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(content));
}

function opened() {
  wait = 500;
  say({ since: newest });
  if (wasLost) {
    connection.dataset.state = "back";
    connection.textContent = connection.dataset.back;
    setTimeout(() => connection.dataset.state === "back" && (connection.hidden = true), BACK_SHOWN_MS);
  }
  tell("desk:back");
}

function lost() {
  wasLost = true;
  connection.dataset.state = "lost";
  connection.textContent = connection.dataset.lost;
  connection.hidden = false;
  clearTimeout(again);
  again = setTimeout(connect, wait + Math.random() * 500);
  wait = Math.min(wait * 2, LONGEST_WAIT_MS);
}

function heard(message) {
  const said = JSON.parse(message.data);
  if (said.events) {
    for (const event of said.events) newest = Math.max(newest, event.id);
    if (said.events.length) tell("desk:events", said.events);
  }
  if (said.surges) tell("desk:surges");
  if (said.broadcasts) tell("desk:broadcasts");
  if (said.presence) tell("desk:presence", said.presence);
}

function leave() {
  socket?.removeEventListener("close", lost);
  socket?.removeEventListener("open", opened);
  socket?.close();
}

function connect() {
  clearTimeout(again);
  leave();
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/desk/`);
  socket.addEventListener("open", opened);
  socket.addEventListener("message", heard);
  socket.addEventListener("close", lost);
}

// A socket whose network is gone notices only minutes later; the browser says so at once.
addEventListener("offline", () => {
  leave();
  lost();
});
addEventListener("online", () => {
  if (connection.dataset.state !== "lost") return;
  wait = 500;
  connect();
});
addEventListener("pagehide", leave);
addEventListener("pageshow", ({ persisted }) => persisted && connect());
connect();
