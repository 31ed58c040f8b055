// What is typed is kept on the server, wording by wording, a moment after the last key.

const KEEP_AFTER_MS = 1000;

export function keepDrafts(form, kept) {
  const state = form.querySelector(".draft-state");
  const waiting = new Map();
  const save = async (wording) => {
    waiting.delete(wording);
    const data = new FormData();
    for (const field of wording.querySelectorAll("input[name], textarea[name]")) data.set(field.name, field.value);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(wording.dataset.draft, { method: "POST", body: data });
      const isKept = answer.ok && !answer.redirected;
      state.textContent = isKept ? form.dataset.kept : form.dataset.lost;
      if (isKept && !waiting.size) kept();
    } catch {
      state.textContent = form.dataset.lost;
    }
  };
  form.addEventListener("input", (event) => {
    const wording = event.target.closest("[data-draft]");
    if (!wording) return;
    clearTimeout(waiting.get(wording));
    waiting.set(wording, setTimeout(() => save(wording), KEEP_AFTER_MS));
  });
  form.addEventListener("submit", () => {
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  });
}
