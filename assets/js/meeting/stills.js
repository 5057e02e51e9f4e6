/* Pages other than the map are the server's: they are taken down once, before the meeting begins,
   so that it goes on without the server. */

const QUIET = 400;
const LONGEST = 6000;

/* Turn to each such step, which gives its query, wait until its page stands, and keep a copy. */
export async function takeStills(steps, turnTo) {
  const stills = new Map();
  for (const [at, step] of steps.entries()) {
    const page = new URLSearchParams(step.query).get("page");
    if (!page || page === "map") continue;
    const place = document.getElementById(page === "compare" ? "compare" : "page");
    if (!(await settled(place, turnTo(step)))) continue;
    const still = place.cloneNode(true);
    still.removeAttribute("id");
    still.classList.add("still");
    stills.set(at, still);
  }
  return stills;
}

/* Whether the server has answered for a view, and nothing of its page moves any more. */
const settled = (place, query) =>
  new Promise((resolve) => {
    let answered = false;
    let quiet;
    const rest = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => answered && finish(true), QUIET);
    };
    const reply = ({ detail }) => {
      if (!detail || (detail.query || "") !== query) return;
      answered = true;
      rest();
    };
    const observer = new MutationObserver(rest);
    const late = setTimeout(() => finish(answered), LONGEST);
    const finish = (done) => {
      for (const timer of [quiet, late]) clearTimeout(timer);
      observer.disconnect();
      removeEventListener("atlas:reply", reply);
      resolve(done);
    };
    addEventListener("atlas:reply", reply);
    observer.observe(place, { childList: true, subtree: true, attributes: true });
  });
