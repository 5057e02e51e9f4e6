"""The presentation that slides are set into, as editors give it: kept in the data directory.

It is looked at by a process of its own first. There is one at a time; the one before is kept, so
that a change can be taken back. Without one, slides are set into `SLIDES_TEMPLATE` or our own.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from geodata.importing.issues import refused
from geodata.settings import Settings
from geodata.sources.presentation import MOST_BYTES
from geodata.sources.reader import ROOT, environment

CURRENT, BEFORE = "slides-template.pptx", "slides-template-before.pptx"
LOOKS_WITHIN = 60
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); "
_PROGRAM += "from geodata.sources import presentation; presentation.main(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Look:
    """What a presentation is: its layout with a title, and the size of slides in EMU."""

    layout: str
    width: int
    height: int


def given_template(settings: Settings) -> Path | None:
    """Return the presentation that slides are set into; None is our own."""
    kept = settings.data_dir / CURRENT
    if kept.is_file():
        return kept
    return Path(settings.slides_template) if settings.slides_template else None


def name_of(path: Path | None) -> str:
    """Name a template so that another file, or the same one changed, has another name."""
    if path is None:
        return ""
    try:
        about = path.stat()
    except OSError:
        return f"{path} is gone"
    return f"{path} {about.st_mtime_ns} {about.st_size}"


def look_at(path: Path) -> Look:
    """Look at a presentation in a process of its own.

    Raises:
        Refused: slides cannot be set into it; says why and what to do.
    """
    if path.stat().st_size > MOST_BYTES:
        raise refused("slides_too_big")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM, str(ROOT), str(path.resolve())],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(os.environ),
            timeout=LOOKS_WITHIN,
            check=False,
        )
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise refused("slides_damaged") from None
    if "refused" in said:
        raise refused(said["refused"])
    return Look(said["layout"], said["width"], said["height"])


def keep_template(path: Path, settings: Settings) -> Look:
    """Take a presentation as the template, all of it or nothing; the one before is kept.

    Raises:
        Refused: slides cannot be set into it.
        OSError: there is no room for it.
    """
    look = look_at(path)
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".slides-", suffix=".pptx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        if (folder / CURRENT).exists():
            os.replace(folder / CURRENT, folder / BEFORE)
        os.replace(temporary, folder / CURRENT)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return look


def remove_template(settings: Settings) -> None:
    """Take the template away; it is kept, to be brought back.

    Raises:
        Refused: there is none.
    """
    try:
        os.replace(settings.data_dir / CURRENT, settings.data_dir / BEFORE)
    except FileNotFoundError:
        raise refused("slides_none") from None


def bring_back(settings: Settings) -> Look:
    """Put the template before in the place of the one now, which is kept in its turn.

    Raises:
        Refused: none is kept.
    """
    before, current = settings.data_dir / BEFORE, settings.data_dir / CURRENT
    if not before.exists():
        raise refused("slides_nothing_before")
    look = look_at(before)
    aside = settings.data_dir / f".{BEFORE}"
    os.replace(before, aside)
    if current.exists():
        os.replace(current, before)
    os.replace(aside, current)
    return look


def digest_of(path: Path) -> str:
    """SHA-256 of a template."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
