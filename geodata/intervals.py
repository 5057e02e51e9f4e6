"""How far a share could be off from the number of answers alone: Wilson's interval.

At the build only, by statsmodels. It says nothing of who answered, so no screen may call it a
margin of error; respondents chose themselves.
"""

from __future__ import annotations

from functools import lru_cache

from geodata.masking import STANDS_FOR

LEVEL = 0.95


@lru_cache(maxsize=65_536)
def wilson(favourable: float, base: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927; method 3 of Newcombe 1998).

    Args:
        favourable: Answers that count, from 0 to `base`.
        base: All answers, more than 0.
        level: How often such intervals hold the share.

    Returns:
        Both ends, as shares from 0 to 1.
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(favourable, base, alpha=1 - level, method="wilson")
    return float(low), float(high)


def spread_of(favourable: int, base: int, value: int | str) -> tuple[int, int]:
    """Return the interval of a published share in whole percents.

    Args:
        favourable: Answers that count.
        base: All answers, more than 0.
        value: The share as published. Where it is written as an end of a `few` cell, the
            interval is made from what is written and the base, so that it cannot tell what the
            end hides.
    """
    least, most = STANDS_FOR.get(str(value), (favourable / base, favourable / base))
    low, _ = wilson(least * base, base)
    _, high = wilson(most * base, base)
    return round(100 * low), round(100 * high)
