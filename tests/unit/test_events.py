"""Who did what and when: written with the change, by the command line as by the page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.events import LOCAL, LONGEST_NAME, Action, clean_name
from geodata.i18n import translators
from geodata.sample import ensure_sample
from geodata.store import Store
from tests import world

VISITS = "date,district,locality,participants\n2022-05-09,Soroca,Soroca,120\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return world.open_store(tmp_path)


def deeds(store: Store) -> list[tuple[str, str, str]]:
    return [(event.who, event.action, event.subject) for event in store.read_events()]


def test_an_import_is_kept_with_its_file_and_who_brought_it(store: Store) -> None:
    assert deeds(store) == [(LOCAL, "import", "toy")]
    at = store.read_events()[0].at
    assert timedelta(0) <= datetime.now(UTC).replace(tzinfo=None) - at < timedelta(minutes=5)


def test_an_import_that_fails_leaves_nothing(tmp_path: Path, store: Store) -> None:
    visits = world.visits_table(world.VISITS[:1])
    with pytest.raises(ValueError):
        world.open_store(tmp_path, visits=visits.drop(columns="status"))
    assert len(deeds(store)) == 1


def test_the_illustrative_campaign_is_nobody_s_doing(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'a.sqlite'}")
    ensure_sample(store)
    assert store.read_events() == ()
    store.use("illustrative-2021", "Ana")
    assert store.read_events() == (), "it was shown already"


def test_the_newest_come_first_and_no_more_than_asked(store: Store) -> None:
    for name in ("Ana", "Ion", ""):
        store.record_event(name, Action.SIGN_IN)
    assert [who for who, *_ in deeds(store)] == [LOCAL, "Ion", "Ana", LOCAL]
    assert [event.who for event in store.read_events(2)] == [LOCAL, "Ion"]


def test_names_and_subjects_are_plain_and_short(store: Store) -> None:
    store.record_event("a\u202eb\n" + "x" * 900, Action.UNDO, "y\x00" * 900)
    who, _, subject = deeds(store)[0]
    assert who.startswith("ab x") and len(who) == LONGEST_NAME
    assert subject == "y" * 300
    assert clean_name(" \u200b ") == LOCAL


def test_every_action_has_its_words() -> None:
    for t in translators("import").values():
        said = {t.text(f"event.{action}", subject="S") for action in Action}
        assert len(said) == len(Action)


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    # A command needs no passphrase, whatever it is.
    monkeypatch.setenv("EDITOR_PASSWORD", "x" * 5000)
    return tmp_path


def test_commands_keep_who_used_them(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = atlas / "visits.csv"
    file.write_text(VISITS, "utf-8")
    with world.quick_drawing():
        assert main(["import", str(file), "--who", "Ana", "--json"]) == 0
        capsys.readouterr()
        assert main(["campaign", "use", "illustrative-2021"]) == 0
    assert main(["events", "--record", "sign_in", "--who=--odd"]) == 0
    capsys.readouterr()
    assert main(["events", "--json"]) == 0
    events = json.loads(capsys.readouterr().out)
    assert [(e["who"], e["action"], e["subject"]) for e in events] == [
        ("--odd", "sign_in", ""),
        (LOCAL, "show", "illustrative-2021"),
        ("Ana", "import", "visits.csv"),
    ]
    assert main(["events", "--last", "2", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d UTC  ", "", line) for line in lines] == [
        "--odd: signed in",
        "local: chose the campaign to show: illustrative-2021",
    ]


def test_without_a_database_there_are_none(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert not (atlas / "data").exists()
