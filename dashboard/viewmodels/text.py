"""Values, classes and names as words of one language."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from geodata.districts import district
from geodata.i18n import MINUS, Translator
from geodata.publication import Published
from geodata.regions import all_regions
from geodata.vocabulary import COUNTRY_CODE, UNKNOWN, Breakdown

ENDS = {"<10": ("value.under", 10), ">90": ("value.over", 90), "<-90": ("value.under", -90)}


def format_value(t: Translator, about: dict[str, Any], value: float | str | None) -> str:
    """Write a published value with its unit; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, str):
        key, bound = ENDS[value]
        return t.text(key, value=_with_unit(t, about["unit"], t.number(bound)))
    text = t.number(value, int(about["decimals"]))
    if about["unit"] == "points":
        text = signed(t, int(value))
    return _with_unit(t, about["unit"], text)


def indicator_of(question: str, published: Published) -> str:
    """The indicator whose map shows a question; empty where it has none."""
    keys = (f"{question}_favourable", question)
    return next((key for key in keys if key in published.document["indicators"]), "")


def signed(t: Translator, value: int) -> str:
    """`+4`, `−4`, `0`."""
    return f"+{t.number(value)}" if value > 0 else t.number(value)


def _with_unit(t: Translator, unit: str, text: str) -> str:
    return t.text(f"unit.{unit}", value=text) if t.has(f"unit.{unit}") else text


def class_labels(t: Translator, about: dict[str, Any]) -> list[str]:
    """Labels of the classes, lowest first; ends are not shared: `1,5–2,4`, `2,5–3,4`."""
    breaks, decimals = about["breaks"], int(about["decimals"])
    if not breaks:
        return [t.text("legend.single", value=indicator_unit_word(t, about))]
    step = 10.0**-decimals

    def number(value: float) -> str:
        return t.number(value, decimals)

    labels = [t.text("legend.under", value=number(breaks[0]))]
    for low, high in pairwise(breaks):
        top = round(high - step, decimals)
        to = " … " if low < 0 or top < 0 else "–"
        labels.append(number(low) if top <= low else f"{number(low)}{to}{number(top)}")
    labels.append(t.text("legend.over", value=number(breaks[-1])))
    return labels


def indicator_unit_word(t: Translator, about: dict[str, Any]) -> str:
    """What a map of one class shows."""
    return t.text("status.ok")


def inspectorate_name(published: Published, code: str, t: Translator) -> str:
    """Return an inspectorate's name, its code where it is in no list any more."""
    names = published.document["inspectorate_names"].get(code)
    return str(names[t.language]) if names else code


def unit_name(t: Translator, code: str) -> str:
    """Full name of a district, region or the country."""
    if code == COUNTRY_CODE:
        return t.text("detail.moldova")
    regions = {region.code: region for region in all_regions()}
    return regions[code].name(t.language) if code in regions else district(code).name(t.language)


def interval_words(t: Translator, low: int | None, high: int | None) -> str:
    """The spread of a share, such as `44–50 %`; a dash where there is none."""
    if low is None or high is None:
        return "–"
    return t.text("unit.percent", value=f"{t.number(low)}–{t.number(high)}")


def part_name(t: Translator, part: str) -> str:
    """A part of a breakdown in words: `face to face`, `women`, `30–44 years`."""
    breakdown, _, value = part.partition(":")
    if not value:
        return t.text(f"mode.{part}")
    if breakdown == Breakdown.AGE and value != UNKNOWN:
        return t.text("part.age", age=value.replace("-", "–"))
    return t.text(f"part.{breakdown}.{value}")


def indicator_name(t: Translator, key: str, published: Published) -> str:
    """The indicator's name; survey ones take the questionnaire's short label."""
    about = published.document["indicators"][key]
    if about["kind"] == "visits":
        return t.text(f"indicator.{key}.name")
    short = str(published.document["questions"][about["question"]]["short"][t.language])
    return t.text("indicator.balance.name", name=short) if about["unit"] == "points" else short


def indicator_words(t: Translator, key: str, published: Published, word: str) -> str:
    """One of the indicator's other words: unit, numerator, denominator, n, caution."""
    about = published.document["indicators"][key]
    if about["kind"] == "visits":
        return t.text(f"indicator.{key}.{word}")
    kind = "balance" if about["unit"] == "points" else "share"
    short = published.document["questions"][about["question"]]["short"][t.language]
    return t.text(f"indicator.{kind}.{word}", name=short)


__all__ = ["MINUS", "class_labels", "format_value", "indicator_name", "indicator_words"]
