"""Moments as exports write them, to the day it was in Chișinău.

An export may say 11/9/2021 for the ninth of November. Whether the day or the month comes first
is told from the whole column, and where nothing tells it, it is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Chisinau")
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
_TIME = (
    r"(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?\s?[Mm]\.?)?"
    r"\s*((?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|Z|GMT|UTC|EES?T)?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")


class Order(Enum):
    """Which of day and month comes first where slashes part them."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


def read_moment(text: str, order: Order = Order.DAY, utc: bool = False) -> datetime | None:
    """Read a moment as local time, None where the text is none.

    Args:
        text: The cell.
        order: What slashes mean; dots always have the day first.
        utc: Whether a moment that names no zone is UTC, else it is local already.
    """
    text = text.strip()
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            year, month, day = (int(found[i]) for i in (1, 2, 3))
            clock = found.groups()[3:]
        elif found := _YEAR_LAST.fullmatch(text):
            day, month, year = int(found[1]), int(found[3]), int(found[4])
            if found[2] != "." and order is Order.MONTH:
                day, month = month, day
            year += 2000 if year < 100 else 0
            clock = found.groups()[4:]
        elif _SERIAL.fullmatch(text):
            return _EXCEL_DAY_ZERO + timedelta(days=float(text))
        else:
            return None
        return _local(datetime(year, month, day), clock, utc)
    except (ValueError, OverflowError):
        return None


def _local(midnight: datetime, clock: tuple[str | None, ...], utc: bool) -> datetime:
    hours, minutes, seconds, half, zone = clock
    if hours is None:
        return midnight
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    moment = midnight.replace(hour=hour, minute=int(minutes or 0), second=int(seconds or 0))
    offset = _offset(zone, utc)
    return moment if offset is None else moment.replace(tzinfo=offset).astimezone(ZONE)


def _offset(zone: str | None, utc: bool) -> timezone | None:
    if not zone:
        return UTC if utc else None
    if zone.startswith("EE"):  # Chișinău's own, in winter and in summer
        return None
    found = _OFFSET.search(zone)
    if not found:
        return UTC
    away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-away if found[1] == "-" else away)


def day_of(text: str, order: Order = Order.DAY, utc: bool = False) -> str:
    """Return the local day of a moment as ISO text; a text that is none comes back as it is."""
    moment = read_moment(text, order, utc)
    return text if moment is None else moment.date().isoformat()


def find_order(cells: Iterable[str], span: tuple[date, date] | None) -> Order:
    """Tell whether the day or the month comes first in a column.

    A number above 12 tells. Else the campaign's days may: one reading puts every day inside
    them. Else, of three days or more that share a number, that number is the month. Else
    nothing does.
    """
    pairs: set[tuple[int, int, int]] = set()
    for text in cells:
        found = _YEAR_LAST.fullmatch(text.strip())
        if found is None or found[2] == ".":
            continue
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first > 12 or second > 12:
            return Order.DAY if first > 12 else Order.MONTH
        pairs.add((first, second, year + (2000 if year < 100 else 0)))
    if not pairs or all(first == second for first, second, _ in pairs):
        return Order.DAY
    if span:
        inside = {
            order: all(span[0] <= _day(pair, order) <= span[1] for pair in pairs)
            for order in (Order.DAY, Order.MONTH)
        }
        if inside[Order.DAY] != inside[Order.MONTH]:
            return Order.DAY if inside[Order.DAY] else Order.MONTH
    firsts, seconds = ({pair[i] for pair in pairs} for i in (0, 1))
    if min(len(firsts), len(seconds)) == 1 and max(len(firsts), len(seconds)) >= 3:
        return Order.MONTH if len(firsts) == 1 else Order.DAY
    return Order.UNKNOWN


def _day(pair: tuple[int, int, int], order: Order) -> date:
    first, second, year = pair
    try:
        return date(year, second, first) if order is Order.DAY else date(year, first, second)
    except ValueError:
        return date.min
