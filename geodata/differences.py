"""Which differences between two sides of a survey figure are more than chance.

Two sides are two parts of one breakdown over the whole campaign, or two windows of days that
share none. Only units that are shown with enough answers on both sides are compared, and only
the judgement is published, a letter a unit: never a count that the frames do not hold.

The test is that of `geodata.groups`: answers given face to face count less, because those of
one stop resemble each other; windows are compared mode by mode, so that another mix of modes
is no difference; and over the units of a level the share of false discoveries is held at 5 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geodata.cube import AnswerCube
from geodata.groups import RATE, Group, design_effects
from geodata.indicators.indicator import AnswerIndicator
from geodata.statistics import compare_many, discoveries
from geodata.survey import Cell, Opinion, Units, Window, part_keys
from geodata.vocabulary import UNKNOWN, Breakdown, Level, Mode, Status
from geodata.windows import MOST_COMPARED

Floats = NDArray[np.float64]
Judged = dict[str, dict[str, str]]


def side_key(first: str, second: str) -> str:
    """Name of a comparison among those published; the order is that of frames."""
    return f"{first}~{second}"


def compute_differences(
    indicator: AnswerIndicator, cube: AnswerCube, opinion: Opinion, units: Units
) -> Judged:
    """Judge every pair of sides that may be compared.

    Args:
        indicator: A share; what is favourable and what is the base.
        cube: The answers to its question.
        opinion: Its publishable figures: only what they show is compared.
        units: The units.

    Returns:
        Key of the pair (`side_key`) to level to one `Group` letter a unit: the first side is
        above or below the second, alike, or not compared.
    """
    judge = _Judge(indicator, cube, units)
    found: Judged = {}
    for breakdown in Breakdown:
        parts = [p for p in part_keys(breakdown) if _is_known(p)] if _has_parts(breakdown) else []
        for first, second in combinations([p for p in parts if p in opinion.whole], 2):
            sides = opinion.whole[first], opinion.whole[second]
            letters = {
                str(level): judge.parts(breakdown, (first, second), sides, level) for level in Level
            }
            _keep(found, side_key(first, second), letters)
    for one, other in disjoint(list(opinion.windows)):
        cells = opinion.windows[one], opinion.windows[other]
        order = list(Level)
        finest = max(opinion.level[one], opinion.level[other], key=order.index)
        letters = {
            str(level): judge.windows((one, other), cells, level)
            for level in order[order.index(finest) :]
        }
        _keep(found, side_key(_name(one), _name(other)), letters)
    return found


def compute_regions(
    indicator: AnswerIndicator, cube: AnswerCube, opinion: Opinion, units: Units
) -> dict[str, str]:
    """Judge every two development regions over the whole campaign, mode by mode.

    Free groups of districts are never judged: a test of any group, hidden districts in it, asked
    for one group after the other would tell what a hidden district answered. Regions are few,
    fixed, and published with their totals; only those shown with enough answers are compared.

    Returns:
        Key of the pair (`side_key`) to a `Group` letter; pairs not compared are left out.
    """
    judge = _Judge(indicator, cube, units)
    return judge.pairs(opinion.whole["all"], Level.REGION)


def disjoint(windows: Sequence[Window]) -> Iterator[tuple[Window, Window]]:
    """Pairs of windows that share no day, the earlier first."""
    rows = sorted(windows)
    if len(rows) > MOST_COMPARED:
        rows = [window for window in rows if window[0] == window[1]]
    for one, other in combinations(rows, 2):
        if one[1] < other[0]:
            yield one, other


class _Judge:
    """Counts of one indicator, already divided by what the clustering costs."""

    def __init__(self, indicator: AnswerIndicator, cube: AnswerCube, units: Units) -> None:
        self._cube = cube
        self._own = indicator
        self._units = units
        favourable = cube.of(indicator.favourable).astype(float)
        base = cube.of(indicator.base).astype(float)
        self._effects = design_effects(favourable, base)
        self._yes = units.gather(cube.of(indicator.favourable))  # units, days, modes
        self._base = units.gather(cube.of(indicator.base))

    def windows(
        self,
        pair: tuple[Window, Window],
        cells: tuple[Sequence[Cell | None], Sequence[Cell | None]],
        level: Level,
    ) -> str:
        at = self._units.at(level)
        sides = []
        for first, last in pair:
            yes = self._yes[at, first : last + 1].sum(axis=1) / self._effects
            base = self._base[at, first : last + 1].sum(axis=1) / self._effects
            sides.append(np.stack([yes, base - yes], axis=2))
        return self._letters(at, cells, sides[0], sides[1])

    def parts(
        self,
        breakdown: Breakdown,
        pair: tuple[str, str],
        cells: tuple[Sequence[Cell], Sequence[Cell]],
        level: Level,
    ) -> str:
        at = self._units.at(level)
        sides = [self._part(breakdown, part, cells[i], at) for i, part in enumerate(pair)]
        return self._letters(at, cells, sides[0], sides[1])

    def pairs(self, cells: Sequence[Cell], level: Level) -> dict[str, str]:
        """Judge every two units of a level, with the discoveries of all pairs held together."""
        shown = [u for u in self._units.at(level) if cells[u].status is Status.OK]
        two = list(combinations(shown, 2))
        if not two:
            return {}
        yes = self._yes.sum(axis=1) / self._effects
        base = self._base.sum(axis=1) / self._effects
        tables = np.stack([yes, base - yes], axis=2)  # units, modes, 2
        p, difference = compare_many(*(tables[list(side)] for side in zip(*two, strict=True)))
        out = discoveries([float(x) for x in p], RATE)
        letters = [
            (Group.ABOVE if step > 0 else Group.BELOW) if stands_out else Group.ALIKE
            for stands_out, step in zip(out, difference, strict=True)
        ]
        codes = self._units.codes
        return {
            side_key(codes[one], codes[other]): str(letter)
            for (one, other), letter in zip(two, letters, strict=True)
        }

    def _part(
        self, breakdown: Breakdown, part: str, cells: Sequence[Cell], at: Sequence[int]
    ) -> Floats:
        """Published counts; of a person's breakdown taken as if all were given face to face."""
        modes = [str(mode) for mode in Mode]
        effect = (
            self._effects[modes.index(part)] if breakdown is Breakdown.MODE else self._effects.max()
        )
        yes = np.array([float(cells[u].numerator or 0) for u in at]) / effect
        base = np.array([float(cells[u].n or 0) for u in at]) / effect
        return np.stack([yes, base - yes], axis=1)[:, None, :]

    def _letters(
        self,
        at: Sequence[int],
        cells: tuple[Sequence[Cell | None], Sequence[Cell | None]],
        first: Floats,
        second: Floats,
    ) -> str:
        letters = [Group.NONE] * len(at)
        compared = [
            i
            for i, u in enumerate(at)
            if all(c is not None and c.status is Status.OK for c in (cells[0][u], cells[1][u]))
        ]
        if compared:
            p, difference = compare_many(first[compared], second[compared])
            out = discoveries([float(x) for x in p], RATE)
            for i, stands_out, step in zip(compared, out, difference, strict=True):
                side = Group.ABOVE if step > 0 else Group.BELOW
                letters[i] = side if stands_out else Group.ALIKE
        return "".join(letters)


def _keep(found: Judged, key: str, letters: dict[str, str]) -> None:
    told = {level: text for level, text in letters.items() if text.strip(Group.NONE)}
    if told:
        found[key] = told


def _has_parts(breakdown: Breakdown) -> bool:
    return breakdown is not Breakdown.DAY


def _is_known(part: str) -> bool:
    return not part.endswith(f":{UNKNOWN}")


def _name(window: Window) -> str:
    return f"{window[0]}-{window[1]}"
