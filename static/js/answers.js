// The editor of reusable answers and snippets: variables, formats, the pair side by side, drafts kept on the server, and a question before unsaved text is left.

import { keepDrafts } from "./answers/drafts.js";
import { besideEachOther } from "./answers/pair.js";
import { formats } from "./answers/toolbar.js";
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

if (form) {
  formats(form);
  besideEachOther(form);
  keepDrafts(form, () => { hasUnsaved = false; });
}
