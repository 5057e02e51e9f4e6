"""Charts of the answers page, as plotly figures in plain dictionaries, from ready numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from dashboard.figures.charts import FONT, Figure, mark_of, plain


class Share(Protocol):
    """One answer: its words, its share in percent drawn and written, its side and colour."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def percent(self) -> float: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def side(self) -> str: ...  # noqa: D102
    @property
    def token(self) -> str: ...  # noqa: D102


class Question(Protocol):
    """A question: its short label and its answers."""

    @property
    def short(self) -> str: ...  # noqa: D102
    @property
    def shares(self) -> Sequence[Share]: ...  # noqa: D102


ROW = 62  # pixels of a question: a line of words over a bar
DARK = ("survey-4", "survey-3")  # grounds that light words stand on
LEAST_FOR_WORDS = 8.0  # percent that a bar needs to hold its figure


def draw_scales(questions: Sequence[Question], tokens: Mapping[str, str], watermark: str) -> Figure:
    """Draw diverging stacked bars, one a question: favourable to the right of the middle.

    What is neither stands half on each side. Bars are as wide as shares of the base; all
    questions share one axis.
    """
    bars = [
        bar for row, question in enumerate(questions) for bar in _bars(row, question.shares, tokens)
    ]
    names = [
        _words(question.short, row, len(questions), tokens)
        for row, question in enumerate(questions)
    ]
    layout = _layout(len(questions), tokens, watermark)
    layout["annotations"] += names
    layout["barmode"] = "overlay"
    reach = max(max(abs(bar["base"][0]), abs(bar["base"][0] + bar["x"][0])) for bar in bars) + 2
    axis = {"range": [-reach, reach], "zeroline": True, "zerolinecolor": tokens["ink-3"]}
    layout["xaxis"] |= axis
    return {"data": bars, "layout": layout}


def draw_several(question: Question, tokens: Mapping[str, str], watermark: str) -> Figure:
    """Draw one bar an option, the largest share first, in the order given."""
    size = len(question.shares)
    bars = [
        _bar(row, 0, share.percent, share, tokens, share.text, outside=True)
        for row, share in enumerate(question.shares)
    ]
    layout = _layout(size, tokens, watermark)
    layout["annotations"] += [
        _words(share.label, row, size, tokens) for row, share in enumerate(question.shares)
    ]
    layout["barmode"] = "overlay"
    layout["xaxis"] |= {"range": [0, 112]}
    return {"data": bars, "layout": layout}


def _bars(row: int, shares: Sequence[Share], tokens: Mapping[str, str]) -> Iterator[Figure]:
    """The bars of one question, each from where the one further inside ends."""
    neutral = sum(share.percent for share in shares if share.side == "neutral")
    right = left = neutral / 2
    at = -left
    for share in shares:
        if share.side == "neutral":
            yield _bar(row, at, share.percent, share, tokens, share.text)
            at += share.percent
    # From the middle outwards: the mildest answer first.
    for share in reversed([s for s in shares if s.side == "favourable"]):
        yield _bar(row, right, share.percent, share, tokens, share.text)
        right += share.percent
    for share in [s for s in shares if s.side == "unfavourable"]:
        left += share.percent
        yield _bar(row, -left, share.percent, share, tokens, share.text)


def _bar(
    row: int,
    start: float,
    width: float,
    share: Share,
    tokens: Mapping[str, str],
    words: str,
    outside: bool = False,
) -> Figure:
    ink = tokens["ink"] if outside or share.token not in DARK else tokens["page"]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(width, 2)],
        "base": [round(start, 2)],
        "y": [-row],
        "width": [0.48],
        "name": plain(share.label),
        "text": [plain(words) if outside or width >= LEAST_FOR_WORDS else ""],
        "textposition": "outside" if outside else "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "cliponaxis": False,
        "textfont": {"color": ink},
        "marker": {
            "color": tokens[share.token],
            "line": {"width": 1, "color": tokens["page"]},
        },
        "hoverinfo": "skip",
    }


def _words(text: str, row: int, rows: int, tokens: Mapping[str, str]) -> Figure:
    """Words over the bar of a row, at the left edge."""
    return {
        "text": plain(text),
        "xref": "paper",
        "yref": "y",
        "x": 0,
        "y": -row + 0.28,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"size": 15, "color": tokens["ink"]},
    }


def _layout(rows: int, tokens: Mapping[str, str], watermark: str) -> dict[str, Any]:
    blank = {"visible": True, "showticklabels": False, "fixedrange": True, "showgrid": False}
    return {
        "height": rows * ROW + 12,
        "margin": {"l": 2, "r": 2, "t": 4, "b": 4},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": tokens["ink-2"]},
        "dragmode": False,
        "uniformtext": {"minsize": 14, "mode": "hide"},
        "xaxis": blank | {"zeroline": False},
        "yaxis": blank | {"zeroline": False, "range": [-rows + 0.62, 0.74]},
        "annotations": mark_of(watermark, tokens, -8 if rows > 1 else 0),
    }
