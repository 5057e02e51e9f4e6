"""Who answered, in words and numbers: a table a breakdown, residents beside where there are any.

Every figure is of the whole campaign and the whole country as it was published; days, districts
and mode of the view change nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.state import View, format_view
from dashboard.viewmodels.text import indicator_name, unit_name
from dashboard.viewmodels.words import status_words
from geodata.i18n import Translator
from geodata.names import romanian_order
from geodata.publication import Published
from geodata.vocabulary import Mode

NAMED = 6  # cells of a margin that a refusal names
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of ready texts; the first column names its row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Respondents by one thing; no table where it may not be shown, and a note that says why."""

    key: str
    title: str
    table: FigureTable | None
    notes: tuple[str, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Weighting:
    """What weighting changes; `switch` is words and address of the link that shows or hides it."""

    title: str
    lines: tuple[str, ...]
    table: FigureTable | None
    switch: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Respondents:
    """The page."""

    title: str
    leads: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    weighting: Weighting | None
    watermark: str


def describe_respondents(view: View, published: Published, t: Translator) -> Respondents:
    """Describe the page of who answered."""
    document = published.document
    found = document["respondents"]
    illustrative = document["campaign"]["illustrative"]
    shown = found["n"] is not None
    return Respondents(
        title=t.text("respondents.title"),
        leads=_leads(found, document["thresholds"]["least"], t),
        breakdowns=(
            *(_by(name, part, published, t) for name, part in found["by"].items()),
            _districts(found, published, t),
        )
        if shown
        else (),
        weighting=_weighting(view, published, t) if shown else None,
        watermark=t.text("band.watermark") if illustrative else "",
    )


def _leads(found: Mapping[str, Any], least: int, t: Translator) -> tuple[str, ...]:
    if found["s"] == "n":
        return (t.text("respondents.nobody"),)
    if found["n"] is None:
        return (t.text("respondents.hidden", least=least),)
    lead = t.plural("respondents.lead", found["n"])
    if not found["sources"] and not _compared(found):
        return (lead, t.text("respondents.no_margins"))
    sources = "; ".join(found["sources"]) or t.text("respondents.no_source")
    ages = t.text(f"respondents.ages.{found['ages'] or 'unknown'}")
    return (lead, t.text("respondents.margins", sources=sources, ages=ages))


def _compared(found: Mapping[str, Any]) -> bool:
    """Whether any margins are loaded."""
    return bool(found["districts"]["compared"] != "no_margins")


def _by(name: str, part: Mapping[str, Any], published: Published, t: Translator) -> Breakdown:
    title = t.text(f"respondents.by.{name}")
    if not part["shown"]:
        least = published.document["thresholds"]["least"]
        return Breakdown(name, title, None, (t.text("respondents.small_part", least=least),))
    compared = part["compared"] == ""
    by_mode = part["by_mode"]
    columns = [title, t.text("respondents.share"), t.text("respondents.n")]
    if compared:
        columns += [t.text("respondents.census"), t.text("respondents.difference")]
    if by_mode:
        columns += [t.text(f"respondents.in.{mode}") for mode in Mode]
    rows = []
    for i, code in enumerate(part["codes"]):
        share, census = part["share"][i], part["census"][i]
        row = [_word(name, code, t), _percent(share, t), t.number(part["n"][i])]
        if compared:
            row += [_percent(census, t), _difference(share, census, 0, t)]
        if by_mode:
            row += [_percent(_share_in(by_mode[str(mode)], i), t) for mode in Mode]
        rows.append(tuple(row))
    if part["unknown"]:
        blank = [NOTHING] * (len(columns) - 3)
        unknown = (t.text("respondents.unknown"), NOTHING, t.number(part["unknown"]), *blank)
        rows.append(unknown)
    return Breakdown(name, title, FigureTable(tuple(columns), tuple(rows)), _notes(name, part, t))


def _notes(name: str, part: Mapping[str, Any], t: Translator) -> tuple[str, ...]:
    notes = []
    if part["compared"] == "not_in_margins":
        notes.append(t.text("respondents.not_in_margins"))
    if part["compared"] == "" and None in part["share"]:
        notes.append(t.text("respondents.adults_only"))
    if name != "mode" and part["by_mode"] is None:
        notes.append(t.text("respondents.no_modes"))
    return tuple(notes)


def _share_in(counts: list[int], i: int) -> int | None:
    """Whole percents of those of a mode who said; the last count is of those who did not."""
    said = sum(counts[:-1])
    return round(100 * counts[i] / said) if said else None


def _districts(found: Mapping[str, Any], published: Published, t: Translator) -> Breakdown:
    part = found["districts"]
    title = t.text("respondents.by.district")
    compared = part["compared"] == ""
    columns = [title, t.text("respondents.share_of_all"), t.text("respondents.n")]
    if compared:
        columns += [t.text("respondents.census"), t.text("respondents.difference")]
    words = status_words(t)
    rows = []
    for i, code in enumerate(published.document["districts"]):
        letter, n, share, census = (part[key][i] for key in ("s", "n", "share", "census"))
        if letter == "x":
            continue
        row = [unit_name(t, code), _percent(share, t, 1)]
        row.append(words[letter] if n is None else t.number(n))
        if compared:
            row += [_percent(census, t, 1), _difference(share, census, 1, t)]
        rows.append(tuple(row))
    rows.sort(key=lambda row: row[0] if t.language == "ru" else romanian_order(row[0]))
    notes = [t.text("respondents.district_note")]
    if part["compared"] == "not_in_margins":
        notes.append(t.text("respondents.districts_not_in_margins"))
    table = FigureTable(tuple(columns), tuple(rows))
    return Breakdown("district", title, table, tuple(notes), wide=True)


def _weighting(view: View, published: Published, t: Translator) -> Weighting:
    found = published.document["weighting"]
    title = t.text("weighting.title")
    if found["refused"]:
        return Weighting(title, (_refusal(found, published, t),), None, None)
    names = ", ".join(t.text(f"respondents.word.{name}") for m in found["margins"] for name in m)
    lines = [t.text("weighting.possible", names=names)]
    table = None
    if view.weighted:
        lines = [
            t.text(
                "weighting.lead",
                names=names,
                n=t.number(published.document["respondents"]["n"]),
                effective=t.number(found["effective_n"]),
                largest=t.number(found["largest"], 1),
            ),
            t.text(f"weighting.once.{found['ages']}"),
            t.text("weighting.caution"),
        ]
        table = _raw_beside_raked(found["shares"], published, t)
    words = t.text("weighting.hide" if view.weighted else "weighting.show")
    address = format_view(view.to(weighted=not view.weighted), published, "")
    return Weighting(title, tuple(lines), table, (words, address))


def _raw_beside_raked(
    shares: Mapping[str, Mapping[str, Any]], published: Published, t: Translator
) -> FigureTable:
    columns = ("indicator", "raw", "raked", "change", "n", "effective_n")
    rows = [
        (
            indicator_name(t, key, published),
            _percent(each["raw"], t),
            _percent(each["raked"], t),
            _difference(each["raked"], each["raw"], 0, t),
            t.number(each["n"]),
            t.number(each["effective_n"]),
        )
        for key, each in shares.items()
    ]
    return FigureTable(tuple(t.text(f"weighting.{key}") for key in columns), tuple(rows))


def _refusal(found: Mapping[str, Any], published: Published, t: Translator) -> str:
    reason, about = found["refused"], found["about"]
    say: Mapping[str, Callable[[], dict[str, str]]] = {
        "not_asked": lambda: {"names": _variables(about, t)},
        "margin_missing": lambda: {"names": _variables(about, t)},
        "margins_apart": lambda: {"least": t.number(about[0]), "most": t.number(about[1])},
        "margin_empty": lambda: {"cells": _cells(about, t)},
        "sample_empty": lambda: {"cells": _cells(about, t)},
        "sample_thin": lambda: {"least": str(published.document["thresholds"]["least"])},
    }
    values = say[reason]() if reason in say else {}
    return t.text(f"weighting.refused.{reason}", **values)


def _variables(names: list[str], t: Translator) -> str:
    return ", ".join(t.text(f"respondents.word.{name}") for name in names)


def _cells(cells: list[list[str]], t: Translator) -> str:
    texts = [" + ".join(_category(code, t) for code in cell) for cell in cells[:NAMED]]
    return ", ".join(texts) + (" …" if len(cells) > NAMED else "")


def _category(code: str, t: Translator) -> str:
    return t.text(f"respondents.code.{code}")


def _word(name: str, code: str, t: Translator) -> str:
    return t.text(f"mode.{code}") if name == "mode" else _category(code, t)


def _percent(value: float | None, t: Translator, decimals: int = 0) -> str:
    if value is None:
        return NOTHING
    return t.text("unit.percent", value=t.number(value, decimals))


def _difference(value: float | None, other: float | None, decimals: int, t: Translator) -> str:
    """Difference of two shares as they are shown, in percentage points with a sign."""
    if value is None or other is None:
        return NOTHING
    gap = round(value - other, decimals)
    return ("+" if gap > 0 else "") + t.text("unit.points", value=t.number(gap, decimals))
