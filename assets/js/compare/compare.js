/* The page of comparisons: two small maps and the map of their difference, one ruler and one
   pointer for all three. Both sides are drawn at once from the frames; what is made of their
   difference is the server's word and comes with its answer. */

import { formatNumber, formatValue, setText } from "../format.js";
import { readFrame, rowOf, sidesOf } from "../frames.js";
import { rampOf } from "../map.js";
import { EVERYBODY, againstKind, againstWhat, otherSide, snap } from "../view.js";

const SVG = "http://www.w3.org/2000/svg";
const SYMBOL_PIXELS = 17;
const DIRECTIONS = ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"];
const STATUSES = ["z", "f", "s", "n", "a", "x"];

const element = (name, attributes, parent) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (parent) parent.append(node);
  return node;
};

const html = (name, className, text, parent) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  if (parent) parent.append(node);
  return node;
};

const isClass = (key) => key >= "0" && key <= "4";

export class Compare {
  constructor(data, words, actions) {
    this.data = data;
    this.words = words;
    this.actions = actions;
    this.root = document.getElementById("compare");
    this.shown = this.root.querySelector(".compare-shown");
    this.title = this.root.querySelector("h2");
    this.lead = this.root.querySelector(".lead");
    this.none = this.root.querySelector(".compare-none");
    this.kinds = [...this.root.querySelectorAll("[data-kind]")];
    this.picks = [...this.root.querySelectorAll("[data-pick]")];
    this.fields = Object.fromEntries([...this.root.querySelectorAll("[data-against]")].map((field) => [field.dataset.against, field]));
    this.ends = Object.fromEntries([...this.root.querySelectorAll("[data-day]")].map((field) => [field.dataset.day, field]));
    this.boxes = [...this.root.querySelectorAll(".pick-list input")];
    this.regions = [...this.root.querySelectorAll("[data-region-group]")];
    this.panels = [...this.root.querySelectorAll("[data-panel]")];
    this.pointed = this.root.querySelector(".pointed");
    this.hint = this.pointed.textContent;
    this.rulers = this.root.querySelector(".rulers");
    this.key = this.root.querySelector(".compare-key");
    this.table = this.root.querySelector("tbody");
    this.sorts = [...this.root.querySelectorAll("[data-compared]")];
    this.sorting = document.getElementById("compare-sort");
    this.heads = [...this.root.querySelectorAll("thead th")].slice(1).map((head) => head.textContent);
    this.listen();
  }

  listen() {
    for (const button of this.kinds) button.addEventListener("click", () => this.actions.set(this.proposal(button.dataset.kind)));
    const { part, indicator } = this.fields;
    for (const [name, field] of Object.entries(this.ends))
      field.addEventListener("change", () => {
        const side = name[0];
        const days = [Number(this.ends[`${side}-first`].value), Number(this.ends[`${side}-last`].value)];
        if (days[0] > days[1]) days.fill(Number(field.value));
        const [first, last] = snap(...days, this.data);
        this.actions.set(side === "a" ? { first, last } : { against: this.days(first, last) });
      });
    part.addEventListener("change", () => this.actions.set({ against: `part:${part.value}`, part: this.sibling(part.value, this.view.part) }));
    indicator.addEventListener("change", () => this.actions.set({ against: `indicator:${indicator.value}` }));
    for (const box of this.boxes)
      box.addEventListener("change", () => this.group(this.boxes.filter((each) => each.checked).map((each) => each.value)));
    for (const button of this.regions) button.addEventListener("click", () => this.group(this.inside(button.dataset.regionGroup)));
    document.getElementById("compare-swap").addEventListener("click", () => this.swap());
    for (const head of this.sorts) head.addEventListener("click", () => this.actions.set({ sort: this.next(head.dataset.compared) }));
    this.sorting.addEventListener("change", () => this.actions.set({ sort: this.sorting.value }));
    for (const panel of this.panels) this.listenTo(panel, panel.querySelector("svg"));
    this.table.addEventListener("pointerover", (event) => this.point(event.target.closest("tr")?.dataset.code));
  }

  listenTo(panel, svg) {
    const codeOf = (event) => event.target.dataset?.code || event.target.dataset?.in || "";
    svg.addEventListener("pointermove", (event) => this.point(codeOf(event)));
    svg.addEventListener("pointerleave", () => this.point(""));
    svg.addEventListener("click", (event) => this.pin(codeOf(event)));
    svg.addEventListener("focus", () => this.point(this.here(panel)));
    svg.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const direction = DIRECTIONS.indexOf(event.key);
      if (direction >= 0) this.point(this.data.scene.walk[this.here(panel)][direction] || this.here(panel));
      else if (event.key === "Enter" || event.key === " ") this.pin(this.here(panel));
      else return;
      event.preventDefault();
    });
  }

  /* What a click on a head sorts by: figures falling first, names rising, then the other way. */
  next(key) {
    const first = key === "unit" || key === "judgement" ? key : `-${key}`;
    const other = first === key ? `-${key}` : key;
    return this.view.sort === first ? other : first;
  }

  paintSort() {
    const { sort } = this.view;
    const key = sort.replace("-", "");
    for (const head of this.sorts) {
      const own = head.dataset.compared === key;
      if (own) head.parentNode.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else head.parentNode.removeAttribute("aria-sort");
    }
    this.sorting.value = [...this.sorting.options].find(({ value }) => value === sort)?.value || "name";
  }

  pin(code) {
    if (code && code !== "MD") this.actions.pin(code);
  }

  /* Where the pointer stands for the keyboard: where it was, else the pinned unit, else the first. */
  here(panel) {
    const { codes } = this.readingOf(panel);
    return [this.at, this.view.pin].find((code) => codes.includes(code)) || codes[0];
  }

  /* Both sides are of one level but where survey and visits stand side by side. */
  readingOf(panel) {
    return this.readings[this.panels.indexOf(panel) === 1 ? 1 : 0];
  }

  days(first, last) {
    return `days:${this.data.days[first]}..${this.data.days[last]}`;
  }

  inside(region) {
    return this.data.districts.filter((_, i) => this.data.regionOf[i] === region);
  }

  group(codes) {
    this.actions.set({ against: codes.length ? `district:${codes.join(",")}` : "" });
  }

  /* A part of the same breakdown for the first side: its own where it is one, else another. */
  sibling(part, own) {
    const parts = Object.values(this.data.breakdowns).find((each) => each.includes(part)) || [part];
    return parts.includes(own) && own !== part ? own : parts.find((each) => each !== part) || EVERYBODY;
  }

  /* What a click on a kind shows first; both sides are set, so that they differ in one thing. */
  proposal(kind) {
    const { data, view } = this;
    const last = data.days.length - 1;
    if (kind === "days") {
      if (view.first > 0) return { against: this.days(0, view.first - 1) };
      if (view.last < last) return { against: this.days(view.last + 1, last) };
      const half = Math.max(0, Math.ceil(last / 2) - 1);
      return last ? { first: 0, last: half, against: this.days(half + 1, last) } : { against: this.days(0, 0) };
    }
    if (kind === "part") {
      const asked = data.indicators[view.indicator].kind === "answers";
      const indicator = asked ? view.indicator : Object.keys(data.indicators).find((key) => data.indicators[key].unit === "percent" && data.indicators[key].kind === "answers");
      if (!indicator) return { against: "" };
      const [one, other] = Object.values(data.breakdowns)[0].length > 1 ? Object.values(data.breakdowns)[0] : [EVERYBODY, Object.values(data.breakdowns).flat()[0]];
      const own = view.part === EVERYBODY ? one : view.part;
      return { indicator, part: own, against: `part:${own === one ? other : this.sibling(own, EVERYBODY)}`, classes: [], level: "" };
    }
    if (kind === "indicator") {
      const about = data.indicators[view.indicator];
      const keys = Object.keys(data.indicators).filter((key) => key !== view.indicator);
      const like = keys.find((key) => data.indicators[key].unit === about.unit && data.indicators[key].kind === about.kind);
      return { against: `indicator:${like || keys[0]}` };
    }
    const [one, other] = data.regions;
    if (view.districts.length) {
      const rest = data.districts.filter((code) => !view.districts.includes(code));
      return { against: `district:${rest.join(",")}` };
    }
    return { districts: this.inside(one), against: `district:${this.inside(other).join(",")}` };
  }

  swap() {
    const { view } = this;
    const kind = againstKind(view);
    const other = otherSide(view, this.data);
    const back = {
      days: () => ({ first: other.first, last: other.last, against: this.days(view.first, view.last) }),
      part: () => (view.part === EVERYBODY ? {} : { part: other.part, against: `part:${view.part}` }),
      indicator: () => ({ indicator: other.indicator, against: `indicator:${view.indicator}`, classes: [] }),
      district: () => (view.districts.length ? { districts: other.districts, against: `district:${view.districts.join(",")}` } : {}),
    };
    this.actions.set(back[kind]());
  }

  paint(view) {
    this.view = view;
    if (view.page !== "compare") return;
    const sides = sidesOf(view, this.data);
    const kind = againstKind(view);
    for (const button of this.kinds) button.setAttribute("aria-pressed", button.dataset.kind === kind);
    this.root.classList.toggle("chosen", Boolean(kind));
    this.title.classList.toggle("unseen", Boolean(kind)); // the tab above says it too
    this.lead.hidden = Boolean(kind);
    this.shown.hidden = !sides;
    this.none.hidden = Boolean(sides) || !kind;
    if (!sides) return;
    this.paintSort();
    this.sides = sides;
    this.readings = sides.map((side) => readFrame(side, this.data));
    this.paintPicks(kind);
    this.comparison = null; // the server's words for the sides before
    this.root.classList.add("asking");
    for (const [i, reading] of this.readings.entries()) this.draw(this.panels[i], reading, sides[i], kind);
    this.paintRulers();
    this.paintKey();
    this.point(this.at || view.pin);
  }

  paintPicks(kind) {
    for (const pick of this.picks) pick.hidden = pick.dataset.pick !== kind;
    this.root.querySelector("[data-pick-hint]").hidden = kind === "days";
    const what = againstWhat(this.view);
    if (kind === "days") {
      const [first, last] = what.split("..").map((day) => this.data.days.indexOf(day));
      const { ends, view } = this;
      for (const [name, day] of [["a-first", view.first], ["a-last", view.last], ["b-first", first], ["b-last", last]]) ends[name].value = day;
    } else if (kind !== "district") this.fields[kind].value = what;
    else {
      const chosen = what.split(",");
      for (const box of this.boxes) box.checked = chosen.includes(box.value);
      for (const button of this.regions) {
        const inside = this.inside(button.dataset.regionGroup);
        button.setAttribute("aria-pressed", inside.length === chosen.length && inside.every((code) => chosen.includes(code)));
      }
      setText(this.root.querySelector("[data-chosen]"), chosen.length);
    }
  }

  /* One map: the units of the reading, circles where they count, the mark of invented figures. */
  draw(panel, { about, frame, codes, level, first, last }, side, kind) {
    const svg = panel.querySelector("svg");
    const ramp = rampOf(about);
    const chosen = kind === "district" && side.districts.length ? new Set(side.districts) : null;
    const { areas, circles } = this.ground(svg, level, codes, ramp);
    codes.forEach((code, i) => {
      const look = ["area", "of".includes(frame.s[i]) && isClass(frame.c[i]) ? `c${frame.c[i]}` : "", frame.c[i] === "z" ? "z" : "", frame.s[i], chosen && !chosen.has(code) ? "off" : ""];
      const value = frame.v[i] === null ? {} : { "data-value": frame.v[i] };
      element("path", { class: look.filter(Boolean).join(" "), "data-code": code, ...value, d: this.paths(level)[code] }, areas);
    });
    if (ramp === "count")
      codes.forEach((code, i) => this.symbol(circles, code, (frame.v[i] || 0) / about.largest, chosen && !chosen.has(code) ? "visit off" : "visit"));
    if (ramp !== "soft") return;
    for (const node of document.querySelectorAll("#map .circles circle")) {
      if (Number(node.dataset.day) < first || Number(node.dataset.day) > last) continue;
      const off = chosen && !chosen.has(node.dataset.in) ? " off" : "";
      element("circle", { class: `visit${off}`, "data-in": node.dataset.in, cx: node.getAttribute("cx"), cy: node.getAttribute("cy"), r: node.getAttribute("r") }, circles);
    }
  }

  symbol(parent, code, share, look) {
    if (!share || !this.data.scene.anchors[code]) return;
    const [cx, cy] = this.data.scene.anchors[code];
    element("circle", { class: look, "data-in": code, cx, cy, r: (SYMBOL_PIXELS * Math.sqrt(share) * this.data.scene.pixel).toFixed(1) }, parent);
  }

  ground(svg, level, codes, ramp) {
    const { width, height } = this.data.scene;
    svg.setAttribute("viewBox", `-60 -60 ${width + 120} ${height + 120}`);
    svg.dataset.ramp = ramp;
    svg.replaceChildren();
    const rest = document.querySelector("#map .rest").getAttribute("d");
    element("path", { class: "rest", d: rest }, svg);
    const areas = element("g", {}, svg);
    if (level !== "district") element("path", { class: "mesh", d: Object.values(this.data.scene.districts).join("") }, svg);
    if (document.getElementById("watermark")) element("rect", { class: "watermark", x: -60, y: -60, width: width + 120, height: height + 120, fill: "url(#watermark)" }, svg);
    const circles = element("g", {}, svg);
    const marks = element("g", { class: "marks" }, svg);
    element("path", { class: "pin-casing" }, marks);
    element("path", { class: "pin-mark" }, marks);
    element("path", { class: "hover-mark" }, marks);
    return { areas, circles };
  }

  paths(level) {
    const { scene } = this.data;
    return level === "district" ? scene.districts : level === "region" ? scene.regions : scene.country;
  }

  /* What the server says of both sides, once it has come. */
  answer(comparison) {
    if (!comparison || !this.sides || this.view.page !== "compare") return;
    this.comparison = comparison;
    this.root.classList.remove("asking");
    comparison.sides.forEach((side, i) => {
      const [, name, value, note] = this.panels[i].querySelector("figcaption").children;
      setText(name, side.label);
      setText(value, side.value);
      setText(note, side.note);
    });
    setText(this.root.querySelector(".compare-finding"), comparison.finding);
    this.drawDifference(comparison);
    this.paintTable(comparison);
    this.paintKey();
    this.point(this.at || this.view.pin);
  }

  drawDifference({ reason, rows, total }) {
    const panel = this.panels[2];
    panel.hidden = Boolean(reason);
    if (reason) return;
    const [, , value, note] = panel.querySelector("figcaption").children;
    setText(value, total ? total.difference : "");
    setText(note, total ? total.judgement : "");
    const { about, codes, level, frame } = this.readings[0];
    const other = this.readings[1].frame;
    const counts = about.unit === "count";
    const { areas, circles } = this.ground(panel.querySelector("svg"), level, codes, "diverging");
    const byCode = new Map(rows.map((row) => [row.code, row]));
    codes.forEach((code, i) => {
      const row = byCode.get(code);
      // Where nothing can be said the worse of the two statuses is what one sees.
      const state = ["x", "s", "a", "n"].find((letter) => frame.s[i] === letter || other.s[i] === letter);
      const look = state || (row.klass === "-" ? "unsaid" : counts ? "level" : `c${row.klass}`);
      element("path", { class: `area ${look}`, "data-code": code, "data-class": row.klass, d: this.paths(level)[code] }, areas);
      if (counts && row.size) this.symbol(circles, code, Math.abs(row.size) / about.largest, `visit d${row.klass}`);
    });
  }

  /* One ruler for both sides where both are measured alike, else one for each. */
  paintRulers() {
    const [one, other] = this.readings;
    const shared = one.about === other.about || JSON.stringify(one.about.breaks) === JSON.stringify(other.about.breaks);
    const of = shared ? [[this.sides[0], one, "AB"]] : [[this.sides[0], one, "A"], [this.sides[1], other, "B"]];
    this.rulers.replaceChildren(
      ...of.map(([side, { about }, letters]) => {
        const ruler = html("div", "ruler");
        ruler.dataset.ramp = rampOf(about) === "count" ? "soft" : rampOf(about);
        ruler.dataset.letters = letters;
        const labels = this.words.indicators[side.indicator].classes;
        labels.forEach((label, i) => {
          const step = html("span", "ruler-step", undefined, ruler);
          html("span", `ruler-fill c${labels.length === 1 ? 2 : i}`, undefined, step);
          html("span", "ruler-label", label, step);
        });
        for (const letter of letters) {
          const mark = html("span", `ruler-mark mark-${letter.toLowerCase()}`, letter, ruler);
          mark.hidden = true;
        }
        return ruler;
      }),
    );
  }

  paintKey() {
    const items = [];
    const counts = this.readings.map(({ frame, codes }) => {
      const found = {};
      codes.forEach((_, i) => (found[rowOf(frame, i)] = (found[rowOf(frame, i)] || 0) + 1));
      return found;
    });
    const swatch = (look, ramp) => {
      const svg = element("svg", { class: "swatch", viewBox: "0 0 30 16", "aria-hidden": "true" });
      if (ramp) svg.dataset.ramp = ramp;
      element("rect", { class: `area ${look}`, x: 0.5, y: 0.5, width: 29, height: 15, rx: 3 }, svg);
      return svg;
    };
    const add = (mark, text, count) => {
      const item = html("li");
      item.append(mark);
      html("span", "", text, item);
      html("strong", "", count, item);
      items.push(item);
    };
    for (const key of STATUSES) {
      const [a, b] = counts.map((found) => found[key] || 0);
      if (!a && !b) continue;
      add(swatch(key === "f" ? "c3 f" : key), this.words.rows[key], `A ${a} · B ${b}`);
    }
    const { comparison } = this;
    if (comparison?.legend.length) {
      const order = [4, 3, 2, 1, 0];
      for (const i of order) add(swatch(`c${i}`, "diverging"), comparison.legend[i], comparison.counts[i]);
      if (this.readings[0].about.kind === "answers") add(swatch("unsaid", "diverging"), this.words.text["compare.unsaid"], comparison.counts[5]);
    }
    this.key.replaceChildren(...items);
  }

  paintTable({ rows, total, reason }) {
    const all = total ? [total, ...rows] : rows;
    this.root.querySelector(".compare-scroll").hidden = !rows.length;
    this.table.replaceChildren(
      ...all.map((row) => {
        const line = html("tr", row.code === this.view.pin ? "pinned-row" : "");
        line.dataset.code = row.code;
        const head = html("th", "", undefined, line);
        head.scope = "row";
        if (row.code === "MD") head.textContent = row.name;
        else {
          const button = html("button", "plain", row.name, head);
          button.type = "button";
          button.dataset.pin = row.code;
        }
        const cells = [row.values[0], row.ns[0], row.values[1], row.ns[1], row.difference, row.judgement];
        cells.forEach((text, i) => {
          const cell = html("td", i < 5 ? "number" : "", text, line);
          cell.dataset.label = text ? this.heads[i] : "";
        });
        return line;
      }),
    );
    for (const head of this.root.querySelectorAll('[data-head="judgement"]')) head.hidden = Boolean(reason);
  }

  /* One pointer: the same unit is outlined on every map, marked on the ruler and read out. */
  point(code) {
    if (!this.readings) return;
    this.at = this.readings.some(({ codes }) => codes.includes(code)) ? code : "";
    for (const panel of this.panels) {
      const [casing, pin, hover] = panel.querySelectorAll(".marks path");
      if (!hover) continue;
      const paths = this.paths(this.readingOf(panel).level);
      hover.setAttribute("d", paths[this.at] || "");
      casing.setAttribute("d", paths[this.view.pin] || "");
      pin.setAttribute("d", paths[this.view.pin] || "");
    }
    for (const row of this.table.children) row.classList.toggle("here", row.dataset.code === this.at);
    for (const ruler of this.rulers.children)
      for (const mark of ruler.querySelectorAll(".ruler-mark")) this.mark(mark, this.readings["AB".indexOf(mark.textContent)]);
    this.read();
  }

  mark(mark, { about, codes, frame }) {
    const value = frame.v[codes.indexOf(this.at)];
    mark.hidden = typeof value !== "number";
    if (!mark.hidden) mark.style.left = `${(100 * this.placeOf(value, about)).toFixed(2)}%`;
  }

  /* Where a value lies on the ruler of classes, 0 to 1; the open classes at the ends have the
     breadth of their neighbours. */
  placeOf(value, { breaks }) {
    if (!breaks.length) return 0.5;
    const k = breaks.findIndex((edge) => value < edge);
    const at = k < 0 ? breaks.length : k;
    const breadth = breaks.length > 1 ? breaks[1] - breaks[0] : Math.abs(breaks[0]) || 1;
    const low = at === 0 ? breaks[0] - breadth : breaks[at - 1];
    const high = at === breaks.length ? breaks.at(-1) + Math.max(breadth, breaks.at(-1) - (breaks.at(-2) ?? 0)) : breaks[at];
    const inside = Math.min(0.96, Math.max(0.04, (value - low) / (high - low)));
    return (at + inside) / (breaks.length + 1);
  }

  read() {
    this.pointed.classList.toggle("resting", !this.at);
    if (!this.at) return setText(this.pointed, this.hint.trim());
    const said = this.readings.flatMap(({ about, codes, frame }, i) => {
      const at = codes.indexOf(this.at);
      if (at < 0) return [];
      const n = formatNumber(frame.n[at] ?? 0, 0, this.words);
      const value = frame.v[at] === null ? this.words.status[frame.s[at]] : `${formatValue(frame.v[at], about, this.words)} (n\u00a0=\u00a0${n})`;
      return [`${"AB"[i]}\u00a0${value}`];
    });
    const row = this.comparison?.rows.find(({ code }) => code === this.at);
    if (row && row.difference !== "–") said.push([`A\u00a0−\u00a0B\u00a0${row.difference}`, row.judgement].filter(Boolean).join(", "));
    return setText(this.pointed, `${this.words.names[this.at]}: ${said.join(" · ")}`);
  }
}
