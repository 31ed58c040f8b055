// The contact form while the citizen writes: notices numbers we do not need, and offers published answers. Sending never waits for it.

import { find, mask } from "./personal-data.js";
import { prove } from "./proof.js";

const text = document.getElementById("id_text");
const notice = document.getElementById("personal-data");
const suggestions = document.getElementById("suggestions");
const NOTICE_AFTER_MS = 400;
const SUGGEST_AFTER_MS = 900;
const LONGEST_ASKED = 500;

let noticeTimer;
let suggestTimer;
let asked = "";
let running;

const notify = () => {
  const hasNumbers = find(text.value).length > 0;
  if (hasNumbers === !notice.hidden) return;
  notice.hidden = !hasNumbers;
  notice.querySelector("p").textContent = hasNumbers ? notice.dataset.label : "";
};

const suggest = async () => {
  const wanted = mask(text.value).trim().slice(0, LONGEST_ASKED);
  if (wanted === asked) return;
  asked = wanted;
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(`${suggestions.dataset.url}?${new URLSearchParams({ text: wanted })}`, { signal: running.signal });
    if (answer.ok) suggestions.innerHTML = await answer.text();
  } catch {
    // Nothing to offer is no trouble for who writes: aborted by newer text, or offline.
  }
};

text?.addEventListener("input", () => {
  clearTimeout(noticeTimer);
  clearTimeout(suggestTimer);
  noticeTimer = setTimeout(notify, NOTICE_AFTER_MS);
  suggestTimer = setTimeout(suggest, SUGGEST_AFTER_MS);
});

// An answer that was opened and did not do is told with the question: it shows the editors what to improve.
suggestions?.addEventListener("toggle", (event) => {
  const { read } = event.target.dataset;
  if (!event.target.open || !read || text.form.querySelector(`input[name="read"][value="${read}"]`)) return;
  const told = Object.assign(document.createElement("input"), { type: "hidden", name: "read", value: read });
  text.form.append(told);
}, true);

notice?.querySelector("button").addEventListener("click", () => {
  text.value = mask(text.value);
  notify();
  text.focus();
});

text?.addEventListener("input", () => prove(text.form.elements.stamp.value, document.getElementById("proof")), { once: true });

if (text) notify();
