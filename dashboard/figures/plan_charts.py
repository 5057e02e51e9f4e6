"""Charts of plan and done, as plotly figures in plain dictionaries, from ready numbers.

What became of a visit is told by pattern as well as by shade; none is good or bad by colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.figures.charts import Figure, dress, plain

HEIGHT = 220
# Name of a count to the token of its fill and its pattern, from the foot of the bar upwards.
FATES: Mapping[str, tuple[str, str]] = {
    "done": ("bar", ""),
    "moved": ("bar", "/"),
    "cancelled": ("rule-strong", "x"),
    "waiting": ("page", "."),
}


def draw_plan(
    planned: Sequence[int],
    fates: Mapping[str, Sequence[int]],
    names: Sequence[str],
    tokens: Mapping[str, str],
    watermark: str,
) -> Figure:
    """Draw two bars a day: what was planned as an outline, and what became of it, stacked.

    Args:
        planned: Visits promised for each day.
        fates: Keys of `FATES` to visits of each day.
        names: The days' names.
        tokens: Colours.
        watermark: Word inside the chart, or nothing.
    """
    at = list(range(len(names)))
    bars: list[Figure] = [
        {
            "type": "bar",
            "x": at,
            "y": list(planned),
            "offsetgroup": "plan",
            "marker": {
                "color": "rgba(0,0,0,0)",
                "line": {"color": tokens["ink-3"], "width": 1.5},
            },
            "hoverinfo": "skip",
        }
    ]
    for key, (token, pattern) in FATES.items():
        bars.append(
            {
                "type": "bar",
                "x": at,
                "y": list(fates[key]),
                "offsetgroup": "fate",
                "marker": {
                    "color": tokens[token],
                    "line": {"color": tokens["ink-3"], "width": 1},
                    "pattern": {
                        "shape": pattern,
                        "fgcolor": tokens["page"] if token == "bar" else tokens["ink-3"],
                        "size": 6,
                    },
                },
                "hoverinfo": "skip",
            }
        )
    stacked = [sum(counts) for counts in zip(*fates.values(), strict=True)]
    axes = _axes(names, max([1, *planned, *stacked]), tokens)
    return dress(bars, axes | {"barmode": "stack", "bargap": 0.3}, tokens, watermark, HEIGHT)


def draw_progress(
    visited: Sequence[int],
    planned: Sequence[int],
    target: int | None,
    names: Sequence[str],
    tokens: Mapping[str, str],
    watermark: str,
) -> Figure:
    """Draw localities added up by day: visited as a line, the plan dashed, the target across."""
    at = list(range(len(names)))
    lines: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": at,
            "y": list(planned),
            "line": {"color": tokens["ink-3"], "width": 2, "dash": "dash"},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": at,
            "y": list(visited),
            "line": {"color": tokens["bar"], "width": 3},
            "marker": {"color": tokens["bar"], "size": 8},
            "hoverinfo": "skip",
        },
    ]
    axes = _axes(names, max([1, target or 0, *planned, *visited]), tokens)
    if target is not None:
        axes["shapes"] = [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": target,
                "y1": target,
                "line": {"color": tokens["ink"], "width": 1.5, "dash": "dot"},
            }
        ]
    return dress(lines, axes, tokens, watermark, HEIGHT)


def _axes(names: Sequence[str], most: int, tokens: Mapping[str, str]) -> Figure:
    """Days below, as many as are readable, and whole numbers at the left."""
    step = max(1, -(-len(names) // 10))
    shown = list(range(0, len(names), step))
    return {
        "xaxis": {
            "tickmode": "array",
            "tickvals": shown,
            "ticktext": ["<br>".join(plain(names[i]).split(" ", 1)) for i in shown],
            "tickangle": 0,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "range": [-0.6, len(names) - 0.4],
        },
        "yaxis": {
            "fixedrange": True,
            "range": [0, most * 1.12],
            "nticks": 5,
            "tickformat": "d",
            "gridcolor": tokens["rule"],
            "zerolinecolor": tokens["rule-strong"],
            "automargin": True,
        },
    }
