"""Appearances in the media in a view's days, beside visits and answers; facts, without words.

Audiences are reported by outlets: impressions, in which a person may be counted many times. They
are added to each other only, never to contacts. Media belong to no district.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.open_ends import asked_question
from dashboard.viewmodels.selected import days_of, visits_in
from geodata.publication import Published
from geodata.vocabulary import Level

Appearance = dict[str, Any]
KINDS = ("tv", "radio", "press", "online", "social", "other")


@dataclass(frozen=True, slots=True)
class MediaSum:
    """Appearances added up; `audience` is None where no outlet reported any."""

    appearances: int
    audience: int | None
    unreported: int


@dataclass(frozen=True, slots=True)
class MediaDay:
    """One day; `answers` is None where the number may not be shown."""

    media: MediaSum
    visits: int
    answers: int | None


def appearances_in(view: View, published: Published) -> list[Appearance]:
    """Appearances on the days of the view; those on other days are in the whole campaign only."""
    inside = days_of(view, published)
    return [each for each in published.document["media"] if inside(each["date"])]


def sum_media(appearances: Iterable[Appearance]) -> MediaSum:
    """Add appearances up."""
    audiences = [each["audience"] for each in appearances]
    known = [int(audience) for audience in audiences if audience is not None]
    return MediaSum(len(audiences), sum(known) if known else None, len(audiences) - len(known))


def measure_days(view: View, published: Published) -> list[MediaDay]:
    """Measure each day of the view: appearances, visits in the chosen districts, all answers."""
    days = published.document["days"]
    by_day: dict[str, list[Appearance]] = {}
    for each in appearances_in(view, published):
        by_day.setdefault(each["date"], []).append(each)
    visits = Counter(visit["day"] for visit in visits_in(view, published))
    question = asked_question(view, published)
    return [
        MediaDay(
            sum_media(by_day.get(days[i], ())),
            visits[i],
            None if question is None else answers_on(i, question, published),
        )
        for i in range(view.first, view.last + 1)
    ]


def answers_on(day: int, question: str, published: Published) -> int | None:
    """Answers of the whole country on one day, as published; None where they are hidden."""
    about = published.document["indicators"][question]
    only = len(published.document["days"]) == 1
    frames = about["whole"][EVERYBODY] if only else about["windows"].get(f"{day}-{day}")
    if frames is None:
        return None
    country = frames[Level.COUNTRY]
    if country["s"][0] == "n":
        return 0
    n: int | None = country["n"][0]
    return n


def sum_outside(view: View, published: Published) -> MediaSum:
    """Add up what appeared outside the campaign's days, as far as the view holds it."""
    days = set(published.document["days"])
    return sum_media(a for a in appearances_in(view, published) if a["date"] not in days)


def sum_by_kind(view: View, published: Published) -> dict[str, MediaSum]:
    """Add appearances up by kind, in the order of `KINDS`."""
    found: dict[str, list[Appearance]] = {}
    for each in appearances_in(view, published):
        kind = each["kind"] if each["kind"] in KINDS else KINDS[-1]
        found.setdefault(kind, []).append(each)
    return {kind: sum_media(found[kind]) for kind in KINDS if kind in found}


def sum_by_outlet(view: View, published: Published) -> dict[tuple[str, str], MediaSum]:
    """Add appearances up by outlet and kind, the most frequent first."""
    found: dict[tuple[str, str], list[Appearance]] = {}
    for each in appearances_in(view, published):
        kind = each["kind"] if each["kind"] in KINDS else KINDS[-1]
        found.setdefault((each["outlet"], kind), []).append(each)
    sums = {name: sum_media(those) for name, those in found.items()}
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].appearances, pair[0])))
