// What a person switched off for this browser: single keys, announcements. On unless switched off; works without storage too.

const NAME = (key) => `desk.${key}`;
const memory = new Map();

export function isOn(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return localStorage.getItem(NAME(key)) !== "off";
  } catch {
    return true;
  }
}

function set(key, on) {
  memory.set(key, on);
  try {
    localStorage.setItem(NAME(key), on ? "on" : "off");
  } catch {
    // A browser without storage keeps the choice for this page only.
  }
}

for (const box of document.querySelectorAll("[data-setting]")) {
  box.checked = isOn(box.dataset.setting);
  box.addEventListener("change", () => set(box.dataset.setting, box.checked));
}
