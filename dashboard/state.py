"""The view: what somebody looks at, as a readable query string, and back.

The URL owns the state. Keys that stand at their default are left out; what cannot be
understood is ignored, so that any text gives a view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Breakdown, Level

DEFAULT_INDICATOR = "reach_rate"
EVERYBODY = "all"
PAGES = (
    "map",
    "answers",
    "table",
    "compare",
    "plan",
    "inspectorates",
    "media",
    "next",
    "respondents",
)
DRAWN_BY_BROWSER = ("map", "compare")  # of frames that are there already; Dash renders the others
# Keys of the address for one part of a breakdown; `lang` is the reader's own language.
PART_KEYS: Mapping[str, str] = {
    Breakdown.MODE: "mode",
    Breakdown.SEX: "sex",
    Breakdown.AGE: "age",
    Breakdown.RESIDENCE: "residence",
    Breakdown.LANGUAGE: "answered_in",
}
SORTS = ("name", "value", "n", "numerator", "denominator", "visits", "interval", "group", "status")
# Columns of a comparison's table; without one the largest difference stands first.
COMPARED = ("unit", "first", "n_first", "second", "n_second", "difference", "judgement")
SIZES = ("contacts", "residents")
# What a view can be compared in; each names the one thing in which the other side differs.
DAYS, PART, INDICATOR, DISTRICT = KINDS = ("days", "part", "indicator", "district")
CLASSES = ("0", "1", "2", "3", "4", "z", "f", "s", "n", "a", "x")


@dataclass(frozen=True, slots=True)
class View:
    """A view of one publication.

    Attributes:
        lang: Language of the reader.
        indicator: Key of the indicator.
        first: Index of the first day.
        last: Index of the last day, inside.
        districts: Chosen district codes; none means all.
        part: `all`, or one part of one breakdown of the survey: `online`, `sex:female`.
        level: Coarsest wish of the reader; None lets the figures decide.
        pin: Code of the pinned unit, or nothing.
        classes: Legend classes to look at; none means all.
        page: A key of `PAGES`.
        sort: Column of the table, or of a comparison's, with `-` in front for falling.
        interval: Whether shares of the survey stand with their interval.
        weighted: Whether weighted shares stand beside the raw ones.
        focus: Code of the region, district or locality that the map is zoomed to, or nothing.
        size: What localities are sized by, one of `SIZES`.
        against: The other side of a comparison, as `kind:what` (see `parse_against`), or nothing.
    """

    lang: str
    indicator: str = DEFAULT_INDICATOR
    first: int = 0
    last: int = 0
    districts: tuple[str, ...] = ()
    part: str = EVERYBODY
    level: Level | None = None
    pin: str = ""
    classes: tuple[str, ...] = ()
    page: str = "map"
    sort: str = "name"
    interval: bool = False
    weighted: bool = False
    focus: str = ""
    size: str = "contacts"
    against: str = ""

    def to(self, **changes: object) -> View:
        """Return the view with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def parse_view(query: str, published: Published, default_language: str) -> View:
    """Parse a query string (with or without `?`) against what is published."""
    given = {key: values[-1] for key, values in parse_qs(query.lstrip("?")).items()}
    document = published.document
    first, last = snap(*_days(given, document["days"]), document["windows"])
    units = {*document["districts"], *document["regions"]}
    indicator = given.get("indicator", "")
    level = given.get("level", "")
    return View(
        lang=_one_of(given.get("lang", ""), LANGUAGES, default_language),
        indicator=indicator if indicator in document["indicators"] else DEFAULT_INDICATOR,
        first=first,
        last=last,
        districts=_known(given.get("district", ""), document["districts"]),
        part=_part(given, document["breakdowns"]),
        level=Level(level) if level in tuple(Level) else None,
        pin=_one_of(given.get("pin", ""), tuple(units), ""),
        classes=_known(given.get("class", ""), CLASSES),
        page=_one_of(given.get("page", ""), PAGES, "map"),
        sort=_sort(given.get("sort", "")),
        interval=given.get("interval") == "1",
        weighted=given.get("weighted", "") == "1",
        focus=_focus(given.get("focus", ""), published),
        size=_one_of(given.get("size", ""), SIZES, SIZES[0]),
        against=parse_against(given.get("against", ""), published),
    )


def format_view(view: View, published: Published, default_language: str) -> str:
    """Write a view as a query string with `?`, defaults left out; empty for the default."""
    days = published.document["days"]
    whole = (view.first, view.last) == (0, len(days) - 1)
    pairs: Mapping[str, str] = {
        "lang": "" if view.lang == default_language else view.lang,
        "indicator": "" if view.indicator == DEFAULT_INDICATOR else view.indicator,
        "from": "" if whole else days[view.first],
        "to": "" if whole else days[view.last],
        "district": ",".join(view.districts),
        **_part_pair(view.part),
        "level": "" if view.level is None else str(view.level),
        "pin": view.pin,
        "class": ",".join(view.classes),
        "page": "" if view.page == "map" else view.page,
        "sort": "" if view.sort == "name" else view.sort,
        "interval": "1" if view.interval else "",
        "weighted": "1" if view.weighted else "",
        "focus": view.focus,
        "size": "" if view.size == SIZES[0] else view.size,
        "against": view.against,
    }
    kept = {key: value for key, value in pairs.items() if value}
    return "?" + urlencode(kept, safe=",:") if kept else ""


def parse_against(text: str, published: Published) -> str:
    """Read what a view is compared with; nothing where it cannot be understood.

    `days:2021-11-10..2021-11-12`, `part:online`, `part:sex:female`, `indicator:visits`,
    `district:MD-BA,MD-SO`: the other side is the view itself but for this one thing.
    """
    document = published.document
    kind, _, what = text.partition(":")
    if kind == DAYS:
        wanted = _window_of(what, document)
        return f"{DAYS}:{format_days(*wanted, document['days'])}" if wanted else ""
    if kind == DISTRICT:
        codes = _known(what, document["districts"])
        return f"{DISTRICT}:{','.join(codes)}" if codes else ""
    allowed = {
        PART: [part for parts in document["breakdowns"].values() for part in parts],
        INDICATOR: document["indicators"],
    }
    return text if what in allowed.get(kind, ()) else ""


def other_side(view: View, published: Published) -> View:
    """The view that `view` is compared with: itself but for one thing."""
    kind, _, what = view.against.partition(":")
    if kind == DAYS:
        first, last = _window_of(what, published.document) or (view.first, view.last)
        return view.to(first=first, last=last)
    if kind == DISTRICT:
        return view.to(districts=tuple(what.split(",")))
    return view.to(**{kind: what}) if kind in (PART, INDICATOR) else view


def format_days(first: int, last: int, days: list[str]) -> str:
    """Write days as an address has them."""
    return f"{days[first]}..{days[last]}"


def _window_of(text: str, document: Mapping[str, Any]) -> tuple[int, int] | None:
    days: list[str] = document["days"]
    first, _, last = text.partition("..")
    if first not in days or last not in days:
        return None
    window = [days.index(first), days.index(last)]
    return (window[0], window[1]) if window in document["windows"] else None


def _one_of(value: str, allowed: tuple[str, ...], otherwise: str) -> str:
    return str(value) if value in allowed else otherwise


def _focus(code: str, published: Published) -> str:
    document = published.document
    known = code in published.locality_index or code in document["districts"]
    return code if known or code in document["regions"] else ""


def _part(given: Mapping[str, str], breakdowns: Mapping[str, list[str]]) -> str:
    """The part of a breakdown that is asked for; of several the first in the registry's order."""
    for breakdown, parts in breakdowns.items():
        wanted = given.get(PART_KEYS[breakdown], "")
        found = wanted if breakdown == Breakdown.MODE else f"{breakdown}:{wanted}"
        if found in parts:
            return found
    return EVERYBODY


def _part_pair(part: str) -> dict[str, str]:
    """The key and value that a part has in the address."""
    if part == EVERYBODY:
        return {}
    breakdown, _, value = part.partition(":")
    if not value:
        return {PART_KEYS[Breakdown.MODE]: part}
    return {PART_KEYS[breakdown]: value}


def _known(text: str, allowed: object) -> tuple[str, ...]:
    wanted = set(text.split(","))
    return tuple(str(code) for code in allowed if code in wanted)  # type: ignore[attr-defined]


def _sort(text: str) -> str:
    return text if text.removeprefix("-") in (*SORTS, *COMPARED) else "name"


def _days(given: Mapping[str, str], days: list[str]) -> tuple[int, int]:
    """Indexes of the days asked for, cut to the campaign; the whole where they make no sense."""
    last = len(days) - 1
    first_wanted, last_wanted = _date(given.get("from")), _date(given.get("to"))
    inside = [
        i
        for i, day in enumerate(days)
        if (first_wanted is None or day >= first_wanted)
        and (last_wanted is None or day <= last_wanted)
    ]
    return (inside[0], inside[-1]) if inside else (0, last)


def snap(first: int, last: int, windows: list[list[int]]) -> tuple[int, int]:
    """Return days that have finished figures: those asked for, or from the first day on.

    Only very long campaigns lack any (see `geodata.windows`).
    """
    return (first, last) if [first, last] in windows else (0, last)


def _date(text: str | None) -> str | None:
    try:
        day = date.fromisoformat(text or "").isoformat()
        return day if day == text else None  # the browser reads no other form of ISO dates
    except ValueError:
        return None
