/* The legend: a row a class and a status, counting units; a click filters to the row. */

import { setFlag, setMark, setText } from "./format.js";
import { rowOf } from "./frames.js";
import { rampOf } from "./map.js";

const ALWAYS = { visits: ["z", "x"], answers: ["f", "s", "x"] };

export class Legend {
  constructor(words, actions) {
    this.words = words;
    this.root = document.getElementById("legend");
    this.rows = [...this.root.querySelectorAll("[data-class]")];
    this.unit = this.root.querySelector(".legend-unit");
    this.groups = document.getElementById("groups");
    this.caution = this.root.querySelector(".legend-caution");
    this.help = document.getElementById("help");
    document.getElementById("help-open").addEventListener("click", () => {
      this.fillHelp(words.indicators[this.view.indicator]);
      this.help.showModal();
    });
    this.behind = this.root.querySelector(".legend-behind");
    this.circles = this.root.querySelector(".legend-circles");
    this.empty = document.getElementById("empty");
    this.empty.querySelector("button").addEventListener("click", () => actions.set({ classes: [] }));
    this.root.addEventListener("click", (event) => {
      const row = event.target.closest("[data-class]");
      if (row) actions.toggleClass(row.dataset.class);
    });
  }

  paint(view, reading) {
    this.view = view;
    const { about, frame, codes, level } = reading;
    const chosen = level === "district" && view.districts.length ? new Set(view.districts) : null;
    const counts = {};
    codes.forEach((code, i) => {
      if (chosen && !chosen.has(code)) return;
      const row = rowOf(frame, i);
      counts[row] = (counts[row] || 0) + 1;
    });
    const labels = this.words.indicators[view.indicator].classes;
    for (const row of this.rows) {
      const key = row.dataset.class;
      const count = counts[key] || 0;
      const isClass = key >= "0" && key <= "4";
      const shown = isClass ? Number(key) < labels.length : count > 0 || ALWAYS[about.kind].includes(key);
      setFlag(row, "hidden", !shown);
      setText(row.querySelector(".row-label"), isClass ? labels[Number(key)] ?? "" : this.words.rows[key]);
      setText(row.querySelector(".row-count"), count);
      setMark(row, "aria-pressed", view.classes.includes(key));
    }
    const nothing = view.classes.length > 0 && view.classes.every((key) => !counts[key]);
    setFlag(this.empty, "hidden", !nothing);
    if (nothing) {
      const names = view.classes.map((key) => (key >= "0" && key <= "4" ? labels[Number(key)] : this.words.rows[key]));
      this.empty.querySelector("p").textContent = this.words.text["empty.filter"].replace("{filter}", names.join(", "));
    }
    const ramp = rampOf(about);
    setMark(this.root, "data-ramp", ramp);
    setText(this.unit, this.words.units_of[level]);
    setText(this.caution, this.words.indicators[view.indicator].caution);
    this.paintGroups(reading.groups || "");
    setFlag(this.behind, "hidden", ramp !== "soft");
    setFlag(this.circles, "hidden", ramp !== "soft");
  }

  fillHelp({ name, help }) {
    setText(this.help.querySelector("h2"), name);
    const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    this.help.querySelector("dl").replaceChildren(...help.flatMap(([head, text]) => [line("dt", head), line("dd", text)]));
  }

  /* How many districts stand out; that most do not is itself the finding. */
  paintGroups(groups) {
    setFlag(this.groups, "hidden", !groups);
    if (!groups) return;
    const count = (letter) => [...groups].filter((each) => each === letter).length;
    for (const node of this.groups.querySelectorAll("[data-group-count]")) setText(node, count(node.dataset.groupCount));
    const out = count("a") + count("b");
    const finding = out === 0 ? "group.finding_none" : out < count("e") ? "group.finding_most" : "";
    setText(this.groups.querySelector(".group-finding"), finding ? this.words.text[finding] : "");
  }
}
