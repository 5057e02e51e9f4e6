"""A backup holds everything, any store takes it back, and a bad one changes nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata import build, copying
from geodata.__main__ import main
from geodata.attempts import Intent
from geodata.backup import DATABASE, MANIFEST, read_manifest, restore, write_backup
from geodata.events import Action
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.imports import ImportBatch
from geodata.publication import PublicationReader, publish
from geodata.settings import Settings, read_settings
from geodata.store import Store
from tests import postgres, world

T = translators(DOMAIN)["en"]


def quiet(_text: str) -> None:
    pass


@pytest.fixture(autouse=True)
def small_publications(monkeypatch: pytest.MonkeyPatch) -> None:
    def build_only(store: Store, *_: object) -> dict[str, Any]:
        return {"data_version": store.data_version(), "campaign": store.campaign_in_use().id}

    monkeypatch.setattr(build, "build_publication", build_only)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with the toy campaign, an import undone and one in force."""
    opened = Store.open(database_url)
    fill(opened)
    yield opened
    opened.close()


def fill(store: Store) -> None:
    world.fill(store)
    store.undo(store.commit(ImportBatch("toy", "media", "gone.csv", who="Ana")), "Ana")
    store.commit(ImportBatch("toy", "media", "there.csv", who="Ana"))


def rows(store: Store) -> dict[str, list[Any]]:
    """Every row of every table that is copied, but those that a restore adds."""
    found: dict[str, list[Any]] = {}
    with store._engine.connect() as connection:
        for table in copying.tables():
            own = [tuple(map(repr, row)) for row in connection.execute(table.select())]
            found[table.name] = sorted(own)
    del found["state"]
    found["events"] = [row for row in found["events"] if "'restore'" not in row]
    return found


def settings() -> Settings:
    return read_settings()


def test_a_backup_says_what_it_holds(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "atlas.backup"
    manifest = write_backup(store, path)
    assert read_manifest(path) == manifest
    assert manifest.data_version == store.data_version() == 4
    with zipfile.ZipFile(path) as archive:
        body = archive.read(DATABASE)
    assert hashlib.sha256(body).hexdigest() == manifest.sha256
    assert len(body) == manifest.size
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["atlas.backup"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_either_store_takes_the_backup_of_either(store: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "atlas.backup"
    write_backup(store, path)
    other = tmp_path / "other"
    url = f"sqlite:///{other / 'x.sqlite'}" if kind == "sqlite" else ""
    target = Store.open(url or postgres.server().new_database())
    options = Settings(data_dir=other)
    done = restore(path, target, options, "Eva", quiet, T)
    assert rows(target) == rows(store)
    assert done.issues == ()
    assert done.data_version == target.data_version() == store.data_version() + 1
    assert target.campaign_in_use() == store.campaign_in_use()
    assert target.count_answers("toy").equals(store.count_answers("toy"))
    assert [entry.state for entry in target.read_log()] == ["in_force", "undone", "in_force"]
    newest = target.read_events()[0]
    assert (newest.who, newest.action, newest.subject) == ("Eva", "restore", "atlas.backup")
    # It goes on from there: numbers of a server's own follow those that were copied.
    target.redo(2)
    target.commit(world.media_batch())
    target.record_event("Eva", Action.SIGN_IN)
    assert len(target.read_media("toy")) == 1
    published = PublicationReader(options.published_dir).current()
    assert published.data_version == store.data_version() + 1
    target.close()


def test_a_restore_brings_back_what_was_and_keeps_who_did_what(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "atlas.backup"
    write_backup(store, path)
    before = rows(store)
    store.undo(3, "Ion")
    store.commit(world.media_batch())
    version = store.data_version()
    publish(store, settings(), quiet)
    shown = PublicationReader(settings().published_dir)
    assert shown.current().data_version == version
    restore(path, store, settings(), "Eva", quiet, T)
    # A server that runs shows it at its next request, under a version that never was.
    assert shown.current().data_version == store.data_version() == version + 1
    after = rows(store)
    events = after.pop("events")
    assert set(before.pop("events")) < set(events)
    assert after == before
    assert "undo" in {event.action for event in store.read_events() if event.who == "Ion"}


def test_the_same_version_of_another_store_is_not_taken_for_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    one = world.open_store(data, sha256="a")
    publish(one, Settings(data_dir=data), quiet)
    first = PublicationReader(Settings(data_dir=data).published_dir).current()
    two = world.open_store(tmp_path / "other", sha256="b")
    two.commit(ImportBatch("toy", "nothing"))
    write_backup(two, tmp_path / "b")
    restore(tmp_path / "b", one, Settings(data_dir=data), "", quiet, T)
    again = PublicationReader(Settings(data_dir=data).published_dir).current()
    assert again.id != first.id
    assert again.data_version == 3
    one.close()
    two.close()


def test_a_backup_is_of_one_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()
    problems: list[Exception] = []

    def go_on_writing() -> None:
        other = Store(str(store._engine.url.render_as_string(hide_password=False)))
        try:
            while not stop.is_set():
                other.commit(world.media_batch())
        except Exception as error:
            problems.append(error)
        finally:
            other.close()

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        for number in range(5):
            path = tmp_path / f"{number}.backup"
            manifest = write_backup(store, path)
            with zipfile.ZipFile(path) as archive:
                archive.extract(DATABASE, tmp_path)
            copied = Store(f"sqlite:///{tmp_path / DATABASE}")
            # A version for every row: one without the other would be two moments.
            assert len(copied.read_media("toy")) == manifest.data_version - 4
            assert len(copied.read_log()) == manifest.data_version - 1
            copied.close()
    finally:
        stop.set()
        writer.join()
    assert not problems


def test_what_is_under_way_is_not_in_a_backup(store: Store, tmp_path: Path) -> None:
    number = store.begin_attempt(Intent(Action.IMPORT, "half.csv", "Ana"))
    write_backup(store, tmp_path / "b")
    assert store.attempt_under_way() is not None
    store.finish_attempt(number)
    restore(tmp_path / "b", store, settings(), "", quiet, T)
    assert store.read_left() == () and store.read_unfinished() == ()


# What is not taken


def changed(path: Path, **words: object) -> None:
    """Write the backup anew with other words in its manifest."""
    with zipfile.ZipFile(path) as archive:
        manifest, body = json.loads(archive.read(MANIFEST)), archive.read(DATABASE)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest | words))
        archive.writestr(DATABASE, body)


def with_database(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Write the backup anew around a changed database, its sum and size right."""
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        archive.extract(DATABASE, path.parent)
    database = path.parent / DATABASE
    direct = sqlite3.connect(database, isolation_level=None)
    change(direct)
    direct.close()
    body = database.read_bytes()
    manifest |= {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        archive.writestr(DATABASE, body)


def flip(path: Path, share: float) -> None:
    """Change a few bytes in the midst of the file."""
    body = bytearray(path.read_bytes())
    at = int(len(body) * share)
    for place in range(at, at + 64):
        body[place] ^= 0xFF
    path.write_bytes(bytes(body))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no zip": (lambda path: path.write_bytes(b"SQLite format 3\0" * 20), "restore_not_backup"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:2000]), "restore_not_backup"),
    "another zip": (lambda path: other_zip(path), "restore_not_backup"),
    "of another product": (lambda path: changed(path, product="x"), "restore_not_backup"),
    "bytes changed": (lambda path: flip(path, 0.5), "restore_damaged"),
    "another sum": (lambda path: changed(path, sha256="0" * 64), "restore_damaged"),
    "another size": (lambda path: changed(path, size=5), "restore_damaged"),
    "a word too many": (lambda path: changed(path, more=1), "restore_damaged"),
    "a newer format": (lambda path: changed(path, format=2), "restore_newer"),
    "a newer schema": (lambda path: changed(path, revision="9999"), "restore_newer"),
    "a table missing": (
        lambda path: with_database(path, lambda db: db.execute("DROP TABLE answers")),
        "restore_damaged",
    ),
    "a row that points nowhere": (
        lambda path: with_database(path, lambda db: db.execute("DELETE FROM imports")),
        "restore_damaged",
    ),
    "no database": (
        lambda path: with_database(path, lambda db: db.execute("DROP TABLE state")),
        "restore_damaged",
    ),
}


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    store = world.open_store(folder)
    write_backup(store, folder / "good.backup")
    store.close()
    return folder / "good.backup"


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_bad_file_changes_nothing(damage: str, good: Path, tmp_path: Path) -> None:
    change, code = DAMAGE[damage]
    path = tmp_path / "bad.backup"
    path.write_bytes(good.read_bytes())
    change(path)
    data = tmp_path / "data"
    store = world.open_store(data, sha256="own")
    before = rows(store)
    with pytest.raises(Refused) as refusal:
        restore(path, store, Settings(data_dir=data), "", quiet, T)
    assert [issue.code for issue in refusal.value.issues] == [code]
    assert "Nothing was changed" in refusal.value.issues[0].message(T)
    assert rows(store) == before
    assert store.data_version() == 1
    assert not list(data.glob(".restoring-*"))
    store.close()


def test_a_restore_that_breaks_off_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(store, tmp_path / "b")
    store.commit(world.media_batch())
    before, version = rows(store), store.data_version()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, "merge_events", fail)
    with pytest.raises(OSError, match="No space"):
        restore(tmp_path / "b", store, settings(), "", quiet, T)
    assert rows(store) == before
    assert store.data_version() == version
    # And the connection that it had is as good as any.
    store.commit(world.media_batch())


# The commands


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_the_commands_in_words(
    lang: str, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "atlas.backup"
    assert main(["backup", str(path), "--lang", lang]) == 0
    assert "SHA-256" in capsys.readouterr().out
    assert main(["backup", str(path), "--lang", lang]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["backup", str(path), "--replace", "--lang", lang]) == 0
    assert main(["restore", str(path), "--lang", lang]) == 1
    assert "--yes" in capsys.readouterr().err
    version = store.data_version()
    assert main(["restore", str(path), "--yes", "--who", "Eva", "--lang", lang]) == 0
    assert str(version + 1) in capsys.readouterr().out


def test_the_commands_as_json(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "atlas.backup"
    assert main(["backup", str(path), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert (written["result"], written["data_version"]) == ("backup_done", 4)
    assert main(["restore", str(path), "--json"]) == 1
    refused = json.loads(capsys.readouterr().out)
    assert refused["issues"][0]["code"] == "restore_replaces"
    assert main(["restore", str(path), "--json", "--yes"]) == 0
    restored = json.loads(capsys.readouterr().out)
    assert restored["backup"]["sha256"] == written["sha256"]
    assert restored["data_version"] == 5


def test_what_cannot_be_written_or_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for command, code in (
        (["backup", str(tmp_path / "b")], "backup_nothing"),
        (["restore", str(tmp_path / "b")], "file_missing"),
    ):
        assert main([*command, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["issues"][0]["code"] == code
    assert not (tmp_path / "none").exists()
    world.open_store(tmp_path / "none").close()
    assert main(["backup", str(tmp_path / "no" / "b"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["issues"][0]["code"] == "backup_folder"
