// A draft saves itself every five seconds while it changes. Without this module the button does.
import { $ } from "../cohort/app.js";

const form = $("#scorecard");
const told = $("#saved");
let written = false, running = null, stopped = false, away = false;
let pressed = false, going = false;

// What answers in JSON is the scorecard itself; anything else is a page in its way.
const save = async () => {
  if (!written || stopped) return;
  written = away = false;
  const body = new FormData(form);
  body.set("do", "save");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
    const isSignedOut = answer.redirected || answer.status === 403;
    if (isSignedOut || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
      written = away = true;
      told.textContent = isSignedOut ? form.dataset.signedOut : form.dataset.offline;
      if (isSignedOut) await renew();
      return;
    }
    const { seen, said, waits } = await answer.json();
    if (answer.ok) form.elements.seen.value = seen; else stopped = answer.status === 409;
    if (answer.ok && !waits) begin();
    told.textContent = said;
  } catch {
    written = away = true;
    told.textContent = form.dataset.offline;
  }
};
const saveOnce = () => (running ??= save().finally(() => { running = null; }));

// Whoever signed in again in another window has another token: the page, read anew, brings it.
const renew = async () => {
  const answer = await fetch(form.action);
  if (answer.redirected || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = $("#scorecard [name=csrfmiddlewaretoken]", page);
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
};

// The interview has begun since the page was drawn.
const begin = () => {
  $("#waits")?.remove();
  $("[value=give]", form).disabled = false;
};

if (form) {
  form.addEventListener("input", () => { written = true; });
  setInterval(saveOnce, 5000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveOnce(); });
  // What is under way comes first, so that it is not taken for another window's; and nobody is sent
  // to a page to sign in with an hour's words unsaved.
  form.addEventListener("submit", async (event) => {
    if (going) return;
    event.preventDefault();
    if (pressed) return;
    pressed = true;
    await running;
    if (!stopped) {
      written = true;
      await saveOnce();
    }
    pressed = false;
    if (away) return;
    going = true;
    form.requestSubmit(event.submitter);
    going = false;
  });
}
