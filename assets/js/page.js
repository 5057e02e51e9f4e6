/* The page around the map: sentence, hero, languages, link, theme, sheet, pages. */

import { setFlag, setText } from "./format.js";
import { spokenOf } from "./frames.js";
import { Menu } from "./menu.js";
import { isLocality } from "./view.js";

export class Page {
  constructor(data, words, actions) {
    this.data = data;
    this.words = words;
    this.body = document.body;
    this.sentence = document.getElementById("sentence");
    this.parts = [...this.sentence.querySelectorAll("[data-part]")];
    this.dots = [...this.sentence.querySelectorAll(".dot")];
    this.hero = document.getElementById("hero");
    this.languages = [...document.querySelectorAll("[data-lang]")];
    this.pages = [...document.querySelectorAll("button[data-page]")];
    this.more = new Menu(document.getElementById("more-pages"));
    this.downloads = new Menu(document.getElementById("downloads"));
    this.saved = new Menu(document.getElementById("saved"));
    this.findings = new Menu(document.getElementById("findings"));
    this.files = [...document.querySelectorAll("[data-file]")];
    this.paper = document.getElementById("print");
    this.nextLine = document.getElementById("next-line");
    this.reset = document.getElementById("reset");
    this.opened = document.getElementById("opened");
    this.missing = this.opened.querySelector(".missing");
    this.toast = document.getElementById("toast");
    this.listen(actions);
  }

  /* Words come finished with the frames; for chosen districts the server is asked, and the old
     words stay, dimmed, until it has answered. */
  paint(view, filtered) {
    const spoken = spokenOf(view, this.words, this.data);
    if (spoken) this.say(...spoken);
    // The words of the first view came with the page.
    this.waiting = !spoken && this.painted;
    this.painted = true;
    clearTimeout(this.dimming);
    if (this.waiting) this.dimming = setTimeout(() => this.body.classList.add("asking"), 300);
    else this.body.classList.remove("asking");
    if (this.body.dataset.page !== view.page) this.turnTo(view.page);
    this.body.classList.toggle("pinned", Boolean(view.pin) || isLocality(view.focus));
    setFlag(this.reset, "hidden", !filtered);
  }

  /* Where links lead from the view, and its title: none of it is on the picture. */
  address(addressOf) {
    for (const link of this.languages) link.href = addressOf({ lang: link.dataset.lang });
    this.nextLine.href = addressOf({ page: "next" });
    const query = addressOf({}).replace(/^[^?]*\??/, "?");
    for (const link of this.files) link.href = link.dataset.file + query;
    this.name();
  }

  name() {
    document.title = `${this.sentence.textContent.trim()} – Together Atlas`;
  }

  /* Another page: its tab is marked, and its top is what one sees. */
  turnTo(page) {
    this.body.dataset.page = page;
    for (const button of this.pages) button.setAttribute("aria-pressed", button.dataset.page === page);
    const tab = this.pages.find((button) => button.dataset.page === page);
    this.more.name(tab ? tab.textContent : "");
    const place = document.getElementById("page");
    if (place) place.scrollTop = 0;
    scrollTo({ top: 0 }); // a phone scrolls the whole window
  }

  say(lead, middle, tail, value, caption, note, opened) {
    const parts = [lead, middle, tail];
    this.parts.forEach((node, i) => setText(node, parts[i]));
    this.dots.forEach((node, i) => setFlag(node, "hidden", !parts[i + 1] || !parts.slice(0, i + 1).some(Boolean)));
    const [big, what, n] = this.hero.children;
    setText(big, value);
    setText(what, caption);
    setText(n, note);
    setFlag(this.opened, "hidden", !opened);
    setText(this.opened.firstElementChild, opened);
  }

  /* Words that are here already for a view that the server would be asked about. */
  own(spoken) {
    this.waiting = false;
    clearTimeout(this.dimming);
    this.body.classList.remove("asking");
    this.say(...spoken);
  }

  /* The server's words for the view that is still shown. */
  answer(reply, query) {
    if (!reply || reply.query !== query) return;
    setText(this.nextLine.querySelector("span"), reply.next);
    this.list(reply.missing);
    this.find(reply.findings);
    if (!this.waiting) return;
    clearTimeout(this.dimming);
    this.body.classList.remove("asking");
    this.say(...reply.spoken);
    this.name();
  }

  /* What the figures come to; each sentence is the way to its proof. */
  find(findings) {
    const items = findings.map(({ key, text, note, address }) => {
      const item = document.createElement("li");
      item.dataset.finding = key;
      const link = document.createElement("a");
      link.href = address;
      link.dataset.view = "";
      link.textContent = text;
      const words = document.createElement("span");
      words.textContent = note;
      item.append(link, words);
      return item;
    });
    this.findings.root.querySelector("ol").replaceChildren(...items);
    setText(this.findings.summary.querySelector(".findings-count"), String(findings.length));
  }

  /* Where answers are missing; each name pins its district. */
  list(missing) {
    const items = missing.map(({ code, name, text }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "plain", textContent: name });
      button.dataset.pin = code;
      const words = document.createElement("span");
      words.textContent = text;
      item.append(button, words);
      return item;
    });
    this.missing.replaceChildren(...items);
  }

  listen(actions) {
    for (const page of this.pages) page.addEventListener("click", () => actions.set({ page: page.dataset.page }));
    document.getElementById("opened-districts").addEventListener("click", () => actions.level("district"));
    this.reset.addEventListener("click", () => actions.reset());
    document.getElementById("theme").addEventListener("click", () => {
      this.toggleTheme();
      actions.retell();
    });
    document.getElementById("link").addEventListener("click", () => this.copyLink());
    document.getElementById("sources-open").addEventListener("click", () => document.getElementById("sources").showModal());
    for (const dialog of document.querySelectorAll("dialog"))
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
      });
    for (const opener of document.querySelectorAll("[data-sheet]"))
      opener.addEventListener("click", () => this.body.classList.toggle("sheet"));
    this.paper.addEventListener("click", (event) => this.print(event));
    // How files are coming is said by a script of its own; until it is here, and without it, links give them.
    this.downloads.root.addEventListener("toggle", () => import(new URL("./saving/saving.js", import.meta.url)).catch(() => {}), { once: true });
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "p" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) this.print(event);
      if (event.key !== "Escape") return;
      if (this.more.close() || this.downloads.close() || this.saved.close() || this.findings.close()) return;
      if (this.body.classList.contains("sheet")) this.body.classList.remove("sheet");
      else if (!document.querySelector("dialog[open]")) actions.unpin();
    });
    document.getElementById("pages-open").addEventListener("click", () => document.getElementById("pages-sheet").showModal());
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-view]");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        actions.go(new URL(link.getAttribute("href"), location.href).search);
        this.focusPage();
      }
      const pin = event.target.closest("[data-pin]");
      if (pin) actions.set({ pin: pin.dataset.pin });
      const sort = event.target.closest("[data-sort]");
      if (sort) actions.set({ sort: sort.dataset.sort });
      if (event.target.closest("[data-unpin]")) actions.unpin();
      const indicator = event.target.closest("[data-show]");
      if (indicator) actions.set({ indicator: indicator.dataset.show, classes: [] });
    });
  }

  /* Paper has the table and the method too: the view's page for paper is printed from a frame.
     Where it does not come, the browser prints what is on the screen. */
  print(event) {
    if (event.type === "click" && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    document.getElementById("paper")?.remove();
    const frame = document.createElement("iframe");
    Object.assign(frame, { id: "paper", title: this.paper.textContent, tabIndex: -1 });
    frame.addEventListener("load", () => {
      // A page that says what went wrong is not what was to be printed.
      const whole = frame.contentDocument?.querySelector("article");
      (whole ? frame.contentWindow : window).print();
    });
    frame.src = this.paper.href;
    document.body.append(frame);
  }

  /* The link that was followed may be gone with its page: whoever walks by keyboard goes on there. */
  focusPage() {
    const place = this.body.dataset.page === "map" ? "map-area" : "page";
    document.getElementById(place)?.focus({ preventScroll: true });
  }

  toggleTheme() {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("atlas-theme", root.dataset.theme);
    } catch {
      /* Storage may be forbidden; the choice then lasts for this page. */
    }
  }

  async copyLink(link = location.href) {
    try {
      await navigator.clipboard.writeText(link);
      this.show(this.words.text["nav.link_copied"]);
    } catch {
      const dialog = document.getElementById("link-dialog");
      const field = dialog.querySelector("input");
      field.value = link;
      dialog.showModal();
      field.select();
    }
  }

  show(text, milliseconds = 3000) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => (this.toast.hidden = true), milliseconds);
  }
}
