// The banner of surges: fetched again when the desk says that it changed, unless somebody is about to press something in it.

const banner = () => document.getElementById("surges");
let waits = false;

async function refresh() {
  const held = banner();
  if (!held) return;
  if (held.contains(document.activeElement)) {
    waits = true;
    return;
  }
  waits = false;
  const answer = await fetch(held.dataset.url).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  const fresh = fragment.content.getElementById("surges");
  if (fresh && !held.contains(document.activeElement)) {
    held.replaceWith(fresh);
    window.htmx?.process(fresh);
  }
}

document.addEventListener("desk:surges", refresh);
document.addEventListener("desk:back", refresh);
document.addEventListener("focusout", () => setTimeout(() => waits && refresh()));
