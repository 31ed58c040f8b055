// The incident's page: what a reader has unfolded stays open when the progress is fetched again.

const unfolded = new Set();

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.id || !target.matches("details")) return;
    if (target.open) unfolded.add(target.id);
    else unfolded.delete(target.id);
  },
  true,
);

document.addEventListener("htmx:after:swap", () => {
  for (const id of [...unfolded]) document.getElementById(id)?.setAttribute("open", "");
});
