"""The geography of a campaign: the shipped one, with what its users brought in its place.

Codes never change: a campaign's visits stay where they are whatever shape a district has.
Whoever builds or exports asks here; nobody else needs to know what was brought. What was added
stays for as long as the import that brought it is in force; what was brought for shipped places
is that of the newest import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geodata.gazetteer import Gazetteer
from geodata.localities import Locality, all_localities, is_shipped
from geodata.structure import is_shipped_inspectorate, structure_of

if TYPE_CHECKING:
    import geopandas

    from geodata.store import Store

CONTACTS, INSPECTORATES = "contacts", "inspectorates"
LOCALITIES, BOUNDARIES = "localities", "boundaries"


def is_brought(store: Store, campaign_id: str) -> dict[str, bool]:
    """Say by kind whether something was brought."""
    return {
        kind: bool(store.read_reference(campaign_id, kind))
        for kind in (INSPECTORATES, LOCALITIES, BOUNDARIES)
    }


def read_localities(store: Store, campaign_id: str) -> tuple[Locality, ...]:
    """Return every locality, those added last, with the residents and positions brought."""
    brought = store.read_reference(campaign_id, LOCALITIES)
    shipped = (_amended(each, brought.get(each.code, {})) for each in all_localities())
    return (*shipped, *_added(store, campaign_id))


def read_gazetteer(store: Store, campaign_id: str) -> Gazetteer:
    """Return the places that files of a campaign may name; "" is no campaign."""
    structure = structure_of(read_inspectorates(store, campaign_id))
    return Gazetteer(_added(store, campaign_id), structure)


def read_inspectorates(store: Store, campaign_id: str) -> dict[str, dict[str, Any]]:
    """Return what was brought of inspectorates, by code; `geodata.structure` says what it means."""
    if not campaign_id:
        return {}
    newest = store.read_reference(campaign_id, INSPECTORATES)
    every = store.read_every_reference(campaign_id, INSPECTORATES)
    return {
        code: record
        for code, record in every.items()
        if code in newest or not is_shipped_inspectorate(code)
    }


def read_shapes(store: Store, campaign_id: str) -> geopandas.GeoDataFrame:
    """Return the boundaries that were brought, checked when they were, else the shipped ones.

    Returns:
        As `geodata.boundaries.read_boundaries`.
    """
    from geodata.boundaries import read_boundaries

    brought = store.read_reference(campaign_id, BOUNDARIES)
    if not brought:
        return read_boundaries()
    return frame_of({code: record["wkt"] for code, record in brought.items()})


def frame_of(shapes: dict[str, str]) -> geopandas.GeoDataFrame:
    """Make a frame of boundaries from their code and text, in the order of the codes."""
    import geopandas
    import shapely

    from geodata.boundaries import BOUNDARIES_CRS
    from geodata.vocabulary import DISTRICT_CODE

    codes = sorted(shapes)
    geometry = shapely.from_wkt([shapes[code] for code in codes])
    return geopandas.GeoDataFrame({DISTRICT_CODE: codes}, geometry=geometry, crs=BOUNDARIES_CRS)


def _added(store: Store, campaign_id: str) -> tuple[Locality, ...]:
    every = store.read_every_reference(campaign_id, LOCALITIES) if campaign_id else {}
    return tuple(
        added_locality(code, every[code]) for code in sorted(every) if not is_shipped(code)
    )


def added_locality(code: str, record: Mapping[str, Any]) -> Locality:
    """Make the locality of a record that was brought for no shipped one."""
    return Locality(
        code=code,
        name_ro=record["name_ro"],
        district_code=record["district_code"],
        latitude=record["latitude"],
        longitude=record["longitude"],
        residents_2014=record.get("residents_2014"),
        position="brought",
    )


def _amended(place: Locality, record: dict[str, Any]) -> Locality:
    changes = {name: record[name] for name in ("residents_2014",) if name in record}
    if "latitude" in record:
        changes |= {"latitude": record["latitude"], "longitude": record["longitude"]}
        changes["position"] = "brought"
    return replace(place, **changes) if changes else place
