"""How a value of few answers is written at its ends."""

from __future__ import annotations

PERCENT_ENDS = {0: "<10", 100: ">90"}
POINTS_ENDS = {-100: "<-90", 100: ">90"}

# What the written end of a share may be, from and to.
STANDS_FOR = {"<10": (0.0, 0.1), ">90": (0.9, 1.0)}

# Where a written end stands among figures that are sorted.
PLACES = {"<10": 9.5, ">90": 90.5, "<-90": -90.5}


def mask_ends(value: int, unit: str) -> int | str:
    """Return a `few` cell's value so that it does not say that all of a few answered alike.

    Args:
        value: Whole percents (0 to 100) or points of balance (-100 to 100).
        unit: `percent` or `points`.
    """
    ends = POINTS_ENDS if unit == "points" else PERCENT_ENDS
    return ends.get(value, value)
