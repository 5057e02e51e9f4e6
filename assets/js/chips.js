/* A chip for each filter that is on, in words; a click takes that one off and no other. */

import { EVERYBODY } from "./view.js";

const MOST_NAMED = 3; // of more districts than these one chip says how many

export class Chips {
  constructor(data, words, actions) {
    this.data = data;
    this.words = words;
    this.actions = actions;
    this.root = document.getElementById("chips");
  }

  paint(view, reading) {
    const chips = this.describe(view, reading);
    const said = JSON.stringify(chips.map(({ key, label }) => [key, label]));
    if (said === this.said) return;
    this.said = said;
    this.root.hidden = !chips.length;
    this.root.replaceChildren(...chips.map((chip) => this.draw(chip)));
  }

  draw({ key, label, changes }) {
    const chip = document.createElement("button");
    Object.assign(chip, { type: "button", className: "chip filter-chip" });
    chip.dataset.chip = key;
    chip.setAttribute("aria-label", this.words.chips.remove.replace("{filter}", label));
    const words = document.createElement("span");
    words.textContent = label;
    const sign = document.createElement("span");
    sign.className = "icon icon-close";
    sign.setAttribute("aria-hidden", "true");
    chip.append(words, sign);
    chip.addEventListener("click", () => this.remove(key, changes));
    return chip;
  }

  /* The next chip takes the focus, so that a keyboard can take off one after another. */
  remove(key, changes) {
    const at = [...this.root.children].findIndex((chip) => chip.dataset.chip === key);
    this.actions.set(changes);
    const rest = this.root.children;
    (rest[Math.min(at, rest.length - 1)] || document.getElementById("map")).focus({ preventScroll: true });
  }

  describe(view, reading) {
    const { words, data } = this;
    const chips = [];
    const last = data.days.length - 1;
    if (view.first > 0 || view.last < last) {
      const [from, to] = [words.days[view.first].short, words.days[view.last].short];
      chips.push({ key: "days", label: from === to ? from : `${from} – ${to}`, changes: { first: 0, last } });
    }
    if (view.districts.length > MOST_NAMED)
      chips.push({ key: "district", label: `${words.chips.districts}: ${view.districts.length}`, changes: { districts: [] } });
    else
      for (const code of view.districts)
        chips.push({ key: code, label: words.names[code], changes: { districts: view.districts.filter((each) => each !== code) } });
    const asked = reading.about.kind === "answers";
    // The page of all questions is of that part whatever the map shows.
    if ((asked || view.page === "answers") && view.part !== EVERYBODY)
      chips.push({ key: "part", label: words.parts[view.part], changes: { part: EVERYBODY, ...(asked ? { classes: [] } : {}) } });
    if (asked) {
      if (view.level) chips.push({ key: "level", label: words.levels[view.level], changes: { level: "", classes: [] } });
      if (view.interval) chips.push({ key: "interval", label: words.chips.interval, changes: { interval: false } });
    }
    const labels = words.indicators[view.indicator].classes;
    for (const key of view.classes)
      chips.push({ key: `class-${key}`, label: key >= "0" && key <= "4" ? labels[Number(key)] ?? key : words.rows[key], changes: { classes: view.classes.filter((each) => each !== key) } });
    return chips;
  }
}
