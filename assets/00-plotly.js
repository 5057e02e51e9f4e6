/* Charts draw with plotly.js-basic, shipped here in exactly plotly.py's version. Dash asks for
   the address in this property when the first chart appears, well after the map has painted; the
   renderer would set it to the full bundle, so setting it does nothing. */
(() => {
  const url = new URL("vendor/plotly-basic-4.1.1.min.js", document.currentScript.src).href;
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => url, set: () => {} });
})();
