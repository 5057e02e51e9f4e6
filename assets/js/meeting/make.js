/* Elements of the meeting's window. */

export const make = (name, properties = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "data") Object.assign(node.dataset, value);
    else if (key.startsWith("aria-") || key === "role") node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children);
  return node;
};

export const icon = (name) => make("span", { className: `icon icon-${name}`, "aria-hidden": "true" });

/* A QR code: black on white in either theme, as scanners want it. */
export const drawQr = ({ size, path }, title) => {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", title);
  svg.setAttribute("class", "qr");
  for (const [shape, attributes] of [["rect", { width: size, height: size, class: "qr-ground" }], ["path", { d: path, class: "qr-ink" }]]) {
    const node = document.createElementNS(SVG, shape);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    svg.append(node);
  }
  return svg;
};
