"""What may be shown of the survey: the single gateway to every screen, file and answer.

What is protected is the number of people behind a figure (the base): question x district,
region or country x whole campaign x at most one breakdown. A base from 1 to `least - 1` is
never published, and none may be found by taking published ones from one another.

The rules, applied until nothing changes:

1. A total is shown when it is 0 or at least `least`.
2. A breakdown (days, modes, sex, age, ...) is shown for a unit only when its total is shown
   and every part is 0 or at least `least`. A window of days is a sum of shown days, nothing
   else.
3. Where a shown parent, total or part, minus the shown units inside it leaves 1 to
   `least - 1`, the smallest shown unit is withheld too.

4. Where the published sums of a breakdown together still fix a withheld base of 1 to
   `least - 1`, the breakdown of the nearest shown unit around it is withheld too.

Regions nest districts and the country nests regions, so the leavings to look at are those of
each shown region, and of the country over its shown regions and the shown districts of the
regions that are not. Everything else is a sum of these, and sums of 0 or `least` and more
are themselves 0 or `least` and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geodata.derivation import worked_out
from geodata.vocabulary import Status

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Nesting:
    """How units contain one another: districts, then regions, then the country, as one axis.

    Attributes:
        parent: For each unit the index of the unit that contains it; -1 for the country.
            Districts of no region hang from the country directly.
    """

    parent: tuple[int, ...]

    @property
    def country(self) -> int:
        """Index of the country, the last unit."""
        return len(self.parent) - 1

    def children(self, unit: int) -> list[int]:
        """Units directly inside `unit`."""
        return list(_children_of(self.parent)[unit])

    def twins(self) -> list[tuple[int, int]]:
        """Pairs of a region and the only district inside it: one figure under two names."""
        pairs = []
        for unit in range(len(self.parent) - 1):
            inside = self.children(unit)
            if len(inside) == 1:
                pairs.append((unit, inside[0]))
        return pairs


@cache
def _children_of(parents: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(child for child, parent in enumerate(parents) if parent == unit)
        for unit in range(len(parents))
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What the gateway lets through, per unit.

    Attributes:
        flags: `total` and each breakdown's name to an array of booleans over units.
    """

    flags: Mapping[str, Flags]

    def __getitem__(self, name: str) -> Flags:
        return self.flags[name]


def control(bases: Mapping[str, Counts], nesting: Nesting, least: int) -> Shown:
    """Decide which bases of one question may be shown.

    Args:
        bases: `total` to an array (units, 1) and each breakdown's name to (units, parts);
            persons who answered. The parts of a unit add up to its total; what is inside a
            unit may add up to less than the unit (answers without a district).
        nesting: How the units contain one another.
        least: The smallest base shown, 10 by default in the settings.

    Returns:
        Flags per unit for the total and for every breakdown.
    """
    safe = {name: ((base == 0) | (base >= least)).all(axis=1) for name, base in bases.items()}
    flags = {name: safe[name] & safe[TOTAL] for name in bases}
    _withhold_twins(flags, nesting)
    changed = True
    while changed:
        changed = False
        for name in bases:
            if _withhold_one(name, bases, flags, nesting, least) or _withhold_around(
                name, bases, flags, nesting, least
            ):
                _withhold_twins(flags, nesting)
                changed = True
    return Shown(flags)


def status_of(base: int, shown: bool, few: int) -> Status:
    """Return the status of a cell of the survey from its base and the gateway's word."""
    if not shown:
        return Status.SUPPRESSED
    if base == 0:
        return Status.NO_DATA
    return Status.FEW if base < few else Status.OK


def _withhold_one(
    name: str,
    bases: Mapping[str, Counts],
    flags: dict[str, Flags],
    nesting: Nesting,
    least: int,
) -> bool:
    """Withhold the smallest shown unit of the first group that leaves too few; say if any."""
    base, shown, total = bases[name], flags[name], bases[TOTAL][:, 0]
    for unit in range(len(nesting.parent)):
        if not shown[unit] or not nesting.children(unit):
            continue
        inside = _nearest_shown(unit, shown, nesting)
        left = base[unit] - base[inside].sum(axis=0)
        offending = (left > 0) & (left < least)
        candidates = [u for u in inside if (base[u][offending] > 0).any()]
        if offending.any() and candidates:
            smallest = min(candidates, key=lambda u: (total[u], u))
            # A unit all of whose answers are in one part says that part with its total: where
            # nobody could answer face to face, the total is the online part.
            whole = name == TOTAL or (base[smallest] > 0).sum() == 1
            for breakdown in flags if whole else (name,):
                flags[breakdown][smallest] = False
            return True
    return False


def _withhold_around(
    name: str,
    bases: Mapping[str, Counts],
    flags: dict[str, Flags],
    nesting: Nesting,
    least: int,
) -> bool:
    """Withhold a breakdown around a base that it fixes together with the totals; say if any."""
    if name == TOTAL:
        return False
    base, shown = bases[name], flags[name]
    for unit in worked_out(base, shown, flags[TOTAL], _leaves(nesting)):
        small = unit < len(base) and ((base[unit] > 0) & (base[unit] < least)).any()
        around = _nearest_around(unit, shown, nesting) if small else None
        if around is not None:
            shown[around] = False
            return True
    return False


def _leaves(nesting: Nesting) -> dict[int, list[int]]:
    """Unit to the districts inside it; one more number stands for answers without a district."""
    country = nesting.country
    inside = {country: [country + 1]}
    for unit in range(country):
        if nesting.children(unit):
            continue
        at = unit
        while at != -1:
            inside.setdefault(at, []).append(unit)
            at = nesting.parent[at]
    return inside


def _nearest_around(unit: int, shown: Flags, nesting: Nesting) -> int | None:
    at = nesting.parent[unit]
    while at != -1:
        if shown[at]:
            return at
        at = nesting.parent[at]
    return None


def _nearest_shown(unit: int, shown: Flags, nesting: Nesting) -> list[int]:
    """The shown units inside `unit`; where one is not shown, those inside it instead."""
    found: list[int] = []
    for child in nesting.children(unit):
        found += [child] if shown[child] else _nearest_shown(child, shown, nesting)
    return found


def _withhold_twins(flags: Mapping[str, Flags], nesting: Nesting) -> None:
    for shown in flags.values():
        for region, district in nesting.twins():
            shown[region] = shown[district] = bool(shown[region] and shown[district])


def carries(statuses: Sequence[Status], in_scope: int) -> bool:
    """Whether a level carries a period: at least half of its units in scope are `ok`."""
    return 2 * sum(status is Status.OK for status in statuses) >= in_scope > 0
