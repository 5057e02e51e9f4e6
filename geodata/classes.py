"""Class breaks of a map: few, round, fixed over the whole campaign."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

K = 5


def compute_breaks(values: Sequence[float], decimals: int, k: int = K) -> tuple[float, ...]:
    """Compute up to `k - 1` rounded inner breaks of `values` (Fisher-Jenks, then rounded).

    The optimal breaks come from jenkspy; each is then lowered to the roundest step that
    keeps the breaks apart, so that a legend can be read aloud.

    Args:
        values: Published values of the whole campaign, as rounded for the screen; zeros and
            the places nobody visited left out.
        decimals: Decimals that the indicator is published with.
        k: Classes wanted.

    Returns:
        Rising breaks; a class holds `breaks[i - 1] <= value < breaks[i]`. Fewer, or none,
        where the values do not differ enough.
    """
    distinct = sorted(set(values))
    if len(distinct) < 2:
        return ()
    import jenkspy  # compiled, and needed at build only

    k = min(k, len(distinct))
    inner = jenkspy.jenks_breaks(list(values), n_classes=k)[1:-1]
    # jenkspy gives each class's upper end, inclusive; ours are lower ends.
    lower = [distinct[bisect_right(distinct, edge)] for edge in inner]
    return _rounded(lower, distinct, decimals)


def _rounded(lower: list[float], distinct: list[float], decimals: int) -> tuple[float, ...]:
    finest = 10.0**-decimals
    spread = distinct[-1] - distinct[0]
    for step in _steps(spread, finest):
        moved = [round(math.floor(edge / step + 1e-9) * step, decimals) for edge in lower]
        if len(set(moved)) == len(moved) and distinct[0] < moved[0] and moved[-1] <= distinct[-1]:
            return tuple(moved)
    return tuple(sorted({round(edge, decimals) for edge in lower}))


def _steps(spread: float, finest: float) -> list[float]:
    top = math.ceil(math.log10(spread)) if spread > 0 else 0
    low = math.floor(math.log10(finest))
    steps = [m * 10.0**e for e in range(top, low - 1, -1) for m in (5, 2, 1)]
    return [step for step in steps if finest <= step <= spread / 5]


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Return the class of `value`, 0 the lowest; a value on a break is in the class above."""
    return bisect_right(breaks, value)
