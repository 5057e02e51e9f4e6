"""Measures against what was published of them: each value with its source.

The comparisons (Cochran-Mantel-Haenszel, Benjamini-Hochberg) of other sources stand with the
groups that use them. Schools of the worked examples come as the sums that the estimators need:
no data file is kept here.
"""

from __future__ import annotations

import numpy as np
import pytest

from geodata.classes import class_of, compute_breaks
from geodata.intervals import wilson
from geodata.statistics import compare_shares
from geodata.weighting import Margin, effective_n, rake, stratified_mean


@pytest.mark.parametrize(
    ("favourable", "base", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_of_newcombe_1998(favourable: int, base: int, low: float, high: float) -> None:
    # Newcombe RG (1998), Two-sided confidence intervals for the single proportion, Statistics
    # in Medicine 17:857-872, table I, method 3 (score method without continuity correction).
    assert wilson(favourable, base) == pytest.approx((low, high), abs=5e-5)


# Kish L (1992), Weighting for unequal P_i, Journal of Official Statistics 8:183-200: where k
# strata of equal size get weights 1, 2, ..., k, the variance grows by 1 + L, with L 0.125 for
# k = 2, 0.222 for 3, 0.302 for 4 and 0.370 for 5. A stratum of weight w holds 60 / w persons.
@pytest.mark.parametrize(("k", "loss"), [(2, 0.125), (3, 0.222), (4, 0.302), (5, 0.370)])
def test_kish_loss_of_precision(k: int, loss: float) -> None:
    weights = np.arange(1.0, k + 1)
    persons = 60 / weights
    growth = persons.sum() / effective_n(persons, weights)
    assert growth - 1 == pytest.approx(loss, abs=5e-4)


def test_equal_weights_lose_nothing() -> None:
    assert effective_n(np.array([40.0, 60.0]), np.array([3.0, 3.0])) == pytest.approx(100)


# The Academic Performance Index in R's package survey (Lumley T, 2004, Analysis of complex
# survey samples, Journal of Statistical Software 9(8); data set `api`). Elementary, high and
# middle schools: 4,421, 755 and 1,018 in California.
SCHOOLS = np.array([4421.0, 755.0, 1018.0])


def test_stratified_mean_of_apistrat() -> None:
    # apistrat: 100, 50 and 50 schools with these means and standard deviations of api00.
    # svymean(~api00, svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat,
    # fpc = ~fpc)): mean 662.29, SE 9.4089.
    asked = np.array([100.0, 50.0, 50.0])
    means = np.array([674.43, 625.82, 636.60])
    deviations = np.array([125.249428, 109.302742, 117.579153])
    found = stratified_mean(SCHOOLS, asked, means, deviations**2)
    assert found.mean == pytest.approx(662.29, abs=5e-3)
    assert found.error == pytest.approx(9.4089, abs=5e-5)
    # Without the correction for a finite population it is larger, by 1 to 3 %.
    infinite = stratified_mean(SCHOOLS, asked, means, deviations**2, finite=False)
    assert infinite.mean == found.mean
    assert 1.01 < infinite.error / found.error < 1.03


# apiclus1: 183 schools by type (elementary, high, middle) and by whether the school met its
# growth target (no, yes), and the sum of api00 over them.
CLUSTER = np.array([[12.0, 132.0], [3.0, 11.0], [8.0, 17.0]])
CLUSTER_API = np.array([[7156.0, 86281.0], [1978.0, 6682.0], [4851.0, 10935.0]])
TYPES = Margin((0,), SCHOOLS)
TARGETS = Margin((1,), np.array([1072.0, 5122.0]))


def weighted_api(weights: np.ndarray) -> float:
    return float((weights * CLUSTER_API).sum() / (weights * CLUSTER).sum())


def test_sample_mean_of_apiclus1() -> None:
    # svymean(~api00, dclus1): 644.17, all schools having one weight.
    assert weighted_api(np.ones((3, 2))) == pytest.approx(644.17, abs=5e-3)


def test_post_stratification_of_apiclus1() -> None:
    # Example of postStratify(): svymean(~api00, postStratify(dclus1, ~stype, pop.types)) is
    # 642.31.
    assert weighted_api(rake(CLUSTER, [TYPES])) == pytest.approx(642.31, abs=5e-3)


def test_raking_of_apiclus1() -> None:
    # Example of rake(), and the package's own tests/rakecheck.Rout.save:
    # svymean(~api00, rake(dclus1, list(~stype, ~sch.wide), list(pop.types, pop.schwide))) is
    # 641.23.
    weights = rake(CLUSTER, [TYPES, TARGETS])
    assert weighted_api(weights) == pytest.approx(641.23, abs=5e-3)
    assert (weights * CLUSTER).sum() == pytest.approx(183)


def test_cochran_mantel_haenszel_of_eight_centres() -> None:
    # Agresti A (2002), Categorical Data Analysis, 2nd edition, table 6.9: success and failure
    # of a drug and of a control in eight centres; CMH = 6.38, P = 0.012.
    drug = np.array(
        [[11, 25], [16, 4], [14, 5], [2, 14], [6, 11], [1, 10], [1, 4], [4, 2]], dtype=float
    )
    control = np.array(
        [[10, 27], [22, 10], [7, 12], [1, 16], [0, 12], [0, 10], [1, 8], [6, 1]], dtype=float
    )
    found = compare_shares(drug, control)
    assert found.p == pytest.approx(0.012, abs=5e-4)
    assert found.difference > 0


# Employment per km2 in the 58 counties of California, the example of mapclassify (Rey SJ,
# Anselin L, PySAL; `mapclassify.load_example()`).
COUNTIES = (
    329.92, 0.42, 5.9, 14.03, 2.78, 1.34, 181.27, 1.65, 10.03, 16.7, 1.32, 3.99, 3.16, 0.22, 8.7,
    6.56, 3.27, 0.33, 370.5, 4.51, 75.29, 0.99, 2.74, 8.68, 0.14, 0.92, 12.63, 28.7, 12.02, 722.85,
    36.68, 0.74, 29.82, 192.05, 3.38, 11.15, 110.74, 4111.45, 49.47, 10.33, 317.11, 20.47, 264.93,
    66.26, 5.39, 0.13, 0.61, 50.65, 40.48, 36.67, 13.09, 1.81, 0.2, 7.6, 2.51, 57.26, 24.32, 6.97,
)  # fmt: skip


def test_fisher_jenks_of_mapclassify() -> None:
    # mapclassify's documentation: FisherJenks(cal, k=5) has bins up to 75.29, 192.05, 370.5,
    # 722.85 and 4111.45 with 49, 3, 4, 1 and 1 counties. Ours are lower ends, made round.
    breaks = compute_breaks(COUNTIES, 2)
    uppers = (75.29, 192.05, 370.5, 722.85, 4111.45)
    classes = [class_of(value, breaks) for value in COUNTIES]
    assert [classes.count(i) for i in range(5)] == [49, 3, 4, 1, 1]
    assert [max(v for v, c in zip(COUNTIES, classes, strict=True) if c == i) for i in range(5)] == [
        *uppers
    ]
