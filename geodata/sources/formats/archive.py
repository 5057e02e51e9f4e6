"""Archives: what they hold, looked at without unpacking anything.

Nothing is ever unpacked to the disk; an archive whose names point elsewhere, or which claims
more than it could honestly hold, is refused all the same.
"""

from __future__ import annotations

import re
import stat
import zipfile
from typing import IO

from geodata.sources.formats.book import Unreadable
from geodata.sources.limits import MOST_PARTS, MOST_RATIO, MOST_UNPACKED, SMALL_UNPACKED

_ELSEWHERE = re.compile(r"^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|\x00")


def check_archive(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    """Return the parts of an archive.

    Raises:
        Unreadable: it is damaged or encrypted, claims too much, or names places outside it.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("archive_unreadable") from None
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Unreadable("archive_too_big")
    if unpacked > SMALL_UNPACKED and unpacked > MOST_RATIO * max(packed, 1):
        raise Unreadable("archive_too_big")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("file_password")
    if any(_leads_elsewhere(part) for part in parts):
        raise Unreadable("archive_unsafe")
    return parts


def _leads_elsewhere(part: zipfile.ZipInfo) -> bool:
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    return is_link or bool(_ELSEWHERE.search(part.orig_filename))
