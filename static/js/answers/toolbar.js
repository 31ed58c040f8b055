// Markdown marks put around what is selected: bold, link, list, heading; by button, or with Ctrl+B and Ctrl+K in the text.

const KEYS = { b: "bold", k: "link" };

const around = (field, before, after, chosen) => {
  const { selectionStart: start, selectionEnd: end } = field;
  const inside = field.value.slice(start, end);
  field.setRangeText(before + inside + after, start, end, "select");
  const from = start + (inside && chosen ? before.length + inside.length + chosen[0] : before.length);
  field.setSelectionRange(from, inside && chosen ? from + chosen[1] : from + inside.length);
};

const lines = (field, mark) => {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = field.selectionEnd;
  const old = field.value.slice(start, end).split("\n");
  const isMarked = old.every((line) => line.startsWith(mark));
  const now = old.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join("\n");
  field.setRangeText(now, start, end, "end");
};

const MARKS = {
  bold: (field) => around(field, "**", "**"),
  link: (field) => around(field, "[", "](https://)", [2, 8]),
  list: (field) => lines(field, "- "),
  heading: (field) => lines(field, "## "),
};

export function formats(form) {
  const put = (field, name) => {
    MARKS[name](field);
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-format]");
    if (button) put(document.getElementById(button.closest("[data-for]").dataset.for), button.dataset.format);
  });
  form.addEventListener("keydown", (event) => {
    const name = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
    if (!name || !event.target.matches("textarea[data-source]")) return;
    event.preventDefault();
    event.stopPropagation();
    put(event.target, name);
  });
}
