// The board: drag, card menu and keys all end in one move(), which sends the same small form as
// the move page does. Without script each card's menu is a link to that page.
import { $, $$, openSheet, say, watchToast } from "../cohort/app.js";

const board = $("[data-board]");
const address = (card, verb) => `/applications/${card.dataset.pk}/${verb}/`;
const stageOf = (card) => card.closest("[data-stage]");
const places = () => $$("[data-stage]", board);
const cardsIn = (place) => $$(".kard", place);
const shortcuts = () => document.body.dataset.shortcuts !== "off";
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// ---- counts: "1000+" stays as it is
const countOf = (place) => $(`[data-count-of="${place.dataset.stage}"]`, place);
const addTo = (place, by) => {
  $$(`[data-count-of="${place.dataset.stage}"]`).forEach((count) => {
    if (/^\d+$/.test(count.textContent)) count.textContent = Number(count.textContent) + by;
  });
};

// ---- what was refused, and where it is now
const no = $("[data-no]");
const refuse = (text, see) => {
  $("span", no).textContent = text;
  $("[data-see]", no).hidden = !see;
  $("[data-see]", no).href = see || "";
  no.hidden = false;
};
no.addEventListener("click", (event) => { if (event.target.closest("[data-no-close]")) no.hidden = true; });

const send = async (url, values) => {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  try {
    const answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams(values) });
    // Signed out meanwhile: the answer is the sign-in page, so go there and come back.
    if (answer.redirected) { location.reload(); return { done: false }; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) {
      const happened = JSON.parse(answer.headers.get("HX-Trigger")).applicationMoved;
      return { done: true, happened, toast: $("#toast", page) };
    }
    const refusal = $("[data-refusal] span", page) || $(".summary li", page);
    return { done: false, text: refusal?.textContent, see: $("[data-refusal] a", page)?.getAttribute("href") };
  } catch {
    return { done: false };
  }
};
const showToast = (toast) => {
  toast.removeAttribute("hx-swap-oob");
  $("#toast").replaceWith(document.importNode(toast, true));
  watchToast();
};

const filter = $(".filter");
document.addEventListener("click", (event) => { if (!filter.contains(event.target)) filter.open = false; });
filter.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { filter.open = false; $("summary", filter).focus(); }
});

// A phone jumps sideways along the board, not down the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".jump a");
  const section = link && $(link.hash)?.closest(".col");
  if (!section) return;
  event.preventDefault();
  board.scrollTo({ left: section.offsetLeft - 16 });
});

// ---- move: at once on the screen, back again if it is refused
let last = null; // what Undo would take back
const put = (card, place, before) => {
  if (place.matches(".rail")) { card.remove(); return; }
  $(".cards", place).insertBefore(card, before || null);
};
const focusNear = (card, place, from, next) => {
  if (card.isConnected) { card.focus(); return; }
  (next || cardsIn(from).at(-1) || place).focus();
};
const move = async (card, place) => {
  const from = stageOf(card), next = card.nextElementSibling;
  if (!place || place === from || !("takes" in place.dataset) || "locked" in card.dataset || card.ariaBusy) return;
  no.hidden = true;
  if ("start" in place.dataset && "mayStart" in from.dataset) {
    // A first day has to be told.
    openSheet(`${address(card, "move")}?stage=${place.dataset.stage}`);
    return;
  }
  card.ariaBusy = "true";
  put(card, place);
  addTo(from, -1);
  addTo(place, 1);
  focusNear(card, place, from, next);
  const answer = await send(address(card, "move"), { stage: place.dataset.stage, version: card.dataset.version });
  card.ariaBusy = null;
  if (!answer.done) {
    put(card, from, next?.parentElement ? next : null);
    addTo(from, 1);
    addTo(place, -1);
    card.focus();
    refuse(answer.text || board.dataset.failed, answer.see);
    return;
  }
  const days = $("[data-days]", card);
  last = { card, from, place, next, days: days.innerHTML };
  card.dataset.version = answer.happened.version;
  days.textContent = days.textContent.replace(/\d+/, "0");
  showToast(answer.toast);
  say(fill(board.dataset.moved, {
    name: card.dataset.name, stage: place.dataset.name, n: countOf(place).textContent,
  }));
};

const takeBack = async () => {
  const { card, from, place, next, days } = last;
  last = null;
  $("#toast").hidden = true;
  const answer = await send(address(card, "undo"), { version: card.dataset.version });
  if (!answer.done) { refuse(answer.text || board.dataset.failed, answer.see); return; }
  card.dataset.version = answer.happened.version;
  $("[data-days]", card).innerHTML = days;
  put(card, from, next?.parentElement === $(".cards", from) ? next : null);
  addTo(from, 1);
  addTo(place, -1);
  card.focus();
  showToast(answer.toast);
  say(fill(board.dataset.undone, { name: card.dataset.name, stage: from.dataset.name }));
};
document.addEventListener("submit", (event) => {
  if (event.target.id !== "toast" || !last) return;
  event.preventDefault();
  takeBack();
}, true);

// ---- the menu: one for all cards, put beside the button that was pressed
const template = $("#card-menu");
const menu = template && $("ul", template.content.cloneNode(true));
const fillMenu = (card) => {
  const here = stageOf(card), all = places(), at = all.indexOf(here);
  const stays = "locked" in card.dataset, started = "start" in here.dataset;
  $$("[data-moves]", menu).forEach((item) => { item.hidden = stays || started; });
  $$("[data-tells]", menu).forEach((item) => { item.hidden = !("tells" in here.dataset); });
  $$("[data-corrects]", menu).forEach((item) => { item.hidden = stays; });
  $$("[data-to]", menu).forEach((item) => {
    const place = all.find((one) => one.dataset.stage === item.dataset.to);
    const toStart = "start" in place.dataset && !("mayStart" in here.dataset);
    if (place === here || toStart) item.parentElement.hidden = true;
    const key = { [at - 1]: "[", [at + 1]: "]" }[all.indexOf(place)];
    $(".end", item).innerHTML = key && shortcuts() ? `<kbd>${key}</kbd>` : "";
  });
  $("[data-open]", menu).href = `/applications/${card.dataset.pk}/`;
};
const openMenu = (button) => {
  const dropdown = window.bootstrap.Dropdown.getOrCreateInstance(button);
  dropdown.show();
  // The next stage, which is what is wanted most often.
  const items = $$("li:not([hidden]) .dropdown-item", menu);
  (items.find((item) => $(".end", item)?.textContent === "]") || items[0])?.focus();
};
let byKey = false; // opened by M: closing it leads back to the card
const placeMenu = (button) => {
  if (button.nextElementSibling === menu) return;
  const other = menu.previousElementSibling;
  if (other) window.bootstrap.Dropdown.getInstance(other)?.dispose();
  menu.classList.remove("show");
  menu.removeAttribute("style");
  button.after(menu);
};
const prepare = (card) => {
  card.tabIndex = 0;
  card.draggable = !("locked" in card.dataset) && !("start" in stageOf(card).dataset);
  $$("a", card).forEach((link) => { link.draggable = false; });
  $(".top > a", card).tabIndex = -1;
  const button = $("[data-menu]", card);
  button.setAttribute("role", "button");
  button.setAttribute("aria-haspopup", "true");
  button.setAttribute("aria-expanded", "false");
  button.dataset.bsToggle = "dropdown";
  button.dataset.bsConfig = '{"popperConfig":{"strategy":"fixed"}}';
};

// ---- drag: the browser's own events; a phone has the menu
let dragged = null;
const over = (place) => places().forEach((one) => one.classList.toggle("is-over", one === place));
const letGo = () => {
  dragged?.classList.remove("is-dragged");
  over(null);
  dragged = null;
};
const target = (event) => {
  const place = event.target.closest("[data-takes]");
  return dragged && place && place !== stageOf(dragged) ? place : null;
};

// ---- keys: arrows between cards; M, [ and ] unless single keys are off
const beside = (card, by) => {
  const columns = places().filter((place) => place.matches(".col"));
  const at = cardsIn(stageOf(card)).indexOf(card);
  for (let i = columns.indexOf(stageOf(card)) + by; columns[i]; i += by) {
    const cards = cardsIn(columns[i]);
    if (cards.length) return cards[Math.min(at, cards.length - 1)];
  }
  return null;
};
const neighbour = (card, by) => {
  const all = places();
  return all[all.indexOf(stageOf(card)) + by];
};
const KEYS = {
  ArrowDown: (card) => card.nextElementSibling?.focus(),
  ArrowUp: (card) => card.previousElementSibling?.focus(),
  ArrowRight: (card) => beside(card, 1)?.focus(),
  ArrowLeft: (card) => beside(card, -1)?.focus(),
  Enter: (card) => $(".top > a", card).click(),
};
const SINGLE = {
  "[": (card) => move(card, neighbour(card, -1)),
  "]": (card) => move(card, neighbour(card, 1)),
  m: (card) => { const button = $("[data-menu]", card); placeMenu(button); fillMenu(card); openMenu(button); byKey = true; },
};

if (board && menu) {
  $$(".kard", board).forEach(prepare);
  $("[data-hint]").hidden = false;
  // Before Bootstrap, which listens at the document: the menu has to be there when it looks.
  ["click", "keydown"].forEach((kind) => window.addEventListener(kind, (event) => {
    const button = event.target.closest?.("[data-menu]");
    if (!button || (kind === "keydown" && !["ArrowDown", "ArrowUp", " "].includes(event.key))) return;
    if (kind === "click") event.preventDefault();
    byKey = false;
    placeMenu(button);
    fillMenu(button.closest(".kard"));
  }, true));
  board.addEventListener("hidden.bs.dropdown", (event) => {
    // Bootstrap gives the focus to its button first.
    if (byKey) setTimeout(() => { if (event.target === document.activeElement) event.target.closest(".kard").focus(); });
    byKey = false;
  });
  board.addEventListener("click", (event) => {
    const item = event.target.closest("[data-to], [data-page]");
    const card = event.target.closest(".kard");
    if (!item) return;
    window.bootstrap.Dropdown.getInstance($("[data-menu]", card))?.hide();
    card.focus();
    if (item.dataset.page) openSheet(address(card, item.dataset.page));
    else move(card, places().find((place) => place.dataset.stage === item.dataset.to));
  });
  board.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!card.matches(".kard") || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key] || (shortcuts() && SINGLE[event.key.toLowerCase()]);
    if (act) { event.preventDefault(); act(card); }
  });
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".kard");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name);
    dragged.classList.add("is-dragged");
  });
  board.addEventListener("dragover", (event) => {
    const place = target(event);
    over(place);
    if (place) { event.preventDefault(); event.dataTransfer.dropEffect = "move"; }
  });
  board.addEventListener("drop", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    const card = dragged;
    // A card that goes into a rail leaves the page, and its dragend is never heard.
    letGo();
    move(card, place);
  });
  board.addEventListener("dragend", letGo);
}
