// The candidates list: selection and its bar, keys, what a live search says. Without script the
// same boxes and buttons are a plain form.
import { $, $$, say } from "../cohort/app.js";

const boxes = () => $$("input[name=application]", $("#results"));

const sync = () => {
  const bar = $("[data-bulk]");
  if (!bar) return;
  const all = $("[data-all]");
  const n = boxes().filter((box) => box.checked).length;
  boxes().forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
  all.closest("label").hidden = false;
  all.checked = n > 0 && n === boxes().length;
  all.indeterminate = n > 0 && n < boxes().length;
  const words = $("[data-n]", bar);
  words.textContent = words.dataset.n.replace("#", n);
  $("[data-clear]", bar).hidden = false;
  const selecting = "selecting" in document.body.dataset;
  $("[data-select]").setAttribute("aria-pressed", String(selecting));
  bar.hidden = n === 0;
  bar.toggleAttribute("data-open", n > 0);
};

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    boxes().forEach((box) => { box.checked = event.target.checked; });
  }
  sync();
});

// The bar's buttons open the form of the step in the dialog.
document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.target.id !== "bulk" || button?.name !== "verb") return;
  event.preventDefault();
  const dialog = $("#sheet");
  await htmx.ajax("POST", button.getAttribute("formaction") || event.target.action, {
    source: event.target, target: dialog, swap: "innerHTML", values: { verb: button.value },
  });
  dialog.addEventListener("close", () => button.focus(), { once: true });
  dialog.showModal();
  $("select, textarea", dialog)?.focus();
}, true);

// On a phone the boxes come out when one selects, and go with what was ticked.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-select]")) return;
  const selecting = document.body.toggleAttribute("data-selecting");
  if (!selecting) boxes().forEach((box) => { box.checked = false; });
  sync();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-clear]")) return;
  boxes().forEach((box) => { box.checked = false; });
  sync();
  $("[data-all]").focus();
});

// Searching while one types.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "results" && event.detail.elt?.id !== "results") return;
  say($("#results").dataset.said);
  sync();
});

// Keys: J and K go from name to name, X selects; Enter opens, as links do.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === "off") return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select") || $("dialog[open]")) return;
  const rows = $$("#results tbody tr");
  const here = rows.indexOf(document.activeElement.closest("tr"));
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    const row = rows[Math.min(Math.max(here + (key === "j" ? 1 : -1), 0), rows.length - 1)];
    row?.querySelector("a.cell").focus();
  }
  if (key === "x" && here >= 0) {
    const box = $("input[name=application]", rows[here]);
    if (box) { event.preventDefault(); box.checked = !box.checked; sync(); }
  }
  if (key === "e" && $$("[value=assign]").length && boxes().some((box) => box.checked)) {
    event.preventDefault();
    $("#bulk").requestSubmit($("[value=assign]"));
  }
});

sync();
