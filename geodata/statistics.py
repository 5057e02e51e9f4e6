"""Comparisons of counts: thin names over statsmodels, used at the build only.

Nothing here decides what may be shown or said; `geodata.groups` does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One place against the rest.

    Attributes:
        p: Two-sided p-value that the shares are the same in every stratum.
        difference: Share of the place minus share of the rest, over the strata
            (Mantel-Haenszel weights).
    """

    p: float
    difference: float


def compare_shares(place: Floats, rest: Floats) -> Comparison:
    """Compare a place's share with the rest's, stratum by stratum (Cochran-Mantel-Haenszel).

    Args:
        place: Array (strata, 2): favourable and other answers of the place.
        rest: The same of the rest.

    Returns:
        The test without continuity correction (Mantel and Haenszel 1959, as statsmodels'
        `StratifiedTable.test_null_odds`); p is 1 where no stratum can tell anything.
    """
    from statsmodels.stats.contingency_tables import StratifiedTable

    tables = [np.vstack([a, b]) for a, b in zip(place, rest, strict=True)]
    telling = [t for t in tables if (t.sum(axis=1) > 0).all() and (t.sum(axis=0) > 0).all()]
    if not telling:
        return Comparison(1.0, 0.0)
    test = StratifiedTable(telling).test_null_odds(correction=False)
    return Comparison(float(test.pvalue), _difference(telling))


def compare_many(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Compare many pairs of shares at once: `compare_shares` of each, without its dear set-up.

    Args:
        first: Array (pairs, strata, 2): favourable and other answers of one side.
        second: The same of the other.

    Returns:
        By pair the p-value (1 where no stratum can tell anything) and the difference.
    """
    own, against = first.sum(axis=2), second.sum(axis=2)
    yes, other = first[..., 0] + second[..., 0], first[..., 1] + second[..., 1]
    total = own + against
    telling = (own > 0) & (against > 0) & (yes > 0) & (other > 0) & (total > 1)
    n = np.where(telling, total, 2.0)
    surplus = np.where(telling, first[..., 0] - own * yes / n, 0.0).sum(axis=1)
    spread = np.where(telling, own * against * yes * other / (n**2 * (n - 1)), 0.0).sum(axis=1)
    known = spread > 0
    statistic = np.divide(surplus**2, spread, out=np.zeros_like(spread), where=known)
    weights = np.where(telling, own * against / n, 0.0)
    shares = [
        np.divide(side[..., 0], size, out=np.zeros_like(n), where=size > 0)
        for side, size in ((first, own), (second, against))
    ]
    whole = weights.sum(axis=1)
    steps = (weights * (shares[0] - shares[1])).sum(axis=1)
    difference = np.divide(steps, whole, out=np.zeros_like(whole), where=whole > 0)
    return np.where(known, _upper_tail(statistic), 1.0), difference


def _upper_tail(statistic: Floats) -> Floats:
    """How likely a chi-square of one degree of freedom is to be at least so large."""
    return np.array([math.erfc(math.sqrt(each / 2)) for each in statistic])


def _difference(tables: list[Floats]) -> float:
    """Mantel-Haenszel risk difference."""
    weights = np.array([t[0].sum() * t[1].sum() / t.sum() for t in tables])
    steps = np.array([t[0, 0] / t[0].sum() - t[1, 0] / t[1].sum() for t in tables])
    return float((weights * steps).sum() / weights.sum())


def discoveries(p_values: list[float], rate: float) -> list[bool]:
    """Which of many comparisons stand out at a false discovery rate (Benjamini-Hochberg 1995)."""
    if not p_values:
        return []
    from statsmodels.stats.multitest import multipletests

    rejected = multipletests(p_values, alpha=rate, method="fdr_bh")[0]
    return [bool(each) for each in rejected]


def intraclass_correlation(favourable: Floats, answers: Floats) -> float | None:
    """Estimate how alike the answers of one stop are, from yes-or-no counts by stop.

    The analysis-of-variance estimator for unequal clusters (Donner and Koval 1980), not below
    zero.

    Args:
        favourable: Favourable answers by stop.
        answers: Answers by stop, all positive.

    Returns:
        A number from 0 to 1; None where it cannot be estimated (fewer than two stops, or no
        stop with two answers).
    """
    stops, total = len(answers), float(answers.sum())
    if stops < 2 or total <= stops:
        return None
    share = favourable / answers
    overall = favourable.sum() / total
    between = (answers * (share - overall) ** 2).sum() / (stops - 1)
    within = (answers * share * (1 - share)).sum() / (total - stops)
    size = (total - (answers**2).sum() / total) / (stops - 1)
    spread = between + (size - 1) * within
    if spread <= 0:
        return None
    return float(min(1.0, max(0.0, (between - within) / spread)))
