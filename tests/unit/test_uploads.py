"""Files on their way in: received piece by piece, kept private, and gone when nobody wants them."""

from __future__ import annotations

import io
import os
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest

from dashboard.editing import uploads as module
from dashboard.editing.uploads import (
    CHECK,
    KEPT_SECONDS,
    LARGEST,
    LONGEST_NAME,
    MOST_AT_ONCE,
    STORE,
    Choices,
    NoRoom,
    Upload,
    Uploads,
    clean_name,
)
from geodata import tasks
from geodata.tasks import Task


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def add(upload: Upload, start: int, content: bytes) -> bool:
    return upload.add(start, io.BytesIO(content))


def test_pieces_make_the_file_and_only_in_their_order(uploads: Uploads) -> None:
    upload = uploads.begin("visits.csv", 6)
    assert add(upload, 0, b"abc")
    assert not add(upload, 0, b"abc"), "a piece that was sent twice"
    assert not add(upload, 5, b"f"), "a piece before its time"
    assert (upload.received, upload.is_whole) == (3, False)
    found = Uploads(upload.folder.parent).find(upload.id)  # another worker
    assert found == upload
    assert add(found, 3, b"def") and upload.is_whole
    assert upload.file.read_bytes() == b"abcdef"


def test_a_file_is_never_longer_than_it_was_said_to_be(uploads: Uploads) -> None:
    upload = uploads.begin("visits.csv", 4)
    assert add(upload, 0, b"ab")
    with pytest.raises(ValueError):
        add(upload, 2, b"x" * 200_000)
    assert upload.file.read_bytes() == b"ab", "half a piece is none"


def test_half_a_piece_of_a_broken_line_is_none(uploads: Uploads) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionError
            return super().read(size)

    upload = uploads.begin("visits.csv", 1_000_000)
    with pytest.raises(ConnectionError):
        upload.add(0, Broken(b"x" * 500_000))
    assert upload.received == 0


def test_nobody_else_can_read_it(uploads: Uploads) -> None:
    upload = uploads.begin("visits.csv", 1)
    add(upload, 0, b"a")
    upload.choose(Choices("visits"))
    modes = {oct(path.stat().st_mode & 0o777) for path in upload.folder.iterdir()}
    assert modes == {"0o600"}
    for folder in (upload.folder, upload.folder.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("size", [0, -1, LARGEST + 1])
def test_a_size_that_is_not_taken_makes_nothing(uploads: Uploads, size: int) -> None:
    with pytest.raises(ValueError):
        uploads.begin("visits.csv", size)


def test_where_there_is_no_room_nothing_is_begun(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, 10**9))
    uploads.begin("small.csv", 10**6)
    with pytest.raises(NoRoom):
        uploads.begin("large.csv", 5 * 10**8)
    for _ in range(MOST_AT_ONCE - 1):
        uploads.begin("small.csv", 1)
    with pytest.raises(NoRoom):
        uploads.begin("small.csv", 1)


@pytest.mark.parametrize("number", ["", "x", "..", "../../etc", "0" * 31, "0" * 33, "A" * 32])
def test_what_is_no_id_finds_nothing(uploads: Uploads, number: str) -> None:
    uploads.begin("visits.csv", 1)
    assert uploads.find(number) is None
    assert uploads.find("0" * 32) is None


def test_after_an_hour_without_a_touch_it_is_gone(uploads: Uploads) -> None:
    old, touched, busy = (uploads.begin(name, 1) for name in "abc")
    tasks.begin(busy.task(CHECK))
    past = time.time() - KEPT_SECONDS - 1
    for upload in (old, touched, busy):
        os.utime(upload.folder, (past, past))
    assert uploads.find(touched.id) is not None
    with Task(busy.task(CHECK)):
        os.utime(busy.folder, (past, past))
        uploads.forget_old()
    assert not old.folder.exists()
    assert touched.folder.exists() and busy.folder.exists()


def test_a_stored_file_is_dropped_and_what_was_said_of_it_stays(uploads: Uploads) -> None:
    for refused in (True, False):
        upload = uploads.begin("visits.csv", 1)
        add(upload, 0, b"a")
        tasks.begin(upload.task(STORE))
        with Task(upload.task(STORE)) as task:
            task.tell({"refused": refused})
            task.finish()
        upload.drop_stored()
        assert upload.file.exists() == refused
        assert upload.is_stored != refused and upload.look(STORE) is not None


def test_forgetting_stops_what_works_on_it(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[Path] = []
    monkeypatch.setattr(module.tasks, "stop", stopped.append)
    upload = uploads.begin("visits.csv", 1)
    tasks.begin(upload.task(CHECK))
    upload.forget()
    assert stopped == [upload.task(CHECK)]
    assert not upload.folder.exists() and uploads.find(upload.id) is None


def test_one_task_at_a_time_over_all_workers(uploads: Uploads) -> None:
    upload = uploads.begin("visits.csv", 1)
    with uploads.starting() as busy:
        assert not busy
        tasks.begin(upload.task(CHECK))
    with Uploads(upload.folder.parent).starting() as busy:
        assert busy
    tasks.note_end(upload.task(CHECK))
    with uploads.starting() as busy:
        assert not busy


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("visits.csv", "visits.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\Vizite noiembrie.xlsx", "Vizite noiembrie.xlsx"),
        ("a\u202egpj.exe\x00\n", "agpj.exe"),
        ("", "?"),
        ("/", "?"),
        ("ă" * 300 + ".xlsx", "ă" * (LONGEST_NAME - 6) + "….xlsx"),
        ("ă" * 300, "ă" * (LONGEST_NAME - 1) + "…"),
        ("." + "x" * 300, "." + "x" * (LONGEST_NAME - 2) + "…"),
    ],
)
def test_a_name_is_kept_for_people_only(given: str, kept: str) -> None:
    assert clean_name(given) == kept
    assert len(clean_name(given)) <= LONGEST_NAME


def test_choices_are_the_command_s_options_and_nothing_else() -> None:
    chosen = Choices.of(
        {"kind": "visits", "campaign": "--dry-run\x00", "mode": "online", "strict": "1"}
    )
    assert chosen.options() == [
        "--kind=visits",
        "--campaign=--dry-run",
        "--mode=online",
        "--strict",
    ]
    strange = {"kind": "--help", "mode": "x", "doubles": "--yes"}
    assert Choices.of(strange).options() == ["--kind=auto"]
    assert Choices.of({"doubles": "both"}).options() == ["--kind=auto", "--doubles=both"]
