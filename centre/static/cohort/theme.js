// Before the first paint: the theme of the system, where the person chose no other.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches) {
    root.setAttribute("data-bs-theme", "dark");
  }
})();
