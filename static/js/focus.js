// Puts the focus on what a page or a swapped fragment marks with data-autofocus, such as the error summary,
// and lets the summary's links land on the field with its label in sight.

const focusMarked = (root) => {
  const marked = root.matches?.("[data-autofocus]") ? root : root.querySelector("[data-autofocus]");
  if (!marked) return;
  marked.removeAttribute("data-autofocus");
  marked.focus();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});

document.addEventListener("htmx:after:swap", () => focusMarked(document));
focusMarked(document);
