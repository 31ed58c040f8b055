// A question opens at its newest message, where the pane of the thread scrolls by itself; a notice above the thread goes first.

const pane = document.querySelector(".question-body");
const newest = pane.querySelector(".thread > :last-child");
const isNotice = pane.querySelector(".question-talk > :not(.thread) [role=alert], .question-talk > [role=alert]");
if (newest && !isNotice && pane.scrollHeight > pane.clientHeight) {
  pane.scrollTop = newest.offsetTop + newest.offsetHeight - pane.offsetTop - pane.clientHeight + 24;
}
