// Names complete after an @ in a note: arrows choose, Enter or Tab takes, Esc leaves it as typed.
// Without script one types the name.
import { $, $$, say } from "../cohort/app.js";

const MOST = 6;
// What stands after the last @ before the caret, unless that is one within an address.
const TYPED = /(?:^|[^\w.+-])@([^@\n]{0,60})$/;
const BOX = "textarea[data-names]";
const listOf = (box) => $("#names", box.parentElement);
const shownIn = (list) => $$("li:not([hidden])", list);
const typedIn = (box) => box.value.slice(0, box.selectionStart).match(TYPED)?.[1];

const fetched = async (url) => {
  try {
    const answer = await fetch(url);
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch { return null; }
};

const load = async (box) => {
  if (box.dataset.asked) return;
  box.dataset.asked = "yes";
  const names = await fetched(box.dataset.names);
  if (names === null) delete box.dataset.asked; // the next @ asks again
  if (names === null || !box.isConnected) return;
  box.insertAdjacentHTML("afterend", names);
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "names");
};

const fits = (option, typed) => {
  const name = option.textContent.toLowerCase();
  return name.startsWith(typed) || name.split(/\s+/).some((word) => word.startsWith(typed));
};

const point = (box, option) => {
  for (const one of $$("li", listOf(box))) one.setAttribute("aria-selected", one === option);
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
};

const hide = (box) => {
  const list = listOf(box);
  if (!list) return;
  list.hidden = true;
  point(box, null);
};

const show = (box) => {
  const list = listOf(box);
  const typed = typedIn(box)?.toLowerCase();
  if (!list || typed === undefined) { hide(box); return; }
  let left = MOST;
  for (const one of $$("li", list)) one.hidden = !fits(one, typed) || left-- <= 0;
  const found = shownIn(list);
  if (!found.length) { hide(box); return; }
  list.hidden = false;
  list.dataset.typed = typed;
  point(box, found[0]);
  say(found.map((one) => one.textContent).join(", "));
};

// The caret was led elsewhere, by a key or a touch: what the list offers is of another @, or of none.
const isElsewhere = (box, list) => typedIn(box)?.toLowerCase() !== list.dataset.typed;

const take = (box, option) => {
  const typed = typedIn(box);
  hide(box);
  if (typed === undefined) return;
  const at = box.selectionStart - typed.length;
  box.setRangeText(`${option.dataset.word} `, at, box.selectionStart, "end");
  box.focus();
};

document.addEventListener("input", async (event) => {
  const box = event.target.closest?.(BOX);
  if (!box) return;
  if (typedIn(box) !== undefined) await load(box);
  show(box);
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.(BOX);
  const list = box && listOf(box);
  if (!list || list.hidden || isElsewhere(box, list) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.isComposing) return; // of a character, by an input method
  const found = shownIn(list);
  const here = found.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) point(box, found[(here + step + found.length) % found.length]);
  else if (event.key === "Escape") hide(box);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) take(box, found[here]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("selectionchange", () => {
  const box = document.activeElement;
  const list = box?.matches?.(BOX) && listOf(box);
  if (list && !list.hidden && isElsewhere(box, list)) hide(box);
});
// Pressing on a name leaves the caret in the text.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#names")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest?.("#names li");
  if (option) take($(BOX, option.closest("form")), option);
});
document.addEventListener("focusout", (event) => { if (event.target.matches?.(BOX)) hide(event.target); });
