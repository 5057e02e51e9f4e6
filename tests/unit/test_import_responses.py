"""Responses brought in: answers, doubles, what a respondent left out, and very many of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geodata.__main__ import main
from geodata.importing import blocks, storing
from geodata.imports import ImportBatch
from geodata.questionnaire import parse_questionnaire
from geodata.store import Store
from geodata.survey_rows import PackedAnswers
from tests import world

HEADER = "date,mode,district,locality,sex,age_group,residence,language,trust_police,problems"


@pytest.fixture
def store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def bring(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*rows: str, header: str = HEADER, options: tuple[str, ...] = ()) -> dict[str, Any]:
        path = tmp_path / "file.csv"
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        main(["import", str(path), "--json", "--lang", "en", *options])
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run


def found(document: dict[str, Any], row: int | None) -> list[tuple[str | None, str]]:
    return [(i["column"], i["code"]) for i in document["issues"] if i["row"] == row]


def answers(store: Store) -> set[tuple[int, str, str]]:
    (campaign,) = store.campaigns()
    return {tuple(row) for row in store.read_answers(campaign.id).itertuples(index=False)}


def test_answers_by_code_and_by_text_in_any_language(bring: Any, store: Store) -> None:
    report = bring(
        "2021-11-08,online,Soroca,,female,18-29,urban,ro,very_much,drugs; stray_dogs",
        '2021-11-08,Față în față,Soroca,Soroca,Мужской,60+,Rural,Română,"Нет",Droguri',
        "09.11.2021,Лично,Сорока,Soroca,Мужской,60 лет и старше,Rural,Rusă,Deloc,Droguri;Другое",
    )
    assert found(report, 3) == [("trust_police", "option_unknown")]
    assert (report["kind"], report["rows_stored"], report["rows_listed"]) == ("responses", 2, 1)
    assert answers(store) == {
        (1, "trust_police", "very_much"),
        (1, "problems", "drugs"),
        (1, "problems", "stray_dogs"),
        (2, "trust_police", "not_at_all"),
        (2, "problems", "drugs"),
        (2, "problems", "other"),
    }
    (campaign,) = store.campaigns()
    people = store.read_responses(campaign.id)
    assert people["mode"].tolist() == ["online", "face-to-face"]
    assert people["age_group"].tolist() == ["18-29", "60+"]
    assert people["language"].tolist() == ["ro", "ru"]
    assert people["locality_code"].fillna("").tolist() == ["", "L1442"]


def test_what_a_respondent_left_out_may_be_blank(bring: Any, store: Store) -> None:
    report = bring(
        "2021-11-08,online,,,Prefer not to say,,,,,",
        "2021-11-08,online,Bender,,предпочитаю не отвечать,-,,,dont_know,",
    )
    assert report["rows_stored"] == 2
    assert [issue["code"] for issue in report["issues"]] == ["new_campaign"]
    (campaign,) = store.campaigns()
    people = store.read_responses(campaign.id)
    assert people["sex"].isna().all()
    assert people["district_code"].fillna("").tolist() == ["", "MD-BD"]
    assert len(answers(store)) == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2021-11-08,,Soroca,,,,,,,", ("mode", "missing")),
        ("2021-11-08,fax,Soroca,,,,,,,", ("mode", "choice_unknown")),
        ("2021-11-08,online,Atlantis,,,,,,,", ("district", "district_unknown")),
        ("2021-11-08,online,,Soroca,,,,,,", ("locality", "locality_without_district")),
        ("2021-11-08,online,,,other,,,,,", ("sex", "choice_unknown")),
        ("2021-11-08,online,,,,12-17,,,,", ("age_group", "choice_unknown")),
        (
            "2021-11-08,online,,,,,,,,drugs;other;hooliganism;stray_dogs",
            ("problems", "options_too_many"),
        ),
        ("2021-11-08,online,,,,,,,very_much;somewhat,", ("trust_police", "option_unknown")),
        (",online,,,,,,,,", ("date", "missing")),
    ],
)
def test_rows_with_an_error_are_listed(bring: Any, row: str, expected: tuple[str, str]) -> None:
    report = bring("2021-11-08,online,,,,,,,somewhat,", row)
    assert found(report, 3) == [expected]
    assert (report["rows_stored"], report["rows_listed"]) == (1, 1)


def test_an_answer_that_goes_with_no_other(bring: Any) -> None:
    report = bring(
        "2021-11-08,online,leaflet;pen",
        "2021-11-08,online,nothing;pen",
        header="date,mode,materials",
    )
    assert found(report, 3) == [("materials", "option_exclusive")]


def test_a_form_is_stored_once(bring: Any, store: Store) -> None:
    header = "submission_id," + HEADER
    rows = [f"{key},2021-11-08,online,,,,,,,somewhat," for key in ("a", "b", "a", "")]
    first = bring(*rows, header=header)
    assert found(first, 4) == [("submission_id", "row_twice")]
    assert first["rows_stored"] == 3
    second = bring(
        "b,2021-11-08,online,,,,,,,somewhat,", "c,2021-11-08,online,,,,,,,,", header=header
    )
    assert found(second, 2) == [("submission_id", "row_stored")]
    assert second["rows_stored"] == 1
    # Nothing of the source's own ids is kept.
    assert store.submission_salt()


def test_the_same_file_is_not_counted_twice(bring: Any, store: Store) -> None:
    row = "2021-11-08,online,,,,,,,somewhat,"
    bring(row)
    again = bring(row)
    assert [issue["code"] for issue in again["issues"]] == ["same_file"]
    assert again["rows_stored"] == 0
    assert len(answers(store)) == 1


def test_a_file_without_a_question_is_refused(bring: Any) -> None:
    report = bring("2021-11-08,online,", header="date,mode,sex", options=("--kind", "responses"))
    assert [issue["code"] for issue in report["issues"]] == ["answers_missing"]


def test_personal_columns_are_dropped(bring: Any, store: Store) -> None:
    report = bring(
        "2021-11-08,online,,,,,,,somewhat,,a@b.md,47.1 28.8,069000000",
        header=HEADER + ",E-mail,_GPS_location,deviceid",
    )
    personal = [i["column"] for i in report["issues"] if i["code"] == "column_personal"]
    assert personal[0] == "E-mail" and len(personal) == 3
    assert not any(word in str(report) for word in ("a@b", "47.1", "0690"))
    assert report["rows_stored"] == 1


def test_few_answers_added_to_a_shown_district_are_warned_of(bring: Any) -> None:
    row = "2021-11-08,online,Soroca,,,,,,somewhat,"
    bring(*[row] * 12)
    report = bring(*[row.replace("somewhat", "not_much")] * 3, options=("--dry-run",))
    assert [issue["code"] for issue in report["issues"]] == ["few_added"]
    assert not bring(*[row.replace("somewhat", "")] * 11, options=("--dry-run",))["issues"]


def test_blocks_make_no_difference(
    bring: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 3)
    options = ("very_much", "somewhat", "not_much", "purple")
    rows = [
        f"2021-11-{8 + i % 3:02d},online,Soroca,,,,,,{options[i % 4]}," + "drugs;other" * (i % 2)
        for i in range(20)
    ]
    report = bring(*rows, "2019-01-01,online,,,,,,,somewhat,")
    # Every fourth has an unknown option, and 2019 is far from the rest.
    assert (report["rows_read"], report["rows_stored"]) == (21, 15)
    assert found(report, 22) == [("date", "date_outside")]
    trust = sorted(option for _, question, option in answers(store) if question == "trust_police")
    assert trust == ["not_much"] * 5 + ["somewhat"] * 5 + ["very_much"] * 5
    assert sum(question == "problems" for _, question, _ in answers(store)) == 10
    (campaign,) = store.campaigns()
    assert (campaign.first_day, campaign.last_day) == (date(2021, 11, 8), date(2021, 11, 10))


def test_packed_answers_keep_and_renumber() -> None:
    packed = PackedAnswers(
        (("q", "a"), ("q", "b")),
        ((np.array([0, 1, 2], dtype=np.uint32), np.array([0, 1, 1], dtype=np.uint16)),),
    )
    kept = packed.keep(np.array([True, False, True]))
    ((positions, options),) = kept.blocks
    assert positions.tolist() == [0, 1]
    assert options.tolist() == [0, 1]


def test_a_new_campaign_needs_no_more_than_dates() -> None:
    import pandas as pd

    from geodata.importing.target import span_of

    days = pd.Series(pd.to_datetime(["2021-11-14", "2021-11-08", None, "2012-11-09"]))
    assert span_of(days) == (date(2021, 11, 8), date(2021, 11, 14))


def test_own_words_are_kept_apart_masked_and_wait(bring: Any, store: Store) -> None:
    from tests.unit.test_own_form import FORM

    store.commit(
        ImportBatch(
            "toy",
            "campaign",
            campaign=replace(world.campaign(), questionnaire_id="own-form", illustrative=False),
            questionnaire=parse_questionnaire(FORM),
        )
    )
    report = bring(
        "2021-11-08,online,Soroca,yes,More light; call me on 069 123 456",
        "2021-11-08,online,Narnia,yes,Of a row that is listed",
        "2021-11-09,online,Soroca,no,",
        "2021-11-09,online,Soroca,no,=HYPERLINK(x) a.b@mail.md",
        header="date,mode,district,met,why",
        options=("--campaign", "toy"),
    )
    assert (report["rows_stored"], report["rows_listed"]) == (3, 1)
    assert (None, "texts_wait") in found(report, None)
    kept = store.open_answers("toy")
    assert [each.text for each in kept] == ["=HYPERLINK(x) …", "More light; call me on …"]
    assert not any(each.released for each in kept)
    # Each belongs to the form that it stood in: whoever said yes asked for light.
    said = {each.text[:4]: int(each.name.split(":")[1]) for each in kept}
    yes = {
        row.response_id
        for row in store.read_answers("toy").itertuples(index=False)
        if (row.question, row.option) == ("met", "yes")
    }
    assert said["More"] in yes and said["=HYP"] not in yes
