/* Runs before every document. Takes the time from a real input event to the map being painted:
   the first change of the map's shapes, then the next animation frame, then a message task.
   It also notes when the first map was painted and when the page could be used. */
(() => {
  const settings = "__SETTINGS__";
  const MAP = settings.map;
  const ATTRIBUTES = ["class", "style", "fill", "d", "data-value", "data-status", "data-ready"];
  performance.setResourceTimingBufferSize(100000);

  const probe = { first: {}, armed: null, waiting: null };
  window.benchmarkProbe = probe;

  const afterPaint = (done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(0);
    });

  const matches = (record, selector) => {
    const node = record.target.nodeType === 1 ? record.target : record.target.parentElement;
    if (!node) return false;
    if (record.type !== "attributes") return Boolean(node.closest(selector));
    return Boolean(node.closest(selector)) && record.oldValue !== node.getAttribute(record.attributeName);
  };

  const differ = (one, other) =>
    one.circles !== other.circles || one.fills.length !== other.fills.length || one.fills.some((fill, i) => fill !== other.fills[i]);

  const observe = (records) => {
    if (!probe.first.asked && document.querySelectorAll(settings.area).length >= 35) {
      probe.first.asked = true;
      afterPaint((now) => (probe.first.painted = now));
    }
    if (!probe.first.ready && document.documentElement?.dataset.ready === "true") probe.first.ready = performance.now();
    const { armed } = probe;
    if (!armed || !armed.start) return;
    if (!records.some((record) => matches(record, armed.selector))) return;
    armed.last = performance.now();
    if (armed.painted || armed.pending) return;
    armed.pending = true;
    afterPaint((now) => {
      armed.pending = false;
      const shown = settings.shown();
      // Shapes may be touched before their colours are: the change is painted when it shows.
      if (!armed.any && !differ(armed.before, shown)) return;
      armed.painted = now;
      armed.shown = shown;
      probe.waiting?.(armed);
    });
  };
  new MutationObserver(observe).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeOldValue: true,
    attributeFilter: ATTRIBUTES,
  });

  for (const type of ["click", "keydown"])
    addEventListener(
      type,
      (event) => {
        if (event.isTrusted && probe.armed && !probe.armed.start) probe.armed.start = event.timeStamp;
      },
      true,
    );

  probe.arm = (selector) => {
    probe.armed = { selector: selector || MAP, any: Boolean(selector), start: 0, before: settings.shown() };
    probe.waiting = null;
  };
  probe.done = () => {
    const { armed } = probe;
    if (armed.painted) return armed;
    return new Promise((resolve) => {
      probe.waiting = resolve;
      setTimeout(() => resolve({ ...armed, late: true }), 20000);
    });
  };
  /* Requests begun between two times: how many, and their bytes with headers. */
  probe.requests = (from, to) => {
    const own = performance.getEntriesByType("resource").filter((each) => each.startTime >= from && each.startTime < to);
    return {
      count: own.length,
      bytes: own.reduce((sum, each) => sum + each.transferSize, 0),
      names: own.map((each) => new URL(each.name).pathname),
    };
  };
})();
