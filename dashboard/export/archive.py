"""Every file of a view in one archive (ZIP), given out file by file as they are made.

The archive is the same for the same view: no clock is in it. What cannot be made is named in its
list of contents, and the others are given all the same.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from werkzeug.exceptions import ServiceUnavailable

MEDIA_TYPE = "application/zip"
PACKED_ALREADY = (".pptx", ".xlsx", ".pdf", ".png")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to come: what it is in words, its name, and who makes it."""

    what: str
    name: str
    make: Callable[[], bytes]


def write_archive(
    entries: Iterable[Entry],
    made: date,
    contents: Callable[[list[Entry], list[Entry]], tuple[str, str]],
    is_wanted: Callable[[], bool],
) -> Iterator[bytes]:
    """Give out an archive in pieces, each file with its head as soon as it is made.

    Args:
        entries: The files.
        made: The day that they are dated.
        contents: Name and text of the list of contents, of those made and those that were not.
        is_wanted: Asked before each file; the archive breaks off where nobody waits for it.
    """
    buffer = io.BytesIO()
    done: list[Entry] = []
    failed: list[Entry] = []
    given = 0
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry in entries:
            if not is_wanted():
                return
            try:
                body = entry.make()
            except ServiceUnavailable:  # such as a template that cannot be used
                failed.append(entry)
                continue
            _add(archive, entry.name, body, made)
            done.append(entry)
            yield buffer.getvalue()[given:]
            given = buffer.tell()
        name, text = contents(done, failed)
        _add(archive, name, text.encode(), made)
    yield buffer.getvalue()[given:]


def _add(archive: zipfile.ZipFile, name: str, body: bytes, made: date) -> None:
    about = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
    about.external_attr = 0o644 << 16
    packed = name.endswith(PACKED_ALREADY)
    about.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(about, body)
