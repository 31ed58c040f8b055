// Opens <dialog id="x"> from any [data-opens="x"] and closes it from [data-closes] or a click beside it.
// The browser keeps the focus inside and gives it back on closing.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();

  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();

  if (event.target instanceof HTMLDialogElement && event.target.open && isBeside(event)) event.target.close();
});

const isBeside = ({ target, clientX, clientY, detail }) => {
  if (detail === 0) return false;
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
};
