// Shows a notice at the foot of the page, made from #toast-template. Text comes from the server's templates.
// One with an action or of kind "danger" stays until it is dealt with; others leave unless pointed at or focused.

const STAYS_MS = 8000;
const ICONS = { info: "info", success: "check", warning: "alert", danger: "alert" };

export function toast(text, { kind = "info", action = null, stays_ms = STAYS_MS } = {}) {
  const item = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  const use = item.querySelector("use");
  item.dataset.kind = kind;
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[kind]}`));
  item.querySelector("[data-toast-close]").addEventListener("click", () => item.remove());
  if (action) addAction(item, action);
  document.getElementById("toasts").append(item);
  item.querySelector("p").textContent = text;
  if (kind !== "danger") leaveLater(item, stays_ms);
  return item;
}

function addAction(item, { label, run }) {
  const button = item.querySelector("[data-toast-action]");
  button.textContent = label;
  button.hidden = false;
  button.addEventListener("click", () => {
    item.remove();
    run();
  });
}

function leaveLater(item, stays_ms) {
  const leave = () => {
    if (item.matches(":hover, :focus-within")) setTimeout(leave, stays_ms);
    else item.remove();
  };
  setTimeout(leave, stays_ms);
}
