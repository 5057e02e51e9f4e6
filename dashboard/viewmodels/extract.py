"""Everything that a file of a view says: its sentence, rows, legend, notes, sources, marks.

Every file is made of this record, so that none can say another figure than the screen, whose
table (`table.py`) it takes, and none can leave out what a figure needs to be understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.state import View, format_view
from dashboard.viewmodels.findings import Finding, describe_findings
from dashboard.viewmodels.hero import Hero, describe_hero
from dashboard.viewmodels.legend import describe_legend
from dashboard.viewmodels.method import describe_statuses
from dashboard.viewmodels.page import describe_behind, describe_sources
from dashboard.viewmodels.reading import Reading
from dashboard.viewmodels.sentence import Sentence, describe_sentence
from dashboard.viewmodels.table import Records, read_records
from dashboard.viewmodels.text import indicator_name, indicator_words, part_name
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Level, Status

OF_VISITS = (Status.OK, Status.NO_DATA, Status.OUT_OF_SCOPE)
# Heads that the screen's table and the other files have too.
HEADS = {key: f"table.{key}" for key in ("value", "n", "numerator", "denominator", "visits")}
HEADS |= {"status": "table.status", "mark": "download.mark", "data_version": "download.version"}
HEADS |= {"source": "download.of"}
NUMBERS = ("value", "n", "numerator", "denominator", "dont_know", "low", "high", "visits")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its key in files for programs, its head, and what is in it."""

    key: str
    label: str
    meaning: str

    @property
    def numeric(self) -> bool:
        """Whether it holds figures."""
        return self.key in NUMBERS


@dataclass(frozen=True, slots=True)
class Row:
    """A unit: its code, its legend class, and a cell for each field."""

    code: str
    klass: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the legend: class, words, how many units."""

    klass: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Extract:
    """A view, ready to be written into a file.

    Attributes:
        sentence: The sentence of state, the title of every file.
        campaign: The campaign's name and days.
        mark: That the data are illustrative, in a sentence; empty where they are not.
        watermark: The same as the pale word; empty where they are not.
        name: The indicator.
        period: The days that the figures are of, in words.
        fields: The columns.
        rows: The units, as the table on the screen has them.
        same: The cells that every row has alike, by field.
        hero: The figure of the whole area.
        findings: What the figures come to, in sentences.
        legend: The rows of the legend that the screen shows.
        legend_unit: What the legend counts.
        notes: What n, numerator and denominator are, and what to beware of: (head, text).
        statuses: What a status means: (status, text).
        sources: Sources and licences, with the data version at the end.
        funding: The funding statement.
        disclaimer: The disclaimer.
        address: Where the view can be opened; empty without a public address.
        made: The day that files are dated: the campaign's last, so that they are always the same.
    """

    sentence: Sentence
    campaign: str
    mark: str
    watermark: str
    name: str
    period: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    same: Mapping[str, Cell]
    hero: Hero
    findings: tuple[Finding, ...]
    legend: tuple[Key, ...]
    legend_unit: str
    notes: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    funding: str
    disclaimer: str
    address: str
    made: date


def describe_extract(
    view: View, published: Published, t: Translator, public_url: str = "", home: str = ""
) -> Extract:
    """Describe what the files of a view say.

    Args:
        view: The view.
        published: What may be shown.
        t: The reader's language.
        public_url: Where readers open the atlas; empty where that is not known.
        home: The language of addresses that name none.
    """
    records = read_records(view, published, t)
    reading = records.reading
    campaign = published.document["campaign"]
    days = [date.fromisoformat(day) for day in published.document["days"]]
    illustrative = campaign["illustrative"]
    fields = _fields(view, records, published, t)
    legend = describe_legend(view, reading, published, t)
    labels = {row.klass: row.label for row in legend}
    constant = _constants(view, reading, published, t)
    return Extract(
        sentence=describe_sentence(view, reading, published, t),
        campaign=f"{campaign['names'][t.language]} · {t.period(days[0], days[-1])}",
        mark=f"{t.text('band.title')} {t.text('band.text')}" if illustrative else "",
        watermark=t.text("band.watermark") if illustrative else "",
        name=indicator_name(t, view.indicator, published),
        period=t.period(days[reading.first], days[reading.last]),
        fields=fields,
        rows=tuple(
            Row(r["code"], r["klass"], _cells(r, fields, labels, constant)) for r in records.rows
        ),
        same=constant,
        hero=describe_hero(view, reading, published, t),
        findings=describe_findings(view, published, t),
        legend=tuple(Key(row.klass, row.label, row.count) for row in legend if row.shown),
        legend_unit=t.text(f"legend.units.{reading.level}"),
        notes=tuple(_notes(view, reading, published, t)),
        statuses=tuple(
            (words, text)
            for status, words, text in describe_statuses(published, t)
            if reading.is_opinion or status in OF_VISITS
        ),
        sources=tuple(describe_sources(published, t)),
        funding=campaign["funding"][t.language],
        disclaimer=campaign["disclaimer"][t.language],
        address=f"{public_url}/{format_view(view, published, home)}" if public_url else "",
        made=days[-1],
    )


def _fields(view: View, records: Records, published: Published, t: Translator) -> tuple[Field, ...]:
    """The columns of a view; a figure that the indicator has not is no column."""
    reading = records.reading
    opinion = reading.is_opinion
    keys = ["code", "name", "value", "value_text", "n"]
    keys += [key for key in ("numerator", "denominator") if key in records.keys]
    keys += ["dont_know"] if opinion else ["visits"]
    keys += ["low", "high"] if "interval" in records.keys else []
    keys += ["group"] if "group" in records.keys else []
    keys += ["class", "status", "status_code", "unit", "indicator", "level"]
    keys += ["respondents"] if opinion else []
    keys += ["first_day", "last_day", "mark", "data_version", "source"]
    own = {
        key: indicator_words(t, view.indicator, published, key)
        for key in ("n", "numerator", "denominator", "unit")
    }
    own["value"] = own.pop("unit")
    return tuple(
        Field(
            key,
            t.text(HEADS.get(key, f"file.column.{key}")),
            own.get(key) or t.text(f"file.field.{key}"),
        )
        for key in keys
    )


def _constants(
    view: View, reading: Reading, published: Published, t: Translator
) -> dict[str, Cell]:
    """What every row says alike, so that it is not lost where rows are copied."""
    document = published.document
    campaign = document["campaign"]
    mark = f"{t.text('band.title')} {t.text('band.text')}" if campaign["illustrative"] else ""
    return {
        "level": t.text(f"table.unit.{reading.level}"),
        "indicator": indicator_name(t, view.indicator, published),
        "unit": indicator_words(t, view.indicator, published, "unit"),
        "respondents": t.text("part.all") if view.part == "all" else part_name(t, view.part),
        "first_day": document["days"][reading.first],
        "last_day": document["days"][reading.last],
        "mark": mark,
        "data_version": published.data_version,
        "source": t.text(
            "download.source",
            campaign=campaign["names"][t.language],
            publisher=campaign["publisher"],
        ),
    }


def _cells(
    record: dict[str, Any],
    fields: tuple[Field, ...],
    labels: dict[str, str],
    constant: dict[str, Cell],
) -> tuple[Cell, ...]:
    """A record's cells; a value that is only said to be under or over an end is no number."""
    value = record["value"]
    shown = value is not None
    own: dict[str, Cell] = {
        "code": record["code"],
        "name": record["name"],
        "value": None if isinstance(value, str) else value,
        "value_text": record["texts"]["value"] if shown else None,
        "n": record["n"],
        "numerator": record["numerator"],
        "denominator": record["denominator"],
        "dont_know": record["dont_know"] if shown else None,
        "visits": record["visits"],
        "low": record["interval"],
        "high": record["high"],
        "group": record["group"] if record["group"] != "–" else None,
        "class": labels[record["klass"]],
        "status": record["status"],
        "status_code": record["status_code"],
    }
    return tuple((own | constant)[field.key] for field in fields)


def _notes(
    view: View, reading: Reading, published: Published, t: Translator
) -> list[tuple[str, str]]:
    """What the figures are made of and how far they carry."""
    words = {
        key: indicator_words(t, view.indicator, published, key)
        for key in ("n", "numerator", "denominator", "caution")
    }
    notes = [(t.text(f"table.{key}"), words[key]) for key in ("n", "numerator", "denominator")]
    if words["denominator"] == "–":
        notes = [(t.text("table.n"), words["n"]), (t.text("table.value"), words["numerator"])]
    if view.interval and reading.about["unit"] == "percent" and reading.is_opinion:
        notes.append((t.text("table.interval"), t.text("interval.label")))
    notes.append((t.text("method.column.caution"), words["caution"]))
    if not reading.is_opinion and reading.level is Level.DISTRICT:
        notes.append((t.text("file.behind"), describe_behind(published, t)))
    return notes
