"""Build what may be shown of a campaign, keep it as files, and read it back.

The build reads the database and passes everything through the gateway; the web process
reads only the result, holds no rows, and needs none of the build's libraries.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.plain_text import clean_document
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.store import Store

PACKAGE = Path(__file__).parent
CURRENT = "current"
BUILDING = ".building-"
KEEP = 3


@dataclass(frozen=True)
class Published:
    """Everything that may be shown of one campaign at one data version.

    Attributes:
        id: Name of this publication; changes with data, thresholds, reference and code.
        document: The published figures, facts and scene (see `build_publication`).
    """

    id: str
    document: dict[str, Any]

    @property
    def data_version(self) -> int:
        """Number of the newest import that is in."""
        return int(self.document["data_version"])

    @cached_property
    def district_index(self) -> dict[str, int]:
        """District code to its place on every district axis."""
        return {code: i for i, code in enumerate(self.document["districts"])}


def publication_id(store: Store, settings: Settings) -> str:
    """Name the publication that the store, the thresholds and this code would give."""
    digest = hashlib.sha256()
    campaign = store.campaign_in_use()
    parts = (campaign.id, store.data_version(), store.data_mark(), build_stamp(settings))
    digest.update(repr(parts).encode())
    return digest.hexdigest()[:12]


def build_stamp(settings: Settings) -> str:
    """Name what a publication depends on besides the data: thresholds, reference files, code."""
    thresholds = (settings.least_answers, settings.few_answers)
    digest = hashlib.sha256(repr(thresholds).encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".csv", ".json", ".geojson") and path.is_file():
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def publish(store: Store, settings: Settings, say: Callable[[str], None]) -> str:
    """Build the publication unless it is there, make it the current one, return its id.

    It is built of one state of the store, whatever others write meanwhile, and written to a
    temporary folder and renamed, so that a reader never sees half of it. Where that fails the
    publication that was current stays it.
    """
    folder = settings.published_dir
    with store.snapshot() as frozen:
        name = publication_id(frozen, settings)
        if not (folder / name).is_dir():
            from geodata.build import build_publication  # its libraries, only when building

            document = clean_document(build_publication(frozen, settings, say))
            _write(folder, name, document | {"stamp": build_stamp(settings)})
    _point_to(folder, name)
    _forget_old(folder, name)
    return name


def _write(folder: Path, name: str, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder, prefix=BUILDING))
    try:
        (temporary / "publication.json").write_text(text, "utf-8")
        try:
            temporary.rename(folder / name)
        except OSError:
            if not (folder / name).is_dir():
                raise
            # Else another process was quicker; both built the same.
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _point_to(folder: Path, name: str) -> None:
    pointer = folder / CURRENT
    if pointer.exists() and pointer.read_text("utf-8") == name:
        return
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".current-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(name)
    os.replace(temporary, pointer)


def _forget_old(folder: Path, current: str) -> None:
    builds = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    builds.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in builds[KEEP:]:
        if path.name != current:
            shutil.rmtree(path, ignore_errors=True)


class PublicationReader:
    """Hands out the current publication; a newer one is noticed at the next request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[int, int] | None = None
        self._published: Published | None = None

    def current(self) -> Published:
        """Return the current publication.

        Raises:
            FileNotFoundError: nothing was published yet.
        """
        pointer = self._folder / CURRENT
        about = pointer.stat()
        stamp = (about.st_mtime_ns, about.st_ino)
        if self._published is None or stamp != self._stamp:
            self._published = read_publication(self._folder, pointer.read_text("utf-8"))
            self._stamp = stamp
        return self._published


def read_publication(folder: Path, name: str) -> Published:
    """Read a publication that was built before."""
    text = (folder / name / "publication.json").read_text("utf-8")
    return Published(name, json.loads(text))


def is_fresh(settings: Settings) -> bool:
    """Whether the current publication was built by this code with these thresholds.

    New data need no look: whoever imports publishes.
    """
    try:
        published = PublicationReader(settings.published_dir).current()
    except (OSError, ValueError):
        return False
    return bool(published.document.get("stamp") == build_stamp(settings))


def say_on_stderr(text: str) -> None:
    """Tell the person at the terminal what goes on."""
    print(text, file=sys.stderr, flush=True)


__all__ = [
    "PublicationReader",
    "Published",
    "build_stamp",
    "is_fresh",
    "publication_id",
    "publish",
    "read_publication",
    "say_on_stderr",
]
