/* Starts the atlas in the browser: reads the finished frames once, then every change of the view
   is a look-up and a few attributes. The server is told of the view, and fills what it says. */

import { AtlasMap } from "./map.js";
import { DayStrip } from "./days.js";
import { Legend } from "./legend.js";
import { Page } from "./page.js";
import { Rail } from "./rail.js";
import { Chips } from "./chips.js";
import { Search } from "./search.js";
import { Places } from "./places.js";
import { Saved } from "./saved.js";
import { Walk } from "./walk.js";
import { setText } from "./format.js";
import { EVERYBODY, formatView, isLocality, misread, parseView } from "./view.js";
import { hasFrame, opensOn, readFrame } from "./frames.js";

const SLOW_MILLISECONDS = 300; // then what waits for words is dimmed
const LOST_MILLISECONDS = 8000; // then the server is said not to answer

const settings = document.getElementById("atlas-settings").dataset;

/* After the next picture is on the screen. */
const afterFrame = (run) => requestAnimationFrame(() => setTimeout(run));

const fetchJson = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
};

const fail = (error) => {
  const problem = document.getElementById("problem");
  problem.hidden = false;
  problem.querySelector("button").onclick = () => location.reload();
  console.warn(error.message);
};

class Atlas {
  constructor(data, words) {
    this.data = data;
    data.windowIndex = new Map(data.windows.map(([first, last], i) => [`${first}-${last}`, i]));
    this.words = words;
    this.defaults = { lang: settings.lang, home: settings.home, indicator: settings.default, pages: settings.pages.split(",") };
    this.view = this.parse();
    const actions = this.actions();
    this.map = new AtlasMap(data, words, actions);
    this.walk = new Walk(this.map, data, words, actions);
    this.places = new Places(this.map, data, words, actions, () => this.need(fetchJson(settings.places)));
    this.legend = new Legend(words, actions);
    this.days = new DayStrip(data, words, actions, this.map.circles);
    this.rail = new Rail(data, words, actions);
    this.page = new Page(data, words, actions);
    this.search = new Search(words, actions);
    this.chips = new Chips(data, words, actions);
    this.saved = new Saved(words, { ...actions, copy: (link) => this.page.copyLink(link) });
    addEventListener("popstate", () => {
      this.days.stop();
      this.owing = null;
      this.view = this.parse();
      this.show();
      this.saved.look();
    });
    const present = () => this.present();
    document.getElementById("present").addEventListener("click", present);
    document.querySelector("[data-opens=meeting]").addEventListener("click", (event) => {
      event.target.closest("dialog").close();
      present();
    });
    document.addEventListener("click", ({ target }) => {
      const opener = target.closest("[data-opens=tour]");
      if (opener) this.tour(opener);
      else if (target.closest("#offer button")) this.offer(false);
    });
    addEventListener("offline", () => this.lost(true));
    addEventListener("online", () => this.again());
    addEventListener("atlas:reply", ({ detail }) => {
      if (detail?.query === this.query()) this.lost(false);
      this.page.answer(detail, this.query());
      if (detail?.comparison) this.comparing((compare) => detail.query === this.query() && compare.answer(detail.comparison));
    });
    this.ready = Promise.resolve(this.show()).then(() => {
      this.rail.reveal(this.view);
      if (misread(location.search, this.query(), data, this.defaults)) this.page.show(words.text["link.partly"], 9000);
      this.saved.look();
      document.documentElement.dataset.ready = "true";
    });
  }

  parse() {
    return parseView(location.search, this.data, this.defaults);
  }

  query(view = this.view) {
    return formatView(view, this.data, this.defaults);
  }

  actions() {
    const lastDay = this.data.days.length - 1;
    return {
      set: (changes, push) => this.change(changes, push),
      go: (search) => {
        this.change(parseView(search, this.data, this.defaults));
        this.settle(); // who goes somewhere may read the address next
      },
      days: (first, last, push) => this.change({ first, last }, push),
      holds: (changes) => Object.entries(changes).every(([key, value]) => this.view[key] === value),
      pin: (code) => this.change({ pin: this.view.pin === code ? "" : code }),
      // One step back: the panel, then the zoom.
      unpin: () => {
        const { focus, pin } = this.view;
        if (pin || isLocality(focus)) this.change({ pin: "", focus: isLocality(focus) ? this.places.unitOf(focus) : focus });
        else if (focus) this.change({ focus: "" });
      },
      toggleClass: (key) => {
        const has = this.view.classes.includes(key);
        this.change({ classes: has ? this.view.classes.filter((each) => each !== key) : [...this.view.classes, key] });
      },
      level: (level) => {
        // Districts are the finest level: where days carry none, they mean the whole campaign.
        const days = level === "district" && !this.whole() && this.view.part === EVERYBODY ? { first: 0, last: lastDay } : {};
        this.change({ level: this.levelFor(level, days), classes: [], ...days });
      },
      whole: () => {
        const days = { first: 0, last: lastDay };
        this.change({ ...days, level: this.levelFor("district", days), classes: [] });
      },
      retell: () => this.tell(),
      reset: () => this.change({ indicator: this.defaults.indicator, first: 0, last: lastDay, districts: [], part: EVERYBODY, level: "", pin: "", classes: [], sort: "name", interval: false, focus: "", size: "contacts", against: "" }),
    };
  }

  whole() {
    return this.view.first === 0 && this.view.last === this.data.days.length - 1;
  }

  /* The level as the address has it: nothing where the map opens on it anyway. */
  levelFor(level, changes = {}) {
    const view = { ...this.view, ...changes };
    const about = this.data.indicators[view.indicator];
    if (about.kind === "visits") return "";
    const whole = view.first === 0 && view.last === this.data.days.length - 1;
    const opens = whole || view.part !== EVERYBODY ? opensOn(view, about) : "district";
    return level === opens ? "" : level;
  }

  /* Paints at once where the frames are here; else the old picture stays until they are. */
  show(settled) {
    if (hasFrame(this.view, this.data)) return this.paint(settled);
    return this.fetchParts().then(() => this.paint(settled), () => {});
  }

  async fetchParts() {
    this.parts ??= this.need(fetchJson(settings.parts));
    this.parts.catch(() => (this.parts = undefined)); // asked for again with the next change
    for (const [key, parts] of Object.entries(await this.parts)) Object.assign(this.data.indicators[key].whole, parts);
  }

  /* What the server was asked for; where it does not come, that is said. */
  need(asked) {
    asked.catch(() => this.lost(true));
    return asked;
  }

  /* The map goes on without the server, and a sentence says what does not. A meeting has it all. */
  lost(isLost) {
    clearTimeout(this.losing);
    clearTimeout(this.slow);
    if (!isLost) document.body.classList.remove("waiting");
    const problem = document.getElementById("problem");
    problem.hidden = !isLost || Boolean(this.meeting);
    setText(problem.querySelector("p"), this.words.text["toast.lost"]);
    problem.querySelector("button").onclick = () => this.again();
  }

  again() {
    this.asked = (this.asked || 0) + 1; // the same question twice would not be sent
    this.lost(!navigator.onLine);
    this.show();
  }

  change(changes, push = true) {
    this.settle(); // of a change before it in the same frame
    const { pin } = this.view;
    this.view = { ...this.view, ...changes };
    this.pinning = this.view.pin !== pin && this.view.pin !== "";
    this.show(push);
    this.owing = push ? "pushState" : "replaceState";
    afterFrame(() => this.settle());
  }

  /* The address, the title and the links of the view, once its picture is on the screen: they cost
     as much as the picture, and nobody can read them sooner. */
  settle() {
    if (!this.owing) return;
    const address = location.pathname + this.query();
    if (address !== location.pathname + location.search) history[this.owing](null, "", address);
    this.owing = null;
    this.addresses();
    this.saved.look();
  }

  addresses() {
    this.page.address((changes) => location.pathname + (this.query({ ...this.view, ...changes }) || "?"));
  }

  paint(settled = true) {
    const reading = readFrame(this.view, this.data);
    this.map.paint(this.view, reading);
    this.places.paint(this.view);
    this.legend.paint(this.view, reading);
    this.days.paint(this.view);
    this.rail.paint(this.view, reading);
    this.chips.paint(this.view, reading);
    const compared = this.comparing((compare) => compare.paint(this.view));
    const bare = { ...this.view, lang: this.defaults.home, page: "map", sort: "name", weighted: false };
    this.page.paint(this.view, this.query(bare) !== "");
    if (!this.owing) this.addresses();
    this.meeting?.speak();
    this.tell(settled ? 0 : 120);
    return compared;
  }

  /* The page of comparisons, whose script comes when it is first opened. */
  comparing(run) {
    if (this.compare) return run(this.compare);
    if (this.view.page !== "compare") return undefined;
    this.compareComing ??= import(settings.compare).then(({ Compare }) => new Compare(this.data, this.words, this.actions()));
    return this.compareComing.then(
      (compare) => run((this.compare = compare)),
      (error) => {
        this.compareComing = undefined;
        fail(error);
      },
    );
  }

  /* Meeting mode, whose scripts come when it is asked for. */
  async present() {
    if (this.meeting) return;
    try {
      const { Meeting } = await import(settings.meeting);
      this.meeting = new Meeting(this, await fetchJson(`/meeting.json?lang=${this.defaults.lang}`));
      await this.meeting.begin();
    } catch (error) {
      this.meeting?.leave();
      console.warn(error.message);
      this.lost(true);
    }
  }

  /* The tour comes when it is asked for, and stands on the map. */
  async tour(opener) {
    opener.closest("dialog")?.close();
    this.offer(false);
    if (this.view.page !== "map") this.change({ page: "map" });
    try {
      this.toured ??= Promise.all([import(settings.tour), fetchJson(settings.tourWords)]).then(([{ Tour }, words]) => Tour.open(words));
      const about = opener.closest("details")?.querySelector("summary");
      (await this.toured).begin(about || opener);
    } catch (error) {
      this.toured = undefined;
      console.warn(error.message);
      this.lost(true);
    }
  }

  /* Offered once, to whoever comes to the first screen by its bare address. */
  offer(wanted) {
    const card = document.getElementById("offer");
    try {
      if (!wanted && !card.hidden) localStorage.setItem("atlas-tour", "seen");
      card.hidden = !wanted || Boolean(localStorage.getItem("atlas-tour"));
    } catch {
      card.hidden = true; // where it cannot be remembered it would come again and again
    }
  }

  isFirstScreen() {
    const keys = [...new URLSearchParams(location.search).keys()];
    return keys.every((key) => key === "lang") && !location.hash && self === top;
  }

  viewOf(search, changes = {}) {
    return { ...parseView(search, this.data, this.defaults), ...changes };
  }

  /* Turn to the view of a query without an entry in the history; gives its query as it is here. */
  turn(search, changes) {
    this.change(this.viewOf(search, changes), false);
    return this.query();
  }

  /* One question to the server once the picture stands; while days are dragged or played, when
     they have come to rest. The map never waits for it. A pin is a mark on the map and a panel of
     words: the words are asked for at once. */
  tell(rest = 0) {
    for (const timer of [this.telling, this.slow, this.losing]) clearTimeout(timer);
    if (this.meeting?.knows(this.query())) return;
    const token = (this.token = {});
    const ask = () => {
      if (token !== this.token) return;
      const query = this.query();
      window.atlasView = { query, theme: document.documentElement.dataset.theme, asked: this.asked };
      dispatchEvent(new CustomEvent("atlas:view"));
      this.slow = setTimeout(() => document.body.classList.add("waiting"), SLOW_MILLISECONDS);
      this.losing = setTimeout(() => this.lost(true), LOST_MILLISECONDS);
    };
    if (rest) this.telling = setTimeout(ask, rest);
    else if (this.pinning) ask();
    else afterFrame(ask);
  }
}

const load = (src) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });

const start = async () => {
  try {
    const [data, words] = await Promise.all([fetchJson(settings.frames), fetchJson(settings.words)]);
    const atlas = new Atlas(data, words);
    window.atlas = atlas;
    const first = atlas.isFirstScreen();
    await atlas.ready;
    if (location.hash === "#meeting") atlas.present();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await load(settings.zoom);
    atlas.map.enableZoom(window.d3zoom);
    document.documentElement.dataset.zoomable = "true";
    if (first && !atlas.meeting) atlas.offer(true);
  } catch (error) {
    fail(error);
  }
};

start();
