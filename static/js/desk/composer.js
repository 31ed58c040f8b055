// The composer: drafts, the search for reusable answers, preview, mentions.

import { keep, post } from "./drafts.js";

const SEARCH_AFTER_MS = 250;
const UNDO_FOR_MS = 15_000;

const byId = (id) => document.getElementById(id);

// The length is counted on the server, as the network counts it.
function count({ length, most, parts }) {
  const counted = byId("counted");
  const many = parts > 1 ? ` · ${counted.dataset.many.replace("{count}", parts)}` : "";
  counted.textContent = length > 0 ? `${length} / ${most}${many}` : "";
  counted.toggleAttribute("data-long", parts > 1);
}

function put(field, written) {
  field.setRangeText(written, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input"));
  field.focus();
}

function tabs(reply, note) {
  const show = (form) => {
    for (const other of [reply, note]) other.hidden = other !== form;
    form.querySelector("textarea").focus();
  };
  for (const tab of document.querySelectorAll("[data-shows]")) tab.addEventListener("click", () => show(byId(tab.dataset.shows)));
  for (const form of [reply, note]) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button.primary, .composer-bar button:not([type])"));
    });
  }
  if (!reply.querySelector("textarea").value && note.querySelector("textarea").value) show(note);
}

function searching() {
  const words = byId("answer-search");
  const suggested = byId("suggested");
  let offered = suggested.innerHTML;
  let waiting;
  const search = async () => {
    const url = new URL(words.form.action);
    url.search = new URLSearchParams({ q: words.value });
    const answer = words.value.trim() ? await fetch(url).catch(() => null) : null;
    suggested.innerHTML = answer?.ok ? await answer.text() : offered;
  };
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, SEARCH_AFTER_MS);
  });
  words.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  suggested.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-aside]");
    if (!button) return;
    event.preventDefault();
    const answer = await post(button.formAction, button.form).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    offered = suggested.innerHTML = await answer.text();
    (suggested.querySelector("button") ?? words).focus();
  });
}

function preview(reply, text, typed) {
  byId("preview").addEventListener("click", async () => {
    const answer = await post(reply.dataset.preview, reply);
    if (!answer.ok) return;
    byId("preview-body").innerHTML = await answer.text();
    byId("preview-shown").showModal();
  });
  byId("preview-body").addEventListener("click", (event) => {
    const short = event.target.closest("[data-replaces]")?.dataset.replaces;
    if (!short) return;
    text.value = short;
    byId("preview-shown").close();
    text.focus();
    typed();
  });
}

export default function composing(leaving) {
  const reply = byId("composer");
  const note = byId("note");
  const text = byId("reply-text");
  const typed = keep(reply, leaving, ({ other_language: other, size }) => {
    if (byId("counted") && size) count(size);
    for (const warning of reply.querySelectorAll("[data-other]")) warning.hidden = warning.dataset.other !== other;
  });
  if (byId("counted")) count(byId("counted").dataset);
  keep(note, leaving);
  tabs(reply, note);
  searching();
  preview(reply, text, typed);
  for (const reader of reply.querySelectorAll("[name=readers]")) reader.addEventListener("change", typed);
  for (const button of document.querySelectorAll("[data-puts-in]")) button.addEventListener("click", () => put(text, button.dataset.putsIn));
  for (const name of document.querySelectorAll("[data-mention]")) {
    name.addEventListener("click", () => put(note.querySelector("textarea"), `@${name.dataset.mention} `));
  }
  const undo = byId("undo");
  if (undo) setTimeout(() => undo.remove(), UNDO_FOR_MS);
}
