/* Questions that were parked: kept in this browser alone, listed at the end, saved as a table. */

const STORED = "atlas-parked";

export class Parked {
  constructor() {
    try {
      this.questions = JSON.parse(localStorage.getItem(STORED)) || [];
    } catch {
      this.questions = []; // storage is forbidden, or holds something else
    }
    if (!Array.isArray(this.questions)) this.questions = [];
  }

  add(question) {
    this.questions.push(question);
    this.keep();
  }

  clear() {
    this.questions = [];
    this.keep();
  }

  keep() {
    try {
      localStorage.setItem(STORED, JSON.stringify(this.questions));
    } catch {
      /* Storage may be forbidden; they then last for this page. */
    }
  }

  /* A table for a spreadsheet; nothing in it is taken for a formula. */
  table(columns, lang) {
    const separator = lang === "en" ? "," : ";";
    const cell = (text) => {
      const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return `"${safe.replaceAll('"', '""')}"`;
    };
    const rows = this.questions.map(({ text, headline, address, at }) => [at, text, headline, address]);
    return "\ufeff" + [columns, ...rows].map((row) => row.map(cell).join(separator)).join("\r\n") + "\r\n";
  }
}
