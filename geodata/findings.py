"""What the checks of the reference look at and what they say.

`Reference` is everything under `geodata/reference/` as one value, so that a test can break a
piece of it; `Finding` is one line of the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import geopandas

from geodata.boundaries import read_boundaries
from geodata.districts import District, all_districts
from geodata.inspectorates import Inspectorate, InspectorateLink, all_inspectorates, all_links
from geodata.localities import Locality, all_localities
from geodata.residents import Residents, all_residents

FindingLevel = Literal["proof", "note", "failure"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: a proof, a note for the reader, or a failure."""

    code: str
    level: FindingLevel
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All that is shipped, as one thing to check."""

    districts: tuple[District, ...]
    boundaries: geopandas.GeoDataFrame
    localities: tuple[Locality, ...]
    inspectorates: tuple[Inspectorate, ...]
    links: tuple[InspectorateLink, ...]
    residents: dict[str, Residents]


def read_reference() -> Reference:
    """Read everything under `geodata/reference/`.

    Raises:
        ValueError: a file cannot be read as what it should be.
    """
    return Reference(
        districts=all_districts(),
        boundaries=read_boundaries(),
        localities=all_localities(),
        inspectorates=all_inspectorates(),
        links=all_links(),
        residents=all_residents(),
    )


def proof(code: str, holds: bool, text: str) -> Finding:
    """Return a proof, or a failure in the same words where it does not hold."""
    return Finding(code, "proof" if holds else "failure", text)


def listed(items: Iterable[object]) -> str:
    """Return items to append to a sentence after a colon; nothing for none."""
    texts = [str(item) for item in items]
    return f": {', '.join(texts)}" if texts else ""
