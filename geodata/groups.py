"""Three groups instead of a ranking: above, not distinguishable from, below the rest.

A district's share is compared with that of the rest of the country among those who answered.
The test is stratified by mode; answers given face to face are counted less, because those of
one stop resemble each other; and over the districts the share of false discoveries is held at
5 %. Only districts with enough answers are in a group. That most are not distinguishable is
the expected result, and a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geodata.cube import AnswerCube
from geodata.indicators.indicator import AnswerIndicator
from geodata.statistics import compare_shares, discoveries, intraclass_correlation
from geodata.vocabulary import Mode, Status

RATE = 0.05
CORRELATION_WITHOUT_ESTIMATE = 0.05


class Group(StrEnum):
    """Letters of the groups, as frames write them."""

    ABOVE = "a"
    ALIKE = "e"
    BELOW = "b"
    NONE = "-"


def compute_groups(
    indicator: AnswerIndicator,
    cube: AnswerCube,
    statuses: Sequence[Status],
    in_scope: NDArray[np.bool_],
) -> str:
    """Put each district into a group, over the whole campaign and both modes.

    Args:
        indicator: A share; what is favourable and what is the base.
        cube: The answers to its question.
        statuses: Status of each district for this indicator.
        in_scope: Whether the campaign counts the district.

    Returns:
        One letter a district: `Group`.
    """
    favourable = cube.of(indicator.favourable).astype(float)
    base = cube.of(indicator.base).astype(float)
    effect = design_effects(favourable, base)
    yes = favourable.sum(axis=1) / effect
    other = (base - favourable).sum(axis=1) / effect
    tables = np.stack([yes, other], axis=2)  # districts + 1, modes, 2
    everything = tables.sum(axis=0)
    compared = [i for i, status in enumerate(statuses) if status is Status.OK and bool(in_scope[i])]
    results = [compare_shares(tables[i], everything - tables[i]) for i in compared]
    standing_out = discoveries([result.p for result in results], RATE)
    letters = [Group.NONE] * len(statuses)
    for i, result, stands_out in zip(compared, results, standing_out, strict=True):
        side = Group.ABOVE if result.difference > 0 else Group.BELOW
        letters[i] = side if stands_out else Group.ALIKE
    return "".join(letters)


def design_effects(favourable: NDArray[np.float64], base: NDArray[np.float64]) -> np.ndarray:
    """By mode, how many answers count as one: 1 + (m - 1) x correlation at m answers a stop.

    A stop is a district's day face to face, the finest that counted answers know; where two
    visits share a day they are taken as one, which is the cautious side.
    """
    effects = np.ones(len(Mode))
    at = list(Mode).index(Mode.FACE_TO_FACE)
    stops = base[:-1, :, at].ravel()
    yes = favourable[:-1, :, at].ravel()[stops > 0]
    stops = stops[stops > 0]
    if len(stops):
        correlation = intraclass_correlation(yes, stops)
        if correlation is None:
            correlation = CORRELATION_WITHOUT_ESTIMATE
        effects[at] = 1 + (stops.mean() - 1) * correlation
    return effects
