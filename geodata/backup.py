"""A backup: the whole store as it was at one moment, in one file that any store takes back.

The file is a ZIP of an SQLite database and a manifest with its SHA-256. It is made of a snapshot
while others go on, from SQLite or PostgreSQL, and restored into either, all of it or nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from geodata import migrations
from geodata.attempts import Intent
from geodata.events import Action
from geodata.i18n import Translator
from geodata.importing.issues import Issue, refused
from geodata.publication import UNPACKED
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import publish_or_tell, take_turn

FORMAT = 1
PRODUCT = "together-atlas"
MANIFEST, DATABASE = "manifest.json", "atlas.sqlite"
LARGEST_MANIFEST = 64 * 1024
CHUNK = 1 << 20

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        product: Whose backup it is.
        format: Of the file.
        revision: Of the schema.
        data_version: Of the store.
        at: When it was made, UTC.
        sha256: Of the database in it.
        size: Its bytes.
    """

    product: str
    format: int
    revision: str
    data_version: int
    at: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore: what the backup says, the store's version, what there is to say."""

    manifest: Manifest
    data_version: int
    issues: tuple[Issue, ...]


def write_backup(store: Store, path: Path, replace: bool = False) -> Manifest:
    """Write a backup of the store as it is now.

    The file appears whole or not at all.

    Args:
        store: The store.
        path: The file to write.
        replace: Whether a file of that name is replaced.

    Raises:
        Refused: there is such a file, or its folder is missing.
        OSError: it cannot be written.
    """
    if path.exists() and not replace:
        raise refused("backup_exists", file=path.name)
    if not path.parent.is_dir():
        raise refused("backup_folder", folder=path.parent.name)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        database, packed = Path(folder) / DATABASE, Path(folder) / "packed"
        store.copy_to(database)
        copy = Store(f"sqlite:///{database.as_posix()}")
        try:
            version = copy.data_version()
        finally:
            copy.close()
        manifest = Manifest(
            product=PRODUCT,
            format=FORMAT,
            revision=migrations.newest(),
            data_version=version,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            sha256=_sha256(database),
            size=database.stat().st_size,
        )
        with packed.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
                archive.write(database, DATABASE)
            file.flush()
            os.fsync(file.fileno())
        os.replace(packed, path)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Read what a file says of itself.

    Raises:
        Refused: it is not a backup, damaged, or made by a newer program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sorted(archive.namelist()) != sorted((MANIFEST, DATABASE)):
                raise refused("restore_not_backup", file=path.name)
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise refused("restore_not_backup", file=path.name)
            words = json.loads(archive.read(MANIFEST))
            size = archive.getinfo(DATABASE).file_size
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError):
        raise refused("restore_not_backup", file=path.name) from None
    if not isinstance(words, dict) or words.get("product") != PRODUCT:
        raise refused("restore_not_backup", file=path.name)
    if words.get("format") != FORMAT or not migrations.is_known(str(words.get("revision"))):
        raise refused("restore_newer", file=path.name)
    try:
        manifest = Manifest(**words)
    except TypeError:
        raise refused("restore_damaged", file=path.name) from None
    if manifest.size != size:
        raise refused("restore_damaged", file=path.name)
    return manifest


def restore(
    path: Path, store: Store, settings: Settings, who: str, say: Say, t: Translator
) -> Restored:
    """Put a backup in the place of everything that the store holds, then publish.

    The data version grows beyond both; who did what meanwhile stays in the record.

    Args:
        path: The backup.
        store: The store, which is replaced.
        settings: Thresholds, and where publications are.
        who: Who does it.
        say: Told in a sentence what goes on.
        t: The language of that sentence.

    Raises:
        Refused: the file is not a backup, damaged, or made by a newer program: nothing is
            changed.
    """
    manifest = read_manifest(path)
    with (
        take_turn(store, settings, Intent(Action.RESTORE, path.name, who), say, t) as told,
        tempfile.TemporaryDirectory(dir=_room(settings), prefix=UNPACKED) as folder,
    ):
        database = Path(folder) / DATABASE
        _unpack(path, manifest, database)
        _bring_up_to_date(path, database)
        version = store.replace_with(database, manifest.sha256, path.name, who)
        old = publish_or_tell(store, settings, say)
    return Restored(manifest, version, (*told, *old))


def _room(settings: Settings) -> Path:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings.data_dir


def _unpack(path: Path, manifest: Manifest, target: Path) -> None:
    digest = hashlib.sha256()
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(DATABASE) as packed,
            target.open("wb") as file,
        ):
            while chunk := packed.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise refused("restore_damaged", file=path.name) from None
    if digest.hexdigest() != manifest.sha256:
        raise refused("restore_damaged", file=path.name)


def _bring_up_to_date(path: Path, database: Path) -> None:
    """Check the unpacked database and bring its schema up to this program's."""
    try:
        direct = sqlite3.connect(database)
        try:
            (sound,) = direct.execute("PRAGMA integrity_check").fetchone()
            if sound != "ok" or direct.execute("PRAGMA foreign_key_check").fetchone():
                raise refused("restore_damaged", file=path.name)
        finally:
            direct.close()
        copy = Store.open(f"sqlite:///{database.as_posix()}")
        try:
            if not copy.is_whole() or not copy.data_version():
                raise refused("restore_damaged", file=path.name)
        finally:
            copy.close()
    except (sqlite3.Error, SQLAlchemyError, ValueError):
        raise refused("restore_damaged", file=path.name) from None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
