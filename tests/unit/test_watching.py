"""A server follows the store: what somebody else did, what was killed, a database that is away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest

from dashboard import building
from dashboard.building import ensure_published
from dashboard.services import Services
from dashboard.watching import Watch
from geodata import build
from geodata.attempts import Intent
from geodata.events import Action
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN
from geodata.imports import ImportBatch
from geodata.publication import PublicationReader, publish
from geodata.pulse import NoPulse, Pulse, sqlite_file
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import take_turn
from tests import world


@dataclass
class Scene:
    """A store with its publication, a watch over them, and what the watch built."""

    settings: Settings
    store: Store
    built: list[int] = field(default_factory=list)
    works: bool = True

    def __post_init__(self) -> None:
        services = Services(self.settings, PublicationReader(self.settings.published_dir))
        self.watch = Watch(services, self.build)

    def build(self, _settings: Settings) -> bool:
        self.built.append(self.store.data_version())
        if self.works:
            self.store.settle_left()
            self.publish()
        return self.works

    def publish(self) -> None:
        with patch.object(build, "build_publication") as document:
            document.side_effect = lambda frozen, *_: {"data_version": frozen.data_version()}
            publish(self.store, self.settings, lambda _: None)

    def change(self) -> None:
        self.store.commit(ImportBatch("toy", "nothing"))


@pytest.fixture
def said(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """What the log says, wherever else other tests have it written."""
    log = logging.getLogger("atlas.watching")
    monkeypatch.setattr(log, "propagate", False)
    monkeypatch.setattr(log, "handlers", [caplog.handler])
    caplog.set_level(logging.INFO, "atlas.watching")
    return lambda: [record.getMessage() for record in caplog.records]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    store = world.open_store(tmp_path)
    made = Scene(Settings(data_dir=tmp_path), store)
    made.publish()
    yield made
    made.watch.close()
    store.close()


def test_where_the_figures_are_those_of_the_store_nothing_is_built(scene: Scene) -> None:
    scene.watch.look()
    assert scene.built == []


def test_what_was_stored_and_not_published_is_built_once(scene: Scene) -> None:
    scene.change()
    scene.watch.look()
    scene.watch.look()
    assert scene.built == [2]


def test_while_somebody_is_changing_the_store_nobody_else_builds(scene: Scene) -> None:
    t = translators(DOMAIN)["en"]
    intent = Intent(Action.IMPORT, "visits.csv", "Ana")
    with take_turn(scene.store, scene.settings, intent, lambda _: None, t):
        scene.change()
        scene.watch.look()
        assert scene.built == []
    scene.watch.look()
    assert scene.built == [2]


def test_an_attempt_that_was_killed_is_looked_into(scene: Scene) -> None:
    scene.store.begin_attempt(Intent(Action.IMPORT, "visits.csv", "Ana"))
    scene.watch.look()
    scene.watch.look()
    assert scene.built == [1]


def test_what_cannot_be_built_is_not_tried_every_second(
    scene: Scene, said: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("dashboard.watching.time.monotonic", lambda: now[0])
    scene.works = False
    scene.change()
    for _ in range(100):
        scene.watch.look()
        now[0] += 1
    # At once, after 10 seconds, after 20 more, after 40 more.
    assert len(scene.built) == 4
    assert "They could not be built: the old figures stay for now." in said()
    scene.works = True
    now[0] += 300
    scene.watch.look()
    assert scene.watch._services.published().data_version == 2


def test_a_database_that_is_away_is_said_once_and_so_is_its_return(
    scene: Scene, said: Callable[[], list[str]]
) -> None:
    path = sqlite_file(scene.settings.store_url)
    assert path is not None
    scene.store.close()
    path.rename(path.with_name("elsewhere"))
    for _ in range(3):
        scene.watch.look()
    path.with_name("elsewhere").rename(path)
    for _ in range(3):
        scene.watch.look()
    assert said() == [
        "The database does not answer (FileNotFoundError): the old figures stay.",
        "The database answers again.",
    ]
    assert scene.built == []


def test_another_file_in_the_place_of_the_database_is_noticed(scene: Scene, tmp_path: Path) -> None:
    pulse = Pulse(scene.settings.store_url)
    first = pulse.read()
    scene.store.close()
    other = world.open_store(tmp_path / "other", sha256="of another store")
    other.close()
    path = sqlite_file(scene.settings.store_url)
    assert path is not None
    (tmp_path / "other" / "atlas.sqlite").replace(path)
    second = pulse.read()
    pulse.close()
    assert first.data_version == second.data_version
    assert first.data_mark != second.data_mark


def test_a_database_of_something_else_has_no_pulse(tmp_path: Path) -> None:
    path = tmp_path / "atlas.sqlite"
    path.write_bytes(b"")
    pulse = Pulse(f"sqlite:///{path}")
    with pytest.raises(NoPulse):
        pulse.read()
    pulse.close()
    assert path.read_bytes() == b""


# At the start


@pytest.fixture
def builds(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr(building, "build_figures", scene.build)
    return scene.built


def test_a_start_builds_what_a_killed_import_left(scene: Scene, builds: list[int]) -> None:
    ensure_published(scene.settings)
    assert builds == []
    scene.change()
    ensure_published(scene.settings)
    assert builds == [2]
    scene.store.begin_attempt(Intent(Action.IMPORT, "visits.csv", "Ana"))
    ensure_published(scene.settings)
    assert builds == [2, 2]


def test_a_start_shows_the_old_figures_where_nothing_newer_can_be_built(
    scene: Scene, builds: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    scene.works = False
    scene.change()
    ensure_published(scene.settings)
    assert builds == [2]
    assert "the figures of data version 1 are shown" in capsys.readouterr().err


def test_a_start_without_its_database_shows_the_old_figures(
    scene: Scene, builds: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    path = sqlite_file(scene.settings.store_url)
    assert path is not None
    scene.store.close()
    path.unlink()
    ensure_published(scene.settings)
    assert builds == []
    assert "does not answer: the figures of data version 1" in capsys.readouterr().err


def test_a_start_with_nothing_to_show_that_cannot_build_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "build_figures", lambda _: False)
    with pytest.raises(RuntimeError, match="could not be built"):
        ensure_published(Settings(data_dir=tmp_path))
