"""Weights that make those who answered resemble residents in what both are known by.

Pure arithmetic on tables of counts; whether anything may be weighted, and what of it may be
shown, is decided in `geodata.weighted_shares`. A table has one axis for each thing that people are
known by (sex, age group, residence); a margin names the axes it is about.

No kept library is light enough (requirements.txt says which were weighed), and raking by
statsmodels' Poisson regression overflows on tables with empty cells: so the loop is here, and
the tests hold it against the published output of R's survey package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CLOSE = 1e-9
ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Margin:
    """What is known of the residents.

    Attributes:
        axes: Axes of the sample's table that it is about, rising.
        residents: Residents, one axis each for `axes`; only their shares matter.
    """

    axes: tuple[int, ...]
    residents: Floats


class CannotMeetError(ValueError):
    """No weights give the sample these margins."""


def rake(counts: Floats, margins: Sequence[Margin]) -> Floats:
    """Weight a table so that it has the shares of every margin (Deming and Stephan 1940).

    One margin over all axes is post-stratification, done in one round.

    Args:
        counts: Persons by cell.
        margins: What to meet; residents where nobody answered cannot be met.

    Returns:
        A weight for each person of each cell, of mean 1 over the persons; 0 in empty cells.

    Raises:
        CannotMeetError: the margins cannot be met together.
    """
    persons = counts.sum()
    raked = counts.astype(np.float64)
    wanted = [margin.residents / margin.residents.sum() * persons for margin in margins]
    for _ in range(ROUNDS):
        for margin, want in zip(margins, wanted, strict=True):
            have = _sum_over(raked, margin.axes)
            factor = np.divide(want, have, out=np.zeros_like(want), where=have > 0)
            raked = raked * _spread(factor, margin.axes, raked.ndim)
        off = [
            np.abs(_sum_over(raked, margin.axes) - want).max()
            for margin, want in zip(margins, wanted, strict=True)
        ]
        if max(off) <= CLOSE * persons:
            return np.divide(raked, counts, out=np.zeros_like(raked), where=counts > 0)
    raise CannotMeetError("the margins cannot be met together")


def _sum_over(table: Floats, axes: tuple[int, ...]) -> Floats:
    others = tuple(axis for axis in range(table.ndim) if axis not in axes)
    return np.asarray(table.sum(axis=others))


def _spread(factor: Floats, axes: tuple[int, ...], ndim: int) -> Floats:
    """Shape a margin's factors so that they multiply a whole table."""
    sizes = iter(factor.shape)
    return factor.reshape([next(sizes) if axis in axes else 1 for axis in range(ndim)])


def effective_n(counts: Floats, weights: Floats) -> float:
    """Return how many equally weighted answers say as much (Kish 1965, 11.7; 1992).

    Args:
        counts: Persons by cell, not all 0.
        weights: Weight of a person of each cell.
    """
    return float((counts * weights).sum() ** 2 / (counts * weights**2).sum())


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its standard error under stratified sampling."""

    mean: float
    error: float


def stratified_mean(
    sizes: Floats,
    counts: Floats,
    means: Floats,
    variances: Floats,
    finite: bool = True,
) -> Estimate:
    """Estimate a mean over strata (Cochran 1977, 5.3 and 5.4).

    The error holds for samples drawn at random within strata. Of respondents who chose
    themselves only the mean is ever shown.

    Args:
        sizes: Residents, or what they weigh, by stratum.
        counts: Persons asked, by stratum, all positive.
        means: Mean of those asked.
        variances: Variance among those asked (divided by one less than their count).
        finite: Whether `sizes` are head counts, so that asking everybody leaves no error.
    """
    shares = sizes / sizes.sum()
    left = 1 - counts / sizes if finite else np.ones_like(sizes)
    variance = (shares**2 * left * variances / counts).sum()
    return Estimate(float((shares * means).sum()), float(np.sqrt(variance)))
