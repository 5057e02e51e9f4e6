"""The day strip of a view: one bar a day, of visits or of answers, as the screen has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.reading import Reading
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Level, VisitStatus

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: its name, short and long, its count in words, its height in percent, the count."""

    name: str
    day: str
    count: str
    height: float
    inside: bool
    number: int | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip: what the bars count, how many in all, and the bars."""

    title: str
    total: str
    bars: tuple[Bar, ...]


def visits_by_day(published: Published) -> list[int]:
    """Count the visits that took place in scope, day by day."""
    document = published.document
    counts = [0] * len(document["days"])
    for visit in document["visits"]:
        took_place = VisitStatus(visit["status"]).took_place
        if took_place and visit["day"] >= 0 and document["in_scope"][visit["district"]]:
            counts[visit["day"]] += 1
    return counts


def describe_strip(view: View, reading: Reading, published: Published, t: Translator) -> Strip:
    """Describe the strip; a day whose answers may not be told has no bar."""
    days = [date.fromisoformat(day) for day in published.document["days"]]
    counts: list[int | None] = [*visits_by_day(published)]
    if reading.is_opinion:
        counts = [_answers(reading, day, len(days)) for day in range(len(days))]
    known = [count for count in counts if count is not None]
    highest = max([1, *known])
    hidden = len(known) < len(counts)
    return Strip(
        title=t.text("days.answers" if reading.is_opinion else "days.visits"),
        total=t.text("days.hidden") if hidden else t.text("days.total", count=t.number(sum(known))),
        bars=tuple(
            Bar(
                name=t.short_day(day),
                day=t.day(day),
                count=UNKNOWN if count is None else t.number(count),
                height=round(100 * (count or 0) / highest, 1),
                inside=view.first <= at <= view.last,
                number=count,
            )
            for at, (day, count) in enumerate(zip(days, counts, strict=True))
        ),
    )


def _answers(reading: Reading, day: int, days: int) -> int | None:
    """Answers of one day in the country; None where they may not be told."""
    about = reading.about
    window = about["whole"][EVERYBODY] if days == 1 else about["windows"].get(f"{day}-{day}")
    if window is None:
        return None
    country = window[Level.COUNTRY]
    return 0 if country["s"][0] == "n" else country["n"][0]
