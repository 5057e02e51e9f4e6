"""Survey figures after the gateway: per unit, period and breakdown, never finer than it may be.

A unit is a district, a development region or the country. Whole campaign: pooled, and by at
most one breakdown. Narrowed days: pooled only, and only at the levels that carry them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.cube import AnswerCube
from geodata.disclosure import TOTAL, Nesting, Shown, carries, control, status_of
from geodata.indicators.indicator import AnswerIndicator, Unit
from geodata.intervals import spread_of
from geodata.masking import mask_ends
from geodata.vocabulary import PERSON_PARTS, UNKNOWN, Breakdown, Level, Mode, Status

Counts = NDArray[np.int64]
Window = tuple[int, int]

# Persons of 14 to 17 are never told apart below the country: there they are one part with
# those up to 29.
YOUNG = ("14-17", "18-29")
YOUNG_TOGETHER = "14-29"
MINORS = "age:14-17"
ADULTS = "adults"


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

    def gather(self, counts: Counts) -> Counts:
        """Add up counts by district, (districts + 1, ...), to all units."""
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
            at its ends. None where the question has no value, only options.
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
        whole: Part of a breakdown (or "all") to one cell per unit, over the whole campaign.
        windows: Window to one cell per unit, pooled; units finer than the level that
            carries the window are absent (None).
        level: Window to the finest level that carries it.
    """

    whole: dict[str, list[Cell]]
    windows: dict[Window, list[Cell | None]]
    level: dict[Window, Level]


def part_keys(breakdown: Breakdown) -> tuple[str, ...]:
    """Names of a breakdown's parts in views and files: `online`, `sex:female`, `age:14-29`.

    Of a person's, the last is of those who did not say.
    """
    if breakdown is Breakdown.MODE:
        return tuple(str(mode) for mode in Mode)
    parts = PERSON_PARTS[breakdown]
    if breakdown is Breakdown.AGE:
        parts = (YOUNG_TOGETHER, *(part for part in parts if part not in YOUNG))
    return tuple(f"{breakdown}:{part}" for part in (*parts, UNKNOWN))


@dataclass(frozen=True, slots=True)
class Guarded:
    """The answers to one question, gathered by unit, and the gateway's word on each base.

    Attributes:
        options: Option codes in the form's order.
        counts: "total" or a breakdown to an array (options, units, parts).
        bases: The same names to the persons behind, (units, parts).
        shown: What the gateway lets through.
        minors: Whether the country's 14 to 17 year olds may stand beside the 18 to 29.
        units: The units.
    """

    options: tuple[str, ...]
    counts: Mapping[str, Counts]
    bases: Mapping[str, Counts]
    shown: Shown
    minors: bool
    units: Units


def guard_question(cube: AnswerCube, base: Sequence[str], units: Units, least: int) -> Guarded:
    """Gather a question's answers by unit and breakdown, and pass the bases through the gateway.

    Args:
        cube: The answers, counted.
        base: Options that are in the base: all but the don't-knows.
        units: The units and their nesting.
        least: Smallest base shown.
    """
    cells = np.stack([units.gather(counts) for counts in cube.counts.values()])
    persons = units.gather(cube.base(base))
    counts = {
        TOTAL: cells.sum(axis=(2, 3))[:, :, None],
        Breakdown.DAY: cells.sum(axis=3),
        Breakdown.MODE: cells.sum(axis=2),
    }
    bases = {
        TOTAL: persons.sum(axis=(1, 2))[:, None],
        Breakdown.DAY: persons.sum(axis=2),
        Breakdown.MODE: persons.sum(axis=1),
    }
    young: Counts | None = None
    for breakdown, broken in cube.by.items():
        parts = np.stack([units.gather(each) for each in broken.counts.values()])
        own = units.gather(
            broken.persons
            if cube.several
            else sum((broken.counts[o] for o in base), np.zeros_like(broken.persons))
        )
        if breakdown is Breakdown.AGE:
            young = own[units.nesting.country, : len(YOUNG)]
            counts[MINORS] = parts[:, :, : len(YOUNG)]
            bases[MINORS] = own[:, : len(YOUNG)]
            parts, own = _young_together(parts), _young_together(own)
        counts[breakdown], bases[breakdown] = parts, own
    guarded = {name: base for name, base in bases.items() if name != MINORS}
    shown = control(guarded, units.nesting, least)
    minors = young is not None and bool(
        shown[Breakdown.AGE][units.nesting.country] and ((young == 0) | (young >= least)).all()
    )
    return Guarded(tuple(cube.counts), counts, bases, shown, minors, units)


def _young_together(parts: Counts) -> Counts:
    together = parts[..., : len(YOUNG)].sum(axis=-1, keepdims=True)
    return np.concatenate([together, parts[..., len(YOUNG) :]], axis=-1)


def compute_opinion(
    indicator: AnswerIndicator,
    guarded: Guarded,
    windows: Sequence[Window],
    modes_offered: Sequence[Mode],
    few: int,
) -> Opinion:
    """Compute one indicator's publishable figures.

    Args:
        indicator: The question, what counts as favourable, the base.
        guarded: Its answers after the gateway.
        windows: Windows of days, (first, last) indexes, both inside; the whole one is
            skipped, being `whole`.
        modes_offered: Modes in which the campaign offered the survey.
        few: Smallest base that is not `few`.
    """
    return _compute(_CellMaker(guarded, few, modes_offered, indicator), guarded, windows)


def compute_answers(
    guarded: Guarded,
    dont_know: Sequence[str],
    windows: Sequence[Window],
    modes_offered: Sequence[Mode],
    few: int,
) -> Opinion:
    """Compute a question's publishable distributions, with what only the country has.

    Beside every part of every breakdown: the country's 14 to 17 and 18 to 29 year olds apart,
    and everybody of 18 and over as `adults`, where the gateway lets the ages of the country
    through. Other units have no cell of these (`no_data` stands there and is not published).
    """
    make = _CellMaker(guarded, few, modes_offered, None, tuple(dont_know))
    opinion = _compute(make, guarded, windows)
    country = guarded.units.nesting.country
    if guarded.minors:
        for i, part in enumerate(YOUNG):
            cell = make.cell(country, MINORS, slice(i, i + 1), guarded.minors)
            opinion.whole[f"{Breakdown.AGE}:{part}"] = [cell]
        opinion.whole[ADULTS] = [make.adults(country)]
    return opinion


def _compute(make: _CellMaker, guarded: Guarded, windows: Sequence[Window]) -> Opinion:
    units = guarded.units
    everybody = range(len(units.codes))
    whole = {"all": [make.cell(u, TOTAL, slice(0, 1)) for u in everybody]}
    for breakdown in Breakdown:
        if breakdown is Breakdown.DAY or breakdown not in guarded.counts:
            continue
        for i, part in enumerate(part_keys(breakdown)):
            mode = i if breakdown is Breakdown.MODE else None
            whole[part] = [make.cell(u, breakdown, slice(i, i + 1), mode=mode) for u in everybody]
    narrowed: dict[Window, list[Cell | None]] = {}
    level: dict[Window, Level] = {}
    last_day = guarded.counts[Breakdown.DAY].shape[2] - 1
    for first, last in windows:
        if (first, last) == (0, last_day):
            continue
        cells = [make.cell(u, Breakdown.DAY, slice(first, last + 1)) for u in everybody]
        level[first, last] = _finest(cells, units)
        allowed = _not_finer(level[first, last])
        narrowed[first, last] = [
            cell if units.levels[u] in allowed else None for u, cell in enumerate(cells)
        ]
    return Opinion(whole, narrowed, level)


def opening_level(cells: Sequence[Cell], units: Units) -> Level:
    """The finest level at which no more than half of the units in scope are few or hidden.

    What a map of the whole campaign opens on: a reader who wants finer can have it.
    """
    for level in (Level.DISTRICT, Level.REGION):
        statuses = [cells[u].status for u in units.at(level) if units.in_scope[u]]
        weak = sum(status in (Status.FEW, Status.SUPPRESSED) for status in statuses)
        if 2 * weak <= len(statuses):
            return level
    return Level.COUNTRY


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
    """Makes the cells of one indicator, or of a question without one, from guarded counts."""

    def __init__(
        self,
        guarded: Guarded,
        few: int,
        modes_offered: Sequence[Mode],
        indicator: AnswerIndicator | None,
        dont_know: tuple[str, ...] = (),
    ) -> None:
        self._guarded = guarded
        self._units = guarded.units
        self._few = few
        self._modes_offered = modes_offered
        self._indicator = indicator
        self._dont_know = indicator.dont_know if indicator else dont_know

    def cell(
        self,
        unit: int,
        name: str,
        parts: slice,
        shown: bool | None = None,
        mode: int | None = None,
    ) -> Cell:
        """Make the cell of a unit for some parts of the total or of a breakdown.

        Args:
            unit: Index of the unit.
            name: The total, or the breakdown.
            parts: Which of its parts, one after another.
            shown: The gateway's word; by default what it said of the breakdown.
            mode: The mode that the part is, if it is one.
        """
        if not self._units.in_scope[unit]:
            return Cell(Status.OUT_OF_SCOPE)
        if shown is None:
            shown = bool(self._guarded.shown[name][unit])
        base = int(self._guarded.bases[name][unit, parts].sum())
        status = status_of(base, shown, self._few)
        if base == 0 and self._not_asked(unit, mode):
            status = Status.NOT_ASKED  # the record is public: a hidden breakdown changes nothing
        if not status.shown:
            return Cell(status)
        counts = self._guarded.counts[name][:, unit, parts].sum(axis=1)
        return self._filled(status, base, counts)

    def adults(self, country: int) -> Cell:
        """Make the country's cell of everybody of 18 and over; all its parts are shown."""
        age = Breakdown.AGE
        after = slice(1, self._guarded.bases[age].shape[1] - 1)
        base = int(
            self._guarded.bases[MINORS][country, 1] + self._guarded.bases[age][country, after].sum()
        )
        status = status_of(base, True, self._few)
        if not status.shown:
            return Cell(status)
        older = self._guarded.counts[age][:, country, after].sum(axis=1)
        return self._filled(status, base, self._guarded.counts[MINORS][:, country, 1] + older)

    def _filled(self, status: Status, base: int, counts: Counts) -> Cell:
        by_option = dict(zip(self._guarded.options, counts.tolist(), strict=True))
        unsure = sum(by_option[o] for o in self._dont_know)
        own = self._indicator
        if own is None:
            return Cell(status, n=base, dont_know=unsure, options=tuple(by_option.values()))
        favourable = sum(by_option[o] for o in own.favourable)
        against = sum(by_option[o] for o in own.unfavourable)
        value: int | str = round(100 * (favourable - against) / base)
        if status is Status.FEW:
            value = mask_ends(int(value), own.unit)
        lo, hi = spread_of(favourable, base, value) if own.unit is Unit.PERCENT else (None, None)
        return Cell(
            status,
            value,
            base,
            favourable,
            against,
            unsure,
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
