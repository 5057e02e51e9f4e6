"""Survey figures after the gateway: per unit, period and mode, never finer than it may be.

A unit is a district, a development region or the country. Whole campaign: pooled and by
mode. Narrowed days: pooled only, and only at the levels that carry them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.cube import AnswerCube
from geodata.disclosure import TOTAL, Nesting, Shown, carries, control, status_of
from geodata.indicators.indicator import AnswerIndicator, Unit
from geodata.intervals import spread_of
from geodata.masking import mask_ends
from geodata.vocabulary import Level, Mode, Status

DAYS = "days"
MODES = "modes"


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit a survey figure may stand for, on one axis: districts, regions, country.

    Attributes:
        codes: Codes in axis order; the country is the last.
        levels: Level of each unit.
        nesting: Which unit is inside which.
        in_scope: Whether the campaign counts the unit.
        visited: Whether a visit took place in it.
    """

    codes: tuple[str, ...]
    levels: tuple[Level, ...]
    nesting: Nesting
    in_scope: NDArray[np.bool_]
    visited: NDArray[np.bool_]

    def at(self, level: Level) -> list[int]:
        """Indexes of the units of `level`."""
        return [i for i, own in enumerate(self.levels) if own is level]

    def gather(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add up counts by district, (districts + 1, days, modes), to all units."""
        districts = len(self.at(Level.DISTRICT))
        out = np.zeros((len(self.codes), *counts.shape[1:]), dtype=np.int64)
        out[:districts] = counts[:districts]
        for unit in range(districts):
            parent = self.nesting.parent[unit]
            if parent != self.nesting.country:
                out[parent] += counts[unit]
        out[self.nesting.country] = counts.sum(axis=0)
        return out


@dataclass(frozen=True, slots=True)
class Cell:
    """One publishable figure. Value and counts are absent unless the status shows them.

    Attributes:
        status: What may be said.
        value: Whole percents or points; `<10`, `>90` (balances also `<-90`) in a `few` cell
            at its ends.
        n: The base.
        numerator: Favourable answers.
        against: Unfavourable answers, where the value is a balance.
        dont_know: Don't-knows, outside the base.
        options: Answers by option, in the questionnaire's order.
        lo: Lower end of a share's interval, in whole percents (see `geodata.intervals`).
        hi: Upper end.
    """

    status: Status
    value: int | str | None = None
    n: int | None = None
    numerator: int | None = None
    against: int | None = None
    dont_know: int | None = None
    options: tuple[int, ...] = ()
    lo: int | None = None
    hi: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One indicator's publishable figures.

    Attributes:
        whole: Mode (or "all") to one cell per unit, over the whole campaign.
        windows: Window to one cell per unit, pooled; units finer than the level that
            carries the window are absent (None).
        level: Window to the finest level that carries it.
    """

    whole: dict[str, list[Cell]]
    windows: dict[tuple[int, int], list[Cell | None]]
    level: dict[tuple[int, int], Level]


def compute_opinion(
    indicator: AnswerIndicator,
    cube: AnswerCube,
    units: Units,
    windows: Sequence[tuple[int, int]],
    modes_offered: Sequence[Mode],
    least: int,
    few: int,
) -> Opinion:
    """Compute one indicator's figures and pass them through the gateway.

    Args:
        indicator: The question, what counts as favourable, the base.
        cube: Its answers, counted.
        units: The units and their nesting.
        windows: Windows of days, (first, last) indexes, both inside; the whole one is
            skipped, being `whole`.
        modes_offered: Modes in which the campaign offered the survey.
        least: Smallest base shown.
        few: Smallest base that is not `few`.
    """
    base = units.gather(cube.of(indicator.base))
    shown = control(
        {TOTAL: base.sum(axis=(1, 2))[:, None], DAYS: base.sum(axis=2), MODES: base.sum(axis=1)},
        units.nesting,
        least,
    )
    make = _CellMaker(indicator, cube, units, shown, few, modes_offered)
    days = base.shape[1]
    everything = slice(0, days)
    modes = list(Mode)
    whole = {"all": [make.cell(u, everything, None, TOTAL) for u in range(len(units.codes))]}
    for i, mode in enumerate(modes):
        whole[str(mode)] = [make.cell(u, everything, i, MODES) for u in range(len(units.codes))]
    narrowed: dict[tuple[int, int], list[Cell | None]] = {}
    level: dict[tuple[int, int], Level] = {}
    for first, last in windows:
        if (first, last) == (0, days - 1):
            continue
        cells = [make.cell(u, slice(first, last + 1), None, DAYS) for u in range(len(units.codes))]
        level[first, last] = _finest(cells, units)
        allowed = _not_finer(level[first, last])
        narrowed[first, last] = [
            cell if units.levels[u] in allowed else None for u, cell in enumerate(cells)
        ]
    return Opinion(whole, narrowed, level)


def _finest(cells: Sequence[Cell], units: Units) -> Level:
    for level in (Level.DISTRICT, Level.REGION):
        statuses = [cells[u].status for u in units.at(level) if units.in_scope[u]]
        if carries(statuses, len(statuses)):
            return level
    return Level.COUNTRY


def _not_finer(level: Level) -> tuple[Level, ...]:
    order = tuple(Level)
    return order[order.index(level) :]


class _CellMaker:
    """Makes the cells of one indicator from its gathered counts."""

    def __init__(
        self,
        indicator: AnswerIndicator,
        cube: AnswerCube,
        units: Units,
        shown: Shown,
        few: int,
        modes_offered: Sequence[Mode],
    ) -> None:
        self._indicator = indicator
        self._units = units
        self._shown = shown
        self._few = few
        self._modes_offered = modes_offered
        self._options = tuple(cube.counts)
        self._counts = np.stack([units.gather(counts) for counts in cube.counts.values()])

    def cell(self, unit: int, days: slice, mode: int | None, breakdown: str) -> Cell:
        if not self._units.in_scope[unit]:
            return Cell(Status.OUT_OF_SCOPE)
        counts = self._counts[:, unit, days]
        answers = counts.sum(axis=(1, 2)) if mode is None else counts[:, :, mode].sum(axis=1)
        by_option = dict(zip(self._options, answers.tolist(), strict=True))
        base = sum(by_option[o] for o in self._indicator.base)
        status = status_of(base, bool(self._shown[breakdown][unit]), self._few)
        if base == 0 and self._not_asked(unit, mode):
            status = Status.NOT_ASKED  # the record is public: a hidden breakdown changes nothing
        if not status.shown:
            return Cell(status)
        favourable = sum(by_option[o] for o in self._indicator.favourable)
        against = sum(by_option[o] for o in self._indicator.unfavourable)
        value: int | str = round(100 * (favourable - against) / base)
        if status is Status.FEW:
            value = mask_ends(int(value), self._indicator.unit)
        share = self._indicator.unit is Unit.PERCENT
        lo, hi = spread_of(favourable, base, value) if share else (None, None)
        return Cell(
            status,
            value,
            base,
            favourable,
            against,
            sum(by_option[o] for o in self._indicator.dont_know),
            tuple(by_option.values()),
            lo,
            hi,
        )

    def _not_asked(self, unit: int, mode: int | None) -> bool:
        """Whether the record says that nobody could answer here in the mode shown."""
        modes = self._modes_offered if mode is None else [tuple(Mode)[mode]]
        return not any(
            m in self._modes_offered and (m is Mode.ONLINE or self._units.visited[unit])
            for m in modes
        )
