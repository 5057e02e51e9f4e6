"""Components: what Dash renders, from ready records; no pandas and no plotly here."""
