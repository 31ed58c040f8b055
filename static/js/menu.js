// Menus made of <details data-menu>: one open at a time, closed by Escape, by a click elsewhere and by leaving with Tab.

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

const closeOthers = (inside) => {
  for (const menu of openMenus()) if (!menu.contains(inside)) menu.open = false;
};

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
    event.stopPropagation();
  }
});
