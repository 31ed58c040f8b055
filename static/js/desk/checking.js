// "Check the language": what the plain language checker says of the reply, in a dialog; its remarks lead to their places.

import "../places.js";

export default function checking() {
  const button = document.getElementById("check");
  const dialog = document.getElementById("checked-shown");
  const body = document.getElementById("checked-body");
  button.addEventListener("click", async () => {
    const sent = new FormData(document.getElementById("composer"));
    sent.set("field", "reply-text");
    const answer = await fetch(button.dataset.url, { method: "POST", body: sent }).catch(() => null);
    const said = answer?.ok && !answer.redirected ? await answer.text() : null;
    if (said?.trim()) body.innerHTML = said;
    else body.textContent = said === null ? body.dataset.failed : body.dataset.empty;
    for (const remarks of body.querySelectorAll("details")) remarks.open = true;
    dialog.showModal();
  });
}
