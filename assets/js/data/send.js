// Sends a file in pieces, so that it is known how much is there and a broken line costs one piece.
const TRIES = 6;
const PAUSE = 1000;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

class Refused extends Error {}

const ask = async (address, options, signal) => {
  const headers = { Accept: "application/json", ...options.headers };
  const answer = await fetch(address, { ...options, headers, signal });
  if (!answer.ok && answer.status !== 409) {
    // What the server says is for people; a proxy's page is not.
    const said = await answer.json().catch(() => ({}));
    if (answer.status < 500 || said.error) throw new Refused(said.error ?? "");
    throw new Error(answer.statusText);
  }
  return { status: answer.status, said: await answer.json() };
};

export const sends = (form) => {
  const input = form.querySelector("input[type=file]");
  const [button, stop] = [form.querySelector("[type=submit]"), form.querySelector("[data-stop]")];
  const bar = form.querySelector("progress");
  const said = form.querySelector("[role=status]");
  const words = JSON.parse(form.dataset.words);
  const query = `?lang=${form.dataset.lang}`;
  let sending = null;

  const say = (text, failed = false) => {
    said.textContent = text;
    said.classList.toggle("notice", failed);
  };
  const show = (busy) => {
    for (const each of [bar, stop]) each.hidden = !busy;
    button.disabled = input.disabled = busy;
  };

  const sendPieces = async (file, id, piece, signal) => {
    const address = `/editing/uploads/${id}`;
    let [at, tries, spoken] = [0, 0, -1];
    while (at < file.size) {
      try {
        const body = file.slice(at, at + piece);
        const type = { "Content-Type": "application/octet-stream" };
        const options = { method: "PUT", body, headers: type };
        const { said: now } = await ask(`${address}${query}&at=${at}`, options, signal);
        if (now.received === undefined) throw new Refused(now.error ?? "");
        [at, tries] = [now.received, 0];
      } catch (error) {
        if (error instanceof Refused || signal.aborted || (tries += 1) >= TRIES) throw error;
        say(words.broken);
        await wait(PAUSE * tries);
        continue;
      }
      const percent = Math.floor((100 * at) / file.size);
      bar.value = percent;
      // Said at every tenth: a screen reader reads each change.
      if (Math.floor(percent / 10) !== spoken) {
        spoken = Math.floor(percent / 10);
        say(words.sending.replace("{percent}", percent));
      }
    }
  };

  const send = async (file) => {
    sending = new AbortController();
    const { signal } = sending;
    let id = null;
    bar.value = 0;
    show(true);
    stop.focus();
    try {
      const about = JSON.stringify({ name: file.name, size: file.size });
      const json = { "Content-Type": "application/json" };
      const first = { method: "POST", body: about, headers: json };
      const { said: now } = await ask(`/editing/uploads${query}`, first, signal);
      if (!now.id) throw new Refused(now.error ?? "");
      id = now.id;
      await sendPieces(file, id, now.piece, signal);
      const next = { method: "POST" };
      const { status, said: begun } = await ask(
        `/editing/uploads/${id}/${form.dataset.then}${query}`, next, signal);
      if (status === 409) throw new Refused(begun.error ?? "");
      location.assign(`/data${query}&upload=${id}#file`);
    } catch (error) {
      const stopped = signal.aborted;
      if (id) fetch(`/editing/uploads/${id}/forget${query}`, { method: "POST" }).catch(() => {});
      say(stopped ? "" : (error instanceof Refused && error.message) || words.failed, !stopped);
      show(false);
      button.focus();
    }
    sending = null;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    const [file] = input.files;
    if (!file) return say(words.none, true);
    if (!file.size) return say(words.empty, true);
    if (file.size > Number(form.dataset.largest)) {
      const most = Math.floor(Number(form.dataset.largest) / 1e6);
      return say(words.too_large.replace("{most}", most), true);
    }
    send(file);
  });
  stop.addEventListener("click", () => sending?.abort());

  for (const name of ["dragenter", "dragover", "dragleave", "drop"])
    form.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("over", name === "dragenter" || name === "dragover");
      if (name !== "drop" || sending || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      say("");
      button.focus();
    });
};
