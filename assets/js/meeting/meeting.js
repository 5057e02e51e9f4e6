/* Meeting mode: the steps of a script on the whole screen, by keys or a clicker. Every step is a
   change of the view; all its words and figures are here before the first one is shown, so it
   goes on when the line breaks. The presenter's window is told of each step. */

import { deedOf } from "./keys.js";
import { drawQr, icon, make } from "./make.js";
import { Parked } from "./parked.js";
import { takeStills } from "./stills.js";

const DAY_MILLISECONDS = 1600;
const IDLE_MILLISECONDS = 3000;

export class Meeting {
  constructor(atlas, { steps, words }) {
    Object.assign(this, { atlas, steps, words });
    this.parked = new Parked();
    this.stills = new Map();
    this.before = location.search;
    this.at = 0;
    this.known = {};
    this.began = Date.now();
    this.name = crypto.randomUUID();
    this.channel = new BroadcastChannel(`atlas-meeting-${this.name}`);
    this.channel.onmessage = ({ data }) => (data.hello ? this.tellPresenter() : this.do(data.deed));
    this.build();
  }

  /* Enter: take the whole screen, have everything here, show the first step. */
  async begin() {
    document.body.classList.add("meeting");
    document.body.append(this.root);
    document.querySelector(".state").prepend(this.headline);
    this.cover(this.words.preparing);
    this.listen();
    this.full().catch(() => {}); // not where the browser was not asked by a hand
    await this.atlas.fetchParts();
    if (this.steps.some((step) => step.query.includes("focus="))) await this.atlas.places.fetch();
    this.stills = await takeStills(this.steps, (step) => this.atlas.turn(step.query));
    this.ready = true;
    this.show(0);
    document.documentElement.dataset.meeting = "ready";
  }

  leave() {
    if (this.left) return;
    this.left = true;
    this.stop();
    removeEventListener("keydown", this.onKey, true);
    removeEventListener("pointermove", this.onMove);
    document.removeEventListener("fullscreenchange", this.onFull);
    if (document.fullscreenElement) document.exitFullscreen();
    removeEventListener("pointerdown", this.onMove);
    this.channel.postMessage({ left: true });
    this.channel.close();
    this.still?.remove();
    this.root.remove();
    this.headline.remove();
    document.body.classList.remove("meeting", "bar-on", "with-days", "with-still");
    delete document.documentElement.dataset.meeting;
    this.atlas.meeting = undefined;
    this.atlas.turn(this.before);
    const opener = document.getElementById("present");
    (opener.offsetParent ? opener : document.getElementById("pages-open")).focus();
  }

  /* What is said of the view that is shown, where it is known here. */
  speak() {
    const { query, spoken } = this.known;
    if (!spoken || query !== this.atlas.query()) return;
    // What the headline says already is not said again under it.
    this.atlas.page.own(spoken.map((text, i) => (i < 3 && this.headline.textContent.includes(text) ? "" : text)));
  }

  knows(query) {
    return Boolean(this.ready) && this.known.query === query;
  }

  turn(search, spoken, changes) {
    const { atlas } = this;
    this.known = { query: atlas.query(atlas.viewOf(search, changes)), spoken };
    atlas.turn(search, changes);
  }

  show(at) {
    this.stop();
    this.black(false);
    this.cover("");
    this.at = Math.max(0, Math.min(at, this.steps.length));
    this.still?.remove();
    document.body.classList.remove("with-still");
    const step = this.steps[this.at];
    this.end.hidden = Boolean(step);
    if (!step) this.showEnd();
    else {
      this.headline.textContent = step.headline;
      this.turn(step.query, step.spoken);
      this.still = this.stills.get(this.at);
      if (this.still) {
        document.querySelector(".shell").append(this.still);
        document.body.classList.add("with-still");
      }
      document.body.classList.toggle("with-days", step.days.length > 0);
      this.headline.focus({ preventScroll: true });
      this.said.textContent = `${this.position()}. ${step.headline}`;
      if (step.days.length && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
    }
    this.counter.textContent = this.position();
    this.buttons.play.hidden = !step?.days.length;
    this.buttons.findings.hidden = !step;
    this.tellPresenter();
  }

  position() {
    const { at, steps, words } = this;
    return at < steps.length ? words.position.replace("{at}", at + 1).replace("{of}", steps.length) : words.end;
  }

  /* The days of a step one after another, then the step as it was. */
  play() {
    const { days, query, spoken } = this.steps[this.at];
    let i = 0;
    const next = () => {
      const now = days[i];
      if (!now) {
        this.stop();
        this.turn(query, spoken);
        return;
      }
      this.turn(query, now.spoken, { first: now.day, last: now.day });
      i += 1;
      this.playing = setTimeout(next, DAY_MILLISECONDS);
    };
    this.playing = setTimeout(next, DAY_MILLISECONDS);
    this.namePlay();
  }

  stop() {
    clearTimeout(this.playing);
    this.playing = undefined;
    this.namePlay();
  }

  namePlay() {
    this.buttons.play.lastChild.textContent = this.playing ? this.words.pause : this.words.play;
  }

  do(deed) {
    const step = this.steps[this.at];
    if (deed === "space") return this.do(step?.days.length ? "play" : "next");
    if (this.isBlack && deed !== "leave") {
      this.black(false);
      if (deed === "black") return undefined;
    }
    const deeds = {
      next: () => this.show(this.at + 1),
      previous: () => this.show(this.at - 1),
      first: () => this.show(0),
      last: () => this.show(this.steps.length - 1),
      play: () => step?.days.length && (this.playing ? this.stop() : this.play()),
      black: () => this.black(true),
      full: () => this.full().catch(() => {}),
      park: () => this.park(),
      presenter: () => this.openPresenter(),
      findings: () => this.showFindings(),
      share: () => this.share(),
      leave: () => this.leave(),
    };
    return deeds[deed]?.();
  }

  black(on) {
    if (on) this.stop();
    this.isBlack = on;
    this.darkness.hidden = !on;
    this.said.textContent = on ? this.words.black_said : "";
    if (on) this.darkness.focus();
    this.tellPresenter();
  }

  async full() {
    this.byKey = true;
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  }

  cover(text) {
    this.waiting.textContent = text;
    this.waiting.hidden = !text;
  }

  /* Questions: parked with the view they came from. */
  park() {
    this.stop();
    this.from = { headline: this.steps[this.at]?.headline || this.words.end, address: location.origin + location.pathname + location.search };
    this.field.value = "";
    this.parking.showModal();
    this.field.focus();
  }

  keepQuestion() {
    const text = this.field.value.trim();
    if (!text) return;
    const at = new Intl.DateTimeFormat(this.atlas.words.lang, { dateStyle: "short", timeStyle: "short" }).format(new Date());
    this.parked.add({ text, at, ...this.from });
    this.said.textContent = this.words.park_kept;
    if (!this.end.hidden) this.showEnd();
  }

  showEnd() {
    const { questions } = this.parked;
    this.headline.textContent = this.words.end;
    this.list.replaceChildren(
      ...questions.map(({ text, headline, address }) => make("li", {}, make("strong", { textContent: text }), make("a", { href: address, textContent: headline }))),
    );
    this.none.hidden = questions.length > 0;
    for (const button of this.ofList) button.hidden = !questions.length;
    this.end.querySelector("h2").focus();
    this.said.textContent = this.words.end;
  }

  saveQuestions() {
    const { lang } = this.atlas.words;
    const table = this.parked.table(this.words.parked_columns.split("|"), lang);
    const url = URL.createObjectURL(new Blob([table], { type: "text/csv;charset=utf-8" }));
    const link = make("a", { href: url, download: `${this.words.parked}-${new Date().toISOString().slice(0, 10)}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  /* The link of the step, for phones in the room. */
  share() {
    this.stop();
    const { link, qr } = this.steps[Math.min(this.at, this.steps.length - 1)];
    const [, title, room] = this.sharing.children;
    room.replaceChildren(
      ...(link ? [drawQr(qr, title.textContent), make("p", { className: "share-link", textContent: link })] : [make("p", { textContent: this.words.share_none })]),
    );
    this.sharing.showModal();
  }

  /* What the figures of the step come to, in sentences with their n. */
  showFindings() {
    this.stop();
    this.finding.querySelector("ol").replaceChildren(...this.sentences());
    this.finding.showModal();
  }

  sentences() {
    return this.steps[this.at].findings.map(({ text, note }) => make("li", {}, make("strong", { textContent: text }), make("span", { textContent: note })));
  }

  openPresenter() {
    const opened = window.open(`/presenter?lang=${this.atlas.words.lang}#${this.name}`, "atlas-presenter", "popup,width=960,height=720");
    if (!opened) this.said.textContent = this.words.blocked;
    this.said.classList.toggle("unseen", Boolean(opened));
  }

  tellPresenter() {
    if (this.left) return;
    const step = this.steps[this.at];
    const next = this.steps[this.at + 1];
    this.channel.postMessage({
      position: this.position(),
      headline: step?.headline || this.words.end,
      sentence: step ? step.spoken.slice(0, 3).filter(Boolean).join(" · ") : "",
      notes: step?.notes || "",
      findings: step?.findings || [],
      next: next?.headline || this.words.end,
      black: Boolean(this.isBlack),
      began: this.began,
    });
  }

  listen() {
    this.onKey = (event) => {
      const deed = this.ready || event.key === "Escape" ? deedOf(event) : "";
      if (!deed) return;
      event.preventDefault();
      event.stopPropagation();
      this.do(deed);
    };
    this.onMove = () => {
      document.body.classList.add("bar-on");
      clearTimeout(this.idle);
      this.idle = setTimeout(() => document.body.classList.remove("bar-on"), IDLE_MILLISECONDS);
    };
    // Escape leaves the whole screen without telling anybody of a key.
    this.onFull = () => {
      if (!document.fullscreenElement && !this.byKey && !this.root.querySelector("dialog[open]")) this.leave();
      this.byKey = false;
    };
    addEventListener("keydown", this.onKey, true);
    addEventListener("pointermove", this.onMove);
    addEventListener("pointerdown", this.onMove);
    document.addEventListener("fullscreenchange", this.onFull);
  }

  build() {
    const { words } = this;
    this.headline = make("p", { id: "meeting-headline", tabIndex: -1 });
    this.said = make("p", { className: "unseen", role: "status" });
    this.waiting = make("p", { className: "meeting-cover", role: "status", hidden: true });
    this.darkness = make("div", { className: "meeting-black", tabIndex: -1, role: "img", "aria-label": words.black_said, hidden: true });
    this.darkness.addEventListener("click", () => this.black(false));
    this.counter = make("span", { className: "meeting-position" });
    this.buttons = {};
    const button = (deed, sign) => {
      const label = make("span", { textContent: words[deed] });
      const node = make("button", { type: "button", className: "quiet", data: { deed } }, ...(sign ? [icon(sign)] : []), label);
      node.addEventListener("click", () => this.do(deed));
      this.buttons[deed] = node;
      return node;
    };
    const bar = make(
      "nav",
      { className: "meeting-bar", "aria-label": words.bar },
      button("previous", "previous"),
      this.counter,
      button("next", "next"),
      ...["play", "findings", "black", "full", "park", "share", "presenter", "leave"].map((deed) => button(deed)),
    );
    bar.title = words.keys;
    this.root = make("div", { id: "meeting" }, this.waiting, this.buildEnd(), this.darkness, bar, this.said, this.buildParking(), this.buildFindings(), this.buildSharing());
  }

  buildEnd() {
    const { words } = this;
    this.list = make("ol", { className: "parked" });
    this.none = make("p", { textContent: words.parked_none });
    const save = make("button", { type: "button", className: "chip outlined", textContent: words.parked_save });
    save.addEventListener("click", () => this.saveQuestions());
    const clear = make("button", { type: "button", className: "chip outlined", textContent: words.parked_clear });
    clear.addEventListener("click", () => {
      this.parked.clear();
      this.showEnd();
    });
    this.ofList = [save, clear];
    this.end = make("section", { className: "meeting-end", "aria-label": words.end, hidden: true }, make("h2", { textContent: words.parked, tabIndex: -1 }), this.none, this.list, make("p", {}, save, clear));
    return this.end;
  }

  buildParking() {
    const { words } = this;
    this.field = make("textarea", { id: "park-field", rows: 3, maxLength: 1000, required: true });
    const form = make(
      "form",
      { method: "dialog" },
      make("h2", { id: "park-title", textContent: words.park_title }),
      make("label", { htmlFor: "park-field", textContent: words.park_field }),
      this.field,
      make("p", { className: "hint", textContent: words.park_private }),
      make("button", { type: "submit", className: "chip outlined", textContent: words.park }),
    );
    form.addEventListener("submit", () => this.keepQuestion());
    this.parking = this.dialog("park-title", form);
    return this.parking;
  }

  buildFindings() {
    const title = make("h2", { id: "meeting-findings-title", textContent: this.words.findings });
    this.finding = this.dialog(title.id, title, make("ol", { className: "parked sentences" }));
    return this.finding;
  }

  buildSharing() {
    const { words } = this;
    this.sharing = this.dialog("share-title", make("h2", { id: "share-title", textContent: words.share_title }), make("div", { className: "share-room" }));
    return this.sharing;
  }

  dialog(title, ...children) {
    const close = make("button", { type: "button", className: "quiet", "aria-label": this.words.close, data: { close: "" } }, icon("close"));
    const dialog = make("dialog", { "aria-labelledby": title }, close, ...children);
    close.addEventListener("click", () => dialog.close());
    return dialog;
  }
}
