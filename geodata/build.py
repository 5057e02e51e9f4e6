"""Build a publication: count, compute, pass the gateway, draw; all that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geodata import vocabulary as v
from geodata.build_respondents import describe_who_answered
from geodata.campaigns import Campaign
from geodata.cube import AnswerCube, Places, VisitCube, build_visit_cube
from geodata.differences import compute_differences, compute_regions
from geodata.disclosure import Nesting
from geodata.districts import all_districts
from geodata.frames import answer_frames, distribution_frames, largest_value, visit_frames
from geodata.geography import (
    CONTACTS,
    is_brought,
    read_inspectorates,
    read_localities,
    read_shapes,
)
from geodata.groups import compute_groups
from geodata.indicators import AnswerIndicator, Indicator, Unit, VisitIndicator, all_indicators
from geodata.inspectorates import InspectorateLink, Structure, seat_of, shipped_structure
from geodata.labels import SCALES, place_labels
from geodata.localities import Locality, all_localities
from geodata.outlines import describe_outlines, describe_points
from geodata.questionnaire import Questionnaire
from geodata.regions import all_regions
from geodata.residents import residents
from geodata.scene import (
    UNITS_PER_PIXEL,
    Scene,
    build_scene,
    describe_scene,
    project,
    to_path,
)
from geodata.settings import Settings
from geodata.store import Store
from geodata.structure import structure_of
from geodata.survey import (
    Guarded,
    Units,
    Window,
    compute_answers,
    compute_opinion,
    guard_question,
    part_keys,
)
from geodata.vocabulary import COUNTRY_CODE, LANGUAGES, PERSON_PARTS, Breakdown, Level, Mode
from geodata.windows import all_windows

SYMBOL = 17.0  # base pixels of radius of an indicator's largest count
CIRCLE = 0.62  # base pixels of radius per square root of a contact


def build_publication(
    store: Store, settings: Settings, say: Callable[[str], None]
) -> dict[str, Any]:
    """Build everything that may be shown of the campaign in use, as one JSON document.

    Args:
        store: Where the facts are.
        settings: Thresholds of the gateway.
        say: Told in a sentence what goes on.
    """
    campaign = store.campaign_in_use()
    questionnaire = store.questionnaire(campaign.id)
    windows = all_windows(len(campaign.days))
    say("Counting visits and answers ...")
    localities = read_localities(store, campaign.id)
    offices = read_inspectorates(store, campaign.id)
    structure = structure_of(offices)
    places = read_places(campaign, localities, structure)
    visits = _read_visits(store, campaign, places)
    answers = store.tally(campaign.id, places, campaign.days)
    units = build_units(places, visits)
    say("Computing indicators and deciding what may be shown ...")
    guarded = {
        question.key: guard_question(
            answers[question.key], question.valid, units, settings.least_answers
        )
        for question in questionnaire.questions
        if question.options
    }
    survey = _Survey(answers, guarded, windows, campaign.modes, settings.few_answers)
    indicators = {
        indicator.key: _figures(indicator, visits, survey)
        for indicator in all_indicators(questionnaire)
    }
    asked = [each for each in all_indicators(questionnaire) if isinstance(each, AnswerIndicator)]
    country = {each.key: indicators[each.key]["whole"]["all"][Level.COUNTRY] for each in asked}
    who = describe_who_answered(store, campaign, places, units, answers, asked, country, settings)
    say("Drawing the map ...")
    brought = is_brought(store, campaign.id)
    shapes = read_shapes(store, campaign.id)
    redrawn = (
        brought["localities"] or brought["boundaries"] or len(localities) > len(all_localities())
    )
    scene = build_scene(shapes, localities) if redrawn else build_scene()
    visited = sorted(set(visits.rows[v.LOCALITY_CODE]))
    return {
        "data_version": store.data_version(),
        "campaign": describe_campaign(campaign)
        | {"scope_inspectorates": list(scope_of(campaign, structure))},
        "thresholds": {"least": settings.least_answers, "few": settings.few_answers},
        "days": [day.isoformat() for day in campaign.days],
        "windows": [list(window) for window in windows],
        "districts": list(places.districts),
        "in_scope": [bool(x) for x in places.in_scope],
        "regions": [region.code for region in all_regions()],
        "places": _describe_places(places),
        "localities": _describe_localities(localities, scene, places),
        "contacts": store.read_reference(campaign.id, CONTACTS),
        "brought": brought,
        "indicators": indicators,
        **who,
        "proposal": questionnaire.proposal,
        "questions": _describe_questions(questionnaire),
        "open_questions": {
            q.key: dict(q.text) for q in questionnaire.questions if q.kind == "open" or q.other
        },
        "open_answers": _open_answers(store, campaign),
        "constructs": {c.code: dict(c.label) for c in questionnaire.constructs},
        "breakdowns": _describe_breakdowns(survey),
        "distributions": _distributions(questionnaire, survey),
        "visits": _describe_visits(visits, localities),
        "handouts": _describe_handouts(store.read_handouts(campaign.id)),
        "media": _records(store.read_media(campaign.id)),
        "benchmarks": _records(store.read_benchmarks(campaign.id)),
        "scene": describe_scene(scene, visited),
        "seats": _describe_seats(scene, campaign, structure, offices),
        "inspectorates": _describe_inspectorates(scene, campaign, structure, offices, localities),
        "inspectorate_names": {
            each.code: {**{lang: each.name(lang) for lang in LANGUAGES}, "seat": each.seat}
            for each in structure.inspectorates
        },
        "outlines": describe_outlines(shapes),
        "points": describe_points(localities, visited),
        "labels": _labels(scene, visits),
    }


def scope_of(campaign: Campaign, structure: Structure) -> tuple[str, ...]:
    """Return the inspectorates that a campaign counts: its record's, and those that were added.

    An added one counts where its district does; the record could not have named it.
    """
    shipped = {each.code for each in shipped_structure().inspectorates}
    added = (
        link.inspectorate_code
        for link in structure.links
        if link.inspectorate_code not in shipped and link.district_code in campaign.scope_districts
    )
    return tuple(dict.fromkeys((*campaign.scope_inspectorates, *added)))


def read_places(
    campaign: Campaign,
    known: Sequence[Locality] | None = None,
    structure: Structure | None = None,
) -> Places:
    """Read the denominators: residents, localities, inspectorates in scope, by district.

    Args:
        campaign: Says what is in scope.
        known: The localities; without a word the shipped ones.
        structure: The inspectorates, likewise.
    """
    structure = structure or shipped_structure()
    scope = scope_of(campaign, structure)
    codes = tuple(d.code for d in all_districts())
    localities = all_localities() if known is None else known
    per_district = pd.Series([p.district_code for p in localities]).value_counts()
    served: dict[str, list[str]] = {code: [] for code in codes}
    for link in structure.links_on(campaign.first_day):
        if link.inspectorate_code in scope and link.district_code in served:
            served[link.district_code].append(link.inspectorate_code)
    denominators = [residents(code).denominator for code in codes]
    return Places(
        districts=codes,
        in_scope=np.array([code in campaign.scope_districts for code in codes]),
        residents=np.array([np.nan if x is None else float(x) for x in denominators]),
        localities=np.array([int(per_district.get(code, 0)) for code in codes]),
        inspectorates=tuple(tuple(served[code]) for code in codes),
        locality_residents={
            p.code: p.residents_2014 for p in localities if p.residents_2014 is not None
        },
    )


def build_units(places: Places, visits: VisitCube) -> Units:
    """Put districts, regions and the country on one axis with their nesting."""
    regions = [region.code for region in all_regions()]
    first_region = len(places.districts)
    country = first_region + len(regions)
    home = {d.code: d.region_code for d in all_districts()}
    parents = [
        first_region + regions.index(home[code]) if home[code] in regions else country
        for code in places.districts
    ]
    visited = visits.visits() > 0
    region_in_scope = [
        bool(places.in_scope[[p == first_region + i for p in parents]].any())
        for i in range(len(regions))
    ]
    region_visited = [
        bool(visited[[p == first_region + i for p in parents]].any()) for i in range(len(regions))
    ]
    return Units(
        codes=(*places.districts, *regions, COUNTRY_CODE),
        levels=(
            *[Level.DISTRICT] * first_region,
            *[Level.REGION] * len(regions),
            Level.COUNTRY,
        ),
        nesting=Nesting((*parents, *[country] * len(regions), -1)),
        in_scope=np.array([*places.in_scope, *region_in_scope, True]),
        visited=np.array([*visited, *region_visited, bool(visited.any())]),
    )


def _read_visits(store: Store, campaign: Campaign, places: Places) -> VisitCube:
    return build_visit_cube(
        places,
        campaign.days,
        store.read_visits(campaign.id),
        store.read_handouts(campaign.id),
        store.read_screenings(campaign.id),
    )


@dataclass(frozen=True, slots=True)
class _Survey:
    """The answers, before and after the gateway, with what every figure of them needs."""

    answers: Mapping[str, AnswerCube]
    guarded: Mapping[str, Guarded]
    windows: tuple[Window, ...]
    modes: Sequence[Mode]
    few: int


def _figures(indicator: Indicator, visits: VisitCube, survey: _Survey) -> dict[str, Any]:
    about = {
        "family": str(indicator.family),
        "unit": str(indicator.unit),
        "decimals": indicator.decimals,
        "polarity": str(indicator.polarity),
    }
    if isinstance(indicator, VisitIndicator):
        breaks, frames = visit_frames(indicator, visits, survey.windows)
        extra = {"kind": "visits", "breaks": breaks, "largest": largest_value(frames)}
        return about | extra | {"windows": frames}
    assert isinstance(indicator, AnswerIndicator)
    guarded = survey.guarded[indicator.question]
    opinion = compute_opinion(indicator, guarded, survey.windows, survey.modes, survey.few)
    breaks, answered = answer_frames(indicator, opinion, guarded.units)
    about |= {"kind": "answers", "question": indicator.question, "breaks": breaks}
    if indicator.unit is Unit.PERCENT:
        statuses = [cell.status for cell in opinion.whole["all"]][: len(visits.places.districts)]
        scope = visits.places.in_scope
        cube = survey.answers[indicator.question]
        about["groups"] = compute_groups(indicator, cube, statuses, scope)
        about["differences"] = compute_differences(indicator, cube, opinion, guarded.units)
        about["regions"] = compute_regions(indicator, cube, opinion, guarded.units)
    return about | answered


def _open_answers(store: Store, campaign: Campaign) -> dict[str, list[str]]:
    """Released texts by question, in the order of the alphabet."""
    found: dict[str, list[str]] = {}
    for each in store.open_answers(campaign.id):
        if each.released:
            found.setdefault(each.question, []).append(each.text)
    return found


def _distributions(form: Questionnaire, survey: _Survey) -> dict[str, Any]:
    """Answers by option to every question that has options, after the gateway."""
    return {
        key: distribution_frames(
            compute_answers(
                guarded, form.question(key).dont_know, survey.windows, survey.modes, survey.few
            ),
            guarded.units,
        )
        for key, guarded in survey.guarded.items()
    }


def _describe_breakdowns(survey: _Survey) -> dict[str, list[str]]:
    """What answers may be broken down by, with the parts; what nobody was asked is left out."""
    found = {str(Breakdown.MODE): [str(mode) for mode in survey.modes]}
    for breakdown in PERSON_PARTS:
        said = any(
            guarded.bases[breakdown][-1, :-1].any()
            for guarded in survey.guarded.values()
            if breakdown in guarded.bases
        )
        if said:
            found[str(breakdown)] = [*part_keys(breakdown)[:-1]]
    return found


def describe_campaign(campaign: Campaign) -> dict[str, Any]:
    """Return the campaign's record as plain JSON."""
    return {
        "id": campaign.id,
        "names": dict(campaign.names),
        "target_localities": campaign.target_localities,
        "scope_inspectorates": list(campaign.scope_inspectorates),
        "partners": list(campaign.partners),
        "funding": dict(campaign.funding),
        "disclaimer": dict(campaign.disclaimer),
        "publisher": campaign.publisher,
        "modes": [str(mode) for mode in campaign.modes],
        "fieldwork": dict(campaign.fieldwork),
        "survey_days": [
            campaign.survey_first_day.isoformat(),
            campaign.survey_last_day.isoformat(),
        ],
        "illustrative": campaign.illustrative,
    }


def _describe_places(places: Places) -> dict[str, Any]:
    return {
        "residents": [None if np.isnan(x) else int(x) for x in places.residents],
        "localities": [int(x) for x in places.localities],
        "inspectorates": [list(codes) for codes in places.inspectorates],
    }


def _describe_questions(questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        q.key: {
            "kind": q.kind,
            "construct": q.construct,
            "text": dict(q.text),
            "short": dict(q.short),
            "options": [[o.code, dict(o.text)] for o in q.options],
            "favourable": list(q.favourable or q.positive),
            "unfavourable": list(q.unfavourable),
            "dont_know": list(q.dont_know),
            "asked_of": [q.asked_of.question, list(q.asked_of.options)] if q.asked_of else None,
        }
        for q in questionnaire.questions
        if q.kind != "open"
    }


def _describe_visits(cube: VisitCube, localities: Sequence[Locality]) -> list[dict[str, Any]]:
    """Visits are public acts of the campaign: nothing in them is about one person."""
    names = {p.code: p.name_ro for p in localities}
    columns = {
        "day": "day",
        "planned_day": "planned_day",
        "date": v.VISIT_DATE,
        "planned_date": v.PLANNED_DATE,
        "status": v.STATUS,
        "district": "place",
        "locality": v.LOCALITY_CODE,
        "inspectorate": v.INSPECTORATE_CODE,
        "mobile_centre": v.MOBILE_CENTRE,
        "start": v.START_TIME,
        "end": v.END_TIME,
        "contacts": v.PARTICIPANTS,
        "women": v.PARTICIPANTS_FEMALE,
        "men": v.PARTICIPANTS_MALE,
        "leaflets": v.Item.LEAFLET,
        "pens": v.Item.PEN,
        "reflective_strips": v.Item.REFLECTIVE_STRIP,
        "screenings": v.SCREENINGS,
    }
    rows = cube.rows[list(columns.values())].set_axis(list(columns), axis=1)
    rows = rows.assign(name=rows["locality"].map(names), id=cube.rows[v.VISIT_ID])
    return _records(rows.sort_values(["day", "start", "id"]))


def _describe_localities(
    localities: Sequence[Locality], scene: Scene, places: Places
) -> list[list[Any]]:
    """Every village and town: code, name, district's index, position, residents if known."""
    at = {code: i for i, code in enumerate(places.districts)}
    return [
        [p.code, p.name_ro, at[p.district_code], *scene.places[p.code], p.residents_2014]
        for p in localities
    ]


def _describe_seats(
    scene: Scene, campaign: Campaign, structure: Structure, offices: Mapping[str, Any]
) -> dict[str, list[int]]:
    """Where inspectorates sit, in scene units, by code; those whose seat is not known lack."""
    seats = {}
    for link in structure.links_on(campaign.first_day):
        code = link.inspectorate_code
        given = offices.get(code, {})
        if "latitude" in given:
            (point,) = project(scene, [shapely.Point(given["longitude"], given["latitude"])])
            seats[code] = [round(point.x), round(point.y)]
            continue
        place = seat_of(structure.inspectorate(code), link.district_code)
        if place is not None:
            seats[code] = list(scene.places[place])
    return seats


def _describe_inspectorates(
    scene: Scene,
    campaign: Campaign,
    structure: Structure,
    offices: Mapping[str, Any],
    localities: Sequence[Locality],
) -> list[dict[str, Any]]:
    """Whom each inspectorate serves when the campaign begins; its area where one was brought."""
    return [
        {
            "code": link.inspectorate_code,
            "district": link.district_code,
            "whole": link.part == "whole",
            **_describe_area(scene, link, offices, localities),
        }
        for link in structure.links_on(campaign.first_day)
    ]


def _describe_area(
    scene: Scene,
    link: InspectorateLink,
    offices: Mapping[str, Any],
    localities: Sequence[Locality],
) -> dict[str, Any]:
    """The area of a part of a district, as a path, and how many localities lie in it."""
    text = offices.get(link.inspectorate_code, {}).get("wkt")
    if text is None or link.part == "whole":
        return {"area": "", "territory": None}
    area = shapely.from_wkt(text)
    inside = [
        place.code
        for place in localities
        if place.district_code == link.district_code
        and area.covers(shapely.Point(place.longitude, place.latitude))
    ]
    return {"area": to_path(project(scene, [area])[0]), "territory": len(inside)}


def _describe_handouts(handouts: pd.DataFrame) -> list[dict[str, Any]]:
    """What each visit was meant to give out and gave out; None where nobody wrote it down."""
    names = {v.VISIT_ID: "visit", v.ITEM: "item", "planned": "planned", v.QUANTITY: "used"}
    return _records(handouts.rename(columns=names)[list(names.values())])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)
    return [{key: _plain(value) for key, value in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, (float, np.floating)):
        return int(value) if float(value).is_integer() else float(value)
    return value.item() if isinstance(value, np.generic) else value


def _labels(scene: Scene, visits: VisitCube) -> dict[str, Any]:
    """Label layouts: language to `plain`, `circles`, ..., a list of labels for each scale."""
    circles = _circles(scene, visits)
    symbols = _symbols(scene, visits)
    shapes = dict(scene.districts)
    regions = dict(scene.regions)
    out: dict[str, Any] = {"scales": list(SCALES)}
    for language in LANGUAGES:
        names = {d.code: d.short(language) for d in all_districts()}
        region_names = {r.code: r.name(language) for r in all_regions()}
        out[language] = {
            "plain": [_layout(shapes, names, [], scale) for scale in SCALES],
            "circles": [_layout(shapes, names, circles, scale) for scale in SCALES],
            "symbols": [_layout(shapes, names, symbols, scale) for scale in SCALES],
            "regions": [_layout(regions, region_names, [], scale) for scale in SCALES],
        }
    return out


def _layout(
    shapes: dict[str, Any],
    names: dict[str, str],
    circles: list[tuple[float, float, float]],
    scale: float,
) -> list[list[Any]]:
    placed = place_labels(shapes, names, circles, scale, UNITS_PER_PIXEL)
    return [[label.code, list(label.lines), label.x, label.y] for label in placed]


def _circles(scene: Scene, visits: VisitCube) -> list[tuple[float, float, float]]:
    rows = visits.took_place
    contacts = rows.groupby(v.LOCALITY_CODE)[v.PARTICIPANTS].max().fillna(0)
    return [(*scene.places[code], CIRCLE * float(count) ** 0.5) for code, count in contacts.items()]


def _symbols(scene: Scene, visits: VisitCube) -> list[tuple[float, float, float]]:
    """Where counts stand, one circle a district, as large as its contacts make it."""
    contacts, _ = visits.total(v.PARTICIPANTS)
    anchors = describe_scene(scene, ())["anchors"]
    largest = float(contacts.max()) or 1.0
    return [
        (*anchors[code], SYMBOL * float(count / largest) ** 0.5)
        for code, count in zip(visits.places.districts, contacts, strict=True)
        if count
    ]
