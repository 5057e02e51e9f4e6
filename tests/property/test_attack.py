"""The attack: can a hidden base be had from everything published, by linear algebra?

Random campaigns over the real hierarchy. The attacker knows every published base (country,
regions, districts; whole campaign, each window of days at its levels, each part of each
breakdown, the country's minors and adults), knows that counts are not negative, and so knows
the zeros; knows too where nobody was, and so nobody answered face to face. No base of 1 to 9
may be fixed by that, nor bounded more tightly than the threshold.

A breakdown's figures and the totals are one linear system over (district, part). Breakdowns
meet in the totals alone; for some campaigns all of them are put into one system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from geodata.build import build_units, read_places
from geodata.cube import AnswerCube, Broken, VisitCube, build_visit_cube
from geodata.disclosure import TOTAL
from geodata.frames import STATUS_LETTERS
from geodata.sample import sample_record
from geodata.survey import (
    ADULTS,
    YOUNG,
    Cell,
    Opinion,
    Units,
    compute_answers,
    guard_question,
    part_keys,
)
from geodata.vocabulary import PERSON_PARTS, Breakdown, Level, Mode, Status
from geodata.windows import all_windows
from tests import world

LEAST, FEW = 10, 30
DAYS = 3
MODES = 2
FACE_TO_FACE = list(Mode).index(Mode.FACE_TO_FACE)
KNOWN_ZERO = (Status.NO_DATA, Status.NOT_ASKED, Status.OUT_OF_SCOPE)
PARTS = {Breakdown.DAY: DAYS, Breakdown.MODE: MODES} | {
    breakdown: len(parts) + 1 for breakdown, parts in PERSON_PARTS.items()
}


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


Bases = dict[Breakdown, NDArray[np.int64]]


def broken_down(rng: np.random.Generator, bases: NDArray[np.int64]) -> Bases:
    """The same persons by district and part of each breakdown: shapes from even to lopsided."""
    totals = bases.sum(axis=(1, 2))
    found = {Breakdown.DAY: bases.sum(axis=2), Breakdown.MODE: bases.sum(axis=1)}
    for breakdown in PERSON_PARTS:
        shares = rng.dirichlet(np.full(PARTS[breakdown], rng.choice([0.4, 2.0, 20.0])))
        if rng.random() < 0.4:
            shares[-1] = 0  # everybody said
            shares = shares / shares.sum()
        found[breakdown] = rng.multinomial(totals, shares).astype(np.int64)
    return found


def units_visited(visited: NDArray[np.bool_]) -> Units:
    units = real_units()
    inside = [any(visited[d] for d in leaves if d < len(visited)) for leaves in _leaves_of()]
    return replace(units, visited=np.array(inside))


def publish(bases: NDArray[np.int64], by: Bases, visited: NDArray[np.bool_]) -> Opinion:
    """Everything that is published of one question: one option, everybody in the base."""
    broken = {b: Broken({"yes": by[b]}, by[b]) for b in PERSON_PARTS}
    cube = AnswerCube("q", {"yes": bases}, bases, broken)
    guarded = guard_question(cube, ("yes",), units_visited(visited), LEAST)
    return compute_answers(guarded, (), all_windows(DAYS), tuple(Mode), FEW)


@dataclass(frozen=True, slots=True)
class Figure:
    """A base: which unit, which parts of which breakdown, and whether it is published."""

    unit: int
    breakdown: Breakdown | None
    parts: tuple[int, ...]
    cell: Cell | None

    @property
    def published(self) -> bool:
        return self.cell is not None and (self.cell.status.shown or self.cell.status in KNOWN_ZERO)


def figures(found: Opinion) -> Iterator[Figure]:
    """Every figure there could be: totals, windows, parts, and what the country alone has."""
    country = len(real_units().codes) - 1
    for unit in range(country + 1):
        yield Figure(unit, None, (), found.whole["all"][unit])
        for (first, last), cells in found.windows.items():
            yield Figure(unit, Breakdown.DAY, tuple(range(first, last + 1)), cells[unit])
        for breakdown in (Breakdown.MODE, *PERSON_PARTS):
            for i, part in enumerate(part_keys(breakdown)):
                columns = (i,)
                if breakdown is Breakdown.AGE:
                    columns = (0, 1) if i == 0 else (i + 1,)
                yield Figure(unit, breakdown, columns, found.whole[part][unit])
        for i in range(len(YOUNG)):
            # Below the country there is no such figure, and none may be had.
            cell = found.whole.get(f"age:{YOUNG[i]}", [None])[0] if unit == country else None
            yield Figure(unit, Breakdown.AGE, (i,), cell)
    adults = found.whole.get(ADULTS, [None])[0]
    yield Figure(country, Breakdown.AGE, (1, 2, 3, 4), adults)


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


def row_of(figure: Figure, space: Breakdown) -> NDArray[np.float64]:
    """A figure as a row over (district, part) of a breakdown; a total is all its parts."""
    leaves = _leaves_of()
    row = np.zeros((len(leaves[-1]), PARTS[space]))
    parts = figure.parts if figure.breakdown else tuple(range(PARTS[space]))
    for leaf in leaves[figure.unit]:
        row[leaf, list(parts)] = 1
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


def learn(
    found: Sequence[Figure], space: Breakdown, by: Bases, visited: NDArray[np.bool_]
) -> Knowledge:
    """Everything that can be learned of one breakdown from its figures and the totals."""
    published = [f for f in found if f.published and f.breakdown in (None, space)]
    rows = np.array([row_of(f, space) for f in published])
    values = np.array([f.cell.n or 0 for f in published], dtype=float)
    assert np.array_equal(rows @ by[space].ravel(), values), "a base is not what was counted"
    left = list(_leavings(rows, values, published))
    every = np.vstack([rows, *(row for row, _ in left)])
    sums = np.concatenate([values, [value for _, value in left]])
    upper = np.where(every > 0, sums[:, None], np.inf).min(axis=0)
    upper[_nobody_there(space, visited)] = 0
    free = upper > 0
    basis = _basis(rows[:, free])
    return Knowledge(basis, free, np.where(np.isinf(upper), 1e9, upper), every, sums)


def _nobody_there(space: Breakdown, visited: NDArray[np.bool_]) -> NDArray[np.bool_]:
    there = np.zeros((len(visited) + 1, PARTS[space]), dtype=bool)
    if space is Breakdown.MODE:
        there[:-1, FACE_TO_FACE] = ~visited
    return there.ravel()


def _basis(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    _, singular, vectors = np.linalg.svd(rows, full_matrices=False)
    return vectors[singular > 1e-9 * max(1.0, singular.max(initial=0))]


def _leavings(rows, values, published) -> Iterator[tuple[NDArray[np.float64], float]]:
    """Each published figure minus the published ones inside it, of the same parts."""
    units = real_units()
    by_kind: dict[tuple, dict[int, int]] = {}
    for i, figure in enumerate(published):
        by_kind.setdefault((figure.breakdown, figure.parts), {})[figure.unit] = i
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


def a_campaign(seed: int) -> tuple[list[Figure], Bases, NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    visited = random_visited(rng)
    bases = random_bases(rng, visited)
    by = broken_down(rng, bases)
    return list(figures(publish(bases, by, visited))), by, visited


def resist(found: Sequence[Figure], by: Bases, visited: NDArray[np.bool_]) -> int:
    """Attack every breakdown of a campaign; returns how many small bases were hidden."""
    hidden = 0
    for space in PARTS:
        known = learn(found, space, by, visited)
        for figure in found:
            if figure.breakdown not in (None, space):
                continue
            row = row_of(figure, space)
            base = int(row @ by[space].ravel())
            if not 0 < base < LEAST:
                continue
            assert not figure.published, f"{figure} of {base} is published"
            hidden += 1
            assert not known.fixes(row), f"{figure} of {base} is fixed"
            assert known.width(row) >= LEAST, f"{figure} of {base} is bounded too tightly"
    return hidden


# In campaign 5051 one district alone was asked face to face in its region.
SEEDS = (*range(200), 5051)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_base_is_fixed_by_everything_published(seed: int) -> None:
    found, by, visited = a_campaign(seed)
    assert resist(found, by, visited), "the campaign had nothing to hide"


def test_no_small_base_of_the_illustrative_campaign_is_fixed() -> None:
    """Every question as a user gets it, from what the publication holds."""
    source = world.illustrative()
    campaign = source.store.campaign_in_use()
    places = read_places(campaign)
    cubes = source.store.tally(campaign.id, places, campaign.days)
    form = source.store.questionnaire(campaign.id)
    document = source.published.document
    visited = np.zeros(len(places.districts), dtype=bool)
    for visit in document["visits"]:
        visited[visit["district"]] |= visit["status"] in ("done", "moved")
    hidden = 0
    for key, cube in cubes.items():
        base = form.question(key).valid
        by = {b: _valid(broken, base, cube.several) for b, broken in cube.by.items()}
        persons = cube.base(base)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(PARTS, Breakdown.DAY, persons.shape[1])
            by |= {Breakdown.DAY: persons.sum(axis=2), Breakdown.MODE: persons.sum(axis=1)}
            hidden += resist(_read_figures(document, key), by, visited)
    assert hidden > 1000


def test_judgements_speak_of_published_bases_alone() -> None:
    """A judgement adds no base: both sides of it are published, each with enough answers."""
    document = world.illustrative().published.document
    units = real_units()
    judged = 0
    for about in document["indicators"].values():
        for key, levels in about.get("differences", {}).items():
            for level, letters in levels.items():
                sides = [
                    (about["whole"].get(side) or about["windows"][side])[level]
                    for side in key.split("~")
                ]
                assert len(letters) == len(units.at(Level(level)))
                for i, letter in enumerate(letters):
                    if letter != "-":
                        assert [side["s"][i] for side in sides] == ["o", "o"], (key, level, i)
                        assert all(side["n"][i] >= FEW for side in sides)
                        judged += 1
    assert judged > 5000


def _valid(broken: Broken, base: Sequence[str], several: bool) -> NDArray[np.int64]:
    return broken.persons if several else sum(broken.counts[option] for option in base)


def _read_figures(document, key: str) -> list[Figure]:
    """Every figure of a question, from the published document alone."""
    levels = {"district": 0, "region": 37, "country": 42}
    letters = {letter: status for status, letter in STATUS_LETTERS.items()}
    answers = document["distributions"][key]
    days = len(document["days"])

    def cells(frames) -> dict[int, Cell]:
        found = {}
        for level, first in levels.items():
            frame = frames.get(level)
            for i, letter in enumerate(frame["s"] if frame else ""):
                found[first + i] = Cell(letters[letter], n=frame["n"][i])
        return found

    whole = {part: cells(frames) for part, frames in answers["parts"].items()}
    windows = {tuple(map(int, w.split("-"))): cells(f) for w, f in answers["windows"].items()}
    assert len(windows) == days * (days + 1) // 2 - 1
    everybody = range(43)
    opinion = Opinion(
        {
            part: [found.get(unit) for unit in everybody] if 0 in found else [found[42]]
            for part, found in whole.items()
        },
        {window: [found.get(unit) for unit in everybody] for window, found in windows.items()},
        {},
    )
    return list(figures(opinion))


@pytest.mark.parametrize("seed", [*range(8), 5051])
def test_all_breakdowns_together_fix_no_more(seed: int) -> None:
    """One system of all breakdowns: the parts of each add up to the same unknown totals."""
    found, by, visited = a_campaign(seed)
    spaces = list(PARTS)
    widths = [by[space].size for space in spaces]
    starts = dict(zip(spaces, np.cumsum([0, *widths[:-1]]).tolist(), strict=True))

    def placed(row: NDArray[np.float64], space: Breakdown) -> NDArray[np.float64]:
        wide = np.zeros(sum(widths))
        wide[starts[space] : starts[space] + by[space].size] = row
        return wide

    rows = [
        placed(row_of(f, f.breakdown or Breakdown.DAY), f.breakdown or Breakdown.DAY)
        for f in found
        if f.published
    ]
    for leaf in range(len(visited) + 1):
        total = Figure(leaf, None, (), None)
        if leaf == len(visited):  # answers without a district are no unit; their row is the last
            own = {space: np.eye(leaf + 1)[leaf].repeat(PARTS[space]) for space in spaces}
        else:
            own = {space: row_of(total, space) for space in spaces}
        first = placed(own[Breakdown.DAY], Breakdown.DAY)
        rows += [first - placed(own[s], s) for s in spaces if s is not Breakdown.DAY]
    free = np.concatenate([learn(found, space, by, visited).free for space in spaces])
    basis = _basis(np.array(rows)[:, free])
    for space in spaces:
        for figure in found:
            if figure.breakdown is not space or figure.published:
                continue
            row = row_of(figure, space)
            if 0 < int(row @ by[space].ravel()) < LEAST:
                wanted = placed(row, space)[free]
                rest = wanted - (wanted @ basis.T) @ basis
                assert np.abs(rest).max(initial=0) > 1e-7, f"{figure} is fixed"


@pytest.mark.parametrize("seed", range(15))
def test_what_is_left_of_any_published_figure_is_nobody_or_enough(seed: int) -> None:
    found, by, _ = a_campaign(1000 + seed)
    for space in PARTS:
        published = [f for f in found if f.published and f.breakdown in (None, space)]
        rows = np.array([row_of(f, space) for f in published])
        counted = by[space].ravel()
        for row, left in _leavings(rows, rows @ counted, published):
            assert left == 0 or left >= LEAST
            assert left == row @ counted


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
    by = broken_down(rng, bases)
    naive = publish(bases, by, everywhere)
    # Undo the protection: show every district but the one that is small.
    cells = naive.whole["all"]
    for unit in units.at(Level.DISTRICT):
        base = int(bases[unit].sum())
        if base >= LEAST and not cells[unit].status.shown:
            cells[unit] = Cell(Status.OK, 50, base, base // 2)
    found = list(figures(naive))
    with pytest.raises(AssertionError, match="is fixed"):
        resist(found, by, everywhere)


@pytest.mark.parametrize("seed", range(3))
def test_figures_add_up_over_days_parts_and_districts(seed: int) -> None:
    rng = np.random.default_rng(2000 + seed)
    bases = rng.poisson(400, size=(38, DAYS, MODES)).astype(np.int64)
    bases[:-1][~real_units().in_scope[:37]] = 0
    by = broken_down(rng, bases)
    found = publish(bases, by, np.ones(37, dtype=bool))
    units = real_units()
    whole = found.whole["all"]
    for region in units.at(Level.REGION):
        inside = units.nesting.children(region)
        assert whole[region].n == sum(whole[d].n for d in inside)
        assert whole[region].options[0] == sum(whole[d].options[0] for d in inside)
    for unit, cell in enumerate(whole):
        if not cell.status.shown:
            continue
        assert cell.n == sum(found.windows[day, day][unit].n for day in range(DAYS))
        for breakdown in (Breakdown.MODE, *PERSON_PARTS):
            parts = [found.whole[part][unit] for part in part_keys(breakdown)]
            if all(each.status is not Status.SUPPRESSED for each in parts):
                assert cell.n == sum(each.n or 0 for each in parts)


def test_minors_are_never_told_apart_below_the_country() -> None:
    for seed in range(20):
        rng = np.random.default_rng(3000 + seed)
        bases = rng.poisson(60, size=(38, DAYS, MODES)).astype(np.int64)
        found = publish(bases, broken_down(rng, bases), np.ones(37, dtype=bool))
        for part in (*(f"age:{young}" for young in YOUNG), ADULTS):
            assert len(found.whole.get(part, [None])) == 1
    assert TOTAL not in found.whole
