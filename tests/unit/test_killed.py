"""Killed at any moment, or on a full disk: everything is as before or as after, and it is said."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from geodata import build, turns
from geodata.__main__ import main
from geodata.attempts import Intent
from geodata.events import Action
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.imports import ImportBatch
from geodata.publication import CURRENT, find_servable
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import take_turn
from tests import killing, world

MOMENTS = 100
VISITS = "date,status,district,locality,participants,leaflet\n" + "".join(
    f"2021-11-{8 + i % 3:02},done,{place},{place},{100 + i},{i}\n"
    for i, place in enumerate(["Soroca", "Orhei", "Cahul", "Ungheni", "Edineț", "Drochia"])
)
RESPONSES = "submission_id,date,mode,district,trust_police\n" + "".join(
    f"s{i},2021-11-{8 + i % 3:02},online,Soroca,somewhat\n" for i in range(60)
)


@dataclass(frozen=True)
class Case:
    """A command, and what the store says before and after it."""

    folder: Path
    arguments: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    seconds: float


def state(data: Path) -> dict[str, Any]:
    """What the store holds: all of what a command brings must be there, or none of it."""
    return look(data)[0]


def look(data: Path) -> tuple[dict[str, Any], list[str]]:
    """What the store holds, and what became of attempts that nobody struck out."""
    store = Store(Settings(data_dir=data).store_url)
    try:
        left = [str(attempt.outcome) for attempt in store.read_left()]
        held = {
            "version": store.data_version(),
            "imports": [(entry.id, entry.state) for entry in store.read_log()],
            "campaigns": [campaign.id for campaign in store.campaigns()],
            "shown": store.campaign_in_use().id,
            "visits": {c.id: len(store.read_visits(c.id)) for c in store.campaigns()},
            "handouts": {c.id: len(store.read_handouts(c.id)) for c in store.campaigns()},
            "forms": {c.id: store.count_responses(c.id)["count"].sum() for c in store.campaigns()},
            "answers": {c.id: store.count_answers(c.id)["count"].sum() for c in store.campaigns()},
            "events": [(event.action, event.subject) for event in store.read_events()],
        }
        return held, left
    finally:
        store.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the toy campaign, published, to copy; and the files to import."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "data").mkdir()
    world.open_store(folder / "data").close()
    code, text = killing.run(folder / "data", folder / "log", ["build"])
    assert code == 0, text
    (folder / "visits.csv").write_text(VISITS, "utf-8")
    (folder / "responses.csv").write_text(RESPONSES, "utf-8")
    return folder


def case_of(home: Path, folder: Path, arguments: list[str], *first: list[str]) -> Case:
    """Bring the directory to where the command starts, and measure what it does and how long."""
    ready = folder / "ready"
    shutil.copytree(home / "data", ready)
    for each in first:
        code, text = killing.run(ready, folder / "log", each)
        assert code == 0, text
    before = state(ready)
    trial = folder / "trial"
    shutil.copytree(ready, trial)
    seconds = killing.measure(trial, folder / "log", arguments)
    return Case(folder, arguments, before, state(trial), seconds)


def commands(home: Path) -> dict[str, tuple[list[str], ...]]:
    visits = ["import", str(home / "visits.csv"), "--lang", "en"]
    responses = ["import", str(home / "responses.csv"), "--lang", "en"]
    return {
        "a new campaign": (visits,),
        "answers": (responses, visits),
        "undo": (["undo", "--yes", "--lang", "en"], visits, responses),
    }


def kill_once(
    case: Case, after_seconds: float, number: int, next_command: Callable[[Path], str]
) -> str:
    """Start the command, kill it after a while, and hold the directory against both states."""
    data = case.folder / f"data-{number}"
    shutil.copytree(case.folder / "ready", data)
    pointer = data / "published" / CURRENT
    shown_before = pointer.read_text("utf-8")
    process = killing.start(data, case.folder / "log", case.arguments)
    time.sleep(after_seconds)
    process.kill()
    process.join(30)

    settings = Settings(data_dir=data)
    published = find_servable(settings)  # whole, whatever was being written
    assert published is not None
    # What a server shows that has not looked yet: before, or after.
    versions = (case.before["version"], case.after["version"])
    assert published.data_version in versions
    now, left = look(data)
    assert now in (case.before, case.after)
    if published.data_version == case.after["version"]:
        assert now == case.after, "figures of what is not stored"

    # The next command says which, and the figures follow.
    text = next_command(data)
    if left:
        assert left == ["nothing" if now == case.before else "stored"]
        said = "nu s-a salvat nimic" if now == case.before else "s-a salvat în întregime"
        assert said in text
    published = find_servable(settings)
    assert published is not None and published.data_version == now["version"]
    assert not [path.name for path in (data / "published").glob(".[bc]*")], "half a publication"
    assert (pointer.read_text("utf-8") == shown_before) == (now == case.before)
    shutil.rmtree(data)
    if not left:
        return "before" if now == case.before else "after"
    return "told nothing" if now == case.before else "told stored"


@pytest.fixture
def next_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], str]:
    """Whatever comes next, here `build`; returns what it says."""
    world.toy()  # built before its builder is replaced
    monkeypatch.setattr(build, "build_publication", killing.publication)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DEFAULT_LANGUAGE", raising=False)

    def run(data: Path) -> str:
        monkeypatch.setenv("DATA_DIR", str(data))
        capsys.readouterr()
        code = main(["build"])
        said = capsys.readouterr().err
        assert code == 0, said
        return said

    return run


def test_killed_at_a_hundred_moments(
    home: Path, tmp_path: Path, next_command: Callable[[Path], str]
) -> None:
    seen: dict[str, int] = {}
    given = commands(home)
    for number, (name, (command, *first)) in enumerate(given.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        case = case_of(home, folder, command, *first)
        assert case.before != case.after, name
        own = range(number, MOMENTS, len(given))
        chance, seconds = random.Random(number), case.seconds
        for place, moment in enumerate(own):
            share = 1.05 * (place + chance.random()) / len(own)
            outcome = kill_once(case, share * seconds, moment, next_command)
            seen[outcome] = seen.get(outcome, 0) + 1
            # The machine may be busier than it was, or idler.
            if outcome == "after" and share < 0.9:
                seconds *= 0.9
            elif outcome in ("before", "told nothing") and share > 0.8:
                seconds *= 1.2
    assert sum(seen.values()) == MOMENTS
    # The moments fell on both sides of the commit, into the reading and into the publishing.
    assert seen.get("told nothing") and seen.get("told stored"), seen


# A disk that is full


@pytest.mark.parametrize("name", ["a new campaign", "undo"])
def test_a_full_disk_leaves_everything_as_before_or_as_after(
    name: str, home: Path, tmp_path: Path, next_command: Callable[[Path], str]
) -> None:
    command, *first = commands(home)[name]
    case = case_of(home, tmp_path, command, *first)
    publication = max(path.stat().st_size for path in tmp_path.rglob("publication.json"))
    store = Settings(data_dir=tmp_path / "ready").store_url.removeprefix("sqlite:///")
    database = Path(store).stat().st_size
    limits = [4096, 16_000, 40_000, 80_000, 160_000, database, 2 * database, publication - 1000]
    said = set()
    for number, most in enumerate([*limits, 2 * publication]):
        data = tmp_path / f"full-{number}"
        shutil.copytree(tmp_path / "ready", data)
        code, text = killing.run(data, tmp_path / "log", command, most)
        now = state(data)
        published = find_servable(Settings(data_dir=data))
        assert published is not None
        if code:
            assert now == case.before, text
            assert "no room left" in text and "Traceback" not in text
            assert published.data_version == case.before["version"]
            said.add("nothing")
        else:
            assert now == case.after
            built = published.data_version == case.after["version"]
            assert built == ("could not be built" not in text), text
            said.add("all" if built else "no figures")
        next_command(data)  # there is room again
        published = find_servable(Settings(data_dir=data))
        assert published is not None and published.data_version == now["version"]
    assert said == {"nothing", "no figures", "all"}


# Two at once


def test_a_second_import_waits_for_the_first(home: Path, tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    shutil.copytree(home / "data", data)
    settings = Settings(data_dir=data)
    store = Store.open(settings.store_url)
    intent = Intent(Action.IMPORT, "first.csv", "Ana")
    with take_turn(store, settings, intent, lambda _: None, translators(DOMAIN)["en"]):
        second = killing.start(data, log, commands(home)["a new campaign"][0])
        for _ in range(600):
            if log.exists() and "Waiting" in log.read_text("utf-8"):
                break
            time.sleep(0.05)
        assert "`import first.csv` (Ana" in log.read_text("utf-8")
        version = store.data_version()
        time.sleep(0.3)
        assert second.is_alive() and store.data_version() == version
    second.join(60)
    assert second.exitcode == 0, log.read_text("utf-8")
    assert store.data_version() == version + 1
    assert store.read_unfinished() == ()
    store.close()


def test_one_file_brought_in_twice_at_once_counts_once(home: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(home / "data", data)
    logs = [tmp_path / "one", tmp_path / "two"]
    command = ["import", str(home / "responses.csv"), "--lang", "en"]
    both = [killing.start(data, log, command) for log in logs]
    for process in both:
        process.join(60)
    assert sorted(process.exitcode or 0 for process in both) == [0, 1]
    assert sum("very file was imported" in log.read_text("utf-8") for log in logs) == 1
    assert state(data)["forms"]["campaign-2021-11-08"] == 60


def test_whoever_waits_too_long_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home / "data", tmp_path / "data")
    settings = Settings(data_dir=tmp_path / "data")
    one, two = Store.open(settings.store_url), Store.open(settings.store_url)
    monkeypatch.setattr(turns, "WAITS_SECONDS", 0)
    t = translators(DOMAIN)["en"]
    with take_turn(one, settings, Intent(Action.UNDO, "7", "Ion"), lambda _: None, t):
        with (
            pytest.raises(Refused) as refusal,
            take_turn(two, settings, Intent(Action.UNDO), lambda _: None, t),
        ):
            pass
        (issue,) = refusal.value.issues
        assert "`undo 7` (Ion" in issue.message(t)
    with take_turn(two, settings, None, lambda _: None, t) as told:
        assert told == ()
    one.close()
    two.close()


def test_rows_read_before_another_change_are_refused(tmp_path: Path) -> None:
    store = world.open_store(tmp_path)
    batch = ImportBatch("toy", "nothing", read_at=store.data_version())
    store.commit(batch)
    with pytest.raises(ValueError, match="another change came in"):
        store.commit(batch)
    assert store.data_version() == 2
    store.close()
