/* Saved views: the menu that lists and saves them, and the line that says which of them is open
   and what changed since. The server is asked once the menu is opened or such a link was. */

import { setText } from "./format.js";

const OPENED = /^#view-([2-9a-z]{6})$/;

export class Saved {
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.root = document.getElementById("saved");
    this.form = document.getElementById("saved-form");
    this.list = document.getElementById("saved-list");
    this.said = document.getElementById("saved-said");
    this.note = document.getElementById("saved-note");
    this.listen();
  }

  listen() {
    this.root.addEventListener("toggle", () => this.root.open && this.fill());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.list.addEventListener("click", (event) => {
      const copy = event.target.closest("[data-link]");
      if (copy) this.actions.copy(copy.dataset.link);
      const link = event.target.closest("a[data-saved]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.actions.go(link.dataset.query || "?");
      this.open(this.views.find((each) => each.id === link.dataset.saved));
    });
    for (const opener of document.querySelectorAll("[data-opens=saved]"))
      opener.addEventListener("click", (event) => {
        event.stopPropagation(); // a click beside the menu would close it again
        opener.closest("dialog")?.close();
        this.wantsFocus = true;
        this.root.open = true;
      });
  }

  async ask() {
    const response = await fetch(`/views.json?lang=${this.words.lang}`, { headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    this.views = answer.views;
    return answer;
  }

  async fill() {
    try {
      const { views, writes, right } = await this.ask();
      this.form.hidden = !writes;
      this.root.querySelector(".saved-right").hidden = writes;
      setText(this.root.querySelector(".saved-right"), right);
      this.list.replaceChildren(...views.map((view) => this.draw(view)));
      this.root.querySelector(".saved-none").hidden = views.length > 0;
    } catch {
      this.say(this.words.text["toast.error"]);
    }
    // Opened from the sheet of a phone, there is no head of the menu to stand on.
    if (this.wantsFocus) this.root.querySelector(this.form.hidden ? "a" : "input").focus();
    this.wantsFocus = false;
  }

  draw(view) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/v/${view.id}?lang=${this.words.lang}`;
    Object.assign(link.dataset, { saved: view.id, query: view.query });
    const name = document.createElement("strong");
    name.textContent = view.name;
    const about = document.createElement("span");
    about.textContent = [view.about, ...view.notes].join(" · ");
    link.append(name, about);
    const copy = document.createElement("button");
    Object.assign(copy, { type: "button", className: "quiet", title: this.words.saved.copy });
    copy.setAttribute("aria-label", `${this.words.saved.copy}: ${view.name}`);
    Object.assign(copy.dataset, { link: view.link, stay: "" });
    const sign = document.createElement("span");
    sign.className = "icon icon-link";
    sign.setAttribute("aria-hidden", "true");
    copy.append(sign);
    item.append(link, copy);
    return item;
  }

  async save() {
    const [field, button] = this.form.elements;
    button.disabled = true;
    this.say(this.words.saved.saving);
    try {
      const body = new URLSearchParams({ name: field.value, view: location.search });
      const response = await fetch(this.form.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body });
      const answer = await response.json();
      if (!response.ok) throw Object.assign(new Error(), { said: answer.error });
      field.value = "";
      await this.fill();
      this.open(this.views.find((each) => each.id === answer.id));
      this.say(this.words.saved.saved.replace("{name}", answer.name));
    } catch (error) {
      this.say(error.said || this.words.text["toast.error"]);
    }
    button.disabled = false;
  }

  say(text) {
    setText(this.said, text);
    this.said.hidden = !text;
  }

  /* The view is this saved one, until something of it is changed. */
  open(view) {
    if (!view) return;
    history.replaceState(null, "", `${location.pathname}${location.search}#view-${view.id}`);
    this.opened = { view, query: location.search };
    this.look();
  }

  /* Called at the start and whenever the address has changed. */
  async look() {
    const [, id] = location.hash.match(OPENED) || [];
    if (id && this.opened?.view.id !== id) {
      this.opened = { view: { id }, query: location.search };
      try {
        await this.ask();
        this.opened.view = this.views.find((each) => each.id === id) || { id };
      } catch {
        return;
      }
    }
    const { view, query } = this.opened || {};
    const here = Boolean(view?.name) && query === location.search;
    this.note.hidden = !here;
    if (!here) return;
    const [name, about] = this.note.children;
    setText(name, view.name);
    setText(about, [view.about, ...view.notes].join(" "));
    this.note.classList.toggle("changed", view.notes.length > 0);
    for (const link of document.querySelectorAll(".languages a")) link.hash = `view-${view.id}`;
  }
}
