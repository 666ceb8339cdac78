// A draft saves itself every five seconds while it changes. Without this module the button does.
import { $ } from "../cohort/app.js";

const form = $("#scorecard");
const told = $("#saved");
let written = false, running = null, stopped = false;

const save = async () => {
  if (!written || stopped) return;
  written = false;
  const body = new FormData(form);
  body.set("do", "save");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
    const { seen, said } = await answer.json();
    if (answer.ok) form.elements.seen.value = seen; else stopped = answer.status === 409;
    told.textContent = said;
  } catch {
    written = true;
    told.textContent = form.dataset.offline;
  }
};
const saveOnce = () => (running ??= save().finally(() => { running = null; }));

if (form) {
  form.addEventListener("input", () => { written = true; });
  setInterval(saveOnce, 5000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveOnce(); });
  // What is under way comes first, so that it is not taken for another window's.
  form.addEventListener("submit", async (event) => {
    if (!running) return;
    event.preventDefault();
    await running;
    form.requestSubmit(event.submitter);
  });
}
