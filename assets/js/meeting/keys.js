/* Keys of a meeting, those of a clicker among them. Letters can be switched off. */

const KEYS = {
  ArrowRight: "next",
  ArrowDown: "next",
  PageDown: "next",
  ArrowLeft: "previous",
  ArrowUp: "previous",
  PageUp: "previous",
  Home: "first",
  End: "last",
  Escape: "leave",
  " ": "space",
};
const LETTERS = { b: "black", ".": "black", f: "full", p: "park" };

const lettersAreOn = () => {
  try {
    return localStorage.getItem("atlas-shortcuts") !== "off";
  } catch {
    return true;
  }
};

/* What a key asks for; nothing where somebody writes, or works a control with it. */
export function deedOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  if (event.target.closest?.("dialog, input, textarea, select")) return "";
  if (event.target.closest?.("[role=slider]")) return "";
  if (event.key === " " && event.target.closest?.("button, a, summary, #map")) return "";
  if (event.key.startsWith("Arrow") && event.target.closest?.("#map")) return "";
  const letter = lettersAreOn() ? LETTERS[event.key.toLowerCase()] : undefined;
  return KEYS[event.key] || letter || "";
}
