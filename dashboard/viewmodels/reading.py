"""Which finished frame answers a view, and why that one.

The browser has the same few look-ups in `assets/js/frames.js`; a browser test compares the
two over many views.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.state import EVERYBODY, View
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE, Level, Status

LETTERS = {
    "o": Status.OK,
    "f": Status.FEW,
    "s": Status.SUPPRESSED,
    "n": Status.NO_DATA,
    "a": Status.NOT_ASKED,
    "x": Status.OUT_OF_SCOPE,
}
NO_VISIT = "z"


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame with the words of its axis.

    Attributes:
        key: Name of the frame among those of its indicator.
        about: The indicator's record.
        frame: Statuses, classes, values, n by unit.
        total: The country's figures for the same period.
        codes: Units in the frame's order.
        level: What the units are.
        first: Index of the first day that the figures are of.
        last: Index of the last day, inside.
        groups: One letter a district where districts are compared with the rest, else empty.
        stepped: The level was taken because the days asked for carry no finer one.
        opened: The level was taken because most districts have few answers or hidden ones.
        held_days: Days were asked for, but a breakdown is shown over the whole campaign only.
    """

    key: str
    about: dict[str, Any]
    frame: dict[str, Any]
    total: dict[str, Any]
    codes: list[str]
    level: Level
    first: int
    last: int
    groups: str = ""
    stepped: bool = False
    opened: bool = False
    held_days: bool = False

    @property
    def is_opinion(self) -> bool:
        """Whether the figures come from the survey."""
        return bool(self.about["kind"] == "answers")

    def statuses(self) -> list[Status]:
        """Statuses by unit."""
        return [LETTERS[letter] for letter in self.frame["s"]]

    def legend_classes(self) -> list[str]:
        """For each unit the legend row it belongs to."""
        pairs = zip(self.frame["s"], self.frame["c"], strict=True)
        return [klass if letter == "o" else letter for letter, klass in pairs]


def read(view: View, published: Published) -> Reading:
    """Find the frame that answers `view`."""
    about = published.document["indicators"][view.indicator]
    last_day = len(published.document["days"]) - 1
    if about["kind"] == "visits":
        return _visits(view, published, about)
    whole = (view.first, view.last) == (0, last_day)
    if view.part != EVERYBODY or whole:
        opens = Level.DISTRICT if view.districts else Level(about["opens"][view.part])
        level = view.level or opens
        frames = about["whole"][view.part]
        country = about["whole"][view.part][Level.COUNTRY]
        return Reading(
            key=f"{view.part}:{level}",
            about=about,
            frame=frames[level],
            total=_only(country),
            codes=units_at(level, published),
            level=level,
            first=0,
            last=last_day,
            groups=about.get("groups", "")
            if level is Level.DISTRICT and view.part == EVERYBODY
            else "",
            opened=view.level is None and opens is not Level.DISTRICT,
            held_days=view.part != EVERYBODY and not whole,
        )
    window = about["windows"][f"{view.first}-{view.last}"]
    finest = Level(window["level"])
    level = coarser(view.level, finest)
    return Reading(
        key=f"{view.first}-{view.last}:{level}",
        about=about,
        frame=window[level],
        total=_only(window[Level.COUNTRY]),
        codes=units_at(level, published),
        level=level,
        first=view.first,
        last=view.last,
        stepped=level is finest and finest is not Level.DISTRICT,
    )


def _visits(view: View, published: Published, about: dict[str, Any]) -> Reading:
    index = published.document["windows"].index([view.first, view.last])
    frame = about["windows"][index]
    return Reading(
        key=f"{view.first}-{view.last}",
        about=about,
        frame=frame,
        total=frame["t"],
        codes=published.document["districts"],
        level=Level.DISTRICT,
        first=view.first,
        last=view.last,
    )


def coarser(wanted: Level | None, finest: Level) -> Level:
    """The level to show where the reader wants one and the figures carry another."""
    order = tuple(Level)
    return finest if wanted is None or order.index(wanted) < order.index(finest) else wanted


def units_at(level: Level, published: Published) -> list[str]:
    """Codes of the units of a level, in the order of frames."""
    units: dict[Level, list[str]] = {
        Level.DISTRICT: published.document["districts"],
        Level.REGION: published.document["regions"],
        Level.COUNTRY: [COUNTRY_CODE],
    }
    return units[level]


def _only(frame: dict[str, Any]) -> dict[str, Any]:
    """The country's one cell as a record."""
    names = {name: name for name in ("v", "n", "num", "dk", "o", "lo", "hi")}
    return {name: frame[key][0] for name, key in names.items()} | {"s": frame["s"][0]}
