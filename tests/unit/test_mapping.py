"""Columns that no template knows: asked about with samples, mapped, remembered, handed on."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata.__main__ import main
from geodata.importing import storing
from geodata.importing.issues import Refused
from geodata.importing.kinds import all_kinds
from geodata.importing.mapping import (
    FileMapping,
    check_mapping,
    parse_mapping,
    shape_of,
    write_toml,
)
from geodata.importing.preview import preview
from geodata.importing.reading import Request
from geodata.questionnaire import proposed_questionnaire
from geodata.store import Store

KINDS = all_kinds(proposed_questionnaire())
HEADER = "Când am fost;Unde (raion);Satul vizitat;Câți oameni;Cine a fost;Note;Contact"
ROWS = (
    "8.11.2021;Soroca;Soroca;120;Ion Popescu;a mers bine;069123456",
    "9.11.2021;Cahul;Cahul;80;Ana Rusu;ploaie;069123457",
    "9.11.2021;Orhei;Orhei;75;Vasile Munteanu;;069123458",
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    opened = Store.open(f"sqlite:///{tmp_path / 'data' / 'atlas.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(*rows: str, header: str = HEADER, name: str = "log.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        return path

    return write


@pytest.fixture
def command(store: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def bring(command: Any, path: Path, *options: object) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(command("import", path, "--json", *options)[1])
    return document


MAPPING = """
kind = "visits"
[columns]
"Când am fost" = "date"
"Unde (raion)" = "district"
"Satul vizitat" = "locality"
"Câți oameni" = "participants"
"Note" = ""
"""


def mapping_file(tmp_path: Path, text: str = MAPPING) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    return path


# What is shown


def test_a_file_nobody_knows_is_shown_with_samples_but_none_of_persons(
    store: Store, file: Any
) -> None:
    found = preview(Request(file(*ROWS), "visits"), store, lambda _: None)
    assert found.report.refused and store.campaigns() == ()
    looks = {look.letter: look for look in found.columns}
    assert {letter: look.how for letter, look in looks.items()} == {
        **dict.fromkeys("ABCDF", "unknown"),
        **dict.fromkeys("EG", "personal"),
    }
    assert looks["A"].samples == ("8.11.2021", "9.11.2021")
    assert looks["F"].samples == ("a mers bine", "ploaie")
    assert looks["A"].likely[0] == "date"
    assert looks["B"].likely[0] == "district"
    assert "locality" in looks["C"].likely
    assert "participants" in looks["D"].likely
    assert not any(word in str(found) for word in ("Popescu", "Ana", "069"))


def test_recognized_columns_are_known_and_personal_ones_quiet(store: Store, file: Any) -> None:
    header = "date,district,locality,participants,Telefon,numele lui Ion,Observații"
    row = "2021-11-08,Soroca,Soroca,5,069123456,Ion,bun"
    found = preview(Request(file(row, header=header)), store, lambda _: None)
    assert found.kind == "visits"
    assert [(look.how, look.name) for look in found.columns] == [
        ("known", "date"),
        ("known", "district"),
        ("known", "locality"),
        ("known", "participants"),
        ("personal", ""),
        ("personal", ""),
        ("unknown", ""),
    ]
    assert [look.heading for look in found.columns][4:] == ["Telefon", "F", "Observații"]
    assert (found.report.rows_read, found.report.rows_stored) == (1, 1)
    assert found.asked == 1


def test_names_and_answers_to_decide_come_with_rows_and_what_they_could_be(
    store: Store, file: Any
) -> None:
    visits = preview(
        Request(
            file(
                "2021-11-08,Orhe,Orhei,1",
                "2021-11-08,Orhe,Orhei,2",
                "2021-11-08,UTA Găgăuzia,Congaz,3",
                "2021-11-08,Soroca,+373 69 123 456,3",
                header="date,district,locality,participants",
            )
        ),
        store,
        lambda _: None,
    )
    asked = [(str(p.kind), p.text, p.district_code, p.rows, p.candidates) for p in visits.places]
    assert asked == [
        ("district", "Orhe", "", 2, ("MD-OR",)),
        ("locality", "Congaz", "MD-GA", 1, ("L0713", "L0714")),
    ]
    forms = preview(
        Request(
            file(
                "2021-11-08,online,Multă de tot,bărbați",
                "2021-11-08,online,Multă de tot,",
                header="date,mode,trust_police,sex",
            )
        ),
        store,
        lambda _: None,
    )
    (word,) = forms.values
    assert (word.column, word.text, word.rows) == ("trust_police", "Multă de tot", 2)
    assert word.codes[:2] == ("very_much", "somewhat")


def test_the_command_prints_it_in_words_and_as_json(command: Any, file: Any) -> None:
    path = file(*ROWS)
    code, out, _ = command("preview", path, "--kind", "visits", "--json")
    document = json.loads(out)
    assert code == 1 and document["report"]["result"] == "refused"
    assert document["columns"][0]["samples"] == ["8.11.2021", "9.11.2021"]
    code, out, _ = command("preview", path, "--kind", "visits")
    assert "A “Când am fost”: not known. What is it?" in out
    assert "For example: 8.11.2021 | 9.11.2021." in out
    assert "E “E”: personal data" in out or "“Cine a fost”: personal data" in out


# Mapping


def test_a_mapping_is_used_and_remembered_for_the_next_file(
    command: Any, file: Any, store: Store, tmp_path: Path
) -> None:
    report = bring(command, file(*ROWS), "--mapping", mapping_file(tmp_path), "--who", "Ana")
    assert (report["kind"], report["rows_stored"]) == ("visits", 3)
    said = [i["code"] for i in report["issues"]]
    assert said.count("column_unknown") == 1  # who was there
    assert "column_personal" in said  # telephone numbers, under “Contact”
    (campaign,) = store.campaigns()
    assert sorted(store.read_visits(campaign.id)["participants"]) == [75, 80, 120]
    # The next file of that shape needs nothing; one of another shape knows nothing of it.
    later = bring(command, file("8.11.2021;Cahul;Cahul;9;X Y;;"))
    assert (later["rows_stored"], later["rows_listed"]) == (1, 0)
    assert "mapping_used" in [i["code"] for i in later["issues"]]
    other = bring(command, file("8.11.2021;Cahul;Cahul;9", header=HEADER[: HEADER.index(";Cine")]))
    assert other["result"] == "refused"
    (kept,) = store.mappings().values()
    assert (kept.name, kept.who) == ("log.csv", "Ana")
    assert [e.action for e in store.read_events(9)].count("import") == 2


def test_a_dry_run_remembers_nothing(command: Any, file: Any, store: Store, tmp_path: Path) -> None:
    report = bring(command, file(*ROWS), "--mapping", mapping_file(tmp_path), "--dry-run")
    assert report["rows_stored"] == 3
    assert store.mappings() == {}


def test_a_proposal_filled_in_reads_the_file(
    command: Any, file: Any, store: Store, tmp_path: Path
) -> None:
    path = file(*ROWS)
    code, text, _ = command("mapping", "propose", path, "--kind", "visits")
    assert code == 0 and "Names: date, planned_date" in text
    assert "Popescu" not in text and "069" not in text
    proposed = tomllib.loads(text)
    assert proposed["columns"]["cand am fost"] == "date"
    assert proposed["columns"]["unde raion"] == "district"
    text = text.replace('"satul vizitat" = "locality"', '"Satul vizitat" = "locality"')
    columns = {**proposed["columns"], "cati oameni": "participants", "note": "topics"}
    columns["satul vizitat"] = "locality"
    (tmp_path / "map.json").write_text(json.dumps({**proposed, "columns": columns}), "utf-8")
    code, said, _ = command(
        "mapping", "save", tmp_path / "map.json", "--name", "Logs", "--who", "Ion"
    )
    assert code == 0 and proposed["shape"] in said
    report = bring(command, path)
    assert report["rows_stored"] == 3
    (campaign,) = store.campaigns()
    assert "ploaie" in store.read_visits(campaign.id)["topics"].tolist()


def test_mappings_are_listed_shown_and_forgotten(
    command: Any, file: Any, store: Store, tmp_path: Path
) -> None:
    assert "No mapping" in command("mapping", "list")[2]
    bring(command, file(*ROWS), "--mapping", mapping_file(tmp_path))
    (shape,) = store.mappings()
    assert shape == shape_of(HEADER.split(";"))
    line = command("mapping", "list")[1]
    assert line.startswith(f"{shape}: visits, columns: 5, “log.csv” (")
    shown = parse_mapping(tomllib.loads(command("mapping", "show", shape)[1]))
    assert shown == store.mappings()[shape].mapping
    assert command("mapping", "forget", shape)[0] == 0
    assert store.mappings() == {}
    assert command("mapping", "forget", shape)[0] == 1
    assert [e.action for e in store.read_events(2)] == ["unmap", "import"]


def test_words_of_answers_are_mapped(command: Any, file: Any, store: Store, tmp_path: Path) -> None:
    header = "date,mode,trust_police,problems,sex"
    rows = (
        "2021-11-08,online,Multă de tot,Câini; droguri,băiat",
        "2021-11-08,online,somewhat,,female",
    )
    mapping = mapping_file(
        tmp_path,
        '[values.trust_police]\n"Multă de tot" = "very_much"\n'
        '[values.problems]\n"câini" = "stray_dogs"\n[values.sex]\n"Băiat" = "male"\n',
    )
    report = bring(command, file(*rows, header=header), "--mapping", mapping)
    assert (report["rows_stored"], report["rows_listed"]) == (2, 0)
    (campaign,) = store.campaigns()
    options = sorted(store.read_answers(campaign.id)["option"])
    assert options == ["drugs", "somewhat", "stray_dogs", "very_much"]
    assert store.read_responses(campaign.id)["sex"].tolist() == ["male", "female"]


def test_what_a_personal_heading_holds_is_never_quoted_nor_kept_as_text(
    command: Any, file: Any, store: Store, tmp_path: Path
) -> None:
    header = "date;Numele satului;district;Numele lui"
    rows = ("2021-11-08;Soroca;Soroca;Ion", "2021-11-08;Ion Popescu;Soroca;Ana")
    text = 'kind = "visits"\n[columns]\n"Numele satului" = "locality"\n'
    report = bring(command, file(*rows, header=header), "--mapping", mapping_file(tmp_path, text))
    assert (report["rows_stored"], report["rows_listed"]) == (1, 1)
    assert "Popescu" not in str(report)
    refused = bring(
        command,
        file(*rows, header=header),
        "--mapping",
        mapping_file(tmp_path, text + '"Numele lui" = "venue"\n'),
    )
    assert refused["issues"][0]["code"] == "mapping_personal"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind = ", "mapping_unreadable"),
        ("\udcff".encode("utf-8", "surrogateescape"), "mapping_unreadable"),
        ("[[columns]]\n", "mapping_fields"),
        ("colums = 1\n", "mapping_fields"),
        ("[columns]\na = 1\n", "mapping_fields"),
        ('kind = "gossip"\n', "mapping_kind"),
        ('[columns]\na = "gossip"\n', "mapping_column"),
        ('[columns]\na = "date"\nb = "date"\n', "mapping_twice"),
        ('[values.date]\na = "b"\n', "mapping_values"),
        ('[values.trust_police]\na = "b"\n', "mapping_code"),
        ("[columns]\n" + "a" * 600_000, "mapping_unreadable"),
    ],
)
def test_mappings_that_are_refused(
    command: Any, file: Any, tmp_path: Path, text: str | bytes, code: str
) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = bring(command, file(*ROWS), "--mapping", path)
    assert report["result"] == "refused"
    assert report["issues"][0]["code"] == code


def test_a_mapping_survives_writing_and_reading() -> None:
    mapping = FileMapping(
        "visits", "abc", {'a "b" \\ c': "date", "ă": ""}, {"status": {"s-a ținut": "done"}}
    )
    written = parse_mapping(tomllib.loads(write_toml(mapping, {"ă": "a note\nof two lines"})))
    assert written == parse_mapping(mapping.document())
    check_mapping(written, KINDS)
    with pytest.raises(Refused):
        check_mapping(FileMapping("visits", "", {"a": "outlet"}), KINDS)


def test_the_overview_lists_what_is_remembered(command: Any, file: Any, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(MAPPING, "utf-8")
    assert bring(command, file(*ROWS), "--mapping", mapping)["result"] == "stored"
    assert command("places", "decide", "locality", "La izvor", "L1442")[0] == 0
    found = json.loads(command("overview")[1])
    (kept,) = found["mappings"]
    assert (kept["name"], kept["kind"]) == ("log.csv", "visits")
    assert ["unde raion", "district"] in kept["columns"]
    (decided,) = found["decisions"]
    assert (decided["text"], decided["place"], decided["district"]) == (
        *("La izvor", "Soroca", "MD-SO"),
    )
    assert command("mapping", "forget", kept["shape"])[0] == 0
    district = f"--district={decided['district']}"
    assert command("places", "forget", district, decided["kind"], decided["text"])[0] == 0
    found = json.loads(command("overview")[1])
    assert found["mappings"] == found["decisions"] == []
