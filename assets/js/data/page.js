// The data page: sends a file in pieces, follows what works on it, and says that a form waits.
import { follow } from "./follow.js";
import { sends } from "./send.js";

// What is for those who run no script.
for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;

// Whoever listens to the page is taken to what they wait for.
if (location.hash === "#file") document.getElementById("file")?.focus();

for (const form of document.querySelectorAll("form[data-then]")) sends(form);

const said = document.querySelector("[data-follow]");
if (said) follow(said);

// A deed takes a second or two to begin: the button shows that it was heard, and takes no other.
for (const waiting of document.querySelectorAll("form[data-waits]"))
  waiting.addEventListener("submit", (event) => {
    if (waiting.hasAttribute("aria-busy")) event.preventDefault();
    waiting.setAttribute("aria-busy", "true");
  });
// Back brings the page as it was left.
addEventListener("pageshow", () => {
  for (const waiting of document.querySelectorAll("form[aria-busy]"))
    waiting.removeAttribute("aria-busy");
});
