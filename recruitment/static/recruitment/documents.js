// Files dropped on the form are chosen in it; what they are is still said there, and sent by it.
import { $ } from "../cohort/app.js";

const form = $("[data-drop]");
if (form) {
  const input = $("input[type=file]", form);
  const names = $("[data-names]", form);
  const tell = () => {
    const chosen = [...input.files].map((file) => file.name).join(", ");
    names.textContent = chosen && input.files.length > 1 ? form.dataset.chosen.replace("#", chosen) : "";
  };
  $("[data-hint]", form).hidden = false;
  input.addEventListener("change", tell);
  const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();  // or the browser leaves the page for the file
    event.dataTransfer.dropEffect = form.contains(event.target) ? "copy" : "none";
    form.classList.toggle("over", form.contains(event.target));
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    if (!form.contains(event.target)) return;
    input.files = event.dataTransfer.files;
    tell();
    $("select", form).focus();
  });
}
