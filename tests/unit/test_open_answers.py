"""Respondents' own words: nobody sees them before a person released them; places never."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.state import View
from dashboard.viewmodels.answers import describe_answers
from geodata.__main__ import main
from geodata.i18n import translators
from geodata.importing.issues import Refused
from geodata.store import Store
from tests import world

TEXTS = pd.DataFrame(
    [(1, "cooperation", "More light at night"), (2, "cooperation", "A phone that answers")],
    columns=["response_id", "question", "text"],
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return world.open_store(tmp_path, texts=TEXTS)


def published(store: Store) -> dict:
    return world.build_quickly(store).document


def names(store: Store) -> dict[str, str]:
    return {each.text: each.name for each in store.open_answers("toy")}


def test_nothing_is_published_before_it_is_released(store: Store) -> None:
    assert [each.released for each in store.open_answers("toy")] == [False, False]
    document = published(store)
    assert document["open_answers"] == {}
    assert "More light" not in str(document) and "A phone" not in str(document)


def test_a_released_text_is_shown_and_can_be_taken_back(store: Store) -> None:
    version = store.data_version()
    name = names(store)["More light at night"]
    assert store.release_answers("toy", [name], True, "Ana") == 1
    assert store.data_version() == version + 1
    assert published(store)["open_answers"] == {"cooperation": ["More light at night"]}
    assert store.read_events()[0].who == "Ana"
    assert store.release_answers("toy", [name], True) == 0  # it is already
    assert store.release_answers("toy", [name], False) == 1
    assert published(store)["open_answers"] == {}


def test_an_unknown_name_changes_nothing(store: Store) -> None:
    known = names(store)["More light at night"]
    with pytest.raises(Refused):
        store.release_answers("toy", [known, "cooperation:99"], True)
    assert not any(each.released for each in store.open_answers("toy"))


def test_texts_of_an_undone_import_are_gone(store: Store) -> None:
    store.release_answers("toy", list(names(store).values()), True)
    store.undo(1)
    assert store.open_answers("toy") == ()


def test_they_stand_under_their_question_for_the_country_alone(store: Store) -> None:
    store.release_answers("toy", list(names(store).values()), True)
    found = world.build_quickly(store)
    for lang in ("ro", "ru", "en"):
        t = translators()[lang]
        page = describe_answers(View(lang, last=2), found, t)
        (block,) = page.open_answers
        assert block.texts == ("A phone that answers", "More light at night")
        assert describe_answers(View(lang, last=2, pin="MD-SO"), found, t).open_answers == ()


def test_a_text_needs_a_response_and_a_question(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="texts"):
        world.open_store(tmp_path / "a", texts=TEXTS.assign(response_id=9999))
    with pytest.raises(ValueError, match="texts"):
        world.open_store(tmp_path / "b", texts=TEXTS.assign(question="another"))


def test_the_command_lists_releases_and_takes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.open_store(tmp_path, texts=TEXTS).close()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with world.quick_drawing():
        assert main(["answers", "list", "--lang", "en"]) == 0
        said = capsys.readouterr().out
        assert "[waiting]  More light at night" in said and "Texts: 2." in said
        name = next(line.split()[0] for line in said.splitlines() if "More light" in line)
        assert main(["answers", "release", name, "--lang", "en", "--who", "Ana"]) == 0
        assert "Texts released: 1." in capsys.readouterr().out
        assert main(["answers", "list", "--waiting", "--lang", "en"]) == 0
        assert "More light" not in capsys.readouterr().out
        assert main(["answers", "release", "nothing:1", "--lang", "en"]) == 1
        assert main(["answers", "withdraw", name, "--lang", "en"]) == 0
