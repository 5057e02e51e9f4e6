"""Figures: the map as SVG and the charts as plotly, from ready records; no dash here."""
