// Light, dark or as the device says: kept in the cookie "theme" for a year, which the server writes into <html data-theme>.

const YEAR_S = 60 * 60 * 24 * 365;

const show = (choice) => {
  document.documentElement.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${button.dataset.themeChoice}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
  show(button.dataset.themeChoice);
});

for (const group of document.querySelectorAll("[data-theme-switch]")) group.hidden = false;
show(document.documentElement.dataset.theme || "auto");
