// What came of a press is said where the page leads to (#answers), not at its top where nobody looks then.

const place = document.getElementById(location.hash.slice(1));
const said = document.querySelector("main > .notices");
if (place && said) {
  place.prepend(said);
  place.scrollIntoView();
}
