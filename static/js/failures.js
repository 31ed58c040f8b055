// Says so when a fragment could not be fetched or sent. Refusals that a page answers itself (409, 422 ...) are swapped
// like any other answer and are not reported here. The sentences stand on #toasts as data-failed-*. Each is said once, as long
// as it is there to be read: what a page asks every two seconds fails every two seconds.

import { toast } from "./toast.js";

const sentences = document.getElementById("toasts").dataset;

const shown = new Map();

function say(sentence) {
  if (!shown.get(sentence)?.isConnected) shown.set(sentence, toast(sentence, { kind: "danger" }));
}

const sentenceFor = (status) => {
  if (status === 403) return sentences.failedRights;
  if (status === 404) return sentences.failedGone;
  if (status === 429) return sentences.failedOften;
  return status >= 500 ? sentences.failedServer : "";
};

document.addEventListener("htmx:response:error", ({ detail }) => {
  const sentence = sentenceFor(detail.ctx.response.status);
  if (sentence) say(sentence);
});

document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx?.response) say(sentences.failedNetwork);
});

document.addEventListener("desk:back", () => shown.get(sentences.failedNetwork)?.remove());
