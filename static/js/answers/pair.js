// Which translation stands beside the source; the others are folded below. A folded one can still be opened by itself.

export function besideEachOther(form) {
  const links = [...form.querySelectorAll("[data-beside]")];
  const wordings = [...form.querySelectorAll("details[data-language]")];
  const choose = (language) => {
    for (const each of wordings) each.open = each.classList.contains("is-source") || each.dataset.language === language;
    for (const link of links) {
      const isChosen = link.dataset.beside === language;
      link.classList.toggle("quiet", !isChosen);
      if (isChosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const each of wordings) each.classList.toggle("is-beside", each.dataset.language === language);
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(link.dataset.beside);
      const chosen = wordings.find((each) => each.dataset.language === link.dataset.beside);
      chosen.querySelector("input[type=text]").focus();
    });
  }
  const first = links.find((link) => link.hasAttribute("aria-current"));
  for (const each of wordings) each.classList.toggle("is-beside", each.dataset.language === first?.dataset.beside);
  const asked = wordings.find((each) => `#${each.id}` === location.hash);
  if (asked && !asked.open) choose(asked.dataset.language);
  document.addEventListener("click", (event) => {
    const target = event.target.closest("a[href^='#id_']");
    const folded = target && document.querySelector(target.getAttribute("href"))?.closest("details");
    if (folded) folded.open = true;
  });
}
