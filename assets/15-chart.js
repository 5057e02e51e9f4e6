/* A chart without a build: plotly.js-basic, asked for when the first chart appears, well after
   the map has painted. */
(() => {
  const { createElement, useEffect, useRef } = window.React;
  const address = new URL("vendor/plotly-basic-4.1.1.min.js", document.currentScript.src).href;
  let loading;

  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    }));

  /* Words first: drawing takes longer than they do, and would keep them from the screen. */
  const afterPaint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  const Chart = ({ id, figure, config, className }) => {
    const room = useRef(null);
    useEffect(() => {
      let gone = false;
      Promise.all([load(), afterPaint()]).then(
        async ([plotly]) => {
          if (gone) return;
          await plotly.react(room.current, figure.data, figure.layout, config);
          room.current?.removeAllListeners("plotly_click");
          room.current?.on("plotly_click", ({ points: [{ customdata }] }) => customdata >= 0 && window.atlas.days.pick(customdata));
        },
        () => (loading = undefined),
      );
      return () => (gone = true);
    }, [figure]);
    useEffect(() => {
      const node = room.current;
      return () => window.Plotly && window.Plotly.purge(node);
    }, []);
    return createElement("div", { id, ref: room, className });
  };

  window.dashboard = { ...window.dashboard, Chart };
})();
