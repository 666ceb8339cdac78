// An extra: a button in every password field that shows what was typed.
for (const field of document.querySelectorAll("input[type=password]")) {
  const words = field.closest("[data-show]")?.dataset;
  if (!words) continue;
  const box = document.createElement("div");
  const button = document.createElement("button");
  box.className = "secret";
  button.type = "button";
  button.textContent = words.show;
  button.setAttribute("aria-controls", field.id);
  button.setAttribute("aria-pressed", "false");
  field.replaceWith(box);
  box.append(field, button);
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? words.show : words.hide;
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
  // Never sent as plain text, so that no browser offers it as a suggestion later.
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
