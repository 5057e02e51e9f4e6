"""Dates as people write them in a log: 9 nov, marți 09.11, 9-11 ноября.

One day is read, with its year where one is written. A text that names several days, or a day
without its year, is told apart from one that is no date at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from geodata.names import fold

_MONTHS = (
    "ianuarie january января январь янв",
    "februarie february февраля февраль",
    "martie march марта март",
    "aprilie april апреля апрель",
    "mai may мая май",
    "iunie june июня июнь",
    "iulie july июля июль",
    "august августа август",
    "septembrie september сентября сентябрь sept",
    "octombrie october октября октябрь",
    "noiembrie november ноября ноябрь nov",
    "decembrie december декабря декабрь",
)
_WEEKDAYS_AS_WRITTEN = (
    "luni marți miercuri joi vineri sâmbătă sîmbătă duminică lu ma mi jo vi sb du "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)
_WEEKDAYS = frozenset(fold(word) for word in _WEEKDAYS_AS_WRITTEN.split())
_WORD = re.compile(r"[^\W\d_]+")
_JOINT = r"\s*(?:-|–|—|,|;|/|\+|&|\bși\b|\bşi\b|\bsi\b|\bи\b|\band\b|\bpână\b|\bla\b|\bпо\b)\s*"
_ONE = re.compile(r"(\d{1,2})[. ]\s*(\d{1,2})\.?(?:\s*(\d{4}))?\s*(?:г|a)?\.?")
_SEVERAL = re.compile(
    rf"\d{{1,2}}(?:[.]\d{{1,2}})?(?:[.]\d{{4}})?(?:{_JOINT}\d{{1,2}}(?:[.]\d{{1,2}})?(?:[.]\d{{4}})?)+"
    r"(?:[. ]\s*\d{1,2})?\.?(?:[. ]?\s*\d{4})?\s*(?:г|a)?\.?"
)


@dataclass(frozen=True, slots=True)
class SpokenDate:
    """What a text says: a day and a month, perhaps a year; or that it names several days."""

    day: int = 0
    month: int = 0
    year: int | None = None
    several: bool = False

    def in_year(self, year: int) -> date | None:
        """Return the day in a year, None where there is no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def read_spoken(text: str) -> SpokenDate | None:
    """Read a text, None where it is no date of this sort."""
    plain = _in_numbers(text[:80])
    if plain is None:
        return None
    if found := _ONE.fullmatch(plain):
        day, month = int(found[1]), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return SpokenDate(day, month, int(found[3]) if found[3] else None)
        return None
    return SpokenDate(several=True) if _SEVERAL.fullmatch(plain) else None


def _in_numbers(text: str) -> str | None:
    """Write months as numbers and drop weekdays; None where another word is left."""
    words = _WORD.findall(text)
    for word in words:
        if word in ("г", "a", "și", "şi", "si", "и", "and", "până", "la", "по"):
            continue
        folded = fold(word)
        month = _months().get(folded)
        # Weekdays first: marți (Tuesday) begins as martie (March) does.
        if folded in _WEEKDAYS:
            text = re.sub(rf"\b{re.escape(word)}\b[.,]?", " ", text, count=1)
        elif month:
            text = re.sub(rf"\b{re.escape(word)}\b\.?", f" {month} ", text, count=1)
        else:
            return None
    return " ".join(text.split()).strip(" ,")


@cache
def _months() -> dict[str, int]:
    """Map every beginning of a month's name that is the month's alone to its number."""
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTHS, start=1):
        for name in map(fold, names.split()):
            for length in range(min(3, len(name)), len(name) + 1):
                found.setdefault(name[:length], set()).add(number)
    return {text: min(numbers) for text, numbers in found.items() if len(numbers) == 1}
