"""Editors' sessions: a signed cookie, the key it is signed with, and the list of ended ones.

Key and list lie in the data directory, so that every worker knows them. The key is mixed with
the passphrase's hash: a new passphrase ends every session.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filelock import FileLock
from itsdangerous import BadData, URLSafeTimedSerializer

HOURS = 8
LASTS = HOURS * 3600
_SERIAL = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who typed the passphrase.

    Attributes:
        name: As they gave it.
        serial: Tells this session from others.
    """

    name: str
    serial: str


class Sessions:
    """Opens, reads and ends sessions."""

    def __init__(self, folder: Path, passphrase_hash: str) -> None:
        self._folder = folder
        self._passphrase_hash = passphrase_hash

    def open(self, name: str) -> str:
        """Return the token of a new session."""
        return self._serializer.dumps([name, secrets.token_hex(16)])

    def read(self, token: str) -> Session | None:
        """Return the session of a token; None where it is forged, over or was ended."""
        try:
            name, serial = self._serializer.loads(token, max_age=LASTS)
        except (BadData, ValueError, TypeError):
            return None
        return None if self._mark(serial).exists() else Session(name, serial)

    def end(self, session: Session) -> None:
        """End a session before its time, in every worker."""
        mark = self._mark(session.serial)
        mark.parent.mkdir(mode=0o700, exist_ok=True)
        mark.touch(0o600)
        for older in mark.parent.iterdir():  # what is over by itself needs no mark
            if older.stat().st_mtime < time.time() - LASTS - 60:
                older.unlink(missing_ok=True)

    @cached_property
    def _serializer(self) -> URLSafeTimedSerializer:
        key = hmac.digest(read_key(self._folder), self._passphrase_hash.encode(), "sha256")
        return URLSafeTimedSerializer(
            key, salt="editor", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def _mark(self, serial: str) -> Path:
        assert _SERIAL.fullmatch(serial), "it was signed"
        return self._folder / "ended" / serial


def read_key(folder: Path) -> bytes:
    """Return the deployment's secret key, made at random the first time anybody asks."""
    path = folder / "key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / "key.lock", mode=0o600):
        if not path.exists():
            handle = os.open(path.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
            os.replace(path.with_suffix(".new"), path)
        return path.read_bytes()
