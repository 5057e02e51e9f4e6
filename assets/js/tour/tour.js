/* A short tour of the screen: one card at a time beside what it speaks of. It comes when somebody
   asks for it, with words and a style sheet of its own, and stays; nothing of the view changes but
   the page, which has to be the map. */

const GAP = 12; // pixels between a card and what it speaks of
const MARGIN = 8; // pixels that a card keeps from the window's edge
/* Where each step stands: the first of these that is on the screen. */
const TARGETS = {
  sentence: ["#sentence"],
  question: ["#rail", ".bottom-bar [data-sheet]"],
  legend: ["#legend"],
  days: ["#days"],
  map: ["#map"],
  share: ["#downloads", "#pages-open"],
};

const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

const visible = (selector) => {
  const node = document.querySelector(selector);
  return node?.checkVisibility({ checkVisibilityCSS: true }) ? node : null;
};

const styled = () =>
  new Promise((resolve) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("tour.css", import.meta.url).href });
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });

export class Tour {
  constructor(words) {
    this.words = words;
    this.build();
  }

  static async open(words) {
    await styled();
    return new Tour(words);
  }

  build() {
    const { words } = this;
    this.root = make("dialog", "tour");
    this.root.setAttribute("aria-labelledby", "tour-title");
    this.root.setAttribute("aria-describedby", "tour-text");
    this.ring = make("div", "tour-ring");
    this.said = make("div", "tour-said");
    this.said.setAttribute("aria-live", "polite");
    this.position = make("p", "tour-position");
    this.title = Object.assign(make("h2", ""), { id: "tour-title" });
    this.text = Object.assign(make("p", ""), { id: "tour-text" });
    this.said.append(this.position, this.title, this.text);
    const deeds = make("div", "tour-deeds");
    this.end = make("button", "plain", words.end);
    this.back = make("button", "chip outlined", words.back);
    this.next = make("button", "chip tour-next", words.next);
    for (const button of [this.end, this.back, this.next]) button.type = "button";
    deeds.append(this.end, this.back, this.next);
    this.root.append(this.ring, this.said, deeds);
    this.end.addEventListener("click", () => this.root.close());
    this.back.addEventListener("click", () => this.go(-1));
    this.next.addEventListener("click", () => this.go(1));
    this.root.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      event.stopPropagation(); // what keys do on the page they do not do under a card
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (this.at + step < this.words.steps.length) this.go(step);
    });
    this.root.addEventListener("close", () => {
      removeEventListener("resize", this.onResize);
      this.root.remove();
      const { opener } = this;
      (opener?.checkVisibility() ? opener : document.getElementById("map")).focus({ preventScroll: true });
    });
    this.onResize = () => this.place();
  }

  /* From the first step on; `opener` has the focus again at the end. */
  begin(opener) {
    if (this.root.open) return;
    this.opener = opener;
    this.at = 0;
    document.body.append(this.root);
    this.show();
    this.root.showModal();
    this.next.focus();
    this.place();
    addEventListener("resize", this.onResize);
  }

  go(by) {
    if (this.at + by >= this.words.steps.length) {
      this.root.close();
      return;
    }
    this.at = Math.max(0, this.at + by);
    this.show();
    this.place();
  }

  show() {
    const { steps, position, next, done } = this.words;
    const step = steps[this.at];
    this.position.textContent = position.replace("{at}", this.at + 1).replace("{all}", steps.length);
    this.title.textContent = step.title;
    this.text.textContent = step.text;
    // Whoever stands on the button that goes must not fall off the card.
    if (document.activeElement === this.back && this.at === 0) this.next.focus();
    this.back.disabled = this.at === 0;
    this.next.textContent = this.at + 1 === steps.length ? done : next;
    this.root.dataset.step = step.key;
  }

  /* The card beside its target: where there is most room, never over the window's edge. */
  place() {
    const target = TARGETS[this.words.steps[this.at].key].map(visible).find(Boolean);
    if (!target) return;
    const fixed = target.closest(".bottom-bar");
    if (!fixed) target.scrollIntoView({ block: target.offsetHeight > innerHeight / 2 ? "start" : "center" });
    const whole = target.getBoundingClientRect();
    const box = {
      left: Math.max(whole.left, 0),
      top: Math.max(whole.top, 0),
      right: Math.min(whole.right, innerWidth),
      bottom: Math.min(whole.bottom, innerHeight),
    };
    Object.assign(this.ring.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.right - box.left}px`, height: `${box.bottom - box.top}px` });
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const rooms = [
      [innerWidth - box.right - width, box.right + GAP, box.top],
      [innerHeight - box.bottom - height, box.left, box.bottom + GAP],
      [box.top - height, box.left, box.top - GAP - height],
      [box.left - width, box.left - GAP - width, box.top],
    ];
    const free = rooms.find(([room]) => room >= GAP + MARGIN);
    // A map fills a small window: the card stands at its foot.
    const [, left, top] = free || [0, (box.left + box.right - width) / 2, box.bottom - height - GAP];
    const inside = (at, size, all) => Math.max(MARGIN, Math.min(at, all - size - MARGIN));
    Object.assign(this.root.style, { left: `${inside(left, width, innerWidth)}px`, top: `${inside(top, height, innerHeight)}px` });
  }
}
