"""What the shown units come to: for the whole area, or for chosen districts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.state import View
from dashboard.viewmodels.reading import Reading
from geodata.masking import mask_ends
from geodata.publication import Published
from geodata.vocabulary import TOOK_PLACE, Level, Status

SCALE = {"per_1000": 1000.0, "percent": 100.0, "points": 100.0}


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures over the units in scope, or over the chosen ones.

    Sums over a choice add shown cells only; `counts` says how many are hidden.

    Attributes:
        chosen: Whether districts were chosen.
        units: Units in scope among them.
        value: The indicator over them, rounded as published; None where nothing is shown.
        n: What stands behind the value.
        numerator: Sum.
        denominator: Sum, or None where there is none.
        dont_know: Don't-knows outside the base (survey).
        visits: Visits that took place.
        contacts: Contacts at them.
        visited: Districts with at least one visit.
        counts: Units by status.
    """

    chosen: bool
    units: int
    value: float | str | None
    n: int
    numerator: float | None
    denominator: float | None
    dont_know: int | None
    visits: int
    contacts: int
    visited: int
    counts: Mapping[Status, int]


def summarise(view: View, reading: Reading, published: Published) -> Summary:
    """Sum up a reading. Chosen districts count only where the level is districts."""
    chosen = bool(view.districts) and reading.level is Level.DISTRICT
    wanted = set(view.districts) if chosen else set(reading.codes)
    at = [i for i, code in enumerate(reading.codes) if code in wanted]
    statuses = [status for i, status in enumerate(reading.statuses()) if i in set(at)]
    in_scope = sum(status is not Status.OUT_OF_SCOPE for status in statuses)
    inside = _indexes(wanted, published)
    visits = [v for v in _visits(reading, published) if v["district"] in inside]
    figures = _sum(reading, at, published) if chosen else _country(reading)
    if chosen and view.indicator == "days_present" and figures["value"] is not None:
        figures["value"] = figures["numerator"] = len({v["day"] for v in visits})
    return Summary(
        chosen=chosen,
        units=in_scope,
        visits=len(visits),
        contacts=sum(v["contacts"] or 0 for v in visits),
        visited=len({v["district"] for v in visits}),
        counts=Counter(statuses),
        **figures,
    )


def _country(reading: Reading) -> dict[str, Any]:
    total = reading.total
    return {
        "value": total["v"],
        "n": total["n"] or 0,
        "numerator": total["num"],
        "denominator": total["n"] if reading.is_opinion else total["den"],
        "dont_know": total.get("dk"),
    }


def _sum(reading: Reading, at: list[int], published: Published) -> dict[str, Any]:
    """Add up shown cells only; a rate of visits is over every chosen district in scope."""
    frame = reading.frame
    shown = [i for i in at if frame["v"][i] is not None]
    n = sum(frame["n"][i] for i in shown)
    numerator = sum(_net(reading, i) for i in shown)
    if reading.is_opinion:
        denominator: float | None = n
    else:
        parts = [frame["den"][i] for i in at if frame["den"][i] is not None]
        denominator = sum(parts) if parts else None
    value: float | str | None = numerator
    if denominator is not None:
        scale = SCALE.get(reading.about["unit"], 1.0)
        value = scale * numerator / denominator if denominator else None
    decimals = int(reading.about["decimals"])
    if isinstance(value, (int, float)):
        value = round(value, decimals) if decimals else round(value)
    few = published.document["thresholds"]["few"]
    if reading.is_opinion and isinstance(value, int) and n < few:
        value = mask_ends(value, reading.about["unit"])
    return {
        "value": value if shown else None,
        "n": n,
        "numerator": numerator,
        "denominator": denominator,
        "dont_know": sum(frame["dk"][i] for i in shown) if reading.is_opinion else None,
    }


def _net(reading: Reading, i: int) -> float:
    """A cell's numerator; for a balance favourable minus unfavourable answers."""
    numerator = float(reading.frame["num"][i])
    return numerator - reading.frame["against"][i] if "against" in reading.frame else numerator


def _visits(reading: Reading, published: Published) -> list[dict[str, Any]]:
    in_scope = published.document["in_scope"]
    return [
        visit
        for visit in published.document["visits"]
        if visit["status"] in TOOK_PLACE
        and reading.first <= visit["day"] <= reading.last
        and in_scope[visit["district"]]
    ]


def _indexes(codes: set[str], published: Published) -> set[int]:
    if not codes <= set(published.district_index):
        return set(published.district_index.values())
    return {published.district_index[code] for code in codes}
