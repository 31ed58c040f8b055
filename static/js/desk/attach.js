// Files of a reply: chosen, dropped or pasted, they go to the server at once and are kept with the draft. A reply waits for its files.

const brings = (data) => data?.types.includes("Files");

function uploading(form, list) {
  const state = form.querySelector(".draft-state");
  let waiting = 0;
  let last = Promise.resolve(true);
  const send = async (body) => {
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
      form.dataset.uploads = waiting ? "1" : "";
    }
  };
  const change = (entries) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "seen"]) body.append(name, form.elements[name].value);
    for (const [name, value] of entries) body.append(name, value);
    waiting += 1;
    form.dataset.uploads = "1";
    state.textContent = list.dataset.busy;
    last = last.then(() => send(body));
  };
  return { change, ended: () => last };
}

export default function attaching() {
  const form = document.getElementById("composer");
  const list = document.getElementById("reply-files");
  const input = document.getElementById("reply-choose");
  const { change, ended } = uploading(form, list);
  const add = (files) => change([...files].map((file) => ["files", file]));
  const take = () => {
    add(input.files);
    input.value = "";
  };
  input?.addEventListener("change", take);
  if (input?.files.length) take();
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[name=drop]");
    if (!button) return;
    event.preventDefault();
    change([["drop", button.value]]);
    (input ?? document.getElementById("reply-text")).focus();
  });
  form.addEventListener("dragover", (event) => {
    if (input && brings(event.dataTransfer)) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    if (!input || !brings(event.dataTransfer)) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  form.addEventListener("paste", (event) => {
    if (!input || !brings(event.clipboardData) || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  form.addEventListener("submit", async (event) => {
    if (!form.dataset.uploads) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (await ended()) form.requestSubmit(submitter);
  });
}
