"""Every count of the answers, in one pass: against the rows, by other means."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geodata.build import read_places
from geodata.cube import AnswerCube
from geodata.imports import ImportBatch
from geodata.vocabulary import PERSON_PARTS, Breakdown, Mode
from tests import world
from tests.world import DAYS

COLUMN = {
    Breakdown.SEX: "sex",
    Breakdown.AGE: "age_group",
    Breakdown.RESIDENCE: "residence",
    Breakdown.LANGUAGE: "language",
}


def tally(folder: Path, responses: pd.DataFrame, answers: pd.DataFrame) -> dict[str, AnswerCube]:
    store = world.open_store(folder, responses=responses, answers=answers)
    campaign = store.campaign("toy")
    found = store.tally("toy", read_places(campaign), campaign.days)
    store.close()
    return found


def people(rows: list[tuple[str | None, int, str, str | None, str | None]]) -> pd.DataFrame:
    """District, day, mode, sex, age group; ids from 1."""
    names = ["district_code", "day", "mode", "sex", "age_group"]
    table = pd.DataFrame(rows, columns=names)
    table["response_date"] = pd.to_datetime([DAYS[0] + timedelta(d) for d in table.pop("day")])
    fixed = {"locality_code": None, "residence": "rural", "language": "ro"}
    return table.assign(response_id=range(1, len(rows) + 1), **fixed)


ROWS = [
    ("MD-SO", 0, "online", "female", "14-17"),
    ("MD-SO", 2, "face-to-face", "male", None),
    (None, 1, "online", None, "60+"),
    ("MD-BD", 0, "online", "female", "30-44"),  # out of scope
    ("MD-SO", 9, "online", "female", "30-44"),  # after the campaign
]
CHOSEN = pd.DataFrame(
    [
        (1, "trust_police", "very_much"),
        (2, "trust_police", "not_much"),
        (3, "trust_police", "dont_know"),
        (4, "trust_police", "very_much"),
        (5, "trust_police", "very_much"),
        (1, "problems", "drugs"),
        (1, "problems", "stray_dogs"),
        (2, "problems", "drugs"),
        (4, "problems", "drugs"),
    ],
    columns=["response_id", "question", "option"],
)


def test_answers_are_counted_where_they_belong(tmp_path: Path) -> None:
    cube = tally(tmp_path, people(ROWS), CHOSEN)["trust_police"]
    soroca = read_places(world.campaign()).districts.index("MD-SO")
    assert cube.of(("very_much",)).sum() == 1
    assert cube.of(("very_much", "not_much"))[soroca].tolist() == [[1, 0], [0, 0], [0, 1]]
    # Whoever named no district is in the last row.
    assert cube.of(("dont_know",))[-1].tolist() == [[0, 0], [1, 0], [0, 0]]
    assert cube.of(()).sum() == 0
    valid = ("very_much", "somewhat", "not_much", "not_at_all")
    assert cube.base(valid).sum() == 2 and not cube.several


def test_a_person_with_several_choices_is_one(tmp_path: Path) -> None:
    cube = tally(tmp_path, people(ROWS), CHOSEN)["problems"]
    assert cube.several
    assert cube.of(("drugs", "stray_dogs")).sum() == 3
    assert cube.base(("drugs", "stray_dogs")).sum() == 2
    assert cube.by[Breakdown.SEX].persons.sum(axis=0).tolist() == [1, 1, 0]


def test_who_did_not_say_is_a_part_of_its_own(tmp_path: Path) -> None:
    cube = tally(tmp_path, people(ROWS), CHOSEN)["trust_police"]
    sexes = {o: c.sum(axis=0).tolist() for o, c in cube.by[Breakdown.SEX].counts.items()}
    assert sexes["very_much"] == [1, 0, 0]
    assert sexes["not_much"] == [0, 1, 0]
    assert sexes["dont_know"] == [0, 0, 1]
    ages = cube.by[Breakdown.AGE].counts["not_much"].sum(axis=0)
    assert ages.tolist() == [0, 0, 0, 0, 0, 1]
    assert cube.by[Breakdown.RESIDENCE].persons.sum(axis=0).tolist() == [0, 2, 0]


def test_weighting_has_the_whole_country_by_three_things_at_once(tmp_path: Path) -> None:
    cube = tally(tmp_path, people(ROWS), CHOSEN)["trust_police"]
    for option, crossed in cube.crossed.items():
        assert crossed.shape == (3, 6, 3)
        assert crossed.sum() == cube.counts[option].sum()
        for axis, breakdown in enumerate((Breakdown.SEX, Breakdown.AGE, Breakdown.RESIDENCE)):
            others = tuple({0, 1, 2} - {axis})
            alone = cube.by[breakdown].counts[option].sum(axis=0)
            assert crossed.sum(axis=others).tolist() == alone.tolist()


def test_nobody_answered(tmp_path: Path) -> None:
    none = people(ROWS).iloc[:0]
    found = tally(tmp_path, none, CHOSEN.iloc[:0])
    assert all(cube.of(tuple(cube.counts)).sum() == 0 for cube in found.values())


@pytest.mark.parametrize("breakdown", list(COLUMN))
def test_the_illustrative_campaign_is_counted_as_its_rows_are(breakdown: Breakdown) -> None:
    source = world.illustrative()
    campaign = source.store.campaign_in_use()
    places = read_places(campaign)
    cubes = source.store.tally(campaign.id, places, campaign.days)
    rows = source.store.read_answers(campaign.id).merge(
        source.store.read_responses(campaign.id), on="response_id"
    )
    assert len(rows) == sum(cube.of(tuple(cube.counts)).sum() for cube in cubes.values())
    parts = [*PERSON_PARTS[breakdown], None]
    place = {code: i for i, code in enumerate(places.districts)}
    for key, cube in cubes.items():
        own = rows[rows["question"] == key]
        wanted = np.zeros_like(cube.by[breakdown].persons)
        spoken = source.store.questionnaire(campaign.id).question(key).valid
        said = own[own["option"].isin(spoken)].drop_duplicates("response_id")
        for district, part in zip(said["district_code"], said[COLUMN[breakdown]], strict=True):
            at = place.get(district, len(place))
            wanted[at, parts.index(part if isinstance(part, str) else None)] += 1
        assert np.array_equal(cube.by[breakdown].persons, wanted), key
        for option, counts in cube.counts.items():
            chose = own[own["option"] == option]
            assert counts.sum() == cube.by[breakdown].counts[option].sum() == len(chose)
            by_mode = [int((chose["mode"] == str(mode)).sum()) for mode in Mode]
            assert counts.sum(axis=(0, 1)).tolist() == by_mode


def test_answers_of_an_undone_import_do_not_count(tmp_path: Path) -> None:
    store = world.open_store(tmp_path, responses=people(ROWS), answers=CHOSEN)
    campaign = store.campaign("toy")
    places = read_places(campaign)
    first = store.tally("toy", places, campaign.days)["problems"].persons
    store.commit(ImportBatch("toy", "responses", responses=people(ROWS), answers=CHOSEN))
    both = store.tally("toy", places, campaign.days)["problems"]
    # The same cells twice, under two imports.
    assert np.array_equal(both.persons, 2 * first)
    assert both.of(("drugs", "stray_dogs")).sum() == 6
    store.undo(2)
    again = store.tally("toy", places, campaign.days)["problems"].persons
    store.close()
    assert np.array_equal(again, first)
