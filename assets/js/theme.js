/* Before anything is painted: the theme chosen here before, or the system's. A classic script. */
(() => {
  let theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  try {
    theme = localStorage.getItem("atlas-theme") || theme;
  } catch {
    /* Storage may be forbidden; the system's theme stands. */
  }
  document.documentElement.dataset.theme = theme;
})();
