"""A publication: built once, current at once, rebuilt when something it stands on changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from geodata import build
from geodata.imports import ImportBatch
from geodata.publication import (
    KEEP,
    PublicationReader,
    build_stamp,
    find_servable,
    publication_id,
    publish,
)
from geodata.settings import Settings
from tests import world
from tests.asserts import (
    assert_every_unit_once,
    assert_figures_exactly_where_shown,
    assert_hidden_says_nothing,
    assert_interval_around_the_value,
    survey_frames_of,
    units_of,
    visit_frames_of,
)
from tests.world import BALTI, CHISINAU, DROCHIA, GAGAUZIA, SOROCA


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def publish_quickly(store, settings: Settings) -> str:
    """Publish a document of two words instead of a real one."""
    with patch.object(build, "build_publication") as built:
        built.side_effect = lambda *_: {"data_version": store.data_version()}
        return publish(store, settings, lambda _: None)


def test_a_publication_is_read_back_and_current(tmp_path: Path, settings: Settings) -> None:
    store = world.open_store(tmp_path)
    name = publish_quickly(store, settings)
    published = PublicationReader(settings.published_dir).current()
    assert published.id == name == publication_id(store, settings)
    assert published.data_version == 1
    found = find_servable(settings)
    assert found is not None and found.id == name
    assert found.shows(1, store.data_mark())
    assert not found.shows(2, store.data_mark()) and not found.shows(1, "of another store")


def test_new_data_make_a_new_publication_that_readers_notice(
    tmp_path: Path, settings: Settings
) -> None:
    store = world.open_store(tmp_path)
    first = publish_quickly(store, settings)
    reader = PublicationReader(settings.published_dir)
    assert reader.current().id == first
    store.commit(ImportBatch("toy", "nothing"))
    second = publish_quickly(store, settings)
    assert second != first
    assert reader.current().id == second
    assert reader.current().data_version == 2
    assert reader.current() is reader.current()


def test_the_same_state_is_built_once(tmp_path: Path, settings: Settings) -> None:
    store = world.open_store(tmp_path)
    publish_quickly(store, settings)
    with patch.object(build, "build_publication", side_effect=AssertionError("built again")):
        publish(store, settings, lambda _: None)


def test_thresholds_are_part_of_a_publication(tmp_path: Path, settings: Settings) -> None:
    publish_quickly(world.open_store(tmp_path), settings)
    stricter = replace(settings, least_answers=20)
    assert build_stamp(stricter) != build_stamp(settings)
    assert build_stamp(replace(settings, few_answers=50)) != build_stamp(settings)
    assert build_stamp(replace(settings, port=1)) == build_stamp(settings)
    assert find_servable(settings) is not None
    assert find_servable(stricter) is None


def test_nothing_published_cannot_be_shown(settings: Settings) -> None:
    assert find_servable(settings) is None
    with pytest.raises(FileNotFoundError):
        PublicationReader(settings.published_dir).current()


@pytest.mark.parametrize("damage", ["pointer", "document"])
def test_a_damaged_publication_is_not_shown_and_built_again(
    tmp_path: Path, settings: Settings, damage: str
) -> None:
    store = world.open_store(tmp_path)
    name = publish_quickly(store, settings)
    if damage == "pointer":
        (settings.published_dir / "current").write_text("no-such-thing")
    else:
        (settings.published_dir / name / "publication.json").write_text("{")
    assert find_servable(settings) is None
    assert publish_quickly(store, settings) == name
    assert find_servable(settings) is not None


def test_old_publications_are_forgotten_and_nothing_half_built_stays(
    tmp_path: Path, settings: Settings
) -> None:
    store = world.open_store(tmp_path)
    for _ in range(KEEP + 2):
        store.commit(ImportBatch("toy", "nothing"))
        publish_quickly(store, settings)
    left = {path.name for path in settings.published_dir.iterdir()}
    assert len(left) == KEEP + 1  # and the pointer
    assert publication_id(store, settings) in left
    assert not any(name.startswith(".") for name in left)


def test_going_back_to_older_thresholds_points_back(tmp_path: Path, settings: Settings) -> None:
    store = world.open_store(tmp_path)
    first = publish_quickly(store, settings)
    publish_quickly(store, replace(settings, least_answers=20))
    assert publish_quickly(store, settings) == first
    assert PublicationReader(settings.published_dir).current().id == first


# The toy campaign's figures, from the database to the document ---------------------------------

DOCUMENT = world.toy().document
AT = [DOCUMENT["districts"].index(code) for code in world.CODES]


def figures(key: str, column: str, window: int = 0) -> list:
    frame = DOCUMENT["indicators"][key]["windows"][window]
    return [frame[column][i] for i in AT]


def whole(mode: str, level: str = "district", key: str = "trust_police_favourable"):
    return DOCUMENT["indicators"][key]["whole"][mode][level]


def test_every_frame_holds_every_unit_and_says_no_more_than_it_may() -> None:
    for published in (world.toy(), world.illustrative().published):
        for _, _, frame in visit_frames_of(published):
            assert_every_unit_once(frame, published.document["districts"])
            assert_figures_exactly_where_shown(frame)
        for key, _, level, frame in survey_frames_of(published):
            assert_every_unit_once(frame, units_of(published, level))
            assert_figures_exactly_where_shown(frame)
            assert_hidden_says_nothing(frame)
            unit = published.document["indicators"][key]["unit"]
            assert_interval_around_the_value(frame, unit)


def test_districts_outside_the_record_are_out_of_scope() -> None:
    letters = DOCUMENT["indicators"]["reach_rate"]["windows"][0]["s"]
    outside = [i for i, letter in enumerate(letters) if letter == "x"]
    assert len(outside) == 32
    assert not {DOCUMENT["districts"][i] for i in outside} & set(world.CODES[:5])
    assert whole("all")["s"].count("x") == 32


def test_reach_of_the_toy_campaign() -> None:
    # Bălți 30 of 102,457: 0.29; Soroca 150 of 77,656: 1.93; Gagauzia was visited, not counted.
    assert figures("reach_rate", "s") == ["o", "o", "o", "o", "n", "x"]
    assert figures("reach_rate", "v") == [0.3, 1.9, 0, 0, None, None]
    assert figures("contacts", "v") == [30, 150, 0, 0, None, None]
    assert figures("localities_visited", "num") == [1, 2, 0, 0, 1, None]
    # One of the two inspectorates of Gagauzia that the record has in scope.
    assert figures("inspectorates_visited", "v") == [100, 100, 0, 0, 50, None]


def test_opinion_of_the_toy_campaign() -> None:
    frame = whole("all")
    # Bălți 16 of 32; Chișinău 0 of 30; Gagauzia all of 12. Drochia has 5, and the north minus
    # Bălți and Soroca would tell: Soroca's 12 go too.
    assert [frame["s"][AT[d]] for d in (BALTI, SOROCA, DROCHIA, CHISINAU, GAGAUZIA)] == list(
        "ossof"
    )
    assert (frame["v"][AT[BALTI]], frame["n"][AT[BALTI]], frame["dk"][AT[BALTI]]) == (50, 32, 8)
    assert (frame["v"][AT[CHISINAU]], frame["n"][AT[CHISINAU]]) == (0, 30)
    assert (frame["v"][AT[GAGAUZIA]], frame["n"][AT[GAGAUZIA]]) == (">90", 12)
    # Wilson's interval of 16 in 32 is 33.6 to 66.4 %; of the 12, written "over 90 %", it is
    # that of 10.8 in 12 at the lower end: 62.6 to 100 %.
    assert (frame["lo"][AT[BALTI]], frame["hi"][AT[BALTI]]) == (34, 66)
    assert (frame["lo"][AT[GAGAUZIA]], frame["hi"][AT[GAGAUZIA]]) == (63, 100)
    regions = dict(zip(DOCUMENT["regions"], whole("all", "region")["n"], strict=True))
    assert regions == {"nord": 49, "centru": None, "sud": None, "chisinau": 30, "gagauzia": 12}
    assert whole("all", "country")["n"] == [91]
    # Favourable 12 + 4 + 12 + 12 of 91: 43.96.
    assert whole("all", "country")["v"] == [44]


def test_days_of_the_toy_survey_step_to_regions_or_the_country() -> None:
    windows = DOCUMENT["indicators"]["trust_police_favourable"]["windows"]
    # Three regions are in scope. Over the first two days two of them have 30 answers or more
    # (nord 49, Chișinău 30), on no single day.
    levels = {name: window["level"] for name, window in windows.items()}
    assert levels["0-1"] == "region"
    assert {levels[day] for day in ("0-0", "1-1", "2-2")} == {"country"}
    assert {name: window["country"]["n"] for name, window in windows.items()} == {
        "0-0": [58],  # 12 + 4 + 12 + 30
        "1-1": [21],  # 16 + 5; eight more did not know
        "2-2": [12],
        "0-1": [79],
        "1-2": [33],
    }


def test_groups_are_said_of_districts_with_enough_answers_only() -> None:
    for published in (world.toy(), world.illustrative().published):
        for about in published.document["indicators"].values():
            letters = about["whole"]["all"]["district"]["s"] if about.get("groups") else ""
            for group, letter in zip(about.get("groups", ""), letters, strict=True):
                assert group == "-" or letter == "o"


def test_face_to_face_was_asked_only_where_somebody_was() -> None:
    frame = whole("face-to-face")
    letters = [frame["s"][AT[d]] for d in (BALTI, CHISINAU, DROCHIA, GAGAUZIA)]
    assert letters == ["f", "a", "a", "n"]


def test_a_publication_holds_no_row_of_a_respondent() -> None:
    assert not {"responses", "answers"} & set(DOCUMENT)
    for visit in DOCUMENT["visits"]:
        assert set(visit) == {
            "id", "day", "planned_day", "date", "planned_date", "status", "district", "locality",
            "inspectorate", "mobile_centre", "start", "end", "contacts", "women", "men",
            "leaflets", "pens", "reflective_strips", "screenings", "name",
        }  # fmt: skip


def test_what_was_not_recorded_at_a_visit_stays_unknown() -> None:
    visits = {visit["id"]: visit for visit in DOCUMENT["visits"]}
    assert visits[5]["contacts"] is None
    assert visits[1]["women"] == 60 and visits[2]["women"] is None
    assert visits[1]["pens"] == 0 and visits[2]["pens"] is None


def test_a_campaign_of_one_day_is_published(tmp_path: Path) -> None:
    store = world.open_store(tmp_path, campaign=world.campaign(world.DAYS[0]))
    document = world.build_quickly(store).document
    assert (len(document["days"]), document["windows"]) == (1, [[0, 0]])


def test_a_long_campaign_has_its_days_and_growing_windows() -> None:
    document = world.long().document
    assert len(document["days"]) == 40
    assert document["windows"][0] == [0, 39]
    assert len(document["windows"]) == 40 + 39


def test_a_campaign_without_a_single_fact_is_published(tmp_path: Path) -> None:
    nothing = dict.fromkeys(("visits", "handouts", "screenings", "responses", "answers"))
    store = world.open_store(tmp_path, **nothing)
    published = world.build_quickly(store)
    for _, _, frame in visit_frames_of(published):
        assert set(frame["s"]) <= set("onx")
        assert {value for value in frame["v"] if value is not None} <= {0}
    for _, _, _, frame in survey_frames_of(published):
        assert set(frame["s"]) <= set("anx")
