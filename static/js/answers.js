// The editor of reusable answers and snippets: puts a variable at the cursor, and asks before unsaved text is left behind.

import "./places.js";

const form = document.querySelector("form[data-unsaved]");
let hasUnsaved = form?.dataset.unsaved === "yes";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

form?.addEventListener("input", () => { hasUnsaved = true; });
form?.addEventListener("submit", () => { hasUnsaved = false; });
addEventListener("beforeunload", (event) => { if (hasUnsaved) event.preventDefault(); });
