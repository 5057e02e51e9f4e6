/* The view: what somebody looks at, read from and written to the URL.
   Defaults are left out, what cannot be understood is ignored. The server has the same rules
   in dashboard/state.py. */

export const EVERYBODY = "all";
/* Keys of the address for one part of a breakdown, in the server's order. */
const PART_KEYS = { mode: "mode", sex: "sex", age: "age", residence: "residence", language: "answered_in" };
const LEVELS = ["district", "region", "country"];
const SIZES = ["contacts", "residents"];
/* Localities come with a file of their own; until it is here any code of theirs will do. */
const LOCALITY = /^L\d{4}$/;
const CLASSES = ["0", "1", "2", "3", "4", "z", "f", "s", "n", "a", "x"];
const SORTS = ["name", "value", "n", "numerator", "denominator", "visits", "interval", "group", "status", "unit", "first", "n_first", "second", "n_second", "difference", "judgement"];

const oneOf = (value, allowed, otherwise) => (allowed.includes(value) ? value : otherwise);

const known = (text, allowed) => {
  const wanted = new Set((text || "").split(","));
  return allowed.filter((code) => wanted.has(code));
};

const isDate = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text || "") &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text) &&
  text > "0001"; // the first year that the server's calendar knows

const dayRange = (from, to, days) => {
  const inside = days
    .map((day, i) => [day, i])
    .filter(([day]) => (!isDate(from) || day >= from) && (!isDate(to) || day <= to));
  return inside.length ? [inside[0][1], inside.at(-1)[1]] : [0, days.length - 1];
};

/* Days that have finished frames; only very long campaigns lack any. */
export const snap = (first, last, data) => (data.windowIndex.has(`${first}-${last}`) ? [first, last] : [0, last]);

const partOf = (get, breakdowns) => {
  for (const [breakdown, parts] of Object.entries(breakdowns)) {
    const wanted = get(PART_KEYS[breakdown]);
    const found = breakdown === "mode" ? wanted : `${breakdown}:${wanted}`;
    if (parts.includes(found)) return found;
  }
  return EVERYBODY;
};

const partPair = (part) => {
  if (part === EVERYBODY) return ["mode", ""];
  const [breakdown, value] = part.split(":");
  return value === undefined ? ["mode", part] : [PART_KEYS[breakdown], value];
};

/* The other side of a comparison: the view itself but for one thing, as `kind:what`. */
const windowOf = (text, data) => {
  const [first, last] = text.split("..").map((day) => data.days.indexOf(day));
  return first >= 0 && data.windowIndex.has(`${first}-${last}`) ? [first, last] : null;
};

const parseAgainst = (text, data) => {
  const at = text.indexOf(":");
  const [kind, what] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === "days") return windowOf(what, data) ? text : "";
  if (kind === "part") return Object.values(data.breakdowns).flat().includes(what) ? text : "";
  if (kind === "indicator") return Object.hasOwn(data.indicators, what) ? text : "";
  const codes = kind === "district" ? known(what, data.districts) : [];
  return codes.length ? `district:${codes.join(",")}` : "";
};

export const againstKind = (view) => view.against.split(":", 1)[0];
export const againstWhat = (view) => view.against.slice(view.against.indexOf(":") + 1);

export function otherSide(view, data) {
  const kind = againstKind(view);
  const what = againstWhat(view);
  if (kind === "days") {
    const [first, last] = windowOf(what, data);
    return { ...view, first, last };
  }
  if (kind === "part") return { ...view, part: what };
  if (kind === "indicator") return { ...view, indicator: what };
  return kind === "district" ? { ...view, districts: what.split(",") } : view;
}

export const isLocality = (code) => LOCALITY.test(code);

export function parseView(search, data, defaults) {
  const given = new URLSearchParams(search);
  const get = (key) => given.getAll(key).filter(Boolean).at(-1) || "";
  const [first, last] = snap(...dayRange(get("from"), get("to"), data.days), data);
  const sort = get("sort");
  return {
    lang: defaults.lang,
    indicator: Object.hasOwn(data.indicators, get("indicator")) ? get("indicator") : defaults.indicator,
    first,
    last,
    districts: known(get("district"), data.districts),
    part: partOf(get, data.breakdowns),
    level: oneOf(get("level"), LEVELS, ""),
    pin: oneOf(get("pin"), [...data.districts, ...data.regions], ""),
    classes: known(get("class"), CLASSES),
    page: oneOf(get("page"), defaults.pages, "map"),
    sort: SORTS.includes(sort.replace(/^-/, "")) ? sort : "name",
    interval: get("interval") === "1",
    weighted: get("weighted") === "1",
    focus: LOCALITY.test(get("focus")) ? get("focus") : oneOf(get("focus"), [...data.districts, ...data.regions], ""),
    size: oneOf(get("size"), SIZES, SIZES[0]),
    against: parseAgainst(get("against"), data),
  };
}

export function formatView(view, data, defaults) {
  const whole = view.first === 0 && view.last === data.days.length - 1;
  const pairs = [
    ["lang", view.lang === defaults.home ? "" : view.lang],
    ["indicator", view.indicator === defaults.indicator ? "" : view.indicator],
    ["from", whole ? "" : data.days[view.first]],
    ["to", whole ? "" : data.days[view.last]],
    ["district", view.districts.join(",")],
    partPair(view.part),
    ["level", view.level],
    ["pin", view.pin],
    ["class", view.classes.join(",")],
    ["page", view.page === "map" ? "" : view.page],
    ["sort", view.sort === "name" ? "" : view.sort],
    ["interval", view.interval ? "1" : ""],
    ["weighted", view.weighted ? "1" : ""],
    ["focus", view.focus],
    ["size", view.size === SIZES[0] ? "" : view.size],
    ["against", view.against],
  ].filter(([, value]) => value);
  return pairs.length ? "?" + pairs.map(([k, v]) => `${k}=${encodeURIComponent(v).replaceAll("%2C", ",").replaceAll("%3A", ":")}`).join("&") : "";
}

/* Whether a link asks for something that is not known here: what it has besides the usual and
   besides what was written of it. Keys of other hands (`utm_source`) are none of ours. */
const TELLING = ["indicator", "from", "to", "district", ...Object.values(PART_KEYS), "level", "pin", "class", "page", "focus", "against"];

export function misread(search, written, data, defaults) {
  const usual = { indicator: defaults.indicator, from: data.days[0], to: data.days.at(-1), mode: EVERYBODY, page: "map" };
  const [given, kept] = [new URLSearchParams(search), new URLSearchParams(written)];
  return TELLING.some((key) => {
    const values = (given.getAll(key).filter(Boolean).at(-1) || "").split(",").filter(Boolean);
    const known = [...(kept.get(key) || "").split(","), usual[key]];
    return values.some((value) => !known.includes(value));
  });
}
