// Follows a task: says how far it is, and shows the page anew when it is over.
const EVERY = 500;
// A screen reader would be kept busy by every number.
const SPOKEN_EVERY = 4000;

export const follow = (said) => {
  const seen = document.createElement("p");
  seen.className = "said";
  seen.setAttribute("aria-hidden", "true");
  seen.textContent = said.textContent;
  said.after(seen);
  said.classList.add("unseen");
  let spoken = performance.now();

  const look = async () => {
    try {
      const answer = await fetch(said.dataset.follow, { headers: { Accept: "application/json" } });
      if (!answer.ok) return location.reload();
      const now = await answer.json();
      seen.textContent = now.text;
      if (performance.now() - spoken > SPOKEN_EVERY && said.textContent !== now.text) {
        said.textContent = now.text;
        spoken = performance.now();
      }
      const stop = document.getElementById("task-stop");
      if (stop) stop.hidden = !now.stoppable;
      if (!now.running) return location.reload();
    } catch {
      // The line is broken: what works goes on, and the next look may get through.
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
};
