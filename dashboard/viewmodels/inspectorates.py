"""Inspectorates as their own lens: coverage by inspectorate, their map, their cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.figures.seats_svg import Seat, SeatsDrawing, Territory
from dashboard.state import View, format_view
from dashboard.viewmodels.contact_card import ContactCard, describe_contact
from dashboard.viewmodels.grid import UNKNOWN, Grid, GridRow
from dashboard.viewmodels.inspectorate_facts import (
    InspectorateFacts,
    count_unnamed,
    measure_inspectorates,
)
from dashboard.viewmodels.next_steps import describe_selection
from dashboard.viewmodels.text import class_labels, inspectorate_name, unit_name
from geodata.classes import class_of
from geodata.i18n import Translator
from geodata.names import romanian_order
from geodata.publication import Published
from geodata.vocabulary import Status

COLUMNS = ("name", "territory", "localities", "visits", "days", "contacts", "leaflets")
TERRITORY = 1  # the column of words beside the name
SERVES_BOTH_BANKS = "IP-DU"
SCALE = "localities_visited"  # the indicator whose classes the map has


@dataclass(frozen=True, slots=True)
class InspectoratesPage:
    """Everything the page says."""

    title: str
    lead: str
    value: str
    caption: str
    notes: tuple[str, ...]
    table: Grid
    key: tuple[tuple[str, str], ...]
    cards_title: str
    cards: tuple[ContactCard, ...]
    contacts_note: str
    download: str
    watermark: str


def describe_inspectorates(view: View, published: Published, t: Translator) -> InspectoratesPage:
    """Describe the inspectorates in the days and districts of the view."""
    facts = ordered_facts(view, published, t)
    counted = [each for each in facts if each.in_scope]
    visited = sum(each.visits > 0 for each in counted)
    illustrative = published.document["campaign"]["illustrative"]
    download = format_view(view.to(page="map", sort="name"), published, "")
    return InspectoratesPage(
        title=t.text("nav.inspectorates"),
        lead=t.text("inspectorates.lead", period=describe_selection(view, published, t)),
        value=t.number(visited),
        caption=t.plural("inspectorates.caption", len(counted)),
        notes=tuple(_notes(view, published, t)),
        table=_table(view, facts, published, t),
        key=tuple(_key(published, t)),
        cards_title=t.text("inspectorates.cards"),
        cards=tuple(_cards(view, facts, published, t)),
        contacts_note=t.text("inspectorates.contact_blank"),
        download=f"/export/inspectorates.csv{download}",
        watermark=t.text("band.watermark") if illustrative else "",
    )


def ordered_facts(view: View, published: Published, t: Translator) -> list[InspectorateFacts]:
    """Facts in the order of the alphabet; those of one district stand together."""

    def place(each: InspectorateFacts) -> tuple[object, ...]:
        names = (unit_name(t, each.district), inspectorate_name(published, each.code, t))
        return names if t.language == "ru" else tuple(map(romanian_order, names))

    return sorted(measure_inspectorates(view, published), key=place)


def describe_territory(each: InspectorateFacts, t: Translator) -> str:
    """Say what an inspectorate serves, and that part of a district has no known boundaries."""
    name = unit_name(t, each.district)
    if each.code == SERVES_BOTH_BANKS:
        return t.text("inspectorates.both_banks", district=name)
    if each.area:
        return t.text("inspectorates.part_known", district=name)
    return name if each.whole else t.text("inspectorates.part", district=name)


def describe_seats_map(view: View, published: Published, t: Translator) -> SeatsDrawing:
    """Describe the map: areas where one district is one inspectorate, seats for the others."""
    document = published.document
    breaks = document["indicators"][SCALE]["breaks"]
    facts = {each.code: each for each in measure_inspectorates(view.to(districts=()), published)}
    by_district: dict[str, list[InspectorateFacts]] = {}
    for each in facts.values():
        by_district.setdefault(each.district, []).append(each)
    chosen = set(view.districts or document["districts"])
    territories = [
        Territory(
            code,
            _look(by_district.get(code, []), breaks),
            code not in chosen,
            code == view.pin,
        )
        for code in document["districts"]
    ]
    seats: dict[tuple[int, int], list[InspectorateFacts]] = {}
    for code, (x, y) in document["seats"].items():
        if not facts[code].whole and not facts[code].area and facts[code].in_scope:
            seats.setdefault((x, y), []).append(facts[code])
    return SeatsDrawing(
        width=document["scene"]["width"],
        height=document["scene"]["height"],
        territories=(*territories, *_areas(facts.values(), chosen, view, published, t)),
        seats=tuple(_seat(place, here, chosen, published, t) for place, here in seats.items()),
        watermark=t.text("band.watermark") if document["campaign"]["illustrative"] else "",
    )


def _areas(
    facts: Iterable[InspectorateFacts],
    chosen: set[str],
    view: View,
    published: Published,
    t: Translator,
) -> list[Territory]:
    """Describe the areas that were brought of inspectorates which serve part of a district."""
    breaks = published.document["indicators"][SCALE]["breaks"]
    return [
        Territory(
            each.district,
            _look_of(each, breaks) if each.in_scope else "outside",
            each.district not in chosen,
            each.district == view.pin,
            each.area,
            _visits_of(each, published, t),
        )
        for each in facts
        if each.area
    ]


def _seat(
    place: tuple[int, int],
    here: list[InspectorateFacts],
    chosen: set[str],
    published: Published,
    t: Translator,
) -> Seat:
    visited = sum(each.visits > 0 for each in here)
    parts = []
    for each in here:
        parts.append(_visits_of(each, published, t))
    words = f"{t.number(visited)}/{t.number(len(here))}" if len(here) > 1 else ""
    off = here[0].district not in chosen
    return Seat(*place, words, "; ".join(parts), here[0].district, visited > 0, off)


def _visits_of(each: InspectorateFacts, published: Published, t: Translator) -> str:
    visits = t.plural("count.visits", each.visits)
    return f"{inspectorate_name(published, each.code, t)}: {visits}"


def _look(here: list[InspectorateFacts], breaks: list[float]) -> str:
    """Look of a district: its one inspectorate's class, or why it has none."""
    if not any(each.in_scope for each in here):
        return "outside"
    if not here[0].whole:
        return "several"
    (only,) = here
    return _look_of(only, breaks)


def _look_of(only: InspectorateFacts, breaks: list[float]) -> str:
    if not only.visits or not only.territory:
        return "unvisited"
    share = min(100.0, round(100 * only.localities / only.territory, 1))
    return f"soft-{class_of(share, breaks)}"


def _table(view: View, facts: list[InspectorateFacts], published: Published, t: Translator) -> Grid:
    rows = []
    for each in facts:
        address = format_view(view.to(page="map", pin=each.district), published, "")
        cells = (inspectorate_name(published, each.code, t), describe_territory(each, t))
        rows.append(
            GridRow(
                (*cells, *(_figures(each, t) if each.in_scope else _outside(t))),
                address=address,
                pinned=each.district == view.pin,
                code=each.code,
            )
        )
    head = tuple(t.text(f"inspectorates.column.{key}") for key in COLUMNS)
    note = t.text("inspectorates.table_note")
    caption = t.text("nav.inspectorates")
    return Grid(caption, head, tuple(rows), words=(0, TERRITORY), note=note)


def _figures(each: InspectorateFacts, t: Translator) -> tuple[str, ...]:
    localities = t.number(each.localities)
    if each.territory:
        share = t.text("unit.percent", value=t.number(100 * each.localities / each.territory, 1))
        of = t.text("detail.fraction", numerator=localities, denominator=t.number(each.territory))
        localities = f"{of} ({share})"
    others = (each.visits, each.days, each.contacts, each.leaflets)
    return (localities, *(UNKNOWN if n is None else t.number(n) for n in others))


def _outside(t: Translator) -> tuple[str, ...]:
    return (t.text(f"status.{Status.OUT_OF_SCOPE}"), *[UNKNOWN] * 4)


def _key(published: Published, t: Translator) -> list[tuple[str, str]]:
    labels = class_labels(t, published.document["indicators"][SCALE])
    entries = [(f"look soft-{i}", label) for i, label in reversed(list(enumerate(labels)))]
    for look in ("unvisited", "several", "outside"):
        entries.append((f"look {look}", t.text(f"inspectorates.key.{look}")))
    return entries


def _notes(view: View, published: Published, t: Translator) -> list[str]:
    brought = published.document["brought"]["inspectorates"]
    structure = "sources.inspectorates_brought" if brought else "inspectorates.structure"
    notes = [t.text(structure), t.text("inspectorates.left_bank")]
    unnamed = count_unnamed(view, published)
    if unnamed:
        visits = t.plural("count.visits", unnamed)
        notes.append(t.text("inspectorates.unnamed", visits=visits))
    return notes


def _cards(
    view: View, facts: list[InspectorateFacts], published: Published, t: Translator
) -> list[ContactCard]:
    """Cards of the pinned or chosen districts; with none, of those of whom anything is known."""
    picked = {view.pin} if view.pin in published.document["districts"] else set(view.districts)
    cards = [(each, describe_contact(each.code, published, t)) for each in facts]
    if picked:
        return [card for each, card in cards if each.district in picked]
    return [card for _, card in cards if card.lines or card.sectors]
