/* A drawing without a build: SVG as the server wrote it, every name in it escaped there. Shapes that
   the browser has already are named only, and put in here. */
(() => {
  const { createElement, useLayoutEffect, useRef } = window.React;

  const Drawing = ({ id, svg, label, className }) => {
    const room = useRef(null);
    useLayoutEffect(() => {
      const shapes = window.atlas?.data.scene.districts ?? {};
      for (const node of room.current.querySelectorAll("[data-shape]")) node.setAttribute("d", shapes[node.dataset.shape] ?? "");
    }, [svg]);
    const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
    return createElement("div", { id, ref: room, className, ...named, dangerouslySetInnerHTML: { __html: svg } });
  };

  window.dashboard = { ...window.dashboard, Drawing };
})();
