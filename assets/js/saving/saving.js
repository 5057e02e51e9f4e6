/* Files on their way: says how far each is, keeps its place in line by itself, and lets it be
   cancelled. It comes when the Download menu is first opened; without it the menu's links give
   the files all the same. */

import { Entries } from "./entries.js";

const settings = document.getElementById("atlas-settings").dataset;
const menu = document.getElementById("downloads");
const words = await (await fetch(`/saving.json?lang=${settings.lang}`)).json();

const SPOKEN_EVERY = 4000;
const GONE_AFTER = 8000;
const BUSY = [429, 503];

const element = (name, changes, ...inside) => {
  const node = Object.assign(document.createElement(name), changes);
  node.append(...inside);
  return node;
};

const spoken = element("p", { className: "unseen" });
spoken.setAttribute("role", "status");
const list = element("ul", {});
const room = element("section", { className: "saving", id: "saving", hidden: true }, list, spoken);
room.setAttribute("aria-label", words.title);
const sheet = element("link", { rel: "stylesheet", href: new URL("./saving.css", import.meta.url).href });
menu.after(sheet, room);

/* Waits, unless it is stopped. */
const pause = (milliseconds, signal) =>
  new Promise((done, stop) => {
    const waiting = setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(waiting);
      stop(signal.reason);
    });
  });

/* What the server says of what it did not give, in the reader's language. */
const sentenceOf = async (answer) => {
  try {
    return (await answer.json()).error || words.broken;
  } catch {
    return words.broken;
  }
};

/* The name that the server gives a file. */
const nameOf = (answer) => {
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
  return name ? decodeURIComponent(name) : "";
};

const hand = (file, name) => {
  const address = URL.createObjectURL(file);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

const underWay = new Map();

class Saving {
  constructor(link) {
    this.url = link.href;
    this.name = link.textContent.trim();
    this.said = element("p", {});
    this.bar = element("progress", {});
    this.bar.setAttribute("aria-label", this.name);
    this.button = element("button", { type: "button", className: "chip outlined" });
    this.again = element("button", { type: "button", className: "chip outlined", textContent: words.again, hidden: true });
    this.row = element("li", {}, element("strong", { textContent: this.name }), this.said, this.bar, this.again, this.button);
    this.row.dataset.saving = new URL(this.url).pathname;
    this.button.addEventListener("click", () => (this.over ? this.leave() : this.cancel()));
    this.again.addEventListener("click", () => {
      this.button.focus();
      this.run();
    });
    list.append(this.row);
    room.hidden = false;
  }

  async run() {
    underWay.set(this.url, this);
    this.over = false;
    this.again.hidden = true;
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    this.label(words.cancel);
    this.row.dataset.state = "making";
    this.ticket = [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");
    this.stop = new AbortController();
    try {
      const answer = await this.ask();
      const file = await this.receive(answer);
      hand(file, nameOf(answer));
      this.end("saved", words.saved);
      setTimeout(() => this.over && this.row.dataset.state === "saved" && !this.row.contains(document.activeElement) && this.leave(), GONE_AFTER);
    } catch (error) {
      if (this.stop.signal.aborted) return this.end("cancelled", words.cancelled);
      this.end("failed", error.sentence ?? words.broken);
      this.again.hidden = false;
    }
  }

  /* Ask until it is given; while others' files are made, the place in line is kept by a ticket. */
  async ask() {
    const signal = this.stop.signal;
    this.say(words.making);
    for (;;) {
      const answer = await fetch(this.url, { signal, headers: { Accept: "application/json", "X-Atlas-Ticket": this.ticket } });
      if (answer.ok) return answer;
      const sentence = await sentenceOf(answer);
      const seconds = Number(answer.headers.get("Retry-After"));
      if (!BUSY.includes(answer.status) || !seconds) throw Object.assign(new Error(sentence), { sentence });
      this.row.dataset.state = "waiting";
      this.say(sentence);
      await pause(1000 * seconds, signal);
    }
  }

  /* Take what comes, and say how much of it is there. */
  async receive(answer) {
    this.row.dataset.state = "making";
    const all = Number(answer.headers.get("X-Atlas-Files"));
    const length = answer.headers.has("Content-Encoding") ? 0 : Number(answer.headers.get("Content-Length"));
    const entries = new Entries();
    const pieces = [];
    let received = 0;
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      received += value.length;
      if (all) this.count(entries.take(value), all);
      else if (length) this.bar.value = received / length;
    }
    if (all && !entries.over) throw new Error("the archive broke off");
    return new Blob(pieces, { type: answer.headers.get("Content-Type") });
  }

  count(seen, all) {
    this.bar.value = seen / all;
    const now = performance.now();
    this.say(words.part.replace("{at}", seen).replace("{all}", all), now - (this.spokenAt ?? -SPOKEN_EVERY) >= SPOKEN_EVERY);
  }

  cancel() {
    this.stop.abort();
    // The line and whoever makes it are told; they would find out by themselves, but later.
    fetch("/export/leave", { headers: { "X-Atlas-Ticket": this.ticket }, keepalive: true }).catch(() => {});
  }

  end(state, sentence) {
    this.over = true;
    underWay.delete(this.url);
    this.row.dataset.state = state;
    this.bar.hidden = true;
    this.label(words.close);
    this.say(sentence);
  }

  label(text) {
    this.button.textContent = text;
    this.button.setAttribute("aria-label", `${text}: ${this.name}`);
  }

  say(sentence, aloud = true) {
    if (this.said.textContent === sentence) return;
    this.said.textContent = sentence;
    if (!aloud) return;
    this.spokenAt = performance.now();
    spoken.textContent = `${this.name}: ${sentence}`;
  }

  leave() {
    if (this.row.contains(document.activeElement)) menu.querySelector("summary").focus();
    this.row.remove();
    room.hidden = !list.childElementCount;
  }
}

menu.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-file^='/export/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const known = underWay.get(link.href);
  if (known) known.button.focus();
  else new Saving(link).run();
});
addEventListener("pagehide", () => {
  for (const each of underWay.values()) each.cancel();
});
