// The pages of incidents and recalls: what a reader has unfolded stays open when the progress is fetched again, and what he types is not taken from under him.

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

const isTyped = (place) => [...place.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
document.addEventListener("htmx:before:request", (event) => {
  if (event.target.matches?.(".broadcast") && isTyped(event.target)) event.preventDefault();
});

document.addEventListener("htmx:after:swap", () => {
  for (const id of [...unfolded]) document.getElementById(id)?.setAttribute("open", "");
});
