/* What a page says: of this document, or of HTML text that nothing has run in. */
(html) => {
  const root = html === null ? document : new DOMParser().parseFromString(html, "text/html");
  const all = (selector) => [...root.querySelectorAll(selector)];
  const one = (selector) => root.querySelector(selector);
  const text = (node) => (node ? node.textContent.replace(/[ \n\t]+/g, " ").trim() : null);
  const shownText = (node) => (node && !node.hidden ? text(node) : null);
  return {
    lang: root.documentElement.lang,
    title: root.title,
    areas: all("#map .areas > *").map((node) => ({
      code: node.dataset.district ?? node.dataset.region ?? null,
      kind: "district" in node.dataset ? "district" : "region" in node.dataset ? "region" : null,
      look: node.getAttribute("class"),
      status: node.dataset.status ?? null,
      value: node.dataset.value ?? null,
      n: node.dataset.n ?? null,
      data: Object.keys(node.dataset).sort(),
    })),
    districts: all("#map [data-district]").length,
    regions: all("#map [data-region]").length,
    ramp: one("#map").dataset.ramp,
    mesh: one("#map .mesh").getAttribute("d") || "",
    circles: Object.fromEntries(all("#map circle[data-visit]").map((node) => [node.dataset.visit, node.getAttribute("class")])),
    symbols: all("#map circle:not([data-visit])").filter((node) => Number(node.getAttribute("r")) > 0).map((node) => [node.dataset.in, node.getAttribute("class"), node.getAttribute("cx"), node.getAttribute("cy")]),
    sentence: all("#sentence [data-part]").map(text),
    dots: all("#sentence .dot").map((node) => !node.hidden),
    hero: [...one("#hero").children].map(text),
    legend: all("#legend [data-class]").map((node) => ({
      row: node.dataset.class,
      label: node.hidden ? null : text(node.querySelector(".row-label")),
      count: Number(text(node.querySelector(".row-count"))),
      shown: !node.hidden,
      pressed: node.getAttribute("aria-pressed"),
    })),
    legendRamp: one("#legend").dataset.ramp,
    unit: text(one(".legend-unit")),
    behind: shownText(one(".legend-behind")),
    circlesKey: shownText(one(".legend-circles")),
    back: !one("#back-to-districts").hidden,
    reset: !one("#reset").hidden,
    sliders: all("[role=slider]").map((node) => ["valuemin", "valuemax", "valuenow", "valuetext"].map((name) => node.getAttribute("aria-" + name))),
    inside: all("#days .day").map((node) => node.classList.contains("inside")),
    presets: all("#days [data-preset]").map((node) => node.getAttribute("aria-pressed")),
    indicator: all("input[name=indicator]").filter((node) => node.checked).map((node) => node.value),
    families: all("[data-goto]").map((node) => node.getAttribute("aria-pressed")),
    opinionFilters: !one(".opinion-filters").hidden,
    level: all("input[name=level]").filter((node) => node.checked).map((node) => node.value),
    part: [one("#part").value],
    opened: shownText(one("#opened p")),
    chosen: all("input[name=district]").filter((node) => node.checked).map((node) => node.value).sort(),
    summary: text(one(".districts-summary")),
    languages: all("a[data-lang]").map((node) => [node.dataset.lang, new URL(node.getAttribute("href"), location.href).search]),
    page: root.body.dataset.page,
    pages: all("button[data-page]").map((node) => node.getAttribute("aria-pressed")),
    pinned: root.body.classList.contains("pinned"),
  };
}
