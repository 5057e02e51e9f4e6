"""What an indicator is: a key, a unit, and how its numbers are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.cube import Numbers, VisitCube
from geodata.vocabulary import Family, Status


class Unit(StrEnum):
    """Units of a value as published."""

    PER_1000 = "per_1000"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    DAYS = "days"


class Polarity(StrEnum):
    """Whether more is better; `none` where a figure is not for judging."""

    MORE = "more"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class VisitIndicator:
    """An indicator made from visits.

    Attributes:
        key: The name in URLs and files; its words are in the catalogues under
            `indicator.<key>.*` (name, numerator, denominator, n, caution).
        family: Which of the three maps it belongs to.
        unit: Unit of the value.
        decimals: Decimals it is published with.
        polarity: Whether more is better.
        compute: Visits of a period to a table per district (see `table`).
        adds_up: Whether numerators and denominators of districts add up to the country's.
        breaks: Declared class breaks; empty where they come from the whole campaign.
    """

    key: str
    family: Family
    unit: Unit
    decimals: int
    polarity: Polarity
    compute: Callable[[VisitCube], pd.DataFrame]
    adds_up: bool = True
    breaks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerIndicator:
    """An indicator made from the answers to one question.

    Attributes:
        key: `<question>_favourable`, `<question>_balance`, or the question's own key.
        question: The question's key.
        favourable: Option codes of the numerator.
        unfavourable: Option codes taken off for a balance; empty for a share.
        base: Option codes of the denominator: every answer but the don't-knows.
        unit: Percent for shares, points for balances.
        breaks: Declared class breaks; empty where they come from the whole campaign.
    """

    key: str
    question: str
    favourable: tuple[str, ...]
    unfavourable: tuple[str, ...]
    base: tuple[str, ...]
    dont_know: tuple[str, ...]
    unit: Unit
    polarity: Polarity = Polarity.MORE
    breaks: tuple[float, ...] = ()
    decimals: int = 0
    family: Family = Family.OPINION


Indicator = VisitIndicator | AnswerIndicator

SCALE = {Unit.PER_1000: 1000.0, Unit.PERCENT: 100.0, Unit.POINTS: 100.0}


def table(
    cube: VisitCube,
    numerator: Numbers,
    n: NDArray[np.int64],
    *,
    unit: Unit,
    decimals: int,
    denominator: Numbers | None = None,
    recorded: NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Assemble an indicator's table.

    Args:
        cube: The visits it was made from.
        numerator: By district.
        n: By district; what stands behind the value.
        unit: Unit of the value.
        decimals: Decimals of the value.
        denominator: By district; without it the value is the numerator.
        recorded: False where visits took place but nothing was recorded of this.

    Returns:
        Indexed by `district_code`: value (NaN where none is shown), status, numerator,
        denominator (of every district in scope, so that the country's rate is over all of it),
        n, visits.
    """
    places = cube.places
    value = numerator.astype(float)
    known = np.ones(len(value), dtype=bool) if recorded is None else recorded.copy()
    if denominator is not None:
        known &= denominator > 0
        value = np.divide(numerator, denominator, out=np.full(len(value), np.nan), where=known)
        value = value * SCALE.get(unit, 1.0)
    status = np.where(known, Status.OK.value, Status.NO_DATA.value).astype(object)
    status[~places.in_scope] = Status.OUT_OF_SCOPE.value
    shown = status == Status.OK.value
    blank = np.full(len(value), np.nan)
    return pd.DataFrame(
        {
            "value": [
                round(x, decimals) if ok else np.nan for x, ok in zip(value, shown, strict=True)
            ],
            "status": status,
            "numerator": np.where(shown, numerator, np.nan),
            "denominator": (
                blank if denominator is None else np.where(places.in_scope, denominator, np.nan)
            ),
            "n": np.where(shown, n, 0),
            "visits": cube.visits(),
        },
        index=pd.Index(places.districts, name="district_code"),
    )
