/* The map: copies a frame to the drawing, and lets it be zoomed, hovered and pinned.
   Nothing geometric is computed here but zoom and the choice among finished label layouts. */

import { rowOf } from "./frames.js";
import { formatValue, formatNumber, setMark, setText } from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
const STATUS = { o: "ok", f: "few", s: "suppressed", n: "no_data", a: "not_asked", x: "out_of_scope" };
const LABEL_PIXELS = 14;
const LINE_PIXELS = 15;
const SYMBOL_PIXELS = 17;
const SIGNS = { a: "▲", e: "≈", b: "▼" };
const LAYOUTS = { soft: "circles", count: "symbols", survey: "plain", diverging: "plain" };

/* Colours and marks of a map: as dashboard/viewmodels/drawing.py has them. */
export const rampOf = ({ unit, kind }) =>
  unit === "count" ? "count" : unit === "points" ? "diverging" : kind === "answers" ? "survey" : "soft";

const element = (name, attributes, parent) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (parent) parent.append(node);
  return node;
};

const lookOf = (letter, klass, off) => {
  const parts = ["area"];
  if ((letter === "o" || letter === "f") && klass >= "0" && klass <= "4") parts.push("c" + klass);
  if (klass === "z") parts.push("z");
  parts.push(letter);
  if (off) parts.push("off");
  return parts.join(" ");
};

export class AtlasMap {
  constructor(data, words, actions) {
    this.data = data;
    this.words = words;
    this.actions = actions;
    this.svg = document.getElementById("map");
    this.zoomed = this.svg.querySelector(".zoomed");
    this.areas = this.svg.querySelector(".areas");
    this.mesh = this.svg.querySelector(".mesh");
    this.marks = this.svg.querySelector(".marks");
    this.labels = this.svg.querySelector(".labels");
    this.symbols = [...this.svg.querySelectorAll(".symbols circle")];
    this.circles = [...this.svg.querySelectorAll(".circles circle")].map((node) => ({
      node,
      day: Number(node.dataset.day),
      within: node.dataset.in,
      radius: Number(node.getAttribute("r")),
    }));
    this.patterns = [...this.svg.querySelectorAll("pattern.scaled")];
    this.tooltip = document.getElementById("tooltip");
    this.hoverMark = element("path", { class: "hover-mark" }, this.marks);
    this.pinCasing = element("path", { class: "pin-casing" }, this.marks);
    this.pinMark = element("path", { class: "pin-mark" }, this.marks);
    this.groupMarks = element("g", { class: "group-marks" }, this.zoomed);
    this.pinLabel = element("text", { class: "pin-label" }, this.zoomed);
    this.level = this.areas.querySelector("[data-district]") ? "district" : this.areas.children.length === 1 ? "country" : "region";
    this.nodes = this.collect();
    this.drawn = { [this.level]: this.nodes };
    this.layouts = new Map();
    this.zoom = 1;
    const [, , width, height] = this.svg.getAttribute("viewBox").split(" ").map(Number);
    this.box = { width, height };
    this.layout = "";
    this.listen();
  }

  collect() {
    return new Map([...this.areas.children].map((node) => [node.dataset.district || node.dataset.region, node]));
  }

  draw(level, codes) {
    const paths = this.paths(level);
    const attribute = level === "district" ? "data-district" : "data-region";
    return new Map(codes.map((code) => [code, element("path", { [attribute]: code, d: paths[code] })]));
  }

  paths(level) {
    const { scene } = this.data;
    return level === "district" ? scene.districts : level === "region" ? scene.regions : scene.country;
  }

  /* Swap the drawn units when the level changes; districts stay as a thin mesh. */
  toLevel(level, codes) {
    if (level === this.level) return;
    this.level = level;
    this.nodes = this.drawn[level] ??= this.draw(level, codes);
    this.areas.replaceChildren(...this.nodes.values());
    setMark(this.mesh, "d", level === "district" ? "" : Object.values(this.data.scene.districts).join(""));
    this.hover(null);
  }

  paint(view, reading) {
    this.view = view;
    this.reading = reading;
    const { frame, codes, level } = reading;
    this.toLevel(level, codes);
    const chosen = level === "district" && view.districts.length ? new Set(view.districts) : null;
    const classes = view.classes.length ? new Set(view.classes) : null;
    const ramp = rampOf(reading.about);
    if (this.svg.dataset.ramp !== ramp) this.svg.dataset.ramp = ramp;
    codes.forEach((code, i) => {
      const node = this.nodes.get(code);
      const off = (chosen && !chosen.has(code)) || (classes && !classes.has(rowOf(frame, i)));
      this.paintArea(node, frame, i, off);
    });
    for (const circle of this.circles) {
      const shown = ramp === "soft" && circle.day >= reading.first && circle.day <= reading.last;
      const off = chosen && !chosen.has(circle.within);
      const look = `visit${shown ? "" : " hidden"}${off ? " off" : ""}`;
      setMark(circle.node, "class", look);
    }
    this.paintSymbols(ramp);
    this.paintGroups();
    this.pin(view.pin);
    this.placeLabels();
  }

  /* A count is a circle on its district, its area in proportion; never a fill. */
  paintSymbols(ramp) {
    const { frame, about, codes } = this.reading;
    if (ramp !== "count" && this.ramp !== "count" && this.ramp) return;
    this.ramp = ramp;
    for (const node of this.symbols) {
      const i = codes.indexOf(node.dataset.in);
      const share = ramp === "count" && i >= 0 ? (frame.v[i] || 0) / about.largest : 0;
      const radius = share ? (SYMBOL_PIXELS * Math.sqrt(share) * this.data.scene.pixel * (this.markScale || 1)).toFixed(1) : 0;
      setMark(node, "r", radius);
      node.classList.toggle("off", Boolean(this.nodes.get(node.dataset.in)?.classList.contains("off")));
    }
  }

  paintArea(node, frame, i, off) {
    const look = lookOf(frame.s[i], frame.c[i], off);
    setMark(node, "class", look);
    setMark(node, "data-status", STATUS[frame.s[i]]);
    const value = frame.v[i];
    if (value === null) {
      node.removeAttribute("data-value");
      node.removeAttribute("data-n");
      return;
    }
    setMark(node, "data-value", value);
    setMark(node, "data-n", frame.n[i]);
  }

  /* A sign on the districts that stand out from the rest; on the others there is nothing to say. */
  paintGroups() {
    const { groups, codes } = this.reading;
    if ((groups || "") === (this.groups || "")) return;
    this.groups = groups;
    const marks = [...(groups || "")].map((letter, i) => [SIGNS[letter], codes[i]]).filter(([sign]) => sign && sign !== "≈");
    this.groupMarks.replaceChildren(
      ...marks.map(([sign, code]) => {
        const [x, y] = this.data.scene.anchors[code];
        const mark = element("text", { class: "group-mark", x, y: y - 150, "data-group": code });
        mark.textContent = sign;
        return mark;
      }),
    );
  }

  /* Outlined at every level: a district stays marked while a survey's days stand at regions. */
  pin(code) {
    const { districts, regions } = this.data.scene;
    const path = districts[code] || regions[code] || "";
    setMark(this.pinCasing, "d", path);
    setMark(this.pinMark, "d", path);
    this.namePin(code);
  }

  /* The pinned unit's name and value beside it, on the side with more ground. */
  namePin(code) {
    const i = this.reading.codes.indexOf(code);
    const box = this.data.scene.boxes[code];
    if (!box) {
      setText(this.pinLabel, "");
      return;
    }
    const { frame, about } = this.reading;
    // Of a unit of another level the map has the place and no figure.
    const value = i < 0 ? "" : frame.v[i] === null ? this.words.status[frame.s[i]] : formatValue(frame.v[i], about, this.words);
    const sign = SIGNS[(this.reading.groups || "")[i]] || "";
    this.pinLabel.textContent = `${this.words.names[code]} ${value} ${sign}`.trim();
    const perUnit = this.pixelsPerUnit() || 0.1;
    const [left, top, right, bottom] = box;
    const roomRight = this.data.scene.width - right;
    const toRight = roomRight >= left || roomRight > 1100;
    this.pinLabel.setAttribute("text-anchor", toRight ? "start" : "end");
    this.pinLabel.setAttribute("x", toRight ? right + 6 / perUnit : left - 6 / perUnit);
    this.pinLabel.setAttribute("y", (top + bottom) / 2);
    this.pinLabel.style.fontSize = `${16 / perUnit}px`;
    this.pinLabel.style.strokeWidth = `${4 / perUnit}px`;
  }

  hover(code, event) {
    const node = code && this.nodes.get(code);
    setMark(this.hoverMark, "d", node ? node.getAttribute("d") : "");
    if (!node) {
      this.tooltip.hidden = true;
      return;
    }
    const i = this.reading.codes.indexOf(code);
    const { frame, about } = this.reading;
    const [name, value, note] = this.tooltip.children;
    name.textContent = this.words.names[code];
    const shown = frame.v[i] !== null;
    value.textContent = shown
      ? `${formatValue(frame.v[i], about, this.words)} · n\u00a0=\u00a0${formatNumber(frame.n[i], 0, this.words)}`
      : this.words.status[frame.s[i]];
    const row = rowOf(frame, i);
    note.textContent = !shown ? "" : row === "z" ? this.words.rows.z : frame.s[i] === "f" ? this.words.status.f : this.words.indicators[this.view.indicator].classes[Number(frame.c[i])] ?? "";
    const group = this.words.groups[(this.reading.groups || "")[i]];
    if (group) note.textContent += ` · ${SIGNS[this.reading.groups[i]]} ${group}`;
    this.tooltip.hidden = false;
    if (event) this.moveTooltip(event);
  }

  moveTooltip(event) {
    const box = this.svg.parentElement.getBoundingClientRect();
    const tip = this.tooltip;
    const larger = box.width / this.svg.parentElement.offsetWidth || 1; // in a meeting everything is
    const x = (event.clientX - box.left) / larger + 16;
    const y = (event.clientY - box.top) / larger + 16;
    const left = x + tip.offsetWidth > box.width / larger ? x - tip.offsetWidth - 32 : x;
    const top = y + tip.offsetHeight > box.height / larger ? y - tip.offsetHeight - 32 : y;
    tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  listen() {
    const codeOf = (event) => {
      const area = event.target.closest?.(".area");
      if (area) return area.dataset.district || area.dataset.region;
      return event.target.dataset?.in || "";
    };
    this.svg.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      const code = codeOf(event);
      if (code !== this.hovered) {
        this.hovered = code;
        this.hover(code, event);
      } else if (code) this.moveTooltip(event);
    });
    this.svg.addEventListener("pointerleave", () => {
      this.hovered = "";
      this.hover(null);
    });
    this.svg.addEventListener("click", (event) => {
      const code = codeOf(event);
      if (code && code !== "MD") this.actions.pin(code);
    });
    new ResizeObserver(([entry]) => {
      this.size = entry.contentRect;
      this.fit();
      if (this.wanted) this.zoomTo(this.wanted); // the panel beside the map takes some of its room
    }).observe(this.svg);
  }

  /* Screen pixels for a scene unit, zoom included. The size comes from the observer: asking the
     drawing for it in a paint would make the browser lay the page out twice. */
  pixelsPerUnit() {
    this.size ??= this.svg.getBoundingClientRect();
    return Math.min(this.size.width / this.box.width, this.size.height / this.box.height) * this.zoom;
  }

  fit() {
    const perUnit = this.pixelsPerUnit();
    if (!perUnit) return;
    const scale = Math.max(0.75, Math.min(2, (perUnit * this.data.scene.pixel) / this.zoom)) / (perUnit * this.data.scene.pixel);
    this.markScale = scale;
    for (const circle of this.circles) circle.node.setAttribute("r", (circle.radius * scale).toFixed(1));
    if (this.reading) this.paintSymbols(rampOf(this.reading.about));
    for (const pattern of this.patterns)
      pattern.setAttribute("patternTransform", `rotate(${pattern.dataset.turn}) scale(${1 / (perUnit * this.data.scene.pixel)})`);
    // The mark of invented figures keeps its size, so that no part of a zoomed map is without it.
    this.svg.querySelector("#watermark")?.setAttribute("patternTransform", `rotate(-22) scale(${1 / this.zoom})`);
    this.placeLabels(true);
    this.afterFit?.();
  }

  placeLabels(again) {
    if (!this.reading) return;
    const perUnit = this.pixelsPerUnit();
    const kind = this.level === "district" ? LAYOUTS[rampOf(this.reading.about)] : "regions";
    const { scales } = this.words.labels;
    const scale = perUnit * this.data.scene.pixel;
    const tier = this.level === "country" ? -1 : scales.findLastIndex((each) => each <= scale * 1.03);
    const layout = `${kind}:${tier}:${this.view.pin}`;
    if (layout === this.layout && !again) return;
    // Those of other maps at this size stay drawn, unseen: to show them again lays nothing out.
    const size = `${tier}:${this.view.pin}:${perUnit}`;
    if (again || size !== this.labelled) {
      this.labels.replaceChildren();
      this.layouts.clear();
    }
    [this.layout, this.labelled] = [layout, size];
    for (const [name, group] of this.layouts) setMark(group, "visibility", name === layout ? "inherit" : "hidden");
    if (this.layouts.has(layout)) return;
    const line = LINE_PIXELS / perUnit;
    this.labels.style.fontSize = `${LABEL_PIXELS / perUnit}px`;
    this.groupMarks.style.fontSize = `${15 / perUnit}px`;
    this.labels.style.strokeWidth = `${3 / perUnit}px`;
    if (this.view.pin) this.namePin(this.view.pin);
    const placed = tier < 0 ? [] : this.words.labels[kind][tier].filter(([code]) => code !== this.view.pin);
    const group = element("g", {}, this.labels);
    for (const [code, lines, x, y] of placed) {
      const text = element("text", { "data-label": code }, group);
      lines.forEach((words, i) => {
        const span = element("tspan", { x, y: y + (i - (lines.length - 1) / 2) * line }, text);
        span.textContent = words;
      });
    }
    this.layouts.set(layout, group);
  }

  /* Zoom to a box of the scene, leaving room around it; where zooming has not come yet, then. */
  zoomTo(box) {
    this.wanted = box;
    if (!this.turn) return;
    const base = this.pixelsPerUnit() / this.zoom;
    const [left, top, right, bottom] = box;
    const fits = Math.min(this.size.width / (right - left), this.size.height / (bottom - top)) / base;
    const k = Math.max(1, Math.min(12, 0.86 * fits));
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    const middle = [x + width / 2 - (k * (left + right)) / 2, y + height / 2 - (k * (top + bottom)) / 2];
    this.turn(this.identity.translate(...middle).scale(k));
  }

  zoomHome() {
    this.wanted = null;
    if (this.turn) this.turn(this.identity);
  }

  /* d3-zoom comes after the first paint; until then the whole country is shown. */
  enableZoom(d3zoom) {
    const { width, height } = this.data.scene;
    const selection = d3zoom.select(this.svg);
    const behaviour = d3zoom
      .zoom()
      .scaleExtent([1, 12])
      .translateExtent([[-width * 0.6, -height * 0.3], [width * 1.6, height * 1.3]])
      .filter((event) => !event.button && (event.type !== "wheel" || event.ctrlKey || event.deltaY !== 0))
      .on("zoom", ({ transform, sourceEvent }) => {
        if (sourceEvent) this.wanted = null; // somebody looks elsewhere
        this.zoomed.setAttribute("transform", transform);
      })
      .on("end", ({ transform }) => {
        if (transform.k === this.zoom) return;
        this.zoom = transform.k;
        this.fit();
      });
    this.turn = (transform) => selection.call(behaviour.transform, transform);
    this.identity = d3zoom.zoomIdentity;
    if (this.wanted) this.zoomTo(this.wanted);
    selection.call(behaviour).on("dblclick.zoom", null);
    this.svg.style.touchAction = "pan-y pinch-zoom";
    const step = (factor) => {
      this.wanted = null;
      selection.call(behaviour.scaleBy, factor);
    };
    document.getElementById("zoom-in").addEventListener("click", () => step(1.6));
    document.getElementById("zoom-out").addEventListener("click", () => step(1 / 1.6));
    document.getElementById("zoom-home").addEventListener("click", () => this.zoomHome());
  }
}
