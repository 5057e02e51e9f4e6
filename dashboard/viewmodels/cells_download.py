"""Answers by cell as a file: a row for each unit, question and answer, as published.

Cells, never persons: everything is read of the publication's distributions, after the gateway.
A cell that may not be shown keeps its rows and its status; its share, its count and its base
are blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.download import Download, mark_listed
from dashboard.viewmodels.listed import Listed
from dashboard.viewmodels.reading import LETTERS, coarser, units_at
from dashboard.viewmodels.selected import is_whole
from dashboard.viewmodels.text import format_value, unit_name
from geodata.districts import district
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.masking import mask_ends
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE, Level, Status

ALL_QUESTIONS = "all"
COLUMNS = (
    "level",
    "unit",
    "unit_code",
    "question",
    "question_key",
    "answer",
    "answer_code",
    "share",
    "share_text",
    "count",
    "n",
    "status",
    "status_code",
)
PERCENT = {"unit": "percent", "decimals": 0}


def describe_cells_download(
    view: View, published: Published, t: Translator, asked: Mapping[str, str]
) -> Download:
    """Describe the file of the questions asked for; see `chosen_question`."""
    table = read_cell_rows(view, published, t, asked)
    return mark_listed("answers", table, published, t)


def chosen_question(view: View, published: Published, asked: Mapping[str, str]) -> str:
    """The question asked for; else that of the view's indicator; else all of them."""
    wanted = asked.get("question", "")
    if wanted in published.document["questions"] or wanted == ALL_QUESTIONS:
        return wanted
    return str(published.document["indicators"][view.indicator].get("question", ALL_QUESTIONS))


def read_cell_rows(
    view: View, published: Published, t: Translator, asked: Mapping[str, str]
) -> Listed:
    """Read the cells of a view, question by question."""
    chosen = chosen_question(view, published, asked)
    questions = published.document["questions"]
    keys = tuple(questions) if chosen == ALL_QUESTIONS else (chosen,)
    rows = tuple(row for key in keys for row in _rows(key, view, published, t))
    return Listed(COLUMNS, tuple(t.text(f"cells.column.{key}") for key in COLUMNS), rows)


def _rows(key: str, view: View, published: Published, t: Translator) -> Iterator[tuple[Cell, ...]]:
    question = published.document["questions"][key]
    level, frame = _frame(key, view, published)
    for i, code in enumerate(units_at(level, published)):
        if not _is_chosen(code, level, view):
            continue
        status = LETTERS[frame["s"][i]] if frame else Status.SUPPRESSED
        unit = (t.text(f"table.unit.{level}"), unit_name(t, code), code)
        own = (question["short"][t.language], key)
        for at, (option, words) in enumerate(question["options"]):
            figures: tuple[Cell, ...] = (None, None, None, None)
            if frame and status.shown:
                unsure = option in question["dont_know"]
                base = frame["n"][i] + (frame["dk"][i] if unsure else 0)
                figures = _figures(frame["o"][i][at], base, status, t)
            said = (t.text(f"status.{status}"), str(status))
            yield (*unit, *own, words[t.language], option, *figures, *said)


def _frame(key: str, view: View, published: Published) -> tuple[Level, dict[str, Any] | None]:
    """The finest level that the view's days carry, as coarse as wanted, and its frame."""
    found = published.document["distributions"][key]
    narrowed = view.part == EVERYBODY and not is_whole(view, published)
    levels: Mapping[str, Any] = (
        found["windows"][f"{view.first}-{view.last}"]
        if narrowed
        else found["parts"].get(view.part, {})
    )
    carried = [level for level in Level if level in levels]
    if not carried:
        return Level.COUNTRY, None
    level = coarser(view.level, carried[0])
    return level, levels[level]


def _is_chosen(code: str, level: Level, view: View) -> bool:
    if not view.districts or level is Level.COUNTRY or code == COUNTRY_CODE:
        return True
    if level is Level.DISTRICT:
        return code in view.districts
    return code in {district(each).region_code for each in view.districts}


def _figures(count: int, base: int, status: Status, t: Translator) -> tuple[Cell, ...]:
    """Share, share in words, count, base; of few answers an end is only said to be one."""
    if not base:
        return None, None, count, base
    share: int | str = round(100 * count / base)
    if status is Status.FEW:
        share = mask_ends(int(share), "percent")
    number = None if isinstance(share, str) else share
    return number, format_value(t, PERCENT, share), count, base
