"""Raked shares of the country beside the raw ones, or the reason why there are none.

Weighting is never the default. Where sex, age group and residence were asked and a user loaded
margins, respondents are weighted so that together they have the shares of the margins. Who did
not say one of the three, or is 14 to 17 where the margins begin at 18, weighs 1: so nobody is
left out, and no base is published that was not before.

A cell of a margin must have 0 residents and no answer, or enough of both: the largest weight
would tell how few people stand behind it. Refusals say which cells nobody answered in, and never
which have few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import vocabulary as v
from geodata.cube import AnswerCube
from geodata.frames import STATUS_LETTERS
from geodata.indicators import AnswerIndicator, Unit
from geodata.intervals import wilson
from geodata.margins import APART, CATEGORIES, KNOWN_BY, MINORS, Cell, Margins
from geodata.vocabulary import Status
from geodata.weighting import CannotMeetError, Margin, effective_n, rake

Floats = NDArray[np.float64]

DECIMALS = 1  # of the largest weight


class Refusal(StrEnum):
    """Why nothing is weighted, in the order in which it is looked at."""

    NO_MARGINS = "no_margins"
    NOT_ASKED = "not_asked"
    MARGIN_MISSING = "margin_missing"
    MARGINS_APART = "margins_apart"
    MARGIN_EMPTY = "margin_empty"
    SAMPLE_EMPTY = "sample_empty"
    SAMPLE_THIN = "sample_thin"
    MOSTLY_UNKNOWN = "mostly_unknown"
    CANNOT_MEET = "cannot_meet"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal and what it is about: names, cells or numbers, all of them public."""

    reason: Refusal
    about: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What people weigh.

    Attributes:
        table: Weight by sex, age group and residence, with one more of each for those who did
            not say, as in `AnswerCube.crossed`.
        margins: What each margin that is met is broken down by.
        effective_n: Equally weighted responses that would say as much.
        largest: The largest weight.
    """

    table: Floats
    margins: tuple[Cell, ...]
    effective_n: float
    largest: float

    def of(self, *cell: str) -> float:
        """Weight of those of a sex, age group and residence; "" is not known."""
        at = [(*CATEGORIES[name], "").index(c) for name, c in zip(KNOWN_BY, cell, strict=True)]
        return float(self.table[tuple(at)])


def weigh(people: pd.DataFrame, margins: Margins | None, least: int) -> Weights | Refused:
    """Weigh the respondents, or say why not.

    Args:
        people: Columns of `KNOWN_BY` and `count`; "" is not known.
        margins: As loaded.
        least: The smallest base shown.
    """
    if margins is None:
        return Refused(Refusal.NO_MARGINS)
    not_asked = [name for name in KNOWN_BY if not people.loc[people[name] != "", v.COUNT].sum()]
    if not_asked:
        return Refused(Refusal.NOT_ASKED, tuple(not_asked))
    cover = margins.cover
    missing = [name for name in KNOWN_BY if not any(name in names for names in cover)]
    if missing:
        return Refused(Refusal.MARGIN_MISSING, tuple(missing))
    fewest, most = margins.totals
    if most - fewest > APART * most:
        return Refused(Refusal.MARGINS_APART, (fewest, most))
    categories = dict(CATEGORIES)
    if margins.adults_only:
        categories[v.AGE_GROUP] = tuple(c for c in CATEGORIES[v.AGE_GROUP] if c != MINORS)
    counts = _table(people, categories)
    return _check_cells(counts, margins, categories, least) or _rake(
        counts, margins, categories, float(people[v.COUNT].sum())
    )


def _table(people: pd.DataFrame, categories: Mapping[str, Sequence[str]]) -> Floats:
    """Count those of whom all is known, one axis for each of `KNOWN_BY`."""
    counts = np.zeros([len(categories[name]) for name in KNOWN_BY])
    places = [{category: i for i, category in enumerate(categories[name])} for name in KNOWN_BY]
    for *known, count in people[[*KNOWN_BY, v.COUNT]].itertuples(index=False):
        at = [place.get(category) for place, category in zip(places, known, strict=True)]
        if None not in at:
            counts[tuple(at)] += count
    return counts


def _check_cells(
    counts: Floats, margins: Margins, categories: Mapping[str, Sequence[str]], least: int
) -> Refused | None:
    without_residents: list[Cell] = []
    without_answers: list[Cell] = []
    thin = False
    for names, table in margins.cover.items():
        axes = tuple(KNOWN_BY.index(name) for name in names)
        answered = counts.sum(axis=tuple(i for i in range(counts.ndim) if i not in axes))
        for at in np.ndindex(answered.shape):
            cell = tuple(categories[name][i] for name, i in zip(names, at, strict=True))
            if not table.get(cell):
                without_residents.append(cell)
            elif answered[at] == 0:
                without_answers.append(cell)
            thin |= 0 < answered[at] < least
    if without_residents:
        return Refused(Refusal.MARGIN_EMPTY, tuple(without_residents))
    if without_answers:
        return Refused(Refusal.SAMPLE_EMPTY, tuple(without_answers))
    return Refused(Refusal.SAMPLE_THIN) if thin else None


def _rake(
    counts: Floats, margins: Margins, categories: Mapping[str, Sequence[str]], everybody: float
) -> Weights | Refused:
    known = float(counts.sum())
    if 2 * known < everybody:
        return Refused(Refusal.MOSTLY_UNKNOWN)
    wanted = []
    for names, table in margins.cover.items():
        axes = tuple(KNOWN_BY.index(name) for name in names)
        cells = list(product(*(categories[name] for name in names)))
        residents = np.array([float(table[cell]) for cell in cells])
        shape = [len(categories[name]) for name in names]
        wanted.append(Margin(axes, residents.reshape(shape)))
    try:
        weights = rake(counts, wanted)
    except CannotMeetError:
        return Refused(Refusal.CANNOT_MEET)
    everyone = np.ones([len(CATEGORIES[name]) + 1 for name in KNOWN_BY])
    met = np.ix_(*([CATEGORIES[name].index(c) for c in categories[name]] for name in KNOWN_BY))
    everyone[met] = np.where(counts > 0, weights, 1.0)
    all_counts = np.append(counts.ravel(), everybody - known)
    all_weights = np.append(weights.ravel(), 1.0)
    return Weights(
        table=everyone,
        margins=tuple(margins.cover),
        effective_n=effective_n(all_counts, all_weights),
        largest=float(all_weights[all_counts > 0].max()),
    )


def describe_weighting(
    people: pd.DataFrame,
    margins: Margins | None,
    indicators: Sequence[AnswerIndicator],
    figures: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, AnswerCube],
    least: int,
) -> dict[str, Any]:
    """Describe the weighting of a campaign as plain JSON.

    Args:
        people: Responses of the campaign by `KNOWN_BY`, with `count`.
        margins: As loaded.
        indicators: The survey's indicators; shares are raked.
        figures: Key to the country's published frame of the whole campaign (`s`, `v`, `n`),
            which decides what is shown.
        answers: Question to its counted answers.
        least: The smallest base shown.

    Returns:
        `refused` and `about` alone, or: `margins`, `ages`, `sources`, `effective_n`,
        `largest`, and `shares`, key to `raw`, `raked`, `n`, `effective_n`, `lo`, `hi`. A share
        is there only where the country's own figure is `ok`.
    """
    weights = weigh(people, margins, least)
    if isinstance(weights, Refused):
        return {"refused": str(weights.reason), "about": list(weights.about)}
    assert margins is not None
    ok = [
        each
        for each in indicators
        if each.unit is Unit.PERCENT and figures[each.key]["s"] == STATUS_LETTERS[Status.OK]
    ]
    return {
        "refused": "",
        "margins": [list(names) for names in weights.margins],
        "ages": margins.ages,
        "sources": list(margins.sources),
        "effective_n": round(weights.effective_n),
        "largest": round(weights.largest, DECIMALS),
        "shares": {
            each.key: _share(each, figures[each.key], answers[each.question], weights.table)
            for each in ok
        },
    }


def _share(
    indicator: AnswerIndicator, figure: Mapping[str, Any], answers: AnswerCube, weights: Floats
) -> dict[str, Any]:
    base = _sum(answers, indicator.base)
    share = float((weights * _sum(answers, indicator.favourable)).sum() / (weights * base).sum())
    effective = effective_n(base, weights)
    low, high = wilson(share * effective, effective)
    return {
        "raw": figure["v"][0],
        "raked": round(100 * share),
        "n": figure["n"][0],
        "effective_n": round(effective),
        "lo": round(100 * low),
        "hi": round(100 * high),
    }


def _sum(answers: AnswerCube, options: Sequence[str]) -> Floats:
    counts: Floats = np.sum([answers.crossed[o] for o in options], axis=0, dtype=np.float64)
    return counts
