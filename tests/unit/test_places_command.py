"""Names of places in a file: read, remarked on, asked about, decided once and for later files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata.__main__ import main
from geodata.importing import storing
from geodata.store import Store

HEADER = "date,district,locality,inspectorate,participants"
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("DATA_DIR", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    return folder


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{data / 'atlas.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def bring(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*rows: str, lang: str = "en") -> dict[str, Any]:
        path = tmp_path / "file.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        main(["import", str(path), "--json", "--lang", lang])
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run


@pytest.fixture
def places(data: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["places", *arguments, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def issues(document: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [issue for issue in document["issues"] if issue["code"] == code]


def test_a_mistyped_name_is_read_and_said_once_with_its_rows(bring: Any, store: Store) -> None:
    report = bring(
        "2021-11-08,Sorocca,Soroca,,1",
        "2021-11-09,Soroca,Sorcoa,IP Sorocaa,1",
        "2021-11-10,Sorocca,Sorcoa,,1",
    )
    assert (report["rows_stored"], report["rows_listed"]) == (3, 0)
    near = issues(report, "place_near")
    assert [(issue["row"], issue["column"]) for issue in near] == [
        (2, "district"),
        (3, "locality"),
        (3, "inspectorate"),
    ]
    assert near[0]["message"] == (
        "Row 2, column district: “Sorocca” was read as Soroca (MD-SO) (rows: 2). "
        "If that is wrong, correct the cell."
    )
    (campaign,) = store.campaigns()
    stored = store.read_visits(campaign.id)
    assert set(stored["locality_code"]) == {"L1442"}
    assert set(stored["inspectorate_code"]) == {"IP-SO"}


def test_cyrillic_names_of_both_systems_are_read(bring: Any, store: Store) -> None:
    report = bring(
        "2021-11-08,Сорокский район,г. Сороки,Сорокский инспекторат полиции,1",
        "2021-11-09,Новые Анены,Новые Анены,,1",
        "2021-11-09,Анений Ной,Бульбоака,,1",
        "2021-11-09,р-н Флорешты,Верхние Кугурешты,,1",
    )
    assert (report["rows_stored"], [i["code"] for i in report["issues"]]) == (4, ["new_campaign"])
    (campaign,) = store.campaigns()
    assert sorted(store.read_visits(campaign.id)["locality_code"]) == [
        "L0002",
        "L0008",
        "L0640",
        "L1442",
    ]


def test_what_is_not_near_enough_is_asked_with_candidates(bring: Any) -> None:
    report = bring(
        "2021-11-08,Soroca,Soroca,,1",
        "2021-11-08,Orhe,Orhei,,1",
        "2021-11-08,Florești,Cuhurești,,1",
        "2021-11-08,Chișinău,Codru,IP Buicani,1",
        "2021-11-08,Căușeni,Bulboaca,,1",
    )
    asked = {i["code"]: i["message"] for i in report["issues"] if i["row"]}
    assert asked.keys() == {
        "district_unsure",
        "locality_unsure",
        "inspectorate_unsure",
        "locality_elsewhere",
    }
    assert "Orhei (MD-OR)" in asked["district_unsure"]
    assert "Cuhureștii de Sus (L0640)" in asked["locality_unsure"]
    assert "(IP-CU-BUI)" in asked["inspectorate_unsure"]
    assert "Anenii Noi" in asked["locality_elsewhere"]
    assert (report["rows_stored"], report["rows_listed"]) == (1, 4)


def test_a_decision_holds_for_later_files_until_it_is_forgotten(
    bring: Any, places: Command, store: Store
) -> None:
    row = "2021-11-08,UTA Găgăuzia,Congaz,,1"
    assert issues(bring(row), "locality_ambiguous")
    assert places("decide", "locality", "CONGAZ", "l0713", "--who", "Ana")[0] == 0
    assert bring(row)["rows_stored"] == 1
    (campaign,) = store.campaigns()
    assert store.read_visits(campaign.id)["locality_code"].tolist() == ["L0713"]
    code, listed = places("list")
    assert (code, listed.count("\n")) == (0, 1)
    assert "“CONGAZ (MD-GA)” means Congaz (L0713)" in listed.replace("=", "means")
    assert "Ana" in listed
    # Changed, then forgotten; who did so is kept.
    assert places("decide", "locality", "Congaz", "L0714")[0] == 0
    assert [each.code for each in store.place_decisions()] == ["L0714"]
    assert places("forget", "locality", "congaz", "--district", "Gagauzia", "--who", "Ion")[0] == 0
    assert store.place_decisions() == ()
    assert issues(bring(row.replace("08", "09")), "locality_ambiguous")
    done = [(e.who, e.action, e.subject) for e in store.read_events(9) if e.action != "import"]
    assert done == [
        ("Ion", "forget", "L0714"),
        ("local", "decide", "L0714"),
        ("Ana", "decide", "L0713"),
    ]


def test_decisions_about_districts_and_inspectorates(bring: Any, places: Command) -> None:
    row = "2021-11-08,Capitala,Codru,Chekany,1"
    assert places("decide", "district", "capitala", "MD-CU")[0] == 0
    assert places("decide", "inspectorate", "Chekany", "IP-CU-CIO")[0] == 0
    assert places("find", "district", "CAPITALA")[1].splitlines() == [
        "It was decided that it means:",
        "  MD-CU  Chișinău",
    ]
    assert bring(row)["rows_stored"] == 1
    # An inspectorate decided on still has to serve the district.
    report = bring("2021-11-08,Soroca,Soroca,Chekany,1", "2021-11-08,Cahul,Cahul,,1")
    assert report["rows_listed"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("decide", "locality", "X", "L9999"), "No place of this kind"),
        (("decide", "district", "X", "L0713"), "No place of this kind"),
        (("decide", "inspectorate", "X", "IP-XX"), "No place of this kind"),
        (("decide", "locality", "...", "L0713"), "holds no letter"),
        (("decide", "district", "Soroca", "MD-CA"), "already the name"),
        (("decide", "locality", "Anenii Noi", "L0001"), "already the name"),
        (("forget", "locality", "Congaz"), "without its district"),
        (("forget", "district", "Congaz"), "Nothing was decided"),
        (("find", "locality", "Congaz"), "without its district"),
        (("find", "locality", "Congaz", "--district", "Narnia"), "There is no district"),
    ],
)
def test_what_cannot_be_decided_is_said(
    places: Command, arguments: tuple[str, ...], said: str
) -> None:
    code, text = places(*arguments)
    assert code == 1 and said in text


def test_find_says_how_a_name_is_read(places: Command) -> None:
    found = {
        "Soroca": "name",
        "Sorocca": "mistyped",
        "Orhe": "not clear",
        "Narnia": "No place",
    }
    for text, said in found.items():
        code, words = places("find", "district", text)
        assert said in words and code == (0 if said in ("name", "mistyped") else 1)
    assert "L1442" in places("find", "locality", "Сороки", "--district", "Soroca")[1]
    assert places("find", "inspectorate", "IP Rîșcani")[1].count("IP-") == 2


def test_a_scope_takes_no_mistyped_name(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["campaign", "template", "--lang", "en"])
    record = capsys.readouterr().out.replace('id = ""', 'id = "x"')
    record = 'scope_districts = ["Sorocca"]\n' + record
    (tmp_path / "c.toml").write_text(record, "utf-8")
    assert main(["campaign", "new", str(tmp_path / "c.toml"), "--lang", "en"]) == 1
    assert "Perhaps: Soroca (MD-SO)" in capsys.readouterr().err


def test_many_are_decided_at_once_or_none(
    bring: Any, places: Command, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"

    def answer(*answers: tuple[str, str, str]) -> tuple[int, str]:
        keys = ("kind", "text", "code")
        file.write_text(json.dumps([dict(zip(keys, each, strict=True)) for each in answers]))
        return places("answer", str(file), "--who", "Ana")

    code, _ = answer(("locality", "Xyzzy", "L1393"), ("locality", "Other", "L9999"))
    assert code == 1 and not store.place_decisions()
    code, said = answer(("locality", "Xyzzy", "L1393"), ("district", "Nordul", "MD-SO"))
    assert code == 0 and "Xyzzy" in said and "Nordul" in said
    assert {each.who for each in store.place_decisions()} == {"Ana"}
    document = bring("2021-11-08,Nordul,Xyzzy,,40")
    assert (document["rows_stored"], document["rows_listed"]) == (1, 0)
    for wrong in ("{", "5", "[5]", '[{"kind": "village", "text": "x", "code": "L1393"}]', "[{}]"):
        file.write_text(wrong, "utf-8")
        assert places("answer", str(file))[0] == 1
