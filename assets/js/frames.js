/* Which finished frame answers a view: look-ups only, no figure is computed here.
   The server has the same look-ups in dashboard/viewmodels/reading.py. */

import { EVERYBODY, againstKind, otherSide } from "./view.js";

const ORDER = ["district", "region", "country"];

const unitsAt = (level, data) =>
  level === "district" ? data.districts : level === "region" ? data.regions : ["MD"];

/* The level that a map of the whole campaign opens on; chosen districts ask for districts. */
export const opensOn = (view, about) => (view.districts.length ? "district" : about.opens[view.part]);

/* Whether the frames of the view are here: those of most breakdowns are fetched once asked for. */
const holds = (view, data) => {
  const about = data.indicators[view.indicator];
  return about.kind === "visits" || view.part in about.whole;
};
export const hasFrame = (view, data) =>
  holds(view, data) && (!isCompared(view) || holds(otherSide(view, data), data));

export const isCompared = (view) => view.page === "compare" && view.against !== "";

export function readFrame(view, data) {
  const about = data.indicators[view.indicator];
  const lastDay = data.days.length - 1;
  if (about.kind === "visits") {
    const frame = about.windows[data.windowIndex.get(`${view.first}-${view.last}`)];
    return { about, frame, codes: data.districts, level: "district", first: view.first, last: view.last };
  }
  const whole = view.first === 0 && view.last === lastDay;
  if (view.part !== EVERYBODY || whole) {
    const opens = opensOn(view, about);
    const level = view.level || opens;
    const frame = about.whole[view.part][level];
    const groups = level === "district" && view.part === EVERYBODY ? about.groups || "" : "";
    const opened = !view.level && opens !== "district";
    return { about, frame, codes: unitsAt(level, data), level, first: 0, last: lastDay, groups, opened };
  }
  const window = about.windows[`${view.first}-${view.last}`];
  const finest = window.level;
  const level = view.level && ORDER.indexOf(view.level) >= ORDER.indexOf(finest) ? view.level : finest;
  const stepped = level === finest && finest !== "district";
  return { about, frame: window[level], codes: unitsAt(level, data), level, first: view.first, last: view.last, stepped };
}

/* The two views that are compared, at a level that both carry; null where there are none.
   The server has the same rules in dashboard/viewmodels/comparing.py. */
export function sidesOf(view, data) {
  const kind = againstKind(view);
  const asked = data.indicators[view.indicator].kind === "answers";
  if (!isCompared(view) || (kind === "part" && !asked)) return null;
  let first = view;
  if (asked && kind !== "district") first = { ...first, districts: [] };
  if (asked && kind === "days") first = { ...first, part: EVERYBODY };
  if (asked && kind === "district") first = { ...first, level: "", first: 0, last: data.days.length - 1 };
  const second = otherSide(first, data);
  if (kind === "district") return [first, second];
  const readings = [first, second].map((side) => readFrame(side, data));
  if (!readings.some(({ about }) => about.kind === "answers")) return [first, second];
  const level = ORDER[Math.max(...readings.map((reading) => ORDER.indexOf(reading.level)))];
  return [{ ...first, level }, { ...second, level }];
}

/* The legend row a unit belongs to: its class where the status is ok, else the status. */
export const rowOf = (frame, i) => (frame.s[i] === "o" ? frame.c[i] : frame.s[i]);

/* Bars of the day strip: visits, or answers to the question shown; null where hidden. */
export function stripOf(view, data) {
  const about = data.indicators[view.indicator];
  if (about.kind === "visits") return { kind: "visits", bars: data.visitsByDay };
  const bars = data.days.map((_, i) => {
    const frame = data.days.length === 1 ? about.whole.all : about.windows[`${i}-${i}`];
    if (!frame) return null;
    return frame.country.s === "n" ? 0 : frame.country.n[0];
  });
  return { kind: "answers", bars };
}

/* Words finished by the server for a view over all districts; undefined where it must be asked. */
export function spokenOf(view, words, data) {
  if (isCompared(view)) return undefined;
  const asked = data.indicators[view.indicator].kind === "answers"; // visits know no mode or level
  if (view.districts.length || (asked && view.interval)) return undefined;
  const part = asked ? view.part : EVERYBODY;
  const level = asked ? view.level : "";
  const [views, ...columns] = words.spoken.of[view.indicator] || [];
  const at = views === undefined ? -1 : words.spoken.views[views].indexOf(`${view.first}-${view.last}:${part}:${level}`);
  if (at < 0) return undefined;
  return columns.map((column) => {
    const [texts, places] = words.spoken.columns[column];
    return texts[places[at]];
  });
}
