"""The structure of inspectorates with what users brought: others, other names, other days.

A record has, as far as it was brought: `names` by language, `seat`, `district`, `part` (whole or
part), `from` and `to` (first and last day), `latitude` and `longitude` of the seat, `wkt` of the
area. What a record of a shipped inspectorate does not say stays as it is shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from geodata.inspectorates import (
    Inspectorate,
    InspectorateLink,
    Structure,
    shipped_structure,
)

Records = Mapping[str, Mapping[str, Any]]

WHOLE, PART = "whole", "part"
_IGP = "IGP"
_BROUGHT = "brought"


def is_shipped_inspectorate(code: str) -> bool:
    """Whether this is the code of an inspectorate that is shipped."""
    return any(each.code == code for each in shipped_structure().inspectorates)


def structure_of(records: Records) -> Structure:
    """Return the shipped structure with these records in it."""
    shipped = shipped_structure()
    if not records:
        return shipped
    known = {each.code: each for each in shipped.inspectorates}
    offices = [_office(code, known.get(code), record) for code, record in records.items()]
    known |= {each.code: each for each in offices}
    links = [link for link in shipped.links if link.inspectorate_code not in records]
    for code, record in records.items():
        own: list[InspectorateLink | None] = [
            link for link in shipped.links if link.inspectorate_code == code
        ]
        links += [_link(code, link, record) for link in own or [None]]
    links.sort(key=lambda link: (link.inspectorate_code, link.district_code))
    return Structure(
        tuple(sorted(known.values(), key=lambda each: each.code)), tuple(_shared(links))
    )


def _office(code: str, shipped: Inspectorate | None, record: Mapping[str, Any]) -> Inspectorate:
    names = record.get("names", {})
    if shipped is None:
        ro = names["ro"]
        seat = record.get("seat", "")
        return Inspectorate(
            code, ro, names.get("ru", ro), names.get("en", ro), seat, _IGP, _BROUGHT
        )
    changes = {f"name_{lang}": name for lang, name in names.items()}
    return replace(shipped, **changes, seat=record.get("seat", shipped.seat))


def _link(
    code: str, shipped: InspectorateLink | None, record: Mapping[str, Any]
) -> InspectorateLink:
    first, last = (date.fromisoformat(record[k]) if k in record else None for k in ("from", "to"))
    if shipped is None:
        part = record.get("part", WHOLE)
        return InspectorateLink(code, record["district"], part, first or date.min, last)
    return replace(
        shipped,
        part=record.get("part", shipped.part),
        valid_from=first or shipped.valid_from,
        valid_to=last or shipped.valid_to,
    )


def _shared(links: list[InspectorateLink]) -> list[InspectorateLink]:
    """Make the links to a district that several serve at a time links to parts of it."""
    return [
        replace(link, part=PART)
        if any(
            other.district_code == link.district_code
            and other.inspectorate_code != link.inspectorate_code
            and _at_once(link, other)
            for other in links
        )
        else link
        for link in links
    ]


def _at_once(one: InspectorateLink, other: InspectorateLink) -> bool:
    last = date.max
    begins = max(one.valid_from, other.valid_from)
    return begins <= min(one.valid_to or last, other.valid_to or last)
