/* The presenter's window: notes, the next step and the clock. It asks nobody but the window of the
   meeting, so it too goes on without the server. */

import { deedOf } from "./keys.js";

const channel = new BroadcastChannel(`atlas-meeting-${location.hash.slice(1)}`);
const at = (id) => document.getElementById(`presenter-${id}`);
let began = Date.now();

channel.onmessage = ({ data }) => {
  if (data.left) {
    window.close();
    return;
  }
  if (!data.position) return;
  at("waiting").hidden = true;
  began = data.began;
  for (const key of ["position", "headline", "sentence", "notes", "next"]) at(key).textContent = data[key];
  at("findings").replaceChildren(
    ...data.findings.map(({ text, note }) => {
      const item = document.createElement("li");
      item.textContent = note ? `${text} (${note})` : text;
      return item;
    }),
  );
  at("black").hidden = !data.black;
  document.documentElement.dataset.ready = "true";
};

const tell = (deed) => channel.postMessage({ deed });

const clock = new Intl.DateTimeFormat(document.body.dataset.lang, { timeStyle: "short" });
const tick = () => {
  const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
  at("now").textContent = clock.format(new Date());
  at("since").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => tell(button.dataset.do));
addEventListener("keydown", (event) => {
  const deed = deedOf(event);
  // What belongs to the other window's screen is not done from here.
  if (!deed || ["leave", "full", "park"].includes(deed)) return;
  event.preventDefault();
  tell(deed);
});
setInterval(tick, 500);
tick();
channel.postMessage({ hello: true });
