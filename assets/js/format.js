/* Writing a published value: separators and unit patterns come from the server's words. */

export function formatNumber(value, decimals, words) {
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, words.group);
  const text = part ? grouped + words.decimal + part : grouped;
  return value < 0 ? words.minus + text : text;
}

export function formatValue(value, about, words) {
  if (value === null || value === undefined) return "–";
  const unit = about.unit;
  if (typeof value === "string") return words.ends[unit][value];
  let text = formatNumber(value, about.decimals, words);
  if (unit === "points" && value > 0) text = "+" + text;
  return unit in words.units ? words.units[unit].replace("{value}", text) : text;
}

/* Folds what somebody types as geodata.names.fold does for the spellings it is matched with. */
export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/* Writes a text only where it differs: an equal one would be laid out again for nothing. */
export const setText = (node, text) => {
  const written = String(text);
  if (node.textContent !== written) node.textContent = written;
};

/* The same for an attribute, and for a property that is yes or no. */
export const setMark = (node, name, value) => {
  const written = String(value);
  if (node.getAttribute(name) !== written) node.setAttribute(name, written);
};
export const setFlag = (node, name, value) => {
  if (node[name] !== value) node[name] = value;
};
