// The command palette: Ctrl K (or Cmd K), a few letters, Enter. It offers whatever the page marks with data-command.

import { press } from "./keys.js";

const dialog = document.getElementById("palette");
const words = document.getElementById("palette-words");
const list = document.getElementById("palette-list");
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
let commands = [];
let chosen = 0;

function collect() {
  const seen = new Set();
  const found = [...document.querySelectorAll("[data-command]")].filter((element) => !seen.has(element.dataset.command) && seen.add(element.dataset.command));
  const marked = found.map((element) => ({ label: element.dataset.command, key: element.dataset.key, run: () => press(element) }));
  return [...marked, { label: list.dataset.keys, key: "?", run: () => document.getElementById("keys").showModal() }];
}

function matching() {
  const asked = fold(words.value).split(/\s+/).filter(Boolean);
  const found = commands.filter(({ label }) => asked.every((word) => fold(label).includes(word)));
  const typed = words.value.trim();
  if (!typed) return found;
  const search = () => location.assign(`${list.dataset.url}?q=${encodeURIComponent(typed)}`);
  return [...found, { label: `${list.dataset.search} “${typed}”`, key: "/", run: search }];
}

function option({ label, key, run }, index) {
  const item = document.createElement("div");
  item.className = "menu-item";
  item.id = `command-${index}`;
  item.role = "option";
  item.textContent = label;
  item.ariaSelected = String(index === chosen);
  if (key) item.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  item.addEventListener("click", () => start(run));
  return item;
}

function show() {
  const found = matching();
  chosen = Math.min(Math.max(chosen, 0), found.length - 1);
  list.replaceChildren(...found.map(option));
  words.setAttribute("aria-activedescendant", found.length ? `command-${chosen}` : "");
  document.getElementById(`command-${chosen}`)?.scrollIntoView({ block: "nearest" });
}

function start(run) {
  dialog.close();
  run();
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
words.addEventListener("input", () => {
  chosen = 0;
  show();
});
words.addEventListener("keydown", (event) => {
  if (event.key in STEPS) {
    event.preventDefault();
    chosen += STEPS[event.key];
    show();
  } else if (event.key === "Enter") {
    event.preventDefault();
    const found = matching()[chosen];
    if (found) start(found.run);
  }
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  if (dialog.open) return;
  commands = collect();
  words.value = "";
  chosen = 0;
  show();
  dialog.showModal();
});
