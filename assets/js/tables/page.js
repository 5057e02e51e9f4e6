/* The page of a long table: the grid, its search, its columns, copying, and what is kept of them.
   Rows and words come with the page; nothing is asked of the server. */

import { copied, plain, write } from "./cells.js";
import { drawGrid } from "./grid.js";

const find = (id) => document.getElementById(id);
const data = JSON.parse(find("grid-data").textContent);
const host = find("grid");
const said = find("grid-said");
const search = find("grid-search");
const copy = find("grid-copy");
const clear = find("grid-clear");
const columns = find("grid-columns");
const KEPT = `atlas-table-${data.name}`;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const number = (value) => write(value, "number", data);

/* What somebody chose last time; storage may be forbidden, and what is in it may be old. */
const recall = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT)) || {};
    return typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
};
const keep = (state) => {
  try {
    localStorage.setItem(KEPT, JSON.stringify(state));
  } catch {
    /* Then it is forgotten with the page. */
  }
};

const shownRows = () => {
  const rows = [];
  api.forEachNodeAfterFilterAndSort((node) => rows.push(node.data));
  return rows;
};
const tickedRows = () => {
  const ticked = new Set(api.getSelectedRows());
  return ticked.size ? shownRows().filter((row) => ticked.has(row)) : [];
};
const shownColumns = () => {
  const byKey = new Map(data.columns.map((column) => [column.key, column]));
  return api.getAllDisplayedColumns().map((column) => byKey.get(column.getColId())).filter(Boolean);
};

let news = "";
const report = () => {
  if (!api) return; // the grid draws its rows before it is handed over
  const all = data.rows.length;
  const shown = api.getDisplayedRowCount();
  const filtered = api.isAnyFilterPresent();
  const ticked = api.getSelectedRows().length;
  const parts = [fill(data.words[shown === all ? "rows" : "rows_of"], { shown: number(shown), all: number(all) })];
  if (filtered) parts.push(data.words.filtered);
  if (ticked) parts.push(fill(data.words.selected, { count: number(ticked) }));
  if (news) parts.push(news);
  said.textContent = parts.join(" · ");
  clear.hidden = !filtered;
  if (filtered && !shown) api.showNoRowsOverlay();
};
const tell = (text) => {
  news = text;
  report();
  setTimeout(() => {
    if (news !== text) return;
    news = "";
    report();
  }, 4000);
};

const toClipboard = async (text, done) => {
  try {
    await navigator.clipboard.writeText(text);
    return tell(done);
  } catch {
    // A page that came without https has no clipboard of the newer kind.
    const area = document.createElement("textarea");
    area.value = text;
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const worked = document.execCommand("copy");
    area.remove();
    before?.focus();
    return tell(worked ? done : data.words.not_copied);
  }
};
const copyRows = (rows) => toClipboard(copied(rows, shownColumns(), data), fill(data.words.copied, { count: number(rows.length) }));

/* Ctrl+C in the grid: the rows that are ticked, else the one cell that has the focus. */
const copyHere = (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "c" || event.target.closest("input")) return;
  if (String(getSelection())) return; // somebody marked text and means that
  const ticked = tickedRows();
  const cell = api.getFocusedCell();
  if (ticked.length) copyRows(ticked);
  else if (cell && document.activeElement?.getAttribute("role") === "gridcell") {
    const column = data.columns.find(({ key }) => key === cell.column.getColId());
    if (column) toClipboard(plain(api.getDisplayedRowAtIndex(cell.rowIndex).data, column, data), data.words.copied_cell);
  } else return;
  event.preventDefault();
};

const listColumns = () => {
  const list = columns.querySelector("fieldset");
  for (const { key, label } of data.columns) {
    const line = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = key;
    box.checked = api.getColumn(key).isVisible();
    const words = document.createElement("span");
    words.textContent = label;
    line.append(box, words);
    list.append(line);
  }
  list.addEventListener("change", ({ target }) => {
    api.setColumnsVisible([target.value], target.checked);
    // One column stays, else there would be no table to come back to.
    if (api.getAllDisplayedColumns().every((column) => !data.columns.some(({ key }) => key === column.getColId()))) {
      target.checked = true;
      api.setColumnsVisible([target.value], true);
    }
  });
  document.addEventListener("click", (event) => {
    if (!columns.contains(event.target)) columns.open = false;
  });
  columns.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !columns.open) return;
    columns.open = false;
    columns.querySelector("summary").focus();
  });
};

let api;
const start = () => {
  const kept = recall();
  api = drawGrid(host, data, kept.grid, {
    changed: report,
    kept: (state) => keep({ grid: state, search: search.value }),
  });
  search.value = typeof kept.search === "string" ? kept.search : "";
  api.setGridOption("quickFilterText", search.value);
  search.addEventListener("input", () => {
    api.setGridOption("quickFilterText", search.value);
    keep({ grid: api.getState(), search: search.value });
  });
  clear.addEventListener("click", () => {
    search.value = "";
    api.setGridOption("quickFilterText", "");
    api.setFilterModel(null);
    keep({ grid: api.getState(), search: "" });
    search.focus();
  });
  copy.addEventListener("click", () => {
    const ticked = tickedRows();
    copyRows(ticked.length ? ticked : shownRows());
  });
  host.addEventListener("keydown", copyHere);
  listColumns();
  for (const field of [search, copy]) field.disabled = false;
  report();
  document.documentElement.dataset.ready = "grid";
};

try {
  start();
} catch (problem) {
  find("grid-failed").hidden = false;
  throw problem;
}
