// The composer: drafts kept on the server while typing, the search for reusable answers, preview, mentions.

const DRAFT_AFTER_MS = 800;
const SEARCH_AFTER_MS = 250;
const UNDO_FOR_MS = 15_000;

const post = (url, form, signal) => fetch(url, { method: "POST", body: new FormData(form), signal });

function keepDraft(form, told = () => {}) {
  const state = form.querySelector(".draft-state");
  let waiting;
  let saving;
  const save = async () => {
    saving = new AbortController();
    try {
      const answer = await post(form.dataset.draft, form, saving.signal);
      const isKept = answer.ok && !answer.redirected;
      state.textContent = isKept ? form.dataset.saved : form.dataset.unsaved;
      form.dataset.dirty = isKept ? "" : "1";
      if (isKept) told(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = form.dataset.unsaved;
    }
  };
  const typed = () => {
    form.dataset.dirty = "1";
    clearTimeout(waiting);
    waiting = setTimeout(save, DRAFT_AFTER_MS);
  };
  form.querySelector("textarea").addEventListener("input", typed);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    saving?.abort();
    form.dataset.dirty = "";
  });
  return typed;
}

const reply = document.getElementById("composer");
const note = document.getElementById("note");
const text = document.getElementById("reply-text");
const suggested = document.getElementById("suggested");

// The length is counted on the server, as the network counts it.
const counted = document.getElementById("counted");
function count({ length, most, parts }) {
  const many = parts > 1 ? ` · ${counted.dataset.many.replace("{count}", parts)}` : "";
  counted.textContent = length ? `${length} / ${most}${many}` : "";
  counted.toggleAttribute("data-long", parts > 1);
}

const typed = keepDraft(reply, ({ other_language: other, size }) => {
  if (counted && size) count(size);
  for (const warning of reply.querySelectorAll("[data-other]")) warning.hidden = warning.dataset.other !== other;
});
keepDraft(note);
addEventListener("beforeunload", (event) => {
  if (reply.dataset.dirty || note.dataset.dirty) event.preventDefault();
});

function show(form) {
  for (const other of [reply, note]) other.hidden = other !== form;
  form.querySelector("textarea").focus();
}
for (const tab of document.querySelectorAll("[data-shows]")) tab.addEventListener("click", () => show(document.getElementById(tab.dataset.shows)));

for (const form of [reply, note]) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button.primary, .composer-bar button:not([type])"));
  });
}

const words = document.getElementById("answer-search");
let offered = suggested.innerHTML;
let searching;
async function search() {
  const url = new URL(words.form.action);
  url.search = new URLSearchParams({ q: words.value });
  const answer = words.value.trim() ? await fetch(url).catch(() => null) : null;
  suggested.innerHTML = answer?.ok ? await answer.text() : offered;
}
words.addEventListener("input", () => {
  clearTimeout(searching);
  searching = setTimeout(search, SEARCH_AFTER_MS);
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

document.getElementById("preview").addEventListener("click", async () => {
  const answer = await post(reply.dataset.preview, reply);
  if (!answer.ok) return;
  document.getElementById("preview-body").innerHTML = await answer.text();
  document.getElementById("preview-shown").showModal();
});

document.getElementById("preview-body").addEventListener("click", (event) => {
  const short = event.target.closest("[data-replaces]")?.dataset.replaces;
  if (!short) return;
  text.value = short;
  document.getElementById("preview-shown").close();
  text.focus();
  typed();
});
for (const reader of reply.querySelectorAll("[name=readers]")) reader.addEventListener("change", typed);

for (const button of document.querySelectorAll("[data-puts-in]")) {
  button.addEventListener("click", () => {
    text.setRangeText(button.dataset.putsIn, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input"));
    text.focus();
  });
}

for (const name of document.querySelectorAll("[data-mention]")) {
  name.addEventListener("click", () => {
    const field = note.querySelector("textarea");
    field.setRangeText(`@${name.dataset.mention} `, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
}

const undo = document.getElementById("undo");
if (undo) setTimeout(() => undo.remove(), UNDO_FOR_MS);
if (!text.value && note.querySelector("textarea").value) show(note);
