// Files of a reply: chosen, dropped or pasted, they go to the server at once and are kept with the draft. A reply waits for its files.

const form = document.getElementById("composer");
const list = document.getElementById("reply-files");
const input = document.getElementById("reply-choose");
const state = form.querySelector(".draft-state");
let waiting = 0;
let last = Promise.resolve(true);

async function send(body) {
  try {
    const answer = await fetch(list.dataset.url, { method: "POST", body });
    if (answer.redirected || !(answer.ok || answer.status === 422)) throw new Error("refused");
    list.innerHTML = await answer.text();
    state.textContent = "";
    return answer.ok;
  } catch {
    state.textContent = list.dataset.failed;
    return false;
  } finally {
    waiting -= 1;
  }
}

function change(entries) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "seen"]) body.append(name, form.elements[name].value);
  for (const [name, value] of entries) body.append(name, value);
  waiting += 1;
  state.textContent = list.dataset.busy;
  last = last.then(() => send(body));
}
const add = (files) => change([...files].map((file) => ["files", file]));

function take() {
  add(input.files);
  input.value = "";
}
input?.addEventListener("change", take);
if (input?.files.length) take();

list.addEventListener("click", (event) => {
  const button = event.target.closest("[name=drop]");
  if (!button) return;
  event.preventDefault();
  change([["drop", button.value]]);
  (input ?? document.getElementById("reply-text")).focus();
});

const brings = (data) => input && data?.types.includes("Files");
form.addEventListener("dragover", (event) => {
  if (brings(event.dataTransfer)) event.preventDefault();
});
form.addEventListener("drop", (event) => {
  if (!brings(event.dataTransfer)) return;
  event.preventDefault();
  add(event.dataTransfer.files);
});
form.addEventListener("paste", (event) => {
  if (!brings(event.clipboardData) || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  add(event.clipboardData.files);
});

form.addEventListener("submit", async (event) => {
  if (!waiting) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  if (await last) form.requestSubmit(submitter);
});
addEventListener("beforeunload", (event) => {
  if (waiting) event.preventDefault();
});
