"""The made-up fieldwork of the illustrative campaign: visits, handouts, media, who answered.

Called by `geodata.sample` only. Only uniform numbers are drawn, in a fixed order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from geodata import vocabulary as v
from geodata.inspectorates import links
from geodata.localities import find_localities
from geodata.sample_route import Stop
from geodata.vocabulary import Item, Mode, Residence, Sex

FEWEST, MOST = 40, 320
WOMEN = 0.56
# Stops where nobody noted the sex of those who came, and one where nobody counted at all.
SEX_NOT_RECORDED = ("Bulboaca", "Telenești")
NOT_COUNTED = ("Telenești",)

GIVEN = {Item.LEAFLET: 1.15, Item.PEN: 0.5, Item.REFLECTIVE_STRIP: 0.3}
MEANT = {Item.LEAFLET: 180, Item.PEN: 75, Item.REFLECTIVE_STRIP: 45}

VENUES = ("Piața centrală", "Casa de cultură", "Primărie", "Parcul central", "Bibliotecă")
TOPICS = (
    "poliția comunitară; siguranța rutieră",
    "poliția comunitară; reforma poliției",
    "poliția comunitară; prevenirea furturilor",
    "reforma poliției; Strategia de dezvoltare a Poliției 2016-2020",
)
STARTS = ("09:30", "10:00", "10:30")
SECOND_STARTS = ("14:00", "14:15", "14:30")

TOWNS = frozenset(
    {"Soroca", "Florești", "Bălți", "Cupcini", "Otaci", "Călărași", "Telenești", "Căușeni"}
    | {"Cimișlia", "Comrat", "Iargara", "Durlești"}
)
ONLINE_URBAN = {"MD-CU": 0.93, "MD-BA": 0.96}

MEDIA = (
    (5, "Portal ilustrativ 1", "online", 4200),
    (8, "Radio ilustrativ 1", "radio", 15000),
    (8, "TV ilustrativ 1", "tv", 42000),
    (8, "Rețea ilustrativă 1", "social", 6100),
    (9, "Radio ilustrativ 2", "radio", None),
    (9, "Portal ilustrativ 2", "online", 2800),
    (10, "TV ilustrativ 2", "tv", 31000),
    (10, "Rețea ilustrativă 1", "social", 7400),
    (11, "Ziar ilustrativ 1", "press", 3500),
    (11, "Radio ilustrativ 1", "radio", 14000),
    (12, "Portal ilustrativ 1", "online", 5100),
    (12, "Rețea ilustrativă 2", "social", None),
    (13, "TV ilustrativ 1", "tv", 38000),
    (14, "Rețea ilustrativă 1", "social", 9300),
)


def build_visits(stops: Sequence[Stop], generator: np.random.Generator) -> pd.DataFrame:
    """Build the visits, one row a stop, numbered from 1 in the order of day and centre."""
    served = {link.district_code: link.inspectorate_code for link in links(date(2021, 11, 8))}
    ordered = sorted(stops, key=lambda stop: (stop.day, stop.centre))
    rows: list[dict[str, object]] = []
    for number, stop in enumerate(ordered, start=1):
        size, share, length, *picks = generator.random(6)
        earlier = [s for s in ordered[: number - 1] if (s.day, s.centre) == (stop.day, stop.centre)]
        start = _pick(SECOND_STARTS if earlier else STARTS, picks[0])
        row: dict[str, object] = {
            v.VISIT_ID: number,
            v.VISIT_DATE: stop.visit_date,
            v.PLANNED_DATE: stop.planned_date,
            v.STATUS: str(stop.status),
            v.LOCALITY_CODE: _locality_code(stop),
            v.DISTRICT_CODE: stop.district_code,
            v.INSPECTORATE_CODE: stop.inspectorate or served[stop.district_code],
            v.MOBILE_CENTRE: f"CM-{stop.centre}",
            v.VENUE: _pick(VENUES, picks[1]),
            v.TOPICS: _pick(TOPICS, picks[2]),
        }
        if stop.status.took_place:
            people = round(FEWEST + (MOST - FEWEST) * size**1.7)
            women = round(people * (WOMEN + 0.16 * (share - 0.5)))
            row[v.START_TIME] = start
            row[v.END_TIME] = _later(start, 75 + 15 * int(6 * length))
            row[v.PARTICIPANTS] = None if stop.locality in NOT_COUNTED else people
            if stop.locality not in SEX_NOT_RECORDED:
                row[v.PARTICIPANTS_FEMALE] = women
                row[v.PARTICIPANTS_MALE] = people - women
        rows.append(row)
    frame = pd.DataFrame(rows)
    whole = dict.fromkeys((v.PARTICIPANTS, v.PARTICIPANTS_FEMALE, v.PARTICIPANTS_MALE), "Int64")
    days = dict.fromkeys((v.VISIT_DATE, v.PLANNED_DATE), "datetime64[us]")
    return frame.astype(whole | days)


def build_handouts(visits: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """Build what each visit gave out and had been meant to; nothing where it was cancelled."""
    rows = []
    for visit in visits.to_dict("records"):
        people = 110 if pd.isna(visit[v.PARTICIPANTS]) else int(visit[v.PARTICIPANTS])
        took_place = not pd.isna(visit[v.START_TIME])
        for item, ratio in GIVEN.items():
            factor = 0.85 + 0.3 * generator.random()
            given = round(people * ratio * factor) if took_place else 0
            rows.append((visit[v.VISIT_ID], str(item), given, MEANT[item]))
    return pd.DataFrame(rows, columns=[v.VISIT_ID, v.ITEM, v.QUANTITY, "planned"])


def build_screenings(visits: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """Build the screenings: one to three of one of two videos at each visit."""
    rows = []
    for visit_id in visits.loc[visits[v.START_TIME].notna(), v.VISIT_ID]:
        which, times = generator.random(2)
        rows.append((visit_id, f"Video ilustrativ {1 + int(2 * which)}", 1 + int(3 * times)))
    return pd.DataFrame(rows, columns=[v.VISIT_ID, v.TITLE, v.SCREENINGS])


def build_media() -> pd.DataFrame:
    """Build the media list: invented outlets, two of which report no audience."""
    rows = [
        (date(2021, 11, day), outlet, kind, f"Titlu ilustrativ {i}", audience)
        for i, (day, outlet, kind, audience) in enumerate(MEDIA, start=1)
    ]
    frame = pd.DataFrame(rows, columns=[v.DATE, v.OUTLET, v.KIND, v.TITLE, v.AUDIENCE])
    return frame.astype({v.DATE: "datetime64[us]", v.AUDIENCE: "Int64"})


def build_responses(
    stops: Sequence[Stop],
    online: Mapping[str, int],
    days: Sequence[date],
    generator: np.random.Generator,
) -> pd.DataFrame:
    """Build who answered, numbered from 1 in the order of day.

    Face to face at each stop that took place, with its locality; online in every district,
    spread evenly over the days from a day drawn for the district, without a locality.
    """
    rows: list[tuple[date, str, str, str | None, float]] = []
    for stop in stops:
        place = (stop.district_code, _locality_code(stop))
        urban = 0.9 if stop.locality in TOWNS else 0.06
        if stop.status.took_place:
            rows += [(stop.visit_date, str(Mode.FACE_TO_FACE), *place, urban)] * stop.answers
    for district, forms in online.items():
        phase = generator.random()
        urban = ONLINE_URBAN.get(district, 0.52)
        for i in range(forms):
            day = days[int((i + phase) / forms * len(days))]
            rows.append((day, str(Mode.ONLINE), district, None, urban))
    names = [v.RESPONSE_DATE, v.MODE, v.DISTRICT_CODE, v.LOCALITY_CODE, "urban"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.sort_values([v.RESPONSE_DATE, v.MODE, v.DISTRICT_CODE], kind="stable")
    frame = frame.reset_index(drop=True).astype({v.RESPONSE_DATE: "datetime64[us]"})
    urban_share = frame.pop("urban").to_numpy()
    frame.insert(0, v.RESPONSE_ID, np.arange(1, len(frame) + 1))
    u = generator.random((len(frame), 4))
    frame[v.SEX] = _drawn(u[:, 0], {Sex.FEMALE: 0.55, Sex.MALE: 0.405})
    ages = dict(zip(v.AGE_GROUPS, (0.06, 0.19, 0.28, 0.24, 0.205), strict=True))
    frame[v.AGE_GROUP] = _drawn(u[:, 1], ages)
    lives = np.where(u[:, 2] < urban_share, str(Residence.URBAN), str(Residence.RURAL))
    # The last hundredth of either end left the question out.
    frame[v.RESIDENCE] = pd.Series(lives, dtype=object).where(u[:, 2] * 100 % 1 > 0.02, None)
    frame[v.LANGUAGE] = _drawn(u[:, 3], {"ro": 0.78, "ru": 0.22})
    return frame


def _drawn(uniform: np.ndarray, shares: Mapping[str, float]) -> pd.Series:
    """Draw words by their shares; what is left over up to 1 is not recorded."""
    words = [*(str(word) for word in shares), None]
    limits = np.cumsum(list(shares.values()))
    return pd.Series([words[i] for i in np.searchsorted(limits, uniform)], dtype=object)


def _locality_code(stop: Stop) -> str:
    found = find_localities(stop.locality, stop.district_code)
    if len(found) != 1:
        raise ValueError(f"{stop.locality} names {len(found)} localities of {stop.district_code}")
    return found[0].code


def _pick(words: Sequence[str], uniform: float) -> str:
    return words[int(uniform * len(words))]


def _later(start: str, minutes: int) -> str:
    return f"{datetime.strptime(start, '%H:%M') + timedelta(minutes=minutes):%H:%M}"
