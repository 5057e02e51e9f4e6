/* Down to the village: the way from the country to a locality, and the localities of the region or
   district that the map is zoomed to. They are in a file that is asked for then; which days a
   locality was visited or planned for stands in it, so that days change without asking again. */

import { formatNumber, setText } from "./format.js";
import { isLocality } from "./view.js";

const SVG = "http://www.w3.org/2000/svg";
const DOT = 3.2; // pixels of radius of a locality
const SPECK = 2; // of one among the hundreds of a region, or whose residents are not known
const RING = 5.2; // of one that was planned for and not visited
const LARGEST = 15; // of the most populous locality drawn
const LABEL = 14;

const element = (name, attributes, parent) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent?.append(node);
  return node;
};

export class Places {
  constructor(map, data, words, actions, fetchPlaces) {
    Object.assign(this, { map, data, words, actions, fetchPlaces });
    this.trail = document.getElementById("trail");
    this.key = document.getElementById("places");
    this.size = document.getElementById("places-size");
    this.layer = element("g", { class: "places" }, map.zoomed);
    this.names = element("g", { class: "place-names" }, map.zoomed);
    this.drawn = [];
    this.unit = "";
    map.afterFit = () => this.unit && this.settle();
    this.listen();
  }

  listen() {
    const at = (event) => event.target.closest("[data-place]")?.dataset.place;
    this.layer.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || at(event) === undefined) return;
      event.stopPropagation();
      this.hover(Number(at(event)), event);
    });
    this.layer.addEventListener("pointerout", () => {
      this.map.hovered = ""; // the district beneath is told of again
      this.map.hover(null);
    });
    this.layer.addEventListener("click", (event) => {
      if (at(event) === undefined) return;
      event.stopPropagation();
      this.open(Number(at(event)));
    });
    this.trail.addEventListener("click", (event) => {
      const crumb = event.target.closest("[data-focus]");
      if (crumb) this.actions.set({ focus: crumb.dataset.focus, pin: crumb.dataset.focus });
    });
    this.size.addEventListener("click", () => this.actions.set({ size: this.view.size === "residents" ? "contacts" : "residents" }));
    document.getElementById("zoom-home").addEventListener("click", () => this.view.focus && this.actions.set({ focus: "" }));
  }

  open(i) {
    this.actions.set({ focus: this.places.codes[i], pin: this.data.districts[this.places.districts[i]] });
  }

  /* Have the localities here; where that fails they are asked for again with the next change. */
  fetch() {
    this.asked ??= this.fetchPlaces().then((places) => {
      this.places = places;
      this.index = new Map(places.codes.map((code, i) => [code, i]));
    });
    this.asked.catch(() => (this.asked = undefined));
    return this.asked;
  }

  /* Localities follow in the same picture where their file is here. */
  paint(view) {
    this.view = view;
    if (!view.focus) {
      if (this.unit) this.clear();
      this.paintTrail();
      return;
    }
    if (this.places) this.show();
    else {
      this.paintTrail();
      this.fetch().then(() => this.view.focus && this.show(), () => {});
    }
  }

  clear() {
    this.unit = "";
    this.drawn = [];
    this.layer.replaceChildren();
    this.names.replaceChildren();
    this.key.hidden = true;
    document.body.classList.remove("by-residents");
    this.map.svg.classList.remove("villages");
    this.map.zoomHome();
  }

  /* The region or district that the map is zoomed to; a locality's is its district. */
  unitOf(focus) {
    if (!isLocality(focus)) return focus;
    const i = this.index?.get(focus);
    return i === undefined ? "" : this.data.districts[this.places.districts[i]];
  }

  show() {
    const unit = this.unitOf(this.view.focus);
    if (!unit) return this.actions.set({ focus: "" }, false);
    if (unit !== this.unit) this.draw(unit);
    this.paintTrail();
    this.paintPlaces();
    return undefined;
  }

  draw(unit) {
    this.unit = unit;
    const inside = new Set(this.data.districts.flatMap((code, i) => (code === unit || this.data.regionOf[i] === unit ? [i] : [])));
    const { codes, districts, x, y, residents } = this.places;
    this.drawn = codes.flatMap((code, i) => (inside.has(districts[i]) ? [{ i, code, residents: residents[i] }] : []));
    this.most = Math.max(1, ...this.drawn.map((place) => place.residents || 0));
    this.layer.replaceChildren(
      ...this.drawn.map((place) => {
        place.node = element("circle", { "data-place": place.i, cx: x[place.i], cy: y[place.i] });
        place.radius = 0;
        return place.node;
      }),
    );
    this.key.hidden = false;
    this.map.svg.classList.toggle("villages", this.data.districts.includes(unit));
    this.map.zoomTo(this.data.scene.boxes[unit]);
  }

  statusOf({ i }) {
    const { first, last } = this.view;
    const whole = first === 0 && last === this.data.days.length - 1;
    const inside = (day) => (day < 0 ? whole : day >= first && day <= last);
    if ((this.places.held[i] || []).some(inside)) return "visited";
    return (this.places.promised[i] || []).some(inside) ? "planned" : "neither";
  }

  paintPlaces() {
    const byResidents = this.view.size === "residents";
    const counts = { visited: 0, planned: 0, neither: 0 };
    let known = 0;
    for (const place of this.drawn) {
      place.status = this.statusOf(place);
      counts[place.status] += 1;
      known += place.residents !== null;
      const unknown = byResidents && place.residents === null;
      const look = `place ${place.status}${unknown ? " unknown" : ""}${place.code === this.view.focus ? " here" : ""}`;
      if (place.node.getAttribute("class") !== look) place.node.setAttribute("class", look);
    }
    document.body.classList.toggle("by-residents", byResidents);
    this.settle();
    for (const row of this.key.querySelectorAll("[data-status-count]")) setText(row, formatNumber(counts[row.dataset.statusCount], 0, this.words));
    this.size.setAttribute("aria-pressed", byResidents);
    const note = this.words.places.known.replace("{some}", formatNumber(known, 0, this.words)).replace("{all}", formatNumber(this.drawn.length, 0, this.words));
    setText(this.key.querySelector(".places-known"), byResidents ? note : "");
    this.key.querySelector(".places-stop").hidden = this.map.reading.about.kind !== "answers";
  }

  /* Sizes and names hold their pixels while the map is zoomed. */
  settle() {
    const perUnit = this.map.pixelsPerUnit();
    if (!perUnit) return;
    for (const place of this.drawn) {
      const pixels = this.pixelsOf(place);
      const radius = (pixels / perUnit).toFixed(1);
      if (place.radius === radius) continue;
      place.radius = radius;
      place.node.setAttribute("r", radius);
    }
    this.nameThem(perUnit);
  }

  pixelsOf({ residents, status }) {
    if (this.view.size === "residents") return residents === null ? SPECK : Math.max(SPECK, LARGEST * Math.sqrt(residents / this.most));
    if (status === "planned") return RING;
    return status === "visited" || this.data.districts.includes(this.unit) ? DOT : SPECK;
  }

  /* Names of what was visited or planned in a district; in a region there is no room for them. */
  nameThem(perUnit) {
    const close = this.data.districts.includes(this.unit);
    const named = this.drawn.filter((place) => place.code === this.view.focus || (close && place.status !== "neither"));
    this.names.style.fontSize = `${LABEL / perUnit}px`;
    this.names.style.strokeWidth = `${3 / perUnit}px`;
    const boxes = [];
    const free = ([left, top, right, bottom]) => boxes.every((box) => right < box[0] || left > box[2] || bottom < box[1] || top > box[3]);
    // The locality one looks at first; below its circle, else above it, else left to hover and list.
    named.sort((one, other) => (other.code === this.view.focus) - (one.code === this.view.focus));
    const texts = named.flatMap((place) => {
      const x = this.places.x[place.i];
      const words = this.places.names[place.i];
      const half = (words.length * LABEL * 0.3) / perUnit;
      const away = Number(place.radius) + 11 / perUnit;
      for (const y of [this.places.y[place.i] + away, this.places.y[place.i] - away]) {
        const box = [x - half, y - 8 / perUnit, x + half, y + 8 / perUnit];
        if (!free(box)) continue;
        boxes.push(box);
        const text = element("text", { x, y, class: place.code === this.view.focus ? "here" : "" });
        text.textContent = words;
        return [text];
      }
      return [];
    });
    this.names.replaceChildren(...texts);
  }

  hover(i, event) {
    const place = this.drawn.find((each) => each.i === i);
    const { tooltip } = this.map;
    const [name, status, residents] = tooltip.children;
    name.textContent = this.places.names[i];
    status.textContent = this.words.places[place.status];
    residents.textContent = place.residents === null ? "" : formatNumber(place.residents, 0, this.words);
    tooltip.hidden = false;
    this.map.moveTooltip(event);
  }

  /* Moldova › region › district › locality; each is a step back up. */
  paintTrail() {
    const { focus, pin } = this.view;
    const at = focus || pin;
    const place = isLocality(focus) ? this.index?.get(focus) : undefined;
    const key = `${at} ${focus} ${place}`;
    if (key === this.trailKey) return; // nothing to build, and the keyboard stays on its crumb
    this.trailKey = key;
    this.trail.hidden = !at;
    if (!at) return;
    const unit = isLocality(at) ? this.unitOf(at) : at;
    const district = this.data.districts.indexOf(unit);
    const steps = [["", this.words.names.MD]];
    const region = this.data.regionOf[district];
    // Chișinău and Găgăuzia are regions of one district: one step.
    if (region && this.words.names[region] !== this.words.names[unit]) steps.push([region, this.words.names[region]]);
    if (unit) steps.push([unit, this.words.names[unit]]);
    const crumbs = steps.map(([code, name]) => {
      const crumb = document.createElement("button");
      crumb.type = "button";
      crumb.dataset.focus = code;
      crumb.textContent = name;
      if (code === focus) crumb.setAttribute("aria-current", "location");
      return crumb;
    });
    if (place !== undefined) {
      const here = document.createElement("span");
      here.textContent = this.places.names[place];
      here.setAttribute("aria-current", "location");
      crumbs.push(here);
    }
    const walked = this.trail.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    this.trail.replaceChildren(...crumbs);
    crumbs.find((crumb) => walked !== undefined && crumb.dataset.focus === walked)?.focus();
  }
}
