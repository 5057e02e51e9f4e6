/* The day strip: one bar a day, two handles, presets, and playing the days one by one.
   A drag, or a play, paints at every step and leaves one entry in the history. */

import { stripOf } from "./frames.js";
import { formatNumber, setMark, setText } from "./format.js";
import { snap } from "./view.js";

const STEP_MILLISECONDS = 900;

export class DayStrip {
  constructor(data, words, actions, circles) {
    this.data = data;
    this.circles = circles;
    this.words = words;
    this.actions = actions;
    this.root = document.getElementById("days");
    this.track = this.root.querySelector(".track");
    this.bars = [...this.root.querySelectorAll(".day")];
    this.handles = [...this.root.querySelectorAll("[role=slider]")];
    this.range = this.root.querySelector(".range");
    this.title = this.root.querySelector(".strip-title");
    this.total = this.root.querySelector(".strip-total");
    this.playButton = document.getElementById("play");
    this.presets = [...this.root.querySelectorAll("[data-preset]")];
    this.mark = Object.assign(document.createElement("span"), { className: "strip-here" });
    this.total.after(this.mark);
    this.listen();
  }

  paint(view) {
    this.view = view;
    const { kind, bars } = stripOf(view, this.data);
    const highest = Math.max(1, ...bars.map((count) => count || 0));
    const total = bars.reduce((sum, count) => sum + (count || 0), 0);
    this.bars.forEach((bar, i) => {
      const inside = i >= view.first && i <= view.last;
      bar.classList.toggle("inside", inside);
      setMark(bar, "aria-pressed", view.first === i && view.last === i);
      bar.querySelector(".bar").style.height = `${((bars[i] || 0) / highest) * 100}%`;
      setText(bar.querySelector(".bar-count"), bars[i] === null ? "–" : formatNumber(bars[i], 0, this.words));
    });
    setText(this.title, this.words.strip[kind]);
    const hidden = bars.some((count) => count === null);
    setText(this.total, hidden ? this.words.strip.hidden : this.words.strip.total.replace("{count}", formatNumber(total, 0, this.words)));
    this.paintHere(view);
    this.paintHandles(view);
    for (const preset of this.presets) {
      const [first, last] = preset.dataset.preset.split("-").map(Number);
      setMark(preset, "aria-pressed", view.first === first && view.last === last);
    }
  }

  /* A dot on the days on which what is pinned or chosen was visited. */
  paintHere({ pin, districts }) {
    const wanted = pin ? [pin] : districts;
    if (this.wanted === String(wanted)) return;
    this.wanted = String(wanted);
    const regionOf = (code) => this.data.regionOf[this.data.districts.indexOf(code)];
    const visited = this.circles.filter(({ within }) => wanted.includes(within) || wanted.includes(regionOf(within)));
    const days = new Set(visited.map(({ day }) => day));
    const many = wanted.length > 3 && `${this.words.chips.districts}: ${wanted.length}`;
    const names = days.size ? many || wanted.map((code) => this.words.names[code]).join(", ") : "";
    this.bars.forEach((bar, i) => {
      bar.classList.toggle("here", days.has(i));
      bar.title = this.words.days[i].long + (days.has(i) ? ` · ${names}` : "");
    });
    setText(this.mark, names && this.words.strip.here.replace("{names}", names));
  }

  paintHandles(view) {
    const size = this.data.days.length;
    const edges = [view.first / size, (view.last + 1) / size];
    const limits = [[0, view.last], [view.first, size - 1]];
    [view.first, view.last].forEach((day, i) => {
      const handle = this.handles[i];
      handle.style.left = `${edges[i] * 100}%`;
      setMark(handle, "aria-valuenow", day);
      setMark(handle, "aria-valuemin", limits[i][0]);
      setMark(handle, "aria-valuemax", limits[i][1]);
      setMark(handle, "aria-valuetext", this.words.days[day].long);
    });
    this.range.style.left = `${edges[0] * 100}%`;
    this.range.style.width = `${(edges[1] - edges[0]) * 100}%`;
  }

  go(first, last, push = true) {
    const size = this.data.days.length - 1;
    const low = Math.max(0, Math.min(first, size));
    const high = Math.max(low, Math.min(last, size));
    const [from, to] = snap(low, high, this.data);
    if (from === this.view.first && to === this.view.last) return false;
    this.actions.days(from, to, push);
    return true;
  }

  listen() {
    this.handles.forEach((handle, which) => {
      handle.addEventListener("keydown", (event) => this.key(event, which));
      handle.addEventListener("pointerdown", (event) => this.drag(event, which));
    });
    this.root.addEventListener("click", (event) => {
      const bar = event.target.closest(".day");
      const preset = event.target.closest("[data-preset]");
      if (!bar && !preset) return;
      this.stop();
      if (bar) this.pick(Number(bar.dataset.day));
      else this.go(...preset.dataset.preset.split("-").map(Number));
    });
    this.playButton.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    document.getElementById("previous-day").addEventListener("click", () => this.move(-1));
    document.getElementById("next-day").addEventListener("click", () => this.move(1));
  }

  /* One day, here or in a chart; again: the whole campaign. */
  pick(day) {
    const again = this.view.first === day && this.view.last === day;
    this.go(again ? 0 : day, again ? this.data.days.length - 1 : day);
  }

  /* Shift the window by a day; the whole campaign starts at its first or last day. */
  move(by) {
    this.stop();
    const { first, last } = this.view;
    const size = this.data.days.length;
    if (first === 0 && last === size - 1) return this.go(by > 0 ? 0 : size - 1, by > 0 ? 0 : size - 1);
    if (first + by < 0 || last + by >= size) return undefined;
    return this.go(first + by, last + by);
  }

  key(event, which) {
    const ends = [0, this.data.days.length - 1];
    const now = [this.view.first, this.view.last][which];
    const steps = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, Home: ends[0], End: ends[1], PageDown: now - 7, PageUp: now + 7 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.stop();
    this.set(which, steps[event.key], true);
  }

  set(which, day, push) {
    const { first, last } = this.view;
    return which === 0 ? this.go(Math.min(day, last), last, push) : this.go(first, Math.max(day, first), push);
  }

  drag(event, which) {
    event.preventDefault();
    this.stop();
    const handle = this.handles[which];
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const box = this.track.getBoundingClientRect();
    const dayAt = (x) => {
      const edge = ((x - box.left) / box.width) * this.data.days.length;
      return which === 0 ? Math.round(edge) : Math.round(edge) - 1;
    };
    let push = true; // the first step makes the entry, the others rewrite it
    const move = (moved) => {
      if (this.set(which, dayAt(moved.clientX), push)) push = false;
    };
    const up = () => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", up, { once: true });
    handle.addEventListener("pointercancel", up, { once: true });
  }

  /* One day after another, each waiting until the one before was painted; ends on the whole. */
  play() {
    const size = this.data.days.length;
    let day = this.view.first === this.view.last && this.view.last < size - 1 ? this.view.first + 1 : 0;
    let push = true;
    const step = () => {
      if (day >= size) {
        this.stop();
        this.go(0, size - 1, false);
        return;
      }
      if (this.go(day, day, push)) push = false;
      day += 1;
      requestAnimationFrame(() => {
        if (this.timer) this.timer = setTimeout(step, STEP_MILLISECONDS);
      });
    };
    this.timer = 1;
    this.showPlaying(true);
    step();
  }

  stop() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.showPlaying(false);
  }

  showPlaying(playing) {
    this.playButton.classList.toggle("playing", playing);
    this.playButton.setAttribute("aria-label", playing ? this.words.strip.pause : this.words.strip.play);
  }
}
