// Keys of a candidate's page: N note, M move, ← → the neighbours in the list. All are links too.
import { $ } from "../cohort/app.js";

const grow = (box) => { box.rows = Math.min(12, Math.max(1, box.value.split("\n").length)); };
document.addEventListener("input", (event) => {
  if (event.target.matches(".composer textarea")) grow(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (document.body.dataset.shortcuts === "off" || $("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable], .dropdown-menu")) return;
  const aim = {
    n: ".composer textarea", m: "[data-move]", ArrowLeft: "[data-prev]", ArrowRight: "[data-next]",
  }[event.key];
  const found = aim && $(aim);
  if (!found) return;
  event.preventDefault();
  if (found.matches("textarea")) found.focus(); else found.click();
});
