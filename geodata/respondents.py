"""Who answered: responses by mode, sex, age group, residence and district, beside the margins.

Counts of forms, not of answers to one question. They pass the gateway like any base: a
breakdown of the country is shown only if each part, those who did not say among them, is 0 or
enough; a district's count under the thresholds and the rules of taking away. Beside a share
stands that of the residents in the margins a user loaded, or the reason why it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import vocabulary as v
from geodata.cube import Places
from geodata.disclosure import TOTAL, Nesting, control, status_of
from geodata.frames import STATUS_LETTERS
from geodata.margins import CATEGORIES, KNOWN_BY, Margins
from geodata.survey import Units
from geodata.vocabulary import Level, Mode, Status

Counts = NDArray[np.int64]

SHOWN_BY: Mapping[str, tuple[str, ...]] = {v.MODE: tuple(map(str, Mode)), **CATEGORIES}
ALONE = Nesting((-1,))
DISTRICT_DECIMALS = 1


class Compared(StrEnum):
    """Why there is, or is not, a share of the residents beside that of the respondents."""

    YES = ""
    NO_MARGINS = "no_margins"
    NOT_IN_MARGINS = "not_in_margins"
    NEVER = "never"


def select_responses(responses: pd.DataFrame, places: Places, days: Sequence[date]) -> pd.DataFrame:
    """Keep what the survey's figures are made of: the campaign's days, its scope or no district.

    Args:
        responses: As counted by the database, with `district_code` and `date`.
        places: Districts and whether they are in scope.
        days: The campaign's days.
    """
    outside = {
        code for code, inside in zip(places.districts, places.in_scope, strict=True) if not inside
    }
    on_days = responses[v.DATE].isin(pd.to_datetime(list(days)))
    return responses[on_days & ~responses[v.DISTRICT_CODE].isin(outside)]


def describe_respondents(
    responses: pd.DataFrame, units: Units, margins: Margins | None, least: int, few: int
) -> dict[str, Any]:
    """Describe who answered as plain JSON.

    Args:
        responses: `district_code`, `mode`, sex, age group, residence and `count`; "" is not
            known.
        units: The units and their nesting.
        margins: As loaded; None where there are none.
        least: Smallest base shown.
        few: Smallest base that is not `few`.

    Returns:
        `s` and `n` of the country; `sources` and `ages` of the margins; `by`, for each
        of `SHOWN_BY` what `_breakdown` says; `districts`, what `_districts` says.
    """
    total = int(responses[v.COUNT].sum())
    shown = total == 0 or total >= least
    status = status_of(total, shown, few)
    return {
        "s": STATUS_LETTERS[status],
        "n": total if status.shown else None,
        "sources": list(margins.sources) if margins else [],
        "ages": margins.ages if margins else "",
        "by": {name: _breakdown(responses, name, margins, least) for name in SHOWN_BY},
        "districts": _districts(responses, units, margins, least, few),
    }


def _breakdown(
    responses: pd.DataFrame, name: str, margins: Margins | None, least: int
) -> dict[str, Any]:
    """Describe one breakdown of the country.

    Returns:
        `shown`; if so `codes`, `n` by code, `unknown`, `share` and `census` in whole percents
        by code (None where the margins do not cover the code), `compared`, and `by_mode`: mode
        to n by code and, last, unknown; None where a part of that would be too small.
    """
    codes = SHOWN_BY[name]
    counts = _count(responses, name)
    if not _may_be_shown(counts, least):
        return {"shown": False}
    n = counts[:-1]
    census = _census(name, margins)
    compared = _compared(name, margins, census, dict(zip(codes, n, strict=True)))
    covered = np.array([compared is not Compared.YES or code in census for code in codes])
    base = int(n[covered].sum())
    residents = sum(census.values())
    return {
        "shown": True,
        "codes": list(codes),
        "n": n.tolist(),
        "unknown": int(counts[-1]),
        "share": [
            round(100 * int(x) / base) if base and inside else None
            for x, inside in zip(n, covered, strict=True)
        ],
        "census": [
            round(100 * census[code] / residents)
            if compared is Compared.YES and code in census
            else None
            for code in codes
        ],
        "compared": str(compared),
        "by_mode": _by_mode(responses, name, least),
    }


def _count(responses: pd.DataFrame, name: str) -> Counts:
    """Count by code and, last, those of whom it is not known."""
    sums = responses.groupby(name)[v.COUNT].sum()
    known = [int(sums.get(code, 0)) for code in SHOWN_BY[name]]
    return np.array([*known, int(responses[v.COUNT].sum()) - sum(known)], dtype=np.int64)


def _may_be_shown(parts: Counts, least: int) -> bool:
    bases = {TOTAL: np.array([[parts.sum()]]), "parts": parts.reshape(1, -1)}
    return bool(control(bases, ALONE, least)["parts"][0]) and bool(parts.sum())


def _by_mode(responses: pd.DataFrame, name: str, least: int) -> dict[str, list[int]] | None:
    if name == v.MODE:
        return None
    counts = {str(mode): _count(responses[responses[v.MODE] == str(mode)], name) for mode in Mode}
    if not _may_be_shown(np.concatenate(list(counts.values())), least):
        return None
    return {mode: parts.tolist() for mode, parts in counts.items()}


def _census(name: str, margins: Margins | None) -> dict[str, int]:
    """Residents by code, where there are any."""
    found = margins.of(name) if margins and name in KNOWN_BY else None
    return {code: count for code, count in (found or {}).items() if count}


def _compared(
    name: str, margins: Margins | None, census: Mapping[str, int], n: Mapping[str, Any]
) -> Compared:
    if name not in KNOWN_BY:
        return Compared.NEVER
    if margins is None:
        return Compared.NO_MARGINS
    # Margins of adults say nothing of those of 14 to 17; any other gap is a hole.
    holes = [code for code in n if code not in census]
    allowed = name == v.AGE_GROUP and margins.adults_only and len(holes) == 1
    return Compared.YES if census and (not holes or allowed) else Compared.NOT_IN_MARGINS


def _districts(
    responses: pd.DataFrame, units: Units, margins: Margins | None, least: int, few: int
) -> dict[str, Any]:
    """Describe the districts.

    Returns:
        By district `s` status letters, `n`, `share` of all responses and `census`, that of the
        residents in scope, in percents with a decimal; `compared`.
    """
    districts = units.at(Level.DISTRICT)
    sums = responses.groupby(v.DISTRICT_CODE)[v.COUNT].sum()
    own = [int(sums.get(units.codes[d], 0)) for d in districts]
    total = int(responses[v.COUNT].sum())
    counts = np.array([*own, total - sum(own)], dtype=np.int64)[:, None, None]
    gathered = units.gather(counts)[:, 0, 0]
    shown = control({TOTAL: gathered[:, None]}, units.nesting, least)[TOTAL]
    statuses = [
        status_of(own[d], bool(shown[d]), few) if units.in_scope[d] else Status.OUT_OF_SCOPE
        for d in districts
    ]
    counted = [s.shown or s is Status.NO_DATA for s in statuses]  # nobody is a count too
    residents = margins.districts if margins else {}
    all_residents = sum(residents.values())
    compared = Compared.YES if residents else Compared.NOT_IN_MARGINS
    return {
        "s": "".join(STATUS_LETTERS[s] for s in statuses),
        "n": [own[d] if seen else None for d, seen in zip(districts, counted, strict=True)],
        "share": [
            round(100 * own[d] / total, DISTRICT_DECIMALS) if seen and total else None
            for d, seen in zip(districts, counted, strict=True)
        ],
        "census": [
            round(100 * residents[units.codes[d]] / all_residents, DISTRICT_DECIMALS)
            if units.codes[d] in residents
            else None
            for d in districts
        ],
        "compared": str(compared if margins else Compared.NO_MARGINS),
    }
