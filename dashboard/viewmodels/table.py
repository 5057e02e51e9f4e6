"""The table twin of the map: the same units, figures and statuses, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.state import COMPARED, View
from dashboard.viewmodels.reading import NO_VISIT, Reading, read
from dashboard.viewmodels.sentence import describe_period
from dashboard.viewmodels.text import (
    format_value,
    indicator_name,
    indicator_words,
    interval_words,
    unit_name,
)
from dashboard.viewmodels.words import status_words
from geodata.i18n import Translator
from geodata.masking import PLACES
from geodata.names import romanian_order
from geodata.publication import Published
from geodata.vocabulary import TOOK_PLACE, Level

WORDS = ("name", "status", "group")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its words, and how a click on its head would sort."""

    key: str
    label: str
    next_sort: str
    sorted: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A unit: its code, its status as in the map, and a text for each column."""

    code: str
    status: str
    cells: tuple[str, ...]
    pinned: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """The whole table."""

    caption: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    watermark: str


@dataclass(frozen=True, slots=True)
class Records:
    """The figures behind a table: which columns it has, and a record a unit, in its order.

    A record has the plain value of each column, `code` and `status_code`, and under `texts` what
    each column says on the screen.
    """

    reading: Reading
    keys: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def read_records(view: View, published: Published, t: Translator) -> Records:
    """Read what a view's table is made of: chosen districts and classes only, sorted."""
    reading = read(view, published)
    keys = ["name", "value", "n", "numerator", "denominator", "visits", "status"]
    if reading.is_opinion:
        keys.remove("visits")
        keys.remove("denominator")  # the base, which is n
        if view.interval and reading.about["unit"] == "percent":
            keys.insert(3, "interval")
        if reading.groups:
            keys.insert(-1, "group")
    elif all(x is None for x in reading.frame["den"]):
        keys.remove("denominator")
        keys.remove("numerator")  # the value itself
    rows = _records(view, reading, published, t)
    rows.sort(key=lambda r: romanian_order(r["name"]) if t.language != "ru" else (0,))
    if t.language == "ru":
        rows.sort(key=lambda r: r["name"])
    _sort(rows, view.sort)
    return Records(reading, tuple(keys), tuple(rows))


def describe_table(view: View, published: Published, t: Translator) -> TableView:
    """Describe the table of a view: chosen districts and classes only, as the map shows them."""
    found = read_records(view, published, t)
    reading, keys, records = found.reading, found.keys, found.rows
    columns = tuple(_column(key, view, reading, t) for key in keys)
    illustrative = published.document["campaign"]["illustrative"]
    return TableView(
        caption=t.text(
            "table.caption",
            name=indicator_name(t, view.indicator, published),
            period=describe_period(reading.first, reading.last, published, t),
        ),
        note=_note(view, published, t),
        columns=columns,
        rows=tuple(
            TableRow(
                r["code"],
                r["status_code"],
                tuple(r["texts"][key] for key in keys),
                r["code"] == view.pin,
            )
            for r in records
        ),
        watermark=t.text("band.watermark") if illustrative else "",
    )


def _note(view: View, published: Published, t: Translator) -> str:
    words = {
        word: indicator_words(t, view.indicator, published, word)
        for word in ("n", "numerator", "denominator", "caution")
    }
    key = "table.note_count" if words["denominator"] == "–" else "table.note"
    note = f"{t.text(key, **words)} {words['caution']}"
    if not view.interval or published.document["indicators"][view.indicator]["unit"] != "percent":
        return note
    return f"{note} {t.text('table.interval')}: {t.text('interval.label')}."


def _column(key: str, view: View, reading: Reading, t: Translator) -> Column:
    label = t.text(f"table.unit.{reading.level}" if key == "name" else f"table.{key}")
    now = "ascending" if view.sort == key else "descending" if view.sort == f"-{key}" else ""
    numeric = key not in WORDS
    falling_next = now == "ascending" or (not now and numeric)
    following = f"-{key}" if falling_next else key
    return Column(key, label, following, now, numeric)


def _records(
    view: View, reading: Reading, published: Published, t: Translator
) -> list[dict[str, Any]]:
    frame = reading.frame
    classes = reading.legend_classes()
    statuses = reading.statuses()
    words = status_words(t)
    visits = _visits_by_district(reading, published)
    records = []
    for i, code in enumerate(reading.codes):
        if view.districts and reading.level is Level.DISTRICT and code not in view.districts:
            continue
        if view.classes and classes[i] not in view.classes:
            continue
        record: dict[str, Any] = {
            "code": code,
            "name": unit_name(t, code),
            "status_code": str(statuses[i]),
            "value": frame["v"][i],
            "n": frame["n"][i],
            "numerator": frame["num"][i] if isinstance(frame["v"][i], (int, float)) else None,
            "klass": classes[i],
            "dont_know": frame["dk"][i] if "dk" in frame else None,
            "high": frame["hi"][i] if "hi" in frame else None,
            "denominator": frame["den"][i] if "den" in frame else None,
            "interval": frame["lo"][i] if "lo" in frame else None,
            "visits": visits.get(i, 0) if reading.level is Level.DISTRICT else None,
            "group": t.text(f"group.{reading.groups[i]}")
            if reading.groups and reading.groups[i] != "-"
            else "–",
            "status": words[classes[i] if classes[i] == NO_VISIT else frame["s"][i]],
        }
        record["texts"] = {
            key: _text(key, record[key], reading, t)
            for key in ("value", "n", "numerator", "denominator", "visits")
        } | {key: record[key] for key in ("name", "status", "group")}
        record["texts"]["interval"] = interval_words(t, record["interval"], record["high"])
        records.append(record)
    return records


def _text(key: str, value: Any, reading: Reading, t: Translator) -> str:
    if key == "value":
        return format_value(t, reading.about, value)
    return "–" if value is None else t.number(value)


def _visits_by_district(reading: Reading, published: Published) -> dict[int, int]:
    counts: dict[int, int] = {}
    for visit in published.document["visits"]:
        took_place = visit["status"] in TOOK_PLACE
        if took_place and reading.first <= visit["day"] <= reading.last:
            counts[visit["district"]] = counts.get(visit["district"], 0) + 1
    return counts


def _sort(records: list[dict[str, Any]], sort: str) -> None:
    """Sort in place, stable over names; what has no figure comes last either way."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    if key in COMPARED:  # of another page; it may come back there
        return
    if key == "name":
        if falling:
            records.reverse()
        return
    if key in WORDS:
        records.sort(key=lambda r: str(r[key]), reverse=falling)
        return

    def number(record: dict[str, Any]) -> float:
        value = record[key]
        return PLACES[value] if isinstance(value, str) else float(value)

    shown = [r for r in records if r[key] is not None]
    blank = [r for r in records if r[key] is None]
    records[:] = [*sorted(shown, key=number, reverse=falling), *blank]
