// Who looks at and who writes on which question: told by a heartbeat, shown in the rows and above the open question.

import { say } from "./socket.js";

const HEARTBEAT_MS = 20_000;
const WRITING_FOR_MS = 8_000;
const BATCH_MS = 200;

const question = () => Number(document.querySelector(".pane-question")?.dataset.question || 0);
let typedAt = -Infinity;
let wasWriting = false;
let fetching;
let colleagues = [];

const isWriting = () => performance.now() - typedAt < WRITING_FOR_MS;

function beat() {
  wasWriting = isWriting();
  if (question() && !document.hidden) say({ look: question(), writing: wasWriting });
}

async function fetchColleagues() {
  const answer = await fetch("/desk/presence/").catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  colleagues = [...fragment.content.querySelectorAll("[data-question]")];
  show();
}

function show() {
  for (const place of document.querySelectorAll(".row-here")) place.replaceChildren();
  for (const one of colleagues) {
    const place = document.querySelector(`.row[data-id="${one.dataset.question}"] .row-here`);
    place?.append(one.querySelector(".avatar").cloneNode(true));
  }
  const here = document.getElementById("here");
  here?.replaceChildren(...colleagues.filter((one) => Number(one.dataset.question) === question()).map((one) => one.querySelector(".presence").cloneNode(true)));
}

function soon() {
  clearTimeout(fetching);
  fetching = setTimeout(fetchColleagues, BATCH_MS);
}

document.addEventListener("input", (event) => {
  if (!event.target.closest(".composer textarea")) return;
  typedAt = performance.now();
  if (!wasWriting) beat();
});
document.addEventListener("desk:presence", soon);
document.addEventListener("desk:rows", show);
document.addEventListener("desk:opened", () => {
  typedAt = -Infinity;
  beat();
  show();
});
document.addEventListener("desk:back", () => {
  beat();
  soon();
});
document.addEventListener("visibilitychange", () => (document.hidden ? say({ look: 0 }) : beat()));
setInterval(() => {
  beat();
  if (colleagues.length) soon();
}, HEARTBEAT_MS);
setInterval(() => wasWriting && !isWriting() && beat(), 2_000);
