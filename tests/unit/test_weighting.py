"""Raking: margins met, what goes together left alone, and a no where it cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geodata.weighting import CannotMeetError, Margin, effective_n, rake, stratified_mean

counts_of_people = arrays(np.float64, (2, 3, 2), elements=st.integers(1, 400).map(float))
residents = st.lists(st.integers(1_000, 90_000), min_size=7, max_size=7)


def odds(table: np.ndarray) -> float:
    return float(table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]))


@given(counts_of_people, residents)
def test_every_margin_is_met_and_nobody_is_added(counts: np.ndarray, people: list[int]) -> None:
    margins = [
        Margin((0,), np.array(people[:2], float)),
        Margin((1,), np.array(people[2:5], float)),
        Margin((2,), np.array(people[5:], float)),
    ]
    raked = rake(counts, margins) * counts
    assert raked.sum() == pytest.approx(counts.sum())
    for margin in margins:
        others = tuple({0, 1, 2} - set(margin.axes))
        shares = raked.sum(axis=others) / raked.sum()
        assert shares == pytest.approx(margin.residents / margin.residents.sum(), abs=1e-7)
    # What makes it raking: the odds ratios of the sample stay.
    assert odds(raked[:, :2, 0]) == pytest.approx(odds(counts[:, :2, 0]), rel=1e-6)
    assert odds(raked[:, 1:, 1]) == pytest.approx(odds(counts[:, 1:, 1]), rel=1e-6)


@given(counts_of_people, residents)
def test_weights_lose_precision_and_never_gain_any(counts: np.ndarray, people: list[int]) -> None:
    weights = rake(counts, [Margin((0,), np.array(people[:2], float))])
    assert 1 <= effective_n(counts, weights) <= counts.sum() * (1 + 1e-9)


def test_a_joint_margin_is_met_cell_by_cell() -> None:
    # 10, 30, 40, 20 persons of 100; residents a quarter each: weights 2.5, 5/6, 5/8, 1.25.
    counts = np.array([[10.0, 30.0], [40.0, 20.0]])
    weights = rake(counts, [Margin((0, 1), np.full((2, 2), 7_000.0))])
    assert weights == pytest.approx(np.array([[2.5, 5 / 6], [0.625, 1.25]]))


def test_a_sample_like_its_margins_keeps_its_weights() -> None:
    counts = np.array([[30.0, 30.0], [20.0, 20.0]])
    margins = [Margin((0,), np.array([600.0, 400.0])), Margin((1,), np.array([1.0, 1.0]))]
    assert rake(counts, margins) == pytest.approx(np.ones((2, 2)))


def test_an_empty_cell_stays_empty() -> None:
    # 50 persons; rows and columns are to be 20 and 30. With the first cell empty that leaves
    # 20 beside it, 20 under it and 10 in the last.
    counts = np.array([[0.0, 30.0], [10.0, 10.0]])
    raked = rake(counts, [Margin((0,), np.array([2.0, 3.0])), Margin((1,), np.array([2.0, 3.0]))])
    assert raked * counts == pytest.approx(np.array([[0, 20], [20, 10]]), abs=1e-6)


def test_residents_where_nobody_answered_cannot_be_met() -> None:
    counts = np.array([[10.0, 10.0], [0.0, 0.0]])
    with pytest.raises(CannotMeetError):
        rake(counts, [Margin((0,), np.array([1.0, 1.0]))])


def test_margins_that_contradict_the_empty_cells_cannot_be_met() -> None:
    # All of the first row are in the first column: its 90 % do not fit into that column's 10 %.
    counts = np.array([[20.0, 0.0], [5.0, 30.0]])
    margins = [Margin((0,), np.array([9.0, 1.0])), Margin((1,), np.array([1.0, 9.0]))]
    with pytest.raises(CannotMeetError):
        rake(counts, margins)


def test_asking_everybody_leaves_no_error() -> None:
    sizes = np.array([40.0, 60.0])
    found = stratified_mean(sizes, sizes, np.array([0.5, 0.25]), np.array([0.2, 0.2]))
    assert (found.mean, found.error) == (pytest.approx(0.35), 0)
