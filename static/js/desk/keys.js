// Keys of one letter press what carries them as data-key; j, k and o walk the list. They can be switched off (WCAG 2.1.4).

import { isOn } from "./settings.js";

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function walk(step) {
  const links = [...document.querySelectorAll(".row-link")].filter((link) => link.offsetParent);
  let here = links.indexOf(document.activeElement);
  if (here < 0) here = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

const WALKING = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => document.activeElement?.matches(".row-link") && document.activeElement.click(),
  "?": () => document.getElementById("keys").showModal(),
};

export function press(element) {
  if (element.matches("input:not([type=button], [type=submit]), textarea")) {
    element.focus();
    element.select?.();
  } else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isOn("keys")) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  const carrier = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const action = WALKING[event.key] ?? (carrier && (() => press(carrier)));
  if (!action) return;
  event.preventDefault();
  action();
});

// In a text field, Escape gives the keys back to the page.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches(".composer textarea, [data-key]")) event.target.blur();
});
