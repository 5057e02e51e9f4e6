/* The map by keyboard and ear: one stop of the tab key, arrow keys to the unit next in that
   direction, Enter pins, and a live region says what each unit says. The walk comes finished
   with the scene; nothing geometric is decided here. */

import { formatNumber, formatValue } from "./format.js";

const DIRECTIONS = ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"];
const FIRST = { district: "MD-CU", region: "centru", country: "MD" };
/* Plural categories of the browser in the order of the catalogues' forms. */
const FORMS = { ro: ["one", "few", "other"], ru: ["one", "few", "many"], en: ["one", "other"] };

export class Walk {
  constructor(map, data, words, actions) {
    this.map = map;
    this.data = data;
    this.words = words;
    this.actions = actions;
    this.spoken = document.getElementById("spoken");
    this.plural = new Intl.PluralRules(words.lang);
    map.svg.addEventListener("focus", () => this.arrive(this.here()));
    map.svg.addEventListener("blur", () => map.hover(null));
    map.svg.addEventListener("keydown", (event) => this.key(event));
  }

  /* Where the walk stands: where it was, else the pinned unit, else the capital or the middle. */
  here() {
    const { codes, level } = this.map.reading;
    for (const code of [this.at, this.map.view.pin, FIRST[level]]) if (codes.includes(code)) return code;
    return codes[0];
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS.indexOf(event.key);
    const buttons = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "zoom-home" };
    if (direction >= 0) {
      const next = this.data.scene.walk[this.here()][direction];
      this.arrive(next || this.here(), next ? "" : this.words.walk.edge);
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.here() !== "MD") this.actions.pin(this.here());
      this.say(this.map.view.pin === this.here() ? this.words.walk.pinned : this.words.walk.unpinned);
    } else if (event.key in buttons) document.getElementById(buttons[event.key]).click();
    else return;
    event.preventDefault();
  }

  arrive(code, before = "") {
    this.at = code;
    const { scene } = this.data;
    const [x, y] = scene.anchors[code] || scene.middles[code];
    const point = this.map.zoomed.getScreenCTM();
    this.map.hover(code, { clientX: x * point.a + point.e, clientY: y * point.d + point.f });
    this.say([before, this.describe(code)].filter(Boolean).join(" "));
  }

  /* "Soroca, 58%, 91 answers, not distinguishable from the rest" */
  describe(code) {
    const { reading, view } = this.map;
    const i = reading.codes.indexOf(code);
    const { frame, about } = reading;
    const parts = [this.words.names[code]];
    if (frame.v[i] === null) parts.push(this.words.status[frame.s[i]]);
    else {
      parts.push(formatValue(frame.v[i], about, this.words));
      parts.push(about.kind === "answers" ? this.answers(frame.n[i]) : `n = ${formatNumber(frame.n[i], 0, this.words)}`);
      if (frame.s[i] === "f") parts.push(this.words.status.f);
      if (frame.c[i] === "z") parts.push(this.words.rows.z);
      const group = this.words.walk.groups[(reading.groups || "")[i]];
      if (group) parts.push(group);
    }
    if (view.pin === code) parts.push(this.words.walk.pinned);
    return parts.join(", ");
  }

  answers(n) {
    const at = FORMS[this.words.lang].indexOf(this.plural.select(n));
    return this.words.walk.answers.at(at).replace("{count}", formatNumber(n, 0, this.words));
  }

  say(text) {
    this.spoken.textContent = text;
  }
}
