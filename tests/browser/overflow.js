/* Texts that do not fit: wider than their own box, outside the window or outside what cuts them. */
() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX);
  const cuts = (node) => /hidden|clip/.test(getComputedStyle(node).overflowX);
  const say = (node, what) => {
    const name = node.tagName.toLowerCase() + (node.id ? "#" + node.id : "") + (node.className?.baseVal ?? node.className ? "." + String(node.className?.baseVal ?? node.className).trim().replace(/\s+/g, ".") : "");
    found.push(`${name} “${node.textContent.trim().slice(0, 50)}” ${what}`);
  };
  const ownText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const rectOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  if (document.documentElement.scrollWidth > width + 1)
    found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
  let looked = 0;
  for (const node of document.querySelectorAll("body *")) {
    if (!ownText(node) || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/i.test(node.tagName)) continue;
    if (node.closest(".skip") || node.closest(".unseen") || node.closest(".table-watermark")) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const svg = node instanceof SVGElement;
    const rect = svg ? node.getBoundingClientRect() : rectOf(node);
    if (!rect.width || !rect.height) continue;
    looked += 1;
    if (svg) {
      if (node.closest("pattern, defs")) continue;
      const frame = node.ownerSVGElement.getBoundingClientRect();
      if (rect.left < frame.left - 1 || rect.right > frame.right + 1) say(node, `is cut by its drawing: ${rect.left.toFixed()} to ${rect.right.toFixed()} in ${frame.left.toFixed()} to ${frame.right.toFixed()}`);
      if (rect.top < frame.top - 2 || rect.bottom > frame.bottom + 2) say(node, "is cut by its drawing above or below");
      continue;
    }
    if (!scrolls(node) && node.clientWidth && node.scrollWidth > node.clientWidth + 1)
      say(node, `is ${node.scrollWidth} px wide in a box of ${node.clientWidth}`);
    if (cuts(node) && node.clientHeight && node.scrollHeight > node.clientHeight + 1)
      say(node, `is ${node.scrollHeight} px high in a box of ${node.clientHeight}`);
    let inScroller = false;
    for (let around = node.parentElement; around; around = around.parentElement) {
      if (scrolls(around) && around.scrollWidth > around.clientWidth + 1) {
        inScroller = true;
        if (!around.closest("[data-scrolls-x]")) say(node, `lies in ${around.tagName.toLowerCase()}.${around.className}, which scrolls sideways`);
        break;
      }
      if (!cuts(around)) continue;
      const box = around.getBoundingClientRect();
      if (rect.left < box.left - 1 || rect.right > box.right + 1) say(node, `is cut by ${around.tagName.toLowerCase()}.${around.className}`);
    }
    if (!inScroller && (rect.left < -1 || rect.right > width + 1)) say(node, `stands from ${rect.left.toFixed()} to ${rect.right.toFixed()} in a window of ${width}`);
  }
  return { looked, found };
}
