// What every page shares: theme switch, toast, dialogs, live region, keys. All of it is an extra:
// each thing here is a link or a form that works without script.
export const $ = (query, within = document) => within.querySelector(query);
export const $$ = (query, within = document) => [...within.querySelectorAll(query)];

export const say = (text) => {
  const live = $("#live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
};

// ---- theme: at once here, kept by the form's own request
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-toggle]");
  if (!button) return;
  event.preventDefault();
  const root = document.documentElement;
  const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", theme);
  const body = new FormData(button.form);
  body.set("theme", theme);
  fetch(button.form.action, { method: "POST", body, redirect: "manual" });
});

// ---- toast: ten seconds, longer while looked at
let timer = 0;
const startTimer = () => {
  clearTimeout(timer);
  timer = setTimeout(() => { const box = $("#toast"); if (box) box.hidden = true; }, 10000);
};
export const watchToast = () => {
  const box = $("#toast");
  if (!box || box.dataset.watched) return;
  box.dataset.watched = "yes";
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("focusin", () => clearTimeout(timer));
  box.addEventListener("pointerleave", startTimer);
  box.addEventListener("focusout", startTimer);
  if (!box.hidden) { say($("span", box).textContent); startTimer(); }
};
watchToast();
// A page that says what was just done was reached by doing it: the control is gone, so the focus
// goes where one goes on, or to the heading, not to the top of the page.
if ($("#toast span")?.textContent && document.activeElement === document.body && !location.hash) {
  const heading = $("[data-go-on]") || $("main h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}
document.addEventListener("htmx:afterSettle", watchToast);
document.addEventListener("htmx:oobAfterSwap", watchToast);
// A list drawn anew after a tick: its control is gone, so the focus goes to the heading, and what
// one was looking at stays where it is.
document.addEventListener("htmx:afterSettle", () => {
  const heading = $("#my-tasks h1");
  if (!heading || document.activeElement !== document.body) return;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
});

// What one had opened in it stays open.
let opened = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  opened = $$("details[open][id]", event.detail.target).map((one) => one.id);
});
document.addEventListener("htmx:afterSwap", () => {
  opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  opened = [];
});

// ---- a session that ends without use says so two minutes before; what is typed stays
const idle = $("#idle");
if (idle) {
  let warning = 0;
  const warn = () => { idle.hidden = false; say($("span", idle).textContent); };
  const used = () => {
    idle.hidden = true;
    clearTimeout(warning);
    warning = setTimeout(warn, idle.dataset.after * 60000);
  };
  idle.addEventListener("submit", async (event) => {
    event.preventDefault();
    await fetch(idle.action, { method: "POST", body: new FormData(idle), redirect: "manual" });
    used();
  });
  document.addEventListener("htmx:afterRequest", used);
  used();
}

// ---- dialogs: a link or button with data-sheet opens its page's form in a dialog
// Not on the page that is the same form already: its fields' ids would be there twice.
const quick = () => !$("main #quick-form") && $("#quick");
export const openSheet = async (url, dialog = $("#sheet")) => {
  if (dialog.open) return;
  const opener = document.activeElement;
  dialog.setAttribute("aria-busy", "true");
  dialog.addEventListener("close", () => opener?.focus?.(), { once: true });
  await htmx.ajax("GET", url, { target: dialog, swap: "innerHTML" });
  dialog.removeAttribute("aria-busy");
  dialog.showModal();
  ($("[autofocus]", dialog) || $("input:not([type=hidden]), select, textarea", dialog))?.focus();
};
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const add = event.target.closest("[data-add]");
  if (add && quick()) { event.preventDefault(); openSheet(add.href, $("#quick")); return; }
  const sheet = event.target.closest("[data-sheet]");
  if (sheet) { event.preventDefault(); openSheet(sheet.href || sheet.dataset.sheet); return; }
  const close = event.target.closest("[data-close]");
  if (close) { event.preventDefault(); close.closest("dialog")?.close(); }
});
// The dialog is called what the form in it is called, also after the form came back.
document.addEventListener("htmx:afterSettle", () => {
  const title = $("#sheet h2");
  if (!title) return;
  title.id ||= "sheet-title";
  $("#sheet").setAttribute("aria-labelledby", title.id);
});
document.body.addEventListener("closeDialogs", () => $$("dialog[open]").forEach((d) => d.close()));

// ---- a form is sent once: the button rests until the answer is there
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 3000);
});
document.addEventListener("htmx:afterRequest", (event) => { delete event.target.dataset?.sent; });
document.addEventListener("htmx:beforeRequest", (event) => event.target.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterOnLoad", (event) => event.target.removeAttribute("aria-busy"));
document.addEventListener("htmx:responseError", (event) => {
  event.target.removeAttribute("aria-busy");
  say(document.body.dataset.failed);
});
$("[data-summary]")?.focus();
document.addEventListener("htmx:afterSwap", (event) => {
  const summary = $("[data-summary]", event.target);
  if (summary) summary.focus();
});

// ---- keys
let going = 0;
const GO = { d: "/", c: "/candidates/", b: "/board/", t: "/tasks/", r: "/researchers/" };
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.target.closest("input, textarea")) {
    const toast = $("#toast");
    if (toast && !toast.hidden && $("button", toast)) { event.preventDefault(); toast.requestSubmit(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || $("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (Date.now() - going < 1500 && GO[key]) {
    event.preventDefault();
    going = 0;
    location.assign(GO[key]);
    return;
  }
  if (key === "g") { going = Date.now(); return; }
  if (key === "c" && quick()) { event.preventDefault(); openSheet($("#quick").dataset.src, $("#quick")); }
  if (key === "/") {
    event.preventDefault();
    const field = $("input[type=search]");
    if (field) field.focus(); else $("[data-search]")?.click();
  }
  if (key === "?") { event.preventDefault(); $("#keys").showModal(); }
});
if (location.hash === "#search") $("input[type=search]")?.focus();
