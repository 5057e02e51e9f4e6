/* Cells of a long table in words: on the screen as one reads them, copied as a spreadsheet does. */

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/* A raw value as the screen has it; what is blank is a dash, never a zero. */
export function write(value, kind, { numbers, dates }) {
  if (value === null || value === undefined || value === "") return "–";
  if (kind === "date") return dates[value] || value;
  if (kind !== "number") return String(value);
  const [whole, part] = String(Math.abs(value)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, numbers.group);
  return (value < 0 ? numbers.minus : "") + grouped + (part ? numbers.decimal + part : "");
}

/* A cell for a spreadsheet: numbers without thousands, days as they sort, no formula. */
export function plain(row, { key, kind, words }, { numbers }) {
  const value = row[key] ?? (words ? row[words] : null);
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value).replace(".", numbers.decimal);
  const text = String(value).replace(/[\t\r\n]+/g, " ");
  return kind !== "date" && FORMULA.test(text) ? `'${text}` : text;
}

/* Rows with their heads, and below them what must not get lost where rows are copied. */
export function copied(rows, columns, data) {
  const lines = [columns.map(({ label }) => label), ...rows.map((row) => columns.map((column) => plain(row, column, data)))];
  for (const mark of [data.mark, data.source]) if (mark) lines.push([mark]);
  return lines.map((cells) => cells.join("\t")).join("\n");
}
