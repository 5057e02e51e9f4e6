"""The illustrative campaign: the figures its method promises, twice the same, plainly marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geodata.districts import all_districts
from geodata.localities import locality
from geodata.sample import SAMPLE_ID, SampleCampaign, build_sample, ensure_sample
from geodata.store import Store
from geodata.vocabulary import LANGUAGES, VisitStatus

TABLES = ("visits", "handouts", "screenings", "media", "responses", "answers")


@pytest.fixture(scope="module")
def sample() -> SampleCampaign:
    return build_sample()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("sample") / "atlas.db"
    opened = Store.open(f"sqlite:///{path}")
    ensure_sample(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def took_place(sample: SampleCampaign) -> pd.DataFrame:
    words = [status for status in VisitStatus if status.took_place]
    return sample.visits[sample.visits["status"].isin(words)]


@pytest.fixture(scope="module")
def trust(sample: SampleCampaign) -> pd.DataFrame:
    """The base of trust in the police, with what is known of who answered."""
    answers = sample.answers[sample.answers["question"] == "trust_police"]
    base = answers[answers["option"] != "dont_know"]
    return base.merge(sample.responses, on="response_id")


def test_it_is_the_same_each_time(sample: SampleCampaign) -> None:
    again = build_sample()
    assert again.campaign == sample.campaign
    for table in TABLES:
        assert_frame_equal(getattr(again, table), getattr(sample, table))


def test_the_record(sample: SampleCampaign) -> None:
    campaign = sample.campaign
    assert campaign.illustrative
    assert campaign.target_localities == 40
    assert (campaign.first_day, campaign.last_day) == (date(2021, 11, 8), date(2021, 11, 14))
    assert len(campaign.days) == 7
    assert len(campaign.scope_districts) == 35
    assert len(campaign.scope_inspectorates) == 41
    assert not {"MD-BD", "MD-SN", "IP-BD"} & {
        *campaign.scope_districts,
        *campaign.scope_inspectorates,
    }
    assert all(set(words) == set(LANGUAGES) for words in (campaign.names, campaign.disclaimer))


def test_forty_two_planned_forty_visited_one_moved_two_cancelled(
    sample: SampleCampaign, took_place: pd.DataFrame
) -> None:
    visits = sample.visits
    assert visits["locality_code"].nunique() == len(visits) == 42
    assert visits["status"].value_counts().to_dict() == {"done": 39, "cancelled": 2, "moved": 1}
    assert took_place["locality_code"].nunique() == 40
    moved = visits[visits["status"] == "moved"]
    assert abs((moved["visit_date"] - moved["planned_date"]).iloc[0].days) == 1
    unmoved = visits[visits["status"] != "moved"]
    assert (unmoved["visit_date"] == unmoved["planned_date"]).all()


def test_visits_by_day_and_district(sample: SampleCampaign, took_place: pd.DataFrame) -> None:
    by_day = took_place["visit_date"].value_counts().sort_index()
    assert by_day.tolist() == [6, 7, 6, 7, 6, 5, 3]
    assert took_place["district_code"].nunique() == 27
    assert set(sample.visits["district_code"]) <= set(sample.campaign.scope_districts)
    assert set(sample.visits["inspectorate_code"]) <= set(sample.campaign.scope_inspectorates)


def test_each_visit_lies_in_its_district(sample: SampleCampaign) -> None:
    for visit in sample.visits.itertuples():
        assert locality(str(visit.locality_code)).district_code == visit.district_code


def test_no_centre_is_in_two_places_or_drives_too_far(took_place: pd.DataFrame) -> None:
    assert set(took_place["mobile_centre"]) == {"CM-1", "CM-2", "CM-3", "CM-4"}
    for _, route in took_place.groupby("mobile_centre"):
        stops = list(route.sort_values(["visit_date", "start_time"]).itertuples())
        for before, after in pairwise(stops):
            assert _kilometres(str(before.locality_code), str(after.locality_code)) < 90
            if before.visit_date == after.visit_date:
                assert before.end_time < after.start_time


def _kilometres(one: str, other: str) -> float:
    a, b = locality(one), locality(other)
    north = radians(b.latitude - a.latitude)
    east = radians(b.longitude - a.longitude)
    middle = cos(radians(a.latitude)) * cos(radians(b.latitude))
    return 2 * 6371 * asin(sqrt(sin(north / 2) ** 2 + middle * sin(east / 2) ** 2))


def test_participants(took_place: pd.DataFrame, sample: SampleCampaign) -> None:
    people = took_place["participants"]
    assert people.isna().sum() == 1
    assert people.dropna().between(40, 320).all()
    sexes = took_place[["participants_female", "participants_male"]]
    assert sexes.isna().all(axis=1).sum() == 2
    known = took_place[sexes.notna().all(axis=1)]
    assert (known["participants_female"] + known["participants_male"]).equals(known["participants"])
    assert 0.54 <= known["participants_female"].sum() / known["participants"].sum() <= 0.58
    cancelled = sample.visits[sample.visits["status"] == "cancelled"]
    assert cancelled[["participants", "start_time"]].isna().all().all()


def test_handouts_screenings_and_media(sample: SampleCampaign, took_place: pd.DataFrame) -> None:
    contacts = took_place["participants"].sum()
    given = sample.handouts.groupby("item")["quantity"].sum() / contacts
    assert given.round(1).to_dict() == {"leaflet": 1.2, "pen": 0.5, "reflective_strip": 0.3}
    assert len(sample.handouts) == 3 * 42
    assert set(sample.screenings["visit_id"]) == set(took_place["visit_id"])
    assert sample.screenings["screenings"].between(1, 3).all()
    assert sample.media["outlet"].str.contains("ilustrativ").all()
    assert sample.media["audience"].isna().sum() == 2


def test_responses_fall_on_the_campaigns_days(sample: SampleCampaign) -> None:
    days = set(sample.responses["response_date"].dt.date)
    assert days == set(sample.campaign.days)
    assert 1050 <= len(sample.responses) <= 1200
    assert 0.02 < sample.responses["sex"].isna().mean() < 0.06


def test_face_to_face_only_at_visits_and_online_everywhere(
    sample: SampleCampaign, took_place: pd.DataFrame
) -> None:
    mode = sample.responses["mode"]
    met = sample.responses[mode == "face-to-face"]
    stops = set(zip(took_place["visit_date"], took_place["locality_code"], strict=True))
    assert set(zip(met["response_date"], met["locality_code"], strict=True)) == stops
    online = sample.responses[mode == "online"]
    assert set(online["district_code"]) == set(sample.campaign.scope_districts)


def test_statuses_of_districts(
    sample: SampleCampaign, trust: pd.DataFrame, took_place: pd.DataFrame
) -> None:
    base = trust["district_code"].value_counts().reindex(list(sample.campaign.scope_districts))
    assert base.notna().all()
    assert (base >= 30).sum() == 16
    assert base.between(10, 29).sum() == 14
    hidden = base[base < 10]
    assert len(hidden) == 5
    assert set(hidden.index) - set(took_place["district_code"])


def test_a_day_alone_carries_regions_but_not_districts(trust: pd.DataFrame) -> None:
    regions = {district.code: district.region_code for district in all_districts()}
    by_day = trust.groupby(["response_date", trust["district_code"].map(regions)]).size().unstack()
    assert by_day.shape == (7, 5)
    assert ((by_day >= 30).sum(axis=1) >= 3).all()
    assert (by_day >= 10).all().all()
    districts = trust.groupby(["response_date", "district_code"]).size().unstack(fill_value=0)
    assert ((districts >= 30).sum(axis=1) <= 3).all()


def test_one_national_distribution(sample: SampleCampaign, trust: pd.DataFrame) -> None:
    assert 0.44 <= trust["option"].isin(["very_much", "somewhat"]).mean() <= 0.48
    asked = sample.answers[sample.answers["question"] == "trust_police"]
    assert 0.04 <= (asked["option"] == "dont_know").mean() <= 0.06


def test_answers_keep_the_rules_of_the_form(sample: SampleCampaign) -> None:
    for question in sample.questionnaire.questions:
        given = sample.answers[sample.answers["question"] == question.key]
        assert set(given["option"]) <= set(question.codes), question.key
        most = given["response_id"].value_counts().max()
        assert most <= (question.max_choices or len(question.codes))
        if question.kind != "multiple":
            assert most == 1, question.key
    materials = sample.answers[sample.answers["question"] == "materials"]
    nothing = materials[materials["option"] == "nothing"]["response_id"]
    assert materials[materials["response_id"].isin(nothing)]["option"].eq("nothing").all()


def test_the_sample_is_put_in_once(store: Store, sample: SampleCampaign) -> None:
    ensure_sample(store)
    assert store.data_version() == 1
    assert store.campaign_in_use() == sample.campaign
    log = store.read_imports()
    assert log["kind"].tolist() == ["sample"]
    assert log["counts"].iloc[0]["visits"] == 42


def test_the_store_gives_the_sample_back(store: Store, sample: SampleCampaign) -> None:
    for table in ("visits", "responses", "media"):
        stored = getattr(store, f"read_{table}")(SAMPLE_ID)
        own = getattr(sample, table)[stored.columns]
        # Missing text is None in the one and NaN in the other.
        assert_frame_equal(stored, own.astype(stored.dtypes.to_dict()))
    for table, keys in (("handouts", ["visit_id", "item"]), ("screenings", ["visit_id"])):
        stored = getattr(store, f"read_{table}")(SAMPLE_ID)
        own = getattr(sample, table).sort_values(keys, ignore_index=True)
        assert_frame_equal(stored, own, check_dtype=False)


def test_the_database_counts_what_pandas_counts(store: Store, sample: SampleCampaign) -> None:
    keys = ["question", "option", "district_code", "response_date", "mode"]
    rows = sample.answers.merge(sample.responses, on="response_id")[keys]
    counted = store.count_answers(SAMPLE_ID).rename(columns={"date": "response_date"})
    assert (
        counted.set_index(keys)["count"]
        .sort_index()
        .equals(rows.value_counts().sort_index().astype("int64"))
    )
    read = store.read_answers(SAMPLE_ID)
    assert len(read) == len(sample.answers)
    people = rows.assign(id=sample.answers["response_id"].to_numpy())
    answered = store.count_answered(SAMPLE_ID, ["district_code"])
    expected = people.groupby(["question", "district_code"])["id"].nunique()
    assert (
        answered.set_index(["question", "district_code"])["count"]
        .sort_index()
        .equals(expected.sort_index())
    )
