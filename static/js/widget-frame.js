// Inside the widget's frame: tells the page around it how high it is, takes the accent colour it was given, proves a little work.

import { prove } from "./proof.js";

const tell = () => parent.postMessage({ height: document.documentElement.scrollHeight }, "*");
new ResizeObserver(tell).observe(document.body);

// Two colours a reader can tell apart: the text on the accent is black or white, whichever stands out more.
const accent = decodeURIComponent(location.hash.slice(1));
if (/^#[0-9a-f]{6}$/i.test(accent)) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(accent.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  document.documentElement.style.setProperty("--brand", accent);
  document.documentElement.style.setProperty("--brand-strong", accent);
  document.documentElement.style.setProperty("--on-brand", light > 0.179 ? "#000000" : "#ffffff");
}

const form = document.getElementById("ask");
form?.addEventListener("input", () => prove(form.elements.stamp.value, document.getElementById("proof")), { once: true });
