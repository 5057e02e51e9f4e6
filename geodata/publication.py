"""Build what may be shown of a campaign, keep it as files, and read it back.

The build reads the database and passes everything through the gateway; the web process
reads only the result, holds no rows, and needs none of the build's libraries.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from geodata.plain_text import clean_document
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.store import Store

PACKAGE = Path(__file__).parent
CURRENT = "current"
DOCUMENT = "publication.json"
BUILDING = ".building-"
POINTING = ".current-"
UNPACKED = ".restoring-"
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

    def shows(self, data_version: int, data_mark: str) -> bool:
        """Whether these are the facts it was built of."""
        own = (self.data_version, self.document.get("mark"))
        return own == (data_version, data_mark)

    @cached_property
    def district_index(self) -> dict[str, int]:
        """District code to its place on every district axis."""
        return {code: i for i, code in enumerate(self.document["districts"])}

    @cached_property
    def locality_index(self) -> dict[str, int]:
        """Locality code to its place in the document's `localities`."""
        return {row[0]: i for i, row in enumerate(self.document["localities"])}


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
    publication that was current stays it. A database that several servers share keeps it for
    the others.
    """
    folder = settings.published_dir
    with store.snapshot() as frozen:
        name = publication_id(frozen, settings)
        if not _is_whole(folder, name):
            packed = frozen.find_published(name)
            text = unpack(packed) if packed else _build(frozen, settings, say)
            _write(folder, name, text)
        about = (frozen.data_version(), frozen.data_mark())
    _point_to(folder, name)
    _forget_old(folder, name)
    if store.is_shared:
        text = (folder / name / DOCUMENT).read_text("utf-8")
        store.keep_published(name, *about, build_stamp(settings), zlib.compress(text.encode()))
    return name


def adopt(settings: Settings, name: str, packed: bytes) -> None:
    """Make a publication that another server built the current one here."""
    folder = settings.published_dir
    if not _is_whole(folder, name):
        _write(folder, name, unpack(packed))
    _point_to(folder, name)
    _forget_old(folder, name)


def unpack(packed: bytes) -> str:
    """Return the document that a store keeps for other servers."""
    return zlib.decompress(packed).decode()


def _build(store: Store, settings: Settings, say: Callable[[str], None]) -> str:
    from geodata.build import build_publication  # the build's libraries, only when building

    document = clean_document(build_publication(store, settings, say))
    document |= {"stamp": build_stamp(settings), "mark": store.data_mark()}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _is_whole(folder: Path, name: str) -> bool:
    """Whether a publication is there and can be read; what is damaged is removed."""
    try:
        read_publication(folder, name)
    except (OSError, ValueError):
        shutil.rmtree(folder / name, ignore_errors=True)
        return False
    return True


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder, prefix=BUILDING))
    try:
        with (temporary / DOCUMENT).open("w", encoding="utf-8") as file:
            file.write(text)
            _to_disk(file)
        try:
            temporary.rename(folder / name)
        except OSError:
            if not (folder / name).is_dir():
                raise
            # Else another process was quicker; both built the same.
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _to_disk(file: IO[str]) -> None:
    """Have what was written on the disk before anything points to it."""
    file.flush()
    os.fsync(file.fileno())


def clear_leftovers(settings: Settings) -> None:
    """Remove what a killed process began to write; for whoever alone may write just now."""
    begun = [*settings.published_dir.glob(f"{BUILDING}*"), *settings.data_dir.glob(f"{UNPACKED}*")]
    for folder in begun:
        shutil.rmtree(folder, ignore_errors=True)
    for path in settings.published_dir.glob(f"{POINTING}*"):
        path.unlink(missing_ok=True)


def _point_to(folder: Path, name: str) -> None:
    pointer = folder / CURRENT
    if pointer.exists() and pointer.read_text("utf-8") == name:
        return
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=POINTING)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(name)
            _to_disk(file)
        os.replace(temporary, pointer)
    except OSError:
        os.unlink(temporary)
        raise


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
    text = (folder / name / DOCUMENT).read_text("utf-8")
    return Published(name, json.loads(text))


def find_servable(settings: Settings) -> Published | None:
    """Return the current publication if this code built it with these thresholds.

    Newer data need no look here: what is there may be shown.
    """
    try:
        published = PublicationReader(settings.published_dir).current()
    except (OSError, ValueError):
        return None
    return published if published.document.get("stamp") == build_stamp(settings) else None


__all__ = [
    "DOCUMENT",
    "PublicationReader",
    "Published",
    "adopt",
    "build_stamp",
    "clear_leftovers",
    "find_servable",
    "publication_id",
    "publish",
    "read_publication",
]
