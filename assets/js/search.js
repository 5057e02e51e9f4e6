/* Search: what is typed is asked of the server, which knows every spelling; arrows choose, Enter
   goes there. "/" comes here from anywhere, unless that is switched off. */

const REST_MILLISECONDS = 140;
const SHORTCUT = "atlas-shortcuts";

export class Search {
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.field = document.getElementById("search");
    this.list = document.getElementById("search-list");
    this.said = document.getElementById("search-said");
    this.found = [];
    this.at = -1;
    this.listen();
  }

  listen() {
    this.field.addEventListener("input", () => {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.ask(), REST_MILLISECONDS);
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(Number(option.dataset.at));
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, select, textarea, dialog");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !this.shortcuts()) return;
      event.preventDefault();
      document.body.classList.add("sheet");
      this.field.focus();
    });
    const box = document.getElementById("shortcuts");
    box.checked = this.shortcuts();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(SHORTCUT, box.checked ? "on" : "off");
      } catch {
        /* Storage may be forbidden; the choice then lasts for this page. */
      }
      this.off = !box.checked;
    });
  }

  shortcuts() {
    if (this.off !== undefined) return !this.off;
    try {
      return localStorage.getItem(SHORTCUT) !== "off";
    } catch {
      return true;
    }
  }

  async ask() {
    const text = this.field.value.trim();
    if (text.length < 2) return this.close();
    const token = (this.token = {});
    try {
      const answer = await fetch(`/search?q=${encodeURIComponent(text)}&lang=${this.words.lang}`);
      const { results } = answer.ok ? await answer.json() : { results: [] };
      if (token === this.token) this.show(results);
    } catch {
      if (token === this.token) this.say(this.words.text["toast.error"]);
    }
  }

  show(results) {
    this.found = results;
    this.at = results.length ? 0 : -1;
    this.list.replaceChildren(
      ...results.map(({ name, where, changes }, i) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `found-${i}` });
        option.setAttribute("role", "option");
        option.dataset.at = i;
        const title = document.createElement("strong");
        title.textContent = name;
        const note = document.createElement("span");
        note.textContent = where;
        if (this.actions.holds(changes)) option.setAttribute("aria-current", "true");
        option.append(title, note);
        return option;
      }),
    );
    this.list.hidden = !results.length;
    this.field.setAttribute("aria-expanded", results.length > 0);
    this.mark();
    this.say(results.length ? this.words.search_words.found.replace("{count}", results.length) : this.words.search_words.nothing);
  }

  say(text) {
    this.said.textContent = text;
    this.said.hidden = !text || this.found.length > 0;
  }

  mark() {
    for (const option of this.list.children) option.setAttribute("aria-selected", Number(option.dataset.at) === this.at);
    if (this.at >= 0) this.field.setAttribute("aria-activedescendant", `found-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "Escape" && (this.found.length || this.field.value)) {
      this.field.value = "";
      this.close();
      event.stopPropagation();
    } else if (event.key === "Enter" && this.at >= 0) this.go(this.at);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.found.length) this.at = (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else return;
    event.preventDefault();
  }

  go(at) {
    const { changes } = this.found[at];
    this.field.value = "";
    this.close();
    document.body.classList.remove("sheet");
    // Another indicator has other classes; a district elsewhere takes the zoom along.
    const classes = changes.indicator ? { classes: [] } : {};
    const focus = changes.pin && !this.actions.holds({ focus: "" }) ? { focus: changes.pin } : {};
    this.actions.set({ ...classes, ...focus, ...changes });
  }

  close() {
    this.token = undefined;
    this.found = [];
    this.at = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.field.setAttribute("aria-expanded", "false");
    this.say("");
    this.mark();
  }
}
