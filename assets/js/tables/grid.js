/* The grid itself: columns of their kind, our words and tokens, what the keyboard does. */

import { write } from "./cells.js";

const ROW = 42;
const TEXT = ["contains", "notContains", "equals", "startsWith", "blank", "notBlank"];
const NUMBER = ["equals", "greaterThanOrEqual", "lessThanOrEqual", "inRange", "blank", "notBlank"];
const DATE = ["equals", "inRange", "lessThan", "greaterThan"];

/* All colours are tokens, so that the theme of the page is the theme of the grid. */
const look = (agGrid) =>
  agGrid.themeQuartz.withParams({
    accentColor: "var(--accent)",
    backgroundColor: "transparent",
    foregroundColor: "var(--ink)",
    textColor: "var(--ink)",
    subtleTextColor: "var(--ink-2)",
    headerTextColor: "var(--ink)",
    headerBackgroundColor: "var(--ground)",
    headerCellHoverBackgroundColor: "var(--chip)",
    chromeBackgroundColor: "var(--ground)",
    menuBackgroundColor: "var(--page)",
    menuTextColor: "var(--ink)",
    panelBackgroundColor: "var(--page)",
    pickerListBackgroundColor: "var(--page)",
    pickerButtonBackgroundColor: "var(--page)",
    inputBackgroundColor: "var(--page)",
    inputTextColor: "var(--ink)",
    inputPlaceholderTextColor: "var(--ink-3)",
    inputBorder: { color: "var(--ink-3)" },
    checkboxUncheckedBackgroundColor: "var(--page)",
    checkboxUncheckedBorderColor: "var(--ink-3)",
    checkboxCheckedShapeColor: "var(--page)",
    borderColor: "var(--rule)",
    rowHoverColor: "var(--chip)",
    selectedRowBackgroundColor: "color-mix(in srgb, var(--accent) 12%, transparent)",
    iconColor: "var(--ink-2)",
    buttonTextColor: "var(--ink)",
    fontFamily: "inherit",
    fontSize: 16,
    headerFontSize: 16,
    headerFontWeight: 600,
    rowHeight: ROW,
    headerHeight: 46,
    wrapperBorderRadius: 8,
    browserColorScheme: "inherit",
  });

/* What is blank stands last, whichever way one sorts. */
const comparing = (compare) => (a, b, _one, _other, falling) => {
  const [no, nor] = [a, b].map((value) => value === null || value === undefined || value === "");
  if (no || nor) return no && nor ? 0 : no === Boolean(falling) ? -1 : 1;
  return compare(a, b);
};

const dayOf = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

const filters = {
  text: { filter: "agTextColumnFilter", filterParams: { filterOptions: TEXT, maxNumConditions: 1, buttons: ["reset"], trimInput: true } },
  number: { filter: "agNumberColumnFilter", filterParams: { filterOptions: NUMBER, maxNumConditions: 1, buttons: ["reset"], inRangeInclusive: true } },
  date: {
    filter: "agDateColumnFilter",
    filterParams: {
      filterOptions: DATE,
      maxNumConditions: 1,
      buttons: ["reset"],
      inRangeInclusive: true,
      comparator: (asked, value) => (value ? value.localeCompare(dayOf(asked)) : -1),
    },
  },
};

const columnsOf = (data) => {
  const collator = new Intl.Collator(data.lang, { numeric: true });
  const compare = { text: collator.compare, number: (a, b) => a - b, date: (a, b) => (a < b ? -1 : a > b ? 1 : 0) };
  const filled = new Set(data.columns.filter(({ key }) => data.rows.some((row) => row[data.keys.indexOf(key)] !== null)).map(({ key }) => key));
  return data.columns.map(({ key, label, kind, hidden, wide, words }) => ({
    colId: key,
    field: key,
    headerName: label,
    // A column without a single entry is of no use at first either.
    hide: hidden || (data.rows.length > 0 && !filled.has(key)),
    cellDataType: false,
    type: kind === "number" ? "rightAligned" : undefined,
    valueFormatter: ({ value, data: row }) => (words && row[words] ? row[words] : write(value, kind, data)),
    getQuickFilterText: ({ value, data: row }) => (words && row[words] ? row[words] : write(value, kind, data)),
    comparator: comparing(compare[kind]),
    minWidth: wide ? 260 : 128,
    maxWidth: 420,
    ...filters[kind],
  }));
};

/* Draws the table and hands back the grid's own interface. */
export function drawGrid(host, data, state, { changed, kept }) {
  const { agGrid } = window;
  const rows = data.rows.map((cells) => Object.fromEntries(data.keys.map((key, i) => [key, cells[i]])));
  // As high as its rows need, and no higher than the window leaves room for.
  host.style.maxHeight = `${52 + ROW * Math.max(3, rows.length)}px`;
  const { columnVisibility, columnOrder, columnSizing, sort, filter } = state || {};
  const before = state ? { columnVisibility, columnOrder, columnSizing, sort, filter } : undefined;
  const api = agGrid.createGrid(host, {
    theme: look(agGrid),
    columnDefs: columnsOf(data),
    rowData: rows,
    initialState: before,
    rowSelection: { mode: "multiRow", selectAll: "filtered", headerCheckbox: true, checkboxes: true },
    selectionColumnDef: { sortable: false, resizable: false, width: 48, maxWidth: 48 },
    autoSizeStrategy: { type: "fitCellContents" },
    animateRows: false,
    suppressColumnVirtualisation: true, // columns are few, and all of a row should be read out
    suppressDragLeaveHidesColumns: true,
    enableCellTextSelection: true,
    ensureDomOrder: true,
    getLocaleText: ({ key, defaultValue }) => data.own[key] ?? defaultValue,
    // Arrow keys walk inside; Tab leaves, else thousands of cells would be in its way.
    tabToNextCell: () => false,
    onFilterChanged: changed,
    onSelectionChanged: changed,
    onModelUpdated: changed,
    onStateUpdated: ({ state: now, sources }) => {
      if (sources.some((source) => source !== "gridInitializing")) kept(now);
    },
  });
  return api;
}
