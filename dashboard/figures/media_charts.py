"""Appearances, visits and answers by day as three charts over one line of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.figures.charts import Figure, dress, plain

HEIGHT = 360
GAP = 0.13


def draw_media(
    series: Sequence[tuple[str, Sequence[int | None]]],
    names: Sequence[str],
    tokens: Mapping[str, str],
    watermark: str,
) -> Figure:
    """Draw one row of bars a series, with its name over it; each has its own scale.

    They are things of different kinds, so they share days and nothing else.

    Args:
        series: Name, and a count for each day; None where it may not be shown.
        names: The days' names.
        tokens: Colours.
        watermark: Word inside the chart, or nothing.
    """
    at = list(range(len(names)))
    room = (1 - GAP * len(series)) / len(series)
    bars: list[Figure] = []
    axes: Figure = {"xaxis": _days(names, f"y{len(series)}")}
    titles = []
    few = len(names) <= 14
    for i, (name, counts) in enumerate(series, start=1):
        bottom = 1 - i * (room + GAP)
        number = "" if i == 1 else str(i)
        bars.append(
            {
                "type": "bar",
                "x": at,
                "y": [count or 0 for count in counts],
                "yaxis": f"y{number}",
                "text": ["–" if count is None else str(count or "") for count in counts]
                if few
                else [],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": tokens["bar"]},
                "hoverinfo": "skip",
            }
        )
        highest = max([1, *(count or 0 for count in counts)])
        axes[f"yaxis{number}"] = {
            "domain": [bottom, bottom + room],
            "range": [0, highest * 1.35],
            "fixedrange": True,
            "visible": not few,
            "nticks": 3,
            "tickformat": "d",
            "gridcolor": tokens["rule"],
            "automargin": True,
        }
        titles.append(
            {
                "text": plain(name),
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": bottom + room,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 14, "color": tokens["ink"]},
            }
        )
    figure = dress(bars, axes, tokens, watermark, HEIGHT)
    figure["layout"]["annotations"] = [*figure["layout"]["annotations"], *titles]
    return figure


def _days(names: Sequence[str], anchor: str) -> Figure:
    step = max(1, -(-len(names) // 14))
    shown = list(range(0, len(names), step))
    return {
        "anchor": anchor if anchor != "y1" else "y",
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": ["<br>".join(plain(names[i]).split(" ", 1)) for i in shown],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "range": [-0.6, len(names) - 0.4],
    }
