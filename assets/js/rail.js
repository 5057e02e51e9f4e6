/* The rail: choice of indicator in three families, and the filters. Native inputs throughout. */

import { fold, setFlag, setMark, setText } from "./format.js";

export class Rail {
  constructor(data, words, actions) {
    this.data = data;
    this.words = words;
    this.actions = actions;
    this.root = document.getElementById("rail");
    this.list = this.root.querySelector(".indicators");
    this.tabs = [...this.root.querySelectorAll("[data-goto]")];
    this.choices = [...this.root.querySelectorAll("[data-indicator]")];
    this.opinionFilters = this.root.querySelector(".opinion-filters");
    this.summary = this.root.querySelector(".districts-summary");
    this.part = document.getElementById("part");
    this.interval = document.getElementById("interval");
    this.search = document.getElementById("district-search");
    this.boxes = [...this.root.querySelectorAll("input[name=district]")];
    this.none = this.root.querySelector(".districts-none");
    this.back = document.getElementById("back-to-districts");
    this.nudge = document.getElementById("nudge");
    this.listen();
  }

  paint(view, reading) {
    for (const choice of this.choices) {
      const input = choice.querySelector("input");
      input.checked = choice.dataset.indicator === view.indicator;
    }
    const { family } = reading.about;
    for (const tab of this.tabs) setMark(tab, "aria-pressed", tab.dataset.goto === family);
    setFlag(this.opinionFilters, "hidden", reading.about.kind !== "answers");
    this.part.value = view.part;
    this.interval.checked = view.interval;
    this.check("level", reading.about.kind === "answers" ? reading.level : "district");
    const chosen = new Set(view.districts);
    for (const box of this.boxes) box.checked = chosen.has(box.value);
    setText(this.summary, chosen.size || this.words.text["rail.districts_all"]);
    setFlag(this.back, "hidden", !reading.stepped);
    const fewOrHidden = [...reading.frame.s].filter((letter) => letter === "f" || letter === "s").length;
    const inScope = [...reading.frame.s].filter((letter) => letter !== "x").length;
    const nudged = reading.about.kind === "answers" && reading.level === "district" && fewOrHidden * 2 > inScope;
    setFlag(this.nudge, "hidden", !nudged);
    if (nudged) {
      this.nudge.querySelector("strong").textContent = this.words.text["nudge.title"].replace("{some}", fewOrHidden).replace("{all}", inScope);
    }
  }

  check(name, value) {
    for (const input of this.root.querySelectorAll(`input[name=${name}]`)) input.checked = input.value === value;
  }

  /* Brings the chosen indicator into the list's view without moving the page. */
  reveal(view) {
    const choice = this.choices.find((each) => each.dataset.indicator === view.indicator);
    if (!choice || !this.list.clientHeight) return;
    const top = choice.offsetTop;
    const { scrollTop, clientHeight } = this.list;
    if (top < scrollTop || top + choice.offsetHeight > scrollTop + clientHeight)
      this.list.scrollTop = choice.closest("fieldset").offsetTop;
  }

  listen() {
    this.root.addEventListener("change", (event) => {
      const { name, value } = event.target;
      if (name === "indicator") this.actions.set({ indicator: value, classes: [] });
      if (name === "interval") this.actions.set({ interval: event.target.checked });
      if (name === "part") this.actions.set({ part: value, classes: [] });
      if (name === "level") this.actions.level(value);
      if (name === "district") this.actions.set({ districts: this.boxes.filter((box) => box.checked).map((box) => box.value) });
    });
    for (const tab of this.tabs)
      tab.addEventListener("click", () => {
        const first = this.root.querySelector(`[data-family="${tab.dataset.goto}"]`);
        this.actions.set({ indicator: first.dataset.indicator, classes: [] });
        this.list.scrollTop = first.closest("fieldset").offsetTop;
      });
    this.search.addEventListener("input", () => this.filter());
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const found = this.boxes.filter((box) => !box.closest("label").hidden);
      if (found.length) found[0].click();
    });
    document.getElementById("all-districts").addEventListener("click", () => this.actions.set({ districts: [] }));
    this.back.addEventListener("click", () => this.actions.whole());
    this.nudge.addEventListener("click", () => this.actions.level("region"));
  }

  filter() {
    const wanted = fold(this.search.value);
    let found = 0;
    for (const box of this.boxes) {
      const match = !wanted || this.words.search[box.value].some((spelling) => spelling.includes(wanted));
      box.closest("label").hidden = !match;
      found += match;
    }
    this.none.hidden = found > 0;
  }
}
