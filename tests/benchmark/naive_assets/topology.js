/* plotly.js fetches a topology of the world even for maps that bring their own shapes, and draws
   nothing without it: an empty one is seeded, so that this app paints offline. */
window.PlotlyGeoAssets = {
  topojson: Object.fromEntries(
    ["world_110m", "world_50m"].map((name) => [
      name,
      {
        type: "Topology",
        arcs: [],
        objects: Object.fromEntries(
          ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"].map((each) => [
            each,
            { type: "GeometryCollection", geometries: [] },
          ]),
        ),
      },
    ]),
  ),
};
