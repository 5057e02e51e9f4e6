"""Finished frames: for an indicator and a period, what every unit of a map says.

A frame is a look-up, never a formula: the screen copies its classes, statuses, values and n.
Frames are plain JSON so that the browser and the server read the very same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geodata.classes import class_of, compute_breaks
from geodata.cube import VisitCube
from geodata.indicators.indicator import SCALE, AnswerIndicator, VisitIndicator
from geodata.survey import Cell, Opinion, Units, opening_level
from geodata.vocabulary import Level, Status

STATUS_LETTERS = {
    Status.OK: "o",
    Status.FEW: "f",
    Status.SUPPRESSED: "s",
    Status.NO_DATA: "n",
    Status.NOT_ASKED: "a",
    Status.OUT_OF_SCOPE: "x",
}
NO_CLASS = "-"
NO_VISIT = "z"

Frame = dict[str, Any]


def visit_frames(
    indicator: VisitIndicator, cube: VisitCube, windows: Sequence[tuple[int, int]]
) -> tuple[tuple[float, ...], list[Frame]]:
    """Build an indicator's frames, one a window, and the class breaks they share.

    Args:
        indicator: What to compute.
        cube: The whole campaign's visits.
        windows: Windows of days; the first is the whole campaign, which sets the breaks.

    Returns:
        Breaks, and per window: `s` status letters, `c` classes, `v` values, `n`,
        `num` and `den` by district, and `t`, the same for the country.
    """
    tables = [indicator.compute(cube.window(*window)) for window in windows]
    breaks = indicator.breaks or compute_breaks(_visited_values(tables[0]), indicator.decimals)
    frames = []
    for window, table in zip(windows, tables, strict=True):
        frame = _visit_frame(table, breaks)
        frame["t"] = _visit_total(indicator, table, cube.window(*window))
        frames.append(frame)
    return breaks, frames


def largest_value(frames: Sequence[Frame]) -> float:
    """Return the largest value of the whole campaign: what a count's largest circle stands for."""
    return max((value for value in frames[0]["v"] if value is not None), default=0) or 1


def _visited_values(table: pd.DataFrame) -> list[float]:
    shown = table[(table["status"] == Status.OK) & (table["visits"] > 0)]
    return [float(value) for value in shown["value"]]


def _visit_frame(table: pd.DataFrame, breaks: Sequence[float]) -> Frame:
    statuses = [Status(text) for text in table["status"]]
    classes = ""
    for status, value, visits in zip(statuses, table["value"], table["visits"], strict=True):
        if status is not Status.OK:
            classes += NO_CLASS
        else:
            no_visit = visits == 0 and value == 0
            classes += NO_VISIT if no_visit else str(class_of(value, breaks))
    return {
        "s": "".join(STATUS_LETTERS[status] for status in statuses),
        "c": classes,
        "v": [_number(x) for x in table["value"]],
        "n": [int(n) if s.shown else None for n, s in zip(table["n"], statuses, strict=True)],
        "num": [_number(x) for x in table["numerator"]],
        "den": [_number(x) for x in table["denominator"]],
    }


def _visit_total(indicator: VisitIndicator, table: pd.DataFrame, cube: VisitCube) -> Frame:
    shown = table[table["status"] == Status.OK]
    numerator = float(shown["numerator"].sum())
    if not indicator.adds_up:
        scope = cube.places.in_scope
        rows = cube.took_place
        numerator = float(rows[scope[rows["place"]]]["day"].nunique())
    whole = table["denominator"]
    denominator = float(whole.sum()) if whole.notna().any() else None
    value: float | None = numerator
    if denominator is not None:
        value = SCALE.get(indicator.unit, 1.0) * numerator / denominator if denominator else None
    if shown.empty:
        value = None  # nothing at all was recorded: that is not zero
    return {
        "v": None if value is None else _number(round(value, indicator.decimals)),
        "n": int(shown["n"].sum()),
        "num": _number(numerator),
        "den": None if denominator is None else _number(denominator),
        "visits": int(shown["visits"].sum()),
        "districts": int((shown["visits"] > 0).sum()),
    }


def answer_frames(
    indicator: AnswerIndicator, opinion: Opinion, units: Units
) -> tuple[tuple[float, ...], Frame]:
    """Build the frames of a survey indicator from its publishable cells.

    Returns:
        Breaks, and `whole`: part of a breakdown (or "all") to level to frame; `windows`:
        `"first-last"` to the finest `level` and a frame for it and each coarser one; `opens`:
        part to the level that its map opens on. A frame's `o` holds answers by option, `dk`
        the don't-knows, `lo` and `hi` a share's interval.
    """
    values = [
        cell.value
        for u, cell in enumerate(opinion.whole["all"])
        if units.levels[u] is Level.DISTRICT and isinstance(cell.value, int)
    ]
    breaks = indicator.breaks or compute_breaks([float(x) for x in values], 0)
    whole = {
        part: {str(level): _answer_frame(cells, units, level, breaks) for level in Level}
        for part, cells in opinion.whole.items()
    }
    windows: Frame = {}
    for window, cells in opinion.windows.items():
        finest = opinion.level[window]
        entry: Frame = {"level": str(finest)}
        for level in list(Level)[list(Level).index(finest) :]:
            entry[str(level)] = _answer_frame(cells, units, level, breaks)
        windows[f"{window[0]}-{window[1]}"] = entry
    opens = {part: str(opening_level(cells, units)) for part, cells in opinion.whole.items()}
    return breaks, {"whole": whole, "opens": opens, "windows": windows}


def distribution_frames(opinion: Opinion, units: Units) -> Frame:
    """Build a question's frames of answers by option, from its publishable cells.

    Returns:
        `parts`: part of a breakdown (or "all") to level to frame; `windows`: `"first-last"` to
        the finest `level` and a frame for it and each coarser one. A frame holds status
        letters `s`, bases `n`, don't-knows `dk` and answers by option `o`. What only the
        country has stands under the level `country` alone.
    """
    parts: Frame = {}
    for part, cells in opinion.whole.items():
        if len(cells) == 1:
            parts[part] = {str(Level.COUNTRY): _distribution(cells)}
            continue
        parts[part] = {
            str(level): _distribution([cells[u] for u in units.at(level)]) for level in Level
        }
    windows: Frame = {}
    for window, found in opinion.windows.items():
        finest = opinion.level[window]
        entry: Frame = {"level": str(finest)}
        for level in list(Level)[list(Level).index(finest) :]:
            own = [cell for u in units.at(level) if (cell := found[u]) is not None]
            entry[str(level)] = _distribution(own)
        windows[f"{window[0]}-{window[1]}"] = entry
    return {"parts": parts, "windows": windows}


def _distribution(cells: Sequence[Cell]) -> Frame:
    return {
        "s": "".join(STATUS_LETTERS[cell.status] for cell in cells),
        "n": [cell.n for cell in cells],
        "dk": [cell.dont_know for cell in cells],
        "o": [list(cell.options) for cell in cells],
    }


def _answer_frame(
    cells: Sequence[Cell | None], units: Units, level: Level, breaks: Sequence[float]
) -> Frame:
    own = [cell for u in units.at(level) if (cell := cells[u]) is not None]
    return {
        "s": "".join(STATUS_LETTERS[cell.status] for cell in own),
        "c": "".join(_class_letter(cell, breaks) for cell in own),
        "v": [cell.value for cell in own],
        "n": [cell.n for cell in own],
        "num": [cell.numerator for cell in own],
        "against": [cell.against for cell in own],
        "dk": [cell.dont_know for cell in own],
        "o": [list(cell.options) for cell in own],
        "lo": [cell.lo for cell in own],
        "hi": [cell.hi for cell in own],
    }


def _class_letter(cell: Cell, breaks: Sequence[float]) -> str:
    if cell.value is None:
        return NO_CLASS
    ends: Mapping[int | str, int] = {"<10": 5, ">90": 95, "<-90": -95}
    return str(class_of(float(ends.get(cell.value, cell.value)), breaks))


def _number(value: float) -> float | int | None:
    """JSON's shortest form: an int where the value is whole, None for NaN."""
    if value != value:
        return None
    return int(value) if float(value).is_integer() else float(value)
