"""Charts beside the map, as plotly figures in plain dictionaries, from ready numbers.

Plain, because building `plotly.graph_objects` takes ten times as long as all the rest of an
answer; a test lets plotly itself check every figure made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Figure = dict[str, Any]

FONT = "Atlas Sans, Atlas Sans Fallback, Arial, sans-serif"
CONFIG = {
    "displayModeBar": False,
    "staticPlot": False,
    "responsive": True,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
}
TALL, FLAT = 136, 40  # pixels; as the stylesheet has them


def draw_days(
    counts: Sequence[int], names: Sequence[str], tokens: Mapping[str, str], watermark: str
) -> Figure:
    """Draw one bar a day with its count; days without one keep their place."""
    bars = {
        "type": "bar",
        "x": list(range(len(counts))),
        "y": list(counts),
        "text": [str(count) if count else "" for count in counts],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": tokens["bar"]},
        "hoverinfo": "skip",
    }
    days = {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": ["<br>".join(plain(name).split(" ", 1)) for name in names],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    visits = {"visible": False, "fixedrange": True, "range": [0, max(1, *counts) * 1.3]}
    return dress([bars], {"xaxis": days, "yaxis": visits}, tokens, watermark, TALL)


def draw_answers(
    labels: Sequence[str],
    percents: Sequence[float],
    colours: Sequence[str],
    tokens: Mapping[str, str],
    watermark: str,
) -> Figure:
    """Draw a distribution of answers as one stacked bar, in the questionnaire's order."""
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [percent],
            "y": [""],
            "name": plain(label),
            "marker": {"color": colour, "line": {"width": 1, "color": tokens["page"]}},
            "hoverinfo": "skip",
        }
        for label, percent, colour in zip(labels, percents, colours, strict=True)
    ]
    axes = {
        "barmode": "stack",
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, 100]},
        "yaxis": {"visible": False, "fixedrange": True},
    }
    return dress(bars, axes, tokens, watermark, FLAT)


def pick_days(figure: Figure, first: int) -> Figure:
    """Let a click on a day choose it; the chart's first place is of the campaign's day `first`.

    The strip of days does the same by keyboard.
    """
    for trace in figure["data"]:
        trace["customdata"] = [first + at for at in trace["x"]]
        trace["hoverinfo"] = "none"  # nothing is written, but clicks are heard
    figure["layout"] |= {"hovermode": "x", "hoverdistance": -1}  # the whole column, not the bar
    return figure


def plain(text: str) -> str:
    """A name as text: plotly takes markup and formulas in labels."""
    for sign, harmless in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        text = text.replace(sign, harmless)
    return text


def mark_of(watermark: str, tokens: Mapping[str, str], angle: int) -> list[Figure]:
    """The pale word over a chart of invented figures; none over one of real ones."""
    if not watermark:
        return []
    return [
        {
            "text": plain(watermark),
            "xref": "paper",
            "yref": "paper",
            "x": 0.5,
            "y": 0.5,
            "showarrow": False,
            "textangle": angle,
            "opacity": 0.16,
            "font": {"size": 15, "color": tokens["ink"]},
        }
    ]


def dress(
    bars: list[Figure], axes: Figure, tokens: Mapping[str, str], watermark: str, height: int
) -> Figure:
    """Put the mark and what all charts share around bars and axes."""
    tall = height >= TALL
    layout = {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 40 if tall else 4},
        "showlegend": False,
        "bargap": 0.12,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": tokens["ink-2"]},
        "dragmode": False,
        "annotations": mark_of(watermark, tokens, -8 if tall else 0),
    }
    return {"data": bars, "layout": layout | axes}
