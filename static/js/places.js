// A remark on a text leads to its place: [data-selects="id of the field"] with data-start and data-end, counted in characters as the server counts.

const units = (text, characters) => [...text].slice(0, characters).join("").length;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-selects]");
  const field = button && document.getElementById(button.dataset.selects);
  if (!field) return;
  const [start, end] = [button.dataset.start, button.dataset.end].map((place) => units(field.value, Number(place)));
  button.closest("dialog[open]")?.close();
  field.setSelectionRange(start, start);
  field.blur();
  field.focus();
  field.setSelectionRange(start, end);
});
