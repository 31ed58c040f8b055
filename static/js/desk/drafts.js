// What is typed is kept on the server while typing. Nobody leaves a question before it is.

const DRAFT_AFTER_MS = 800;

export const post = (url, form, signal) => fetch(url, { method: "POST", body: new FormData(form), signal });

let saves = [];

// Keeps the text of a form; `told` hears what the server says of it. Returns what to call when something was typed otherwise.
export function keep(form, leaving, told = () => {}) {
  const state = form.querySelector(".draft-state");
  const saving = new AbortController();
  let waiting;
  let edits = 0;
  let last = Promise.resolve();
  const save = async () => {
    const mine = edits;
    try {
      const answer = await post(form.dataset.draft, form, saving.signal);
      const isKept = answer.ok && !answer.redirected;
      state.textContent = isKept ? form.dataset.saved : form.dataset.unsaved;
      if (isKept && mine === edits) form.dataset.dirty = ""; // More may have been typed meanwhile.
      if (isKept) told(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = form.dataset.unsaved;
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    return (last = last.then(save)); // One after the other: an older text never arrives after a newer one.
  };
  const typed = () => {
    edits += 1;
    form.dataset.dirty = "1";
    clearTimeout(waiting);
    waiting = setTimeout(soon, DRAFT_AFTER_MS);
  };
  form.querySelector("textarea").addEventListener("input", typed);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    saving.abort();
    form.dataset.dirty = "";
  });
  const settled = () => form.dataset.dirty && soon();
  saves.push(settled);
  leaving.addEventListener("abort", () => (saves = saves.filter((other) => other !== settled)));
  return typed;
}

const isUnsaved = () => document.querySelector('.composer:is([data-dirty="1"], [data-uploads="1"])');

// Saves what was typed and not saved; false when it could not be, or when files are still under way.
export async function settle() {
  await Promise.all(saves.map((settled) => settled()));
  return !isUnsaved();
}

addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});
