"""The same visit, form or appearance twice: found, said, and settled by the rule picked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata import migrations, turns
from geodata.__main__ import main
from geodata.database import altering, open_engine
from geodata.importing import storing
from geodata.store import Store

VISITS = "date,planned_date,district,locality,mobile_centre,participants,leaflet"
FORMS = "submission_id,date,mode,district,trust_police"
MEDIA = "date,outlet,title,audience"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(turns, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    opened = Store.open(f"sqlite:///{tmp_path / 'data' / 'atlas.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def bring(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(header: str, *rows: str, doubles: str = "list", strict: bool = False) -> Any:
        path = tmp_path / "file.csv"
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        options = ["--strict"] if strict else []
        main(["import", str(path), "--json", "--lang", "en", "--doubles", doubles, *options])
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        read, stored, listed = (document[f"rows_{x}"] for x in ("read", "stored", "listed"))
        assert read == stored + listed
        return document

    return run


def found(document: dict[str, Any]) -> list[tuple[int | None, str]]:
    issues = [(i["row"], i["code"]) for i in document["issues"]]
    return [issue for issue in issues if issue[1] != "new_campaign"]


def participants(store: Store) -> list[int]:
    (campaign,) = store.campaigns()
    return sorted(store.read_visits(campaign.id)["participants"].tolist())


def trusts(store: Store) -> list[str]:
    (campaign,) = store.campaigns()
    counted = store.count_answers(campaign.id, ())
    rows = zip(counted["option"], counted["count"], strict=True)
    answers = sorted(option for option, count in rows for _ in range(count))
    # Counting by cell and reading rows are two ways to the same.
    assert sorted(store.read_answers(campaign.id)["option"]) == answers
    assert len(store.read_responses(campaign.id)) == int(
        store.count_responses(campaign.id, ())["count"].sum()
    )
    return answers


def undo(capsys: pytest.CaptureFixture[str], *arguments: str, command: str = "undo") -> int:
    code = main([command, *arguments, "--yes", "--lang", "en"])
    capsys.readouterr()
    return code


ROW = "2021-11-08,,Soroca,Soroca,CM-1,{},{}"
OTHER = "2021-11-08,,Cahul,Cahul,CM-1,7,"


@pytest.mark.parametrize(
    ("rule", "kept", "codes"),
    [
        ("list", [1], [(3, "row_twice")]),
        ("keep", [1], [(3, "double_earlier")]),
        ("replace", [2], [(2, "double_later")]),
        ("both", [1, 2], [(None, "doubles_both")]),
    ],
)
def test_a_visit_twice_in_a_file(
    bring: Any, store: Store, rule: str, kept: list[int], codes: list[Any]
) -> None:
    report = bring(
        VISITS, ROW.format(1, ""), ROW.format(2, "").replace("CM-1", "cm 1"), doubles=rule
    )
    assert (participants(store), found(report)) == (kept, codes)


@pytest.mark.parametrize(
    ("rule", "kept", "codes"),
    [
        ("list", [1, 7], [(2, "row_stored")]),
        ("keep", [1, 7], [(2, "double_stored")]),
        ("replace", [2, 7], [(None, "doubles_replaced")]),
        ("both", [1, 2, 7], [(None, "doubles_both")]),
    ],
)
def test_a_visit_that_is_stored_already_and_its_undo(
    bring: Any,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    rule: str,
    kept: list[int],
    codes: list[Any],
) -> None:
    bring(VISITS, ROW.format(1, ""))
    report = bring(VISITS, ROW.format(2, ""), OTHER, doubles=rule)
    assert (participants(store), found(report)) == (kept, codes)
    assert undo(capsys) == 0
    assert participants(store) == [1]
    assert undo(capsys, command="redo") == 0
    assert participants(store) == kept


def test_what_was_replaced_is_not_undone_under_what_took_its_place(
    bring: Any, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(VISITS, OTHER)
    bring(VISITS, ROW.format(1, ""))
    bring(VISITS, ROW.format(2, ""), doubles="replace")
    assert undo(capsys, "2") == 1
    assert undo(capsys, "3") == 0
    assert undo(capsys, "2") == 0
    assert undo(capsys, "3", command="redo") == 1
    assert participants(store) == [7]


def test_a_visit_that_replaces_keeps_the_plan(bring: Any, store: Store) -> None:
    plan = "planned_date,district,locality,mobile_centre,leaflet"
    bring(plan, "2021-11-07,Soroca,Soroca,CM-1,100", "2021-11-20,Soroca,Soroca,CM-1,50")
    bring(VISITS, ROW.format(1, 10))
    bring(VISITS, ROW.format(2, 20), doubles="replace")
    (campaign,) = store.campaigns()
    visits = store.read_visits(campaign.id)
    assert sorted(visits["status"]) == ["moved", "planned"]
    held = visits[visits["status"] == "moved"].iloc[0]
    assert (held["participants"], str(held["planned_date"])[:10]) == (2, "2021-11-07")
    handouts = store.read_handouts(campaign.id)
    mine = handouts[handouts["visit_id"] == held["visit_id"]]
    assert mine[["quantity", "planned"]].to_numpy().tolist() == [[20, 100]]


def test_a_plan_replaces_a_plan_but_nothing_that_took_place(bring: Any, store: Store) -> None:
    plan = "planned_date,district,locality,mobile_centre,leaflet"
    bring(plan, "2021-11-07,Soroca,Soroca,CM-1,100", "2021-11-08,Cahul,Cahul,CM-1,100")
    bring(VISITS, "2021-11-08,,Cahul,Cahul,CM-1,5,")
    report = bring(
        plan,
        "2021-11-07,Soroca,Soroca,CM-1,70",
        "2021-11-08,Cahul,Cahul,CM-1,70",
        doubles="replace",
    )
    assert found(report) == [(None, "doubles_replaced"), (3, "double_stored")]
    (campaign,) = store.campaigns()
    assert sorted(store.read_visits(campaign.id)["status"]) == ["done", "planned"]
    assert sorted(store.read_handouts(campaign.id)["planned"]) == [70, 100]


FORM = "{},2021-11-08,online,Soroca,{}"


@pytest.mark.parametrize(
    ("rule", "kept", "codes"),
    [
        ("list", ["somewhat"], [(3, "row_twice")]),
        ("keep", ["somewhat"], [(3, "double_earlier")]),
        ("replace", ["very_much"], [(2, "double_later")]),
        ("both", ["somewhat", "very_much"], [(None, "doubles_both")]),
    ],
)
def test_a_form_twice_in_a_file(
    bring: Any, store: Store, rule: str, kept: list[str], codes: list[Any]
) -> None:
    rows = (FORM.format("a", "somewhat"), FORM.format("a", "very_much"))
    assert found(bring(FORMS, *rows, doubles=rule)) == codes
    assert trusts(store) == kept


@pytest.mark.parametrize(
    ("rule", "kept", "codes"),
    [
        ("list", ["not_much", "not_much", "somewhat"], [(2, "row_stored")]),
        ("keep", ["not_much", "not_much", "somewhat"], [(2, "double_stored")]),
        ("replace", ["not_much", "not_much", "very_much"], [(None, "doubles_replaced")]),
        ("both", ["not_much", "not_much", "somewhat", "very_much"], [(None, "doubles_both")]),
    ],
)
def test_a_form_that_is_stored_already_and_its_undo(
    bring: Any,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    rule: str,
    kept: list[str],
    codes: list[Any],
) -> None:
    bring(FORMS, FORM.format("a", "somewhat"), FORM.format("b", "not_much"))
    rows = (FORM.format("a", "very_much"), FORM.format("c", "not_much"))
    assert found(bring(FORMS, *rows, doubles=rule)) == codes
    assert trusts(store) == kept
    assert undo(capsys) == 0
    assert trusts(store) == ["not_much", "somewhat"]
    assert undo(capsys, command="redo") == 0
    assert trusts(store) == kept


def test_a_form_is_replaced_again_and_again(
    bring: Any, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(FORMS, FORM.format("a", "somewhat"), FORM.format("b", "not_much"))
    bring(FORMS, FORM.format("a", "very_much"), doubles="replace")
    bring(FORMS, FORM.format("a", "not_at_all"), FORM.format("b", "somewhat"), doubles="replace")
    assert trusts(store) == ["not_at_all", "somewhat"]
    assert undo(capsys, "2") == 1  # the third took its place
    assert undo(capsys) == 0
    assert trusts(store) == ["not_much", "very_much"]
    assert undo(capsys) == 0
    assert trusts(store) == ["not_much", "somewhat"]
    assert undo(capsys, "3", command="redo") == 1  # what it took the place of is undone
    assert undo(capsys, "2", command="redo") == 0
    assert undo(capsys, "3", command="redo") == 0
    assert trusts(store) == ["not_at_all", "somewhat"]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [("list", [1, 9]), ("keep", [1, 9]), ("replace", [2, 9]), ("both", [1, 2, 9])],
)
def test_an_appearance_that_is_stored_already_and_its_undo(
    bring: Any, store: Store, capsys: pytest.CaptureFixture[str], rule: str, kept: list[int]
) -> None:
    bring(MEDIA, "2021-11-08,TVR,News,1")
    bring(MEDIA, "2021-11-08,tvr,news,2", "2021-11-08,Radio,,9", doubles=rule)
    (campaign,) = store.campaigns()

    def audiences() -> list[int]:
        return sorted(store.read_media(campaign.id)["audience"])

    assert audiences() == kept
    assert undo(capsys) == 0
    assert audiences() == [1]
    assert undo(capsys, command="redo") == 0
    assert audiences() == kept


def test_what_a_rule_settled_is_no_error(bring: Any) -> None:
    bring(VISITS, ROW.format(1, ""))
    strict = bring(VISITS, ROW.format(1, ""), OTHER, doubles="keep", strict=True)
    assert (strict["rows_stored"], strict["rows_listed"]) == (1, 1)
    again = bring(VISITS, ROW.format(1, ""), OTHER.replace(",7,", ",8,"), doubles="keep")
    assert found(again)[0] == (None, "nothing_new")
    wrong = bring(VISITS, ROW.format(1, ""), OTHER.replace("Cahul", "Narnia"), doubles="keep")
    assert found(wrong)[0] == (None, "nothing_left")


def test_the_schema_goes_back_with_what_counts(
    bring: Any, store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bring(FORMS, *(FORM.format(key, "somewhat") for key in "abc"))
    bring(FORMS, FORM.format("a", "very_much"), doubles="replace")
    bring(FORMS, FORM.format("b", "very_much"), doubles="replace")
    assert undo(capsys) == 0
    store.close()
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'atlas.sqlite'}")
    with altering(engine) as connection:
        migrations.downgrade(connection, "0006")
    with altering(engine) as connection:
        migrations.upgrade(connection)
    engine.dispose()
    assert trusts(store) == ["somewhat", "somewhat", "very_much"]
