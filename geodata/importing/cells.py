"""Cells: one parser for each thing a cell may hold, and a memory so that each text is read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.export.csv_table import FORMULA_STARTS
from geodata.importing.issues import Fault, Unread
from geodata.importing.limits import LONGEST_TEXT
from geodata.importing.quoting import quote
from geodata.names import fold
from geodata.sources.spoken_dates import read_spoken

Codes = NDArray[np.int64]

NOTHING = frozenset({"", "-", "–", "—", "n/a", "N/A", "na", "NA", "#N/A", "null", "NULL"})
_TOTAL_WORDS = (
    "total totalul suma subtotal sum всего итого общее итог сумма",
    "total general|in total|grand total|общий итог|total localitati|итого всего",
)
TOTALS = frozenset((*_TOTAL_WORDS[0].split(), *_TOTAL_WORDS[1].split("|")))

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DOTTED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\.?(?:\s+\d{1,2}:\d{2}.*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_TIME = re.compile(r"(\d{1,2})(?:[:.hч](\d{2})?)?(?::\d{2}(?:\.\d+)?)?")
_CODE = re.compile(r"(?=.*[A-Z\d])[A-Z\d-]{1,10}")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_WHOLE = re.compile(r"[+-]?\d+(?:[.,]0+)?")
_DECIMAL = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?")
_GAPS = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009'](?=\d{3}(?!\d))")
# What may stand around a number: a sign before it, a second one, what is counted after it.
_COUNTED = re.compile(
    r"(?P<before>[^\d+]{0,16}?)\s*(?P<number>\d{1,9})\s*(?:[-–—…]+\s*(?P<to>\d{1,9})\s*)?"
    r"(?P<after>\+)?\s*(?P<what>[^\d+]*)"
)
_ABOUT = frozenset(
    {
        *("~", "≈", "∼", "±", "circa", "cca", "ca", "c", "aprox", "aproximativ", "vreo", "aproape"),
        *("in jur de", "около", "ок", "прим", "примерно", "приблизительно", "approx", "about"),
        *("approximately", "around", "some"),
    }
)
_BOUNDS = frozenset(
    {
        *(">", "<", "≥", "≤", ">=", "<=", "peste", "mai mult de", "cel putin", "minim", "pana la"),
        *("sub", "maxim", "cel mult", "mai putin de", "более", "больше", "свыше", "не менее"),
        *("до", "менее", "over", "more than", "at least", "up to", "under", "less than", "fewer"),
    }
)
_COUNTED_AS_WRITTEN = (
    "de pers persoane persoană oameni participanți participante cetățeni locuitori femei bărbați "
    "elevi copii tineri buc bucăți exemplare ex pliante pixuri benzi proiecții чел человек "
    "человека людей участников участника жителей граждан женщин мужчин детей учеников шт штук "
    "экз листовок ручек лент people persons participants women men pcs pieces copies leaflets "
    "pens strips"
)
_COUNTED_WORDS = frozenset(fold(word) for word in _COUNTED_AS_WRITTEN.split())
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell that was read, with something to say about how: a remark, never an error.

    Attributes:
        value: What was read.
        code: The remark's code; its sentence may name `rows`, how many rows it is about.
        values: What else its sentence names.
    """

    value: Any
    code: str
    values: Mapping[str, object]


@dataclass(slots=True)
class Memory:
    """Reads texts, each different one once; index 0 stands for nothing.

    Attributes:
        parse: Reads a text that is neither blank nor a sign for nothing.
        values: What was read, by index; None where it could not be.
        faults: What was wrong, by index.
        notes: What there is to say about a text that was read, by index.
    """

    parse: Callable[[str], Any]
    values: list[Any]
    faults: dict[int, Fault]
    notes: dict[int, Noted]
    seen: _Seen

    @classmethod
    def of(cls, parse: Callable[[str], Any]) -> Memory:
        """Make a memory for one parser."""
        memory = cls(parse, [None], {}, {}, _Seen())
        memory.seen.memory = memory
        return memory

    def read(self, column: Sequence[str]) -> Codes:
        """Read a column: the index into `values` of each cell."""
        if len(self.seen) > 50_000:  # a column of ever new texts must not fill the memory
            self.seen.clear()
            self.values, self.faults, self.notes = [None], {}, {}
        return np.fromiter(map(self.seen.__getitem__, column), np.int64, len(column))


class _Seen(dict[str, int]):
    memory: Memory

    def __missing__(self, text: str) -> int:
        memory = self.memory
        clean = text.strip()
        if clean.startswith("'") and clean[1:].startswith(FORMULA_STARTS):
            clean = clean[1:]  # put there so that no spreadsheet runs it
        if clean in NOTHING:
            self[text] = 0
            return 0
        index = len(memory.values)
        try:
            value = memory.parse(clean)
        except Fault as fault:
            value = None
            memory.faults[index] = fault
        if isinstance(value, Noted):
            memory.notes[index] = value
            value = value.value
        memory.values.append(value)
        self[text] = index
        return index


def read_date(text: str) -> date:
    """Read a day: 2021-11-09, 09.11.2021, 9/11/21 (day first), 9 noi 2021, a spreadsheet's number.

    Several days in one cell are never divided, and no year is guessed.
    """
    day = _date(text)
    if day is None:
        day = _spoken_date(text)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise Fault("date_unreadable", value=quote(text))
    return day


def _spoken_date(text: str) -> date | None:
    spoken = read_spoken(text)
    if spoken is None:
        return None
    if spoken.several:
        raise Fault("date_several", value=quote(text))
    if spoken.year is None:
        raise Fault("date_without_year", value=quote(text))
    return spoken.in_year(spoken.year)


def _date(text: str) -> date | None:
    try:
        if found := _ISO.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _DOTTED.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year if year > 99 else 2000 + year, month, day)
        if found := _SERIAL.fullmatch(text):
            return _EXCEL_DAY_ZERO + timedelta(days=int(found[1]))
    except ValueError:
        return None
    return None


def read_time(text: str) -> str:
    """Read a time of day as HH:MM: 10:00, 10.30, 10h, or a date with a time."""
    try:
        if found := re.fullmatch(r"0?\.(\d+)", text):  # a spreadsheet's part of a day
            minutes = round(float("0." + found[1]) * 1440)
            return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
        found = _TIME.fullmatch(text.rsplit("T")[-1].rsplit(" ")[-1])
        if found:
            return f"{datetime(2000, 1, 1, int(found[1]), int(found[2] or 0)):%H:%M}"
    except ValueError:
        pass
    raise Fault("time_unreadable", value=quote(text))


def read_count(text: str) -> int | Noted:
    """Read a whole number; spaces may part thousands.

    A word of what is counted may follow (`50 pers.`), and a sign that it is about so many may
    stand before (`~50`): the number is taken as it is written, with a remark. A range or a bound
    (`50-60`, `peste 50`) names no number, and none is made up for it.
    """
    plain = _GAPS.sub("", text.replace("\u2212", "-"))
    if len(plain) <= 18 and _WHOLE.fullmatch(plain):
        return int(re.split("[.,]", plain)[0])
    words = _COUNTED.fullmatch(plain[:60])
    if words is None or not set(fold(words["what"]).split()) <= _COUNTED_WORDS:
        raise Fault("count_unreadable", value=quote(text))
    before = fold(words["before"]) or words["before"].strip()
    if words["to"] or words["after"] or before in _BOUNDS:
        raise Fault("count_range", value=quote(text))
    if before and before not in _ABOUT:
        raise Fault("count_unreadable", value=quote(text))
    code = "count_about" if before else "count_with_words"
    return Noted(int(words["number"]), code, {"value": quote(text), "number": int(words["number"])})


def read_degrees(most: int) -> Callable[[str], float]:
    """Make a parser of decimal degrees up to so many, with a point or a comma."""

    def read(text: str) -> float:
        plain = text.replace("\u2212", "-").replace(",", ".").removesuffix("°")
        if len(plain) > 24 or not _DECIMAL.fullmatch(plain) or abs(float(plain)) > most:
            raise Fault("degrees_unreadable", value=quote(text), most=most)
        return float(plain)

    return read


def read_text(text: str) -> str:
    """Take a text as it is, on one line."""
    if len(text) > LONGEST_TEXT:
        raise Fault("text_too_long", most=LONGEST_TEXT)
    return " ".join(text.replace("\0", " ").split())


def read_code(text: str) -> str:
    """Read a stable code: letters without diacritics, digits and hyphens."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise Fault("code_unreadable", value=quote(text))
    return code


def read_choice(codes: Mapping[str, str | None]) -> Callable[[str], str | None]:
    """Make a parser of a choice from folded texts to codes; None stands for no answer."""
    allowed = ", ".join(dict.fromkeys(code for code in codes.values() if code))

    def read(text: str) -> str | None:
        folded = fold(text[:300])
        if folded not in codes:
            raise Fault("choice_unknown", Unread(text), value=quote(text), allowed=allowed)
        return codes[folded]

    return read


def is_total(text: str) -> bool:
    """Whether a cell says that its row is a sum of others."""
    folded = fold(text[:60])
    return folded in TOTALS or folded.startswith(("total ", "subtotal ", "итого ", "всего "))
