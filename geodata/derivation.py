"""What can be worked out: whether published sums fix a base that was withheld.

The rules of `geodata.disclosure` look at one sum and its parts. Together, totals, regions and
the country may still fix a cell: where everybody else in a region is publicly without answers
face to face, the region's answers are the one district's. So the published sums are written as
one linear system, zeros taken as known, and every cell that the system fixes is found.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

TINY = 1e-9


def worked_out(
    base: Counts, shown_parts: Flags, shown_total: Flags, inside: Mapping[int, list[int]]
) -> list[int]:
    """Find the units whose withheld bases the published sums of one breakdown fix.

    Args:
        base: Persons who answered, (units, parts); a unit that is inside no other is the
            country, and what is inside a unit may add up to less than it.
        shown_parts: By unit, whether its parts are published.
        shown_total: By unit, whether its total is.
        inside: Unit to the finest units inside it, and a number of its own past the last unit
            for answers of no such unit; the finest units hold themselves alone.

    Returns:
        The finest units with a part, or a total, that can be worked out though it is withheld.
        Zeros count as known and fix nothing worth protecting.
    """
    leaves = sorted({leaf for group in inside.values() for leaf in group})
    parts = base.shape[1]
    values = _leaf_values(base, inside, leaves)
    known = values == 0
    for unit, group in inside.items():
        if len(group) == 1 and unit < len(base):
            known[leaves.index(group[0])] |= bool(shown_parts[unit])
    cells = {cell: i for i, cell in enumerate(zip(*np.nonzero(~known), strict=True))}
    if not cells:
        return []
    rows = []
    for unit, group in inside.items():
        if unit >= len(base):
            continue
        members = [leaves.index(leaf) for leaf in group]
        if shown_parts[unit]:
            rows += [_row(cells, members, [part]) for part in range(parts)]
        if shown_total[unit]:
            rows.append(_row(cells, members, list(range(parts))))
    free = _null_space(np.array(rows).reshape(-1, len(cells)), len(cells))
    fixed_cell = {leaves[u] for (u, _), i in cells.items() if np.abs(free[i]).max(initial=0) < TINY}
    return sorted(fixed_cell | _fixed_totals(cells, leaves, shown_total, free))


def _leaf_values(base: Counts, inside: Mapping[int, list[int]], leaves: list[int]) -> Counts:
    """Bases of the finest units; answers of no unit are what the country has beside them."""
    values = np.zeros((len(leaves), base.shape[1]), dtype=np.int64)
    real = [leaf for leaf in leaves if leaf < len(base)]
    for leaf in real:
        values[leaves.index(leaf)] = base[leaf]
    country = max(inside, key=lambda unit: len(inside[unit]))
    for leaf in leaves:
        if leaf >= len(base):
            values[leaves.index(leaf)] = base[country] - base[real].sum(axis=0)
    return values


def _row(cells: Mapping[tuple[int, int], int], members: list[int], parts: list[int]) -> np.ndarray:
    row = np.zeros(len(cells))
    for member in members:
        for part in parts:
            at = cells.get((member, part))
            if at is not None:
                row[at] = 1.0
    return row


def _null_space(rows: np.ndarray, size: int) -> np.ndarray:
    """Directions in which the withheld cells may move without changing a published sum."""
    if not rows.size:
        return np.eye(size)
    _, singular, right = np.linalg.svd(rows, full_matrices=True)
    rank = int((singular > TINY * max(rows.shape)).sum())
    return np.asarray(right[rank:].T)


def _fixed_totals(
    cells: Mapping[tuple[int, int], int], leaves: list[int], shown_total: Flags, free: np.ndarray
) -> set[int]:
    fixed = set()
    for position, leaf in enumerate(leaves):
        own = [i for (member, _), i in cells.items() if member == position]
        hidden = leaf >= len(shown_total) or not shown_total[leaf]
        if own and hidden and np.abs(free[own].sum(axis=0)).max(initial=0) < TINY:
            fixed.add(leaf)
    return fixed
