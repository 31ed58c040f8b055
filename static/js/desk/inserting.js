// Puts reusable answers and snippets into the reply at the cursor; the full and the short text of an answer take each other's place.

import { toast } from "../toast.js";

// The address of what a button puts in: an answer names its own, a snippet stands below the question's.
function address({ insert, snippet, form }, reply) {
  const url = insert ? new URL(insert, location.href) : new URL(`../snippet/${snippet}/`, reply.action);
  const readers = reply.elements.readers?.value;
  if (form) url.searchParams.set("form", form);
  if (readers) url.searchParams.set("readers", readers);
  return url;
}

// What is put in stands in paragraphs of its own.
const gap = (beside) => (!beside.trim() || beside.endsWith("\n\n") ? "" : beside.endsWith("\n") ? "\n" : "\n\n");
function apart(written, text) {
  const [earlier, later] = [text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)];
  const after = later.trim() && !later.startsWith("\n") ? "\n\n" : "";
  return `${gap(earlier)}${written}${after}`;
}

function place(written, before, text) {
  const at = before ? text.value.indexOf(before) : -1;
  if (at < 0) text.setRangeText(apart(written, text), text.selectionStart, text.selectionEnd, "end");
  else text.setRangeText(written, at, at + before.length, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function remember(version, reply) {
  const kept = reply.elements.insertions;
  kept.value = [...new Set([...kept.value.split(",").filter(Boolean), version])].join(",");
}

function mark(button, form) {
  for (const other of button.closest("li")?.querySelectorAll("[data-form]") ?? []) other.ariaPressed = String(other.dataset.form === form);
}

export default function inserting() {
  const reply = document.getElementById("composer");
  const text = document.getElementById("reply-text");
  const put = new Map();
  reply.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-insert], [data-snippet]");
    if (!button) return;
    const { insert, form } = button.dataset;
    const answer = await fetch(address(button.dataset, reply)).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      toast(text.dataset.failed, { kind: "danger" });
      return;
    }
    const written = (await answer.text()).replace(/\r\n?/g, "\n");
    place(written, form ? put.get(insert) : undefined, text);
    put.set(insert, written);
    if (answer.headers.get("X-Version")) remember(answer.headers.get("X-Version"), reply);
    mark(button, answer.headers.get("X-Form"));
    const menu = button.closest("details[data-menu]");
    if (menu) menu.open = false;
  });
}
