"""Charts beside the map, drawn by plotly from ready numbers, in a theme's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

FONT = "Atlas Sans, Atlas Sans Fallback, Arial, sans-serif"
CONFIG = {
    "displayModeBar": False,
    "staticPlot": False,
    "responsive": True,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "mathjax": False,
}


def draw_days(
    counts: Sequence[int], names: Sequence[str], tokens: Mapping[str, str], watermark: str
) -> go.Figure:
    """Draw one bar a day with its count; days without one keep their place."""
    figure = go.Figure(
        go.Bar(
            x=list(range(len(counts))),
            y=list(counts),
            text=[str(count) if count else "" for count in counts],
            textposition="outside",
            cliponaxis=False,
            marker_color=tokens["bar"],
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=["<br>".join(_plain(name).split(" ", 1)) for name in names],
        tickangle=0,
        fixedrange=True,
        showgrid=False,
    )
    figure.update_yaxes(visible=False, fixedrange=True, range=[0, max(1, *counts) * 1.3])
    return _dressed(figure, tokens, watermark, height=136)


def draw_answers(
    labels: Sequence[str],
    percents: Sequence[float],
    colours: Sequence[str],
    tokens: Mapping[str, str],
    watermark: str,
) -> go.Figure:
    """Draw a distribution of answers as one stacked bar, in the questionnaire's order."""
    figure = go.Figure(
        [
            go.Bar(
                x=[percent],
                y=[""],
                orientation="h",
                name=_plain(label),
                marker_color=colour,
                marker_line_width=1,
                marker_line_color=tokens["page"],
                hoverinfo="skip",
            )
            for label, percent, colour in zip(labels, percents, colours, strict=True)
        ]
    )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, 100])
    figure.update_yaxes(visible=False, fixedrange=True)
    return _dressed(figure, tokens, watermark, height=40)


def _plain(text: str) -> str:
    """A name as text: plotly takes markup and formulas in labels."""
    for sign, harmless in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        text = text.replace(sign, harmless)
    return text


def _dressed(
    figure: go.Figure, tokens: Mapping[str, str], watermark: str, height: int
) -> go.Figure:
    figure.update_layout(
        template=None,
        height=height,
        margin={"l": 0, "r": 0, "t": 4, "b": 40 if height > 60 else 4},
        showlegend=False,
        bargap=0.12,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 14, "color": tokens["ink-2"]},
        dragmode=False,
    )
    if watermark:
        figure.add_annotation(
            text=_plain(watermark),
            xref="paper",
            yref="paper",
            x=0.5,
            y=0.5,
            showarrow=False,
            textangle=-8 if height > 60 else 0,
            opacity=0.16,
            font={"size": 15, "color": tokens["ink"]},
        )
    return figure
