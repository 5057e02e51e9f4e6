"""Files on their way in: a folder each, with the file and the tasks that check and store it.

A deed without a file, such as an undo, has such a folder too: it is followed in the same way.
They lie in the data directory, readable by the server alone, so that every worker sees them,
and go when their file is stored or let go, or nobody has touched them for an hour.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from filelock import FileLock

from geodata import tasks
from geodata.importing.kinds import AUTO, KIND_NAMES
from geodata.importing.mapping import FileMapping, parse_mapping
from geodata.plain_text import clean_text
from geodata.sources.limits import LIMITS, MB
from geodata.tasks import Sighting, State
from geodata.vocabulary import Mode

LARGEST = max(each.most_bytes for each in LIMITS.values())
# A piece of a file fits into the largest body that the server takes.
PIECE = 1_000_000
KEPT_SECONDS = 3600
MOST_AT_ONCE = 20
# What must stay free on the disk besides the file: the database grows by it too.
ROOM = 200 * MB
LONGEST_NAME = 120
CHECK, STORE, DEED = "check", "store", "deed"
# What becomes of doubles, as the command `import` takes it; the first is the default.
DOUBLES = ("list", "keep", "replace", "both")

_ID = re.compile(r"[0-9a-f]{32}")


class NoRoom(OSError):
    """There is no place for another file: too many are under way, or the disk is full."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose for a file, as the command `import` takes it."""

    kind: str = AUTO
    campaign: str = ""
    mode: str = ""
    strict: bool = False
    doubles: str = DOUBLES[0]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choices:
        """Read them from a form; what is no choice is left at its default."""
        kind = given.get("kind", "")
        campaign = clean_text(given.get("campaign", ""))[:LONGEST_NAME]
        mode, doubles = given.get("mode", ""), given.get("doubles", "")
        return cls(
            kind if kind in KIND_NAMES else AUTO,
            campaign,
            mode if mode in tuple(Mode) else "",
            bool(given.get("strict")),
            doubles if doubles in DOUBLES else DOUBLES[0],
        )

    def options(self) -> list[str]:
        """Return the command's options."""
        given = {
            f"--campaign={self.campaign}": self.campaign,
            f"--mode={self.mode}": self.mode,
            "--strict": self.strict,
            f"--doubles={self.doubles}": self.doubles != DOUBLES[0],
        }
        return [f"--kind={self.kind}", *(option for option, wanted in given.items() if wanted)]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in.

    Attributes:
        folder: Where it lies.
        id: Names it in addresses; nobody guesses it.
        name: The file's own name, for people.
        size: How large it is to be, in bytes.
        choices: What was chosen for it last.
        command: Of a deed without a file: the command and what it is done to.
    """

    folder: Path
    id: str
    name: str
    size: int
    choices: Choices = Choices()
    command: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """The file."""
        return self.folder / "file"

    @property
    def mapping_file(self) -> Path:
        """What somebody said its columns are; not there where nobody did."""
        return self.folder / "mapping.json"

    @property
    def mapping(self) -> FileMapping | None:
        """What somebody said its columns are."""
        try:
            return parse_mapping(json.loads(self.mapping_file.read_text("utf-8")))
        except FileNotFoundError:
            return None

    def map(self, mapping: FileMapping | None) -> None:
        """Keep what somebody said its columns are; None takes it back."""
        if mapping is None:
            self.mapping_file.unlink(missing_ok=True)
        else:
            self.write(self.mapping_file.name, json.dumps(mapping.document()))

    @property
    def received(self) -> int:
        """How much of it is there."""
        try:
            return self.file.stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there."""
        return self.received == self.size

    def add(self, start: int, body: IO[bytes]) -> bool:
        """Add a piece that begins at `start`; False where another one is due.

        Raises:
            ValueError: it goes beyond the file's end.
        """
        with FileLock(self.folder / "file.lock", mode=0o600):
            if start != self.received:
                return False
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as file:
                try:
                    left = self.size - start
                    while part := body.read(1 << 16):
                        left -= len(part)
                        if left < 0:
                            raise ValueError("the file is longer than it was said to be")
                        file.write(part)
                except BaseException:  # half a piece is none
                    file.flush()
                    file.truncate(start)
                    raise
        return True

    def task(self, what: str) -> Path:
        """Return the folder of a task: `CHECK`, `STORE` or `DEED`."""
        return self.folder / what

    def look(self, what: str) -> Sighting | None:
        """Look at a task; None where it was never begun."""
        try:
            return tasks.look(self.task(what))
        except FileNotFoundError:
            return None

    def current(self) -> tuple[str, Sighting] | None:
        """Return the task that counts: of a file storing, once it was begun, else checking."""
        for what in (DEED, STORE, CHECK):
            seen = self.look(what)
            if seen is not None:
                return what, seen
        return None

    def choose(self, choices: Choices) -> Upload:
        """Keep what was chosen."""
        changed = replace(self, choices=choices)
        changed.save()
        return changed

    def aim(self, at: str, name: str = "") -> Upload:
        """Keep what a deed is done to; `name` makes a deed of a file."""
        changed = replace(self, command=(name or self.command[0], at))
        changed.save()
        return changed

    def save(self) -> None:
        """Write down what is known of it."""
        about = {name: getattr(self, name) for name in ("name", "size", "command")}
        about["choices"] = asdict(self.choices)
        self.write("about.json", json.dumps(about))

    def write(self, name: str, text: str) -> Path:
        """Write a file beside it that appears at once; returns its path."""
        temporary = self.folder / f"{name}.new"
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, self.folder / name)
        return self.folder / name

    @property
    def is_stored(self) -> bool:
        """Whether its rows are in."""
        seen = self.look(STORE)
        return bool(seen and seen.result and not seen.result.get("refused", True))

    @property
    def broke_off(self) -> bool:
        """Whether storing ended without a word, so that the log has to say what became of it."""
        seen = self.look(STORE)
        return seen is not None and seen.state in (State.STOPPED, State.FAILED)

    def drop_stored(self) -> None:
        """Remove a file whose rows are in; what was said of it stays for a while."""
        if self.is_stored:
            self.file.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove everything; a task that runs is stopped."""
        for what in (CHECK, STORE, DEED):
            if self.task(what).is_dir():
                tasks.stop(self.task(what))
        shutil.rmtree(self.folder, ignore_errors=True)


class Uploads:
    """The files on their way into one atlas."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, name: str, size: int) -> Upload:
        """Make room for a file.

        Raises:
            NoRoom: there is none.
            ValueError: the size is none that is taken.
        """
        if not 0 < size <= LARGEST:
            raise ValueError("the size is none that is taken")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.forget_old()
        if len(list(self._all())) >= MOST_AT_ONCE:
            raise NoRoom("too many files are under way")
        if shutil.disk_usage(self._folder).free < 2 * size + ROOM:
            raise NoRoom("the disk is full")
        return self._make(clean_name(name), size)

    def begin_deed(self, *command: str) -> Upload:
        """Make a folder for a deed without a file: a command and what it is done to."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.forget_old()
        return self._make("", 0, command)

    def _make(self, name: str, size: int, command: tuple[str, ...] = ()) -> Upload:
        number = secrets.token_hex(16)
        upload = Upload(self._folder / number, number, name, size, command=command)
        upload.folder.mkdir(mode=0o700)
        upload.save()
        return upload

    def find(self, number: str) -> Upload | None:
        """Return a file by its id; touching it keeps it for another hour."""
        if not _ID.fullmatch(number):
            return None
        folder = self._folder / number
        try:
            about = json.loads((folder / "about.json").read_text("utf-8"))
            os.utime(folder)
        except OSError:
            return None
        choices, command = Choices(**about["choices"]), tuple(about["command"])
        return Upload(folder, number, about["name"], about["size"], choices, command)

    @contextlib.contextmanager
    def starting(self) -> Iterator[bool]:
        """Hold the right to start a task; gives whether one runs already, for one is enough."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(self._folder / "starting.lock", mode=0o600):
            yield any(self._runs(folder) for folder in self._all())

    def forget_old(self) -> None:
        """Remove what nobody has touched for an hour and nothing works on."""
        for folder in self._all():
            with contextlib.suppress(OSError):  # another worker was quicker
                if folder.stat().st_mtime < time.time() - KEPT_SECONDS and not self._runs(folder):
                    shutil.rmtree(folder, ignore_errors=True)

    def forget_old_regularly(self) -> None:
        """Look every few minutes, as long as this process lives."""

        def look() -> None:
            while True:
                time.sleep(KEPT_SECONDS / 12)
                self.forget_old()

        threading.Thread(target=look, name="uploads", daemon=True).start()

    def _all(self) -> Iterator[Path]:
        if self._folder.is_dir():
            yield from (path for path in self._folder.iterdir() if _ID.fullmatch(path.name))

    def _runs(self, folder: Path) -> bool:
        for what in (CHECK, STORE, DEED):
            with contextlib.suppress(OSError):
                if tasks.look(folder / what).state is State.RUNNING:
                    return True
        return False


def clean_name(name: str) -> str:
    """Return a file's name as people are shown it: no folders, nothing that is not seen."""
    last = re.split(r"[/\\]", clean_text(name))[-1].strip()
    if len(last) > LONGEST_NAME:
        stem, dot, suffix = last.rpartition(".")
        end = f"…{dot}{suffix}" if len(suffix) < 9 else "…"
        last = (stem or last)[: LONGEST_NAME - len(end)] + end
    return last or "?"
