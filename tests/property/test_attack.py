"""The attack: can a hidden base be had from everything published, by linear algebra?

Random campaigns over the real hierarchy. The attacker knows every published base (country,
regions, districts; whole campaign, each mode, each window at its levels), knows that counts are
not negative, and so knows the zeros; knows too where nobody was, and so nobody answered face to
face. No base of 1 to 9 may be fixed by that, nor bounded more tightly than the threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from geodata.build import build_units, read_places
from geodata.cube import AnswerCube, VisitCube, build_visit_cube
from geodata.sample import sample_record
from geodata.survey import Cell, Opinion, Units, compute_opinion
from geodata.vocabulary import Level, Mode, Status
from geodata.windows import all_windows
from tests import world
from tests.world import OPTIONS, TRUST

LEAST, FEW = 10, 30
DAYS = 3
MODES = 2
FACE_TO_FACE = list(Mode).index(Mode.FACE_TO_FACE)
KNOWN_ZERO = (Status.NO_DATA, Status.NOT_ASKED, Status.OUT_OF_SCOPE)


@cache
def real_units() -> Units:
    record = sample_record()
    places = read_places(record)
    nobody: VisitCube = build_visit_cube(
        places,
        record.days,
        world.visits_table(()),
        world.handouts_table(),
        world.screenings_table(),
    )
    return build_units(places, nobody)


def random_visited(rng: np.random.Generator) -> NDArray[np.bool_]:
    """Where the campaign was, by district."""
    return rng.random(len(real_units().at(Level.DISTRICT))) < rng.choice([0.3, 0.7, 1.0])


def random_bases(rng: np.random.Generator, visited: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Bases (districts + 1, days, modes): a few shapes that campaigns take, many near 10."""
    units = real_units()
    districts = len(units.at(Level.DISTRICT))
    size = (districts + 1, DAYS, MODES)
    means = rng.choice([0.0, 0.6, 2, 4, 12, 40], size=(districts + 1, 1, 1))
    bases = rng.poisson(means * rng.choice([0, 0.3, 1, 2], size=size))
    if rng.random() < 0.5:
        bases[-1] = 0  # everybody said where
    elif rng.random() < 0.5:
        bases[-1] = 0
        bases[-1, 0, 0] = rng.integers(1, 12)
    small = rng.random(districts + 1) < 0.3
    bases[small] *= rng.random((int(small.sum()), DAYS, MODES)) < 0.4
    bases[:-1][~units.in_scope[:districts]] = 0
    bases[:-1, :, FACE_TO_FACE][~visited] = 0
    return bases.astype(np.int64)


def units_visited(visited: NDArray[np.bool_]) -> Units:
    units = real_units()
    inside = [any(visited[d] for d in leaves if d < len(visited)) for leaves in _leaves_of()]
    return replace(units, visited=np.array(inside))


def publish(
    bases: NDArray[np.int64], rng: np.random.Generator, visited: NDArray[np.bool_]
) -> Opinion:
    good = rng.binomial(bases, 0.5)
    none = np.zeros_like(bases)
    split = dict(zip(OPTIONS, (good, none, bases - good, none, none), strict=True))
    return compute_opinion(
        TRUST,
        AnswerCube("trust_police", split),
        units_visited(visited),
        all_windows(DAYS),
        tuple(Mode),
        LEAST,
        FEW,
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """A base: which unit, which days and modes, and whether it is published."""

    unit: int
    days: tuple[int, int]
    mode: int | None
    cell: Cell | None

    @property
    def published(self) -> bool:
        return self.cell is not None and (self.cell.status.shown or self.cell.status in KNOWN_ZERO)


def figures(found: Opinion) -> Iterator[Figure]:
    """Every figure there could be: whole campaign, each mode, each window."""
    whole = (0, DAYS - 1)
    for unit in range(len(real_units().codes)):
        yield Figure(unit, whole, None, found.whole["all"][unit])
        for i, mode in enumerate(Mode):
            yield Figure(unit, whole, i, found.whole[str(mode)][unit])
        for window, cells in found.windows.items():
            yield Figure(unit, window, None, cells[unit])


@cache
def _leaves_of() -> tuple[tuple[int, ...], ...]:
    """For each unit the rows of the cube that are inside it; the country has all."""
    units = real_units()
    districts = len(units.at(Level.DISTRICT))
    inside: list[tuple[int, ...]] = [(d,) for d in range(districts)]
    for region in units.at(Level.REGION):
        inside.append(tuple(d for d in range(districts) if units.nesting.parent[d] == region))
    inside.append(tuple(range(districts + 1)))
    return tuple(inside)


def row_of(figure: Figure, shape: tuple[int, ...]) -> NDArray[np.float64]:
    row = np.zeros(shape)
    modes = slice(None) if figure.mode is None else slice(figure.mode, figure.mode + 1)
    for leaf in _leaves_of()[figure.unit]:
        row[leaf, figure.days[0] : figure.days[1] + 1, modes] = 1
    return row.ravel()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the attacker has: an orthonormal basis of the row space, and bounds of each leaf."""

    basis: NDArray[np.float64]
    free: NDArray[np.bool_]
    upper: NDArray[np.float64]
    rows: NDArray[np.float64]
    sums: NDArray[np.float64]

    def fixes(self, row: NDArray[np.float64]) -> bool:
        wanted = row[self.free]
        rest = wanted - (wanted @ self.basis.T) @ self.basis
        return bool(np.abs(rest).max(initial=0) < 1e-7)

    def width(self, row: NDArray[np.float64]) -> float:
        """Room between the least and the most a figure may be, one published sum at a time."""
        around = (self.rows >= row).all(axis=1)
        rows, sums = self.rows[around], self.sums[around]
        most = sums.min(initial=self.upper @ row)
        least = (sums - (rows - row) @ self.upper).max(initial=0.0)
        return float(most - least)


def learn(found: Opinion, bases: NDArray[np.int64], visited: NDArray[np.bool_]) -> Knowledge:
    shape = bases.shape
    published = [f for f in figures(found) if f.published]
    rows = np.array([row_of(f, shape) for f in published])
    values = np.array([f.cell.n or 0 for f in published], dtype=float)
    assert np.array_equal(rows @ bases.ravel(), values), "a published base is not what was counted"
    left = list(_leavings(rows, values, published))
    every = np.vstack([rows, *(row for row, _ in left)])
    sums = np.concatenate([values, [value for _, value in left]])
    upper = np.where(every > 0, sums[:, None], np.inf).min(axis=0)
    nobody_there = np.zeros(shape, dtype=bool)
    nobody_there[:-1, :, FACE_TO_FACE] = ~visited[:, None]
    upper[nobody_there.ravel()] = 0
    free = upper > 0
    _, singular, vectors = np.linalg.svd(rows[:, free], full_matrices=False)
    basis = vectors[singular > 1e-9 * max(1.0, singular.max(initial=0))]
    return Knowledge(basis, free, np.where(np.isinf(upper), 1e9, upper), every, sums)


def _leavings(rows, values, published) -> Iterator[tuple[NDArray[np.float64], float]]:
    """Each published figure minus the published ones inside it, of the same days and mode."""
    units = real_units()
    by_kind: dict[tuple, dict[int, int]] = {}
    for i, figure in enumerate(published):
        by_kind.setdefault((figure.days, figure.mode), {})[figure.unit] = i
    for known in by_kind.values():

        def nearest(unit: int, known: dict[int, int] = known) -> list[int]:
            found: list[int] = []
            for child in units.nesting.children(unit):
                found += [known[child]] if child in known else nearest(child)
            return found

        for unit, i in known.items():
            inside = nearest(unit) if units.nesting.children(unit) else []
            if inside:
                yield rows[i] - rows[inside].sum(axis=0), values[i] - values[inside].sum()


# In these two campaigns one district alone was asked face to face in its region.
SEEDS = (*range(15), 5051)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_base_is_fixed_by_everything_published(seed: int) -> None:
    rng = np.random.default_rng(seed)
    visited = random_visited(rng)
    bases = random_bases(rng, visited)
    found = publish(bases, rng, visited)
    known = learn(found, bases, visited)
    hidden = 0
    for figure in figures(found):
        row = row_of(figure, bases.shape)
        base = int(row @ bases.ravel())
        if not figure.published and 0 < base < LEAST:
            hidden += 1
            assert not known.fixes(row), f"{figure} of {base} is fixed"
            assert known.width(row) >= LEAST, f"{figure} of {base} is bounded too tightly"
        elif figure.published and 0 < base < LEAST:
            raise AssertionError(f"{figure} of {base} is published")
    assert hidden, "the campaign had nothing to hide"


@pytest.mark.parametrize("seed", range(15))
def test_what_is_left_of_any_published_figure_is_nobody_or_enough(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    visited = random_visited(rng)
    bases = random_bases(rng, visited)
    found = publish(bases, rng, visited)
    published = [f for f in figures(found) if f.published]
    rows = np.array([row_of(f, bases.shape) for f in published])
    for row, left in _leavings(rows, rows @ bases.ravel(), published):
        assert left == 0 or left >= LEAST
        assert left == row @ bases.ravel()


def test_the_attack_finds_what_a_gateway_without_taking_away_would_leak() -> None:
    """The attack itself can succeed: with districts hidden one by one, they fall."""
    rng = np.random.default_rng(7)
    units = real_units()
    bases = np.zeros((38, DAYS, MODES), dtype=np.int64)
    bases[:, :, :] = 20
    bases[:-1][~units.in_scope[:37]] = 0
    bases[5] = 0
    bases[5, 0, 0] = 4
    everywhere = np.ones(37, dtype=bool)
    naive = publish(bases, rng, everywhere)
    # Undo the protection: show every district but the one that is small.
    cells = naive.whole["all"]
    for unit in units.at(Level.DISTRICT):
        base = int(bases[unit].sum())
        if base >= LEAST and not cells[unit].status.shown:
            cells[unit] = Cell(Status.OK, 50, base, base // 2)
    known = learn(naive, bases, everywhere)
    assert known.fixes(row_of(Figure(5, (0, DAYS - 1), None, None), bases.shape))


@pytest.mark.parametrize("seed", range(3))
def test_figures_add_up_over_days_and_over_districts(seed: int) -> None:
    rng = np.random.default_rng(2000 + seed)
    bases = rng.poisson(40, size=(38, DAYS, MODES))
    bases[:-1][~real_units().in_scope[:37]] = 0
    found = publish(bases, rng, np.ones(37, dtype=bool))
    units = real_units()
    whole = found.whole["all"]
    for region in units.at(Level.REGION):
        inside = units.nesting.children(region)
        assert whole[region].n == sum(whole[d].n for d in inside)
        assert whole[region].numerator == sum(whole[d].numerator for d in inside)
    for unit, cell in enumerate(whole):
        if cell.status.shown:
            assert cell.n == sum(found.windows[day, day][unit].n for day in range(DAYS))
            assert cell.n == sum(found.whole[str(mode)][unit].n for mode in Mode)
