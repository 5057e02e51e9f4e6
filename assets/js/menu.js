/* A disclosure that behaves as a menu of buttons or links: closed by a choice, by Escape, by a click beside it. */

export class Menu {
  constructor(root) {
    this.root = root;
    this.summary = root.querySelector("summary");
    this.current = root.querySelector(".menu-current");
    document.addEventListener("click", (event) => {
      if (!this.root.open) return;
      const chosen = event.target.closest("button:not([data-stay]), a");
      if (!this.root.contains(event.target) || (chosen && this.root.contains(chosen))) this.close(Boolean(chosen));
    });
    root.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !root.contains(event.relatedTarget)) root.open = false;
    });
  }

  /* Close it and say whether it was open; who was inside stands on its head again. */
  close(back = true) {
    if (!this.root.open) return false;
    const inside = this.root.contains(document.activeElement);
    this.root.open = false;
    if (back && inside) this.summary.focus();
    return true;
  }

  /* What of it is chosen, for its head. */
  name(text) {
    if (this.current.textContent !== text) this.current.textContent = text;
  }
}
