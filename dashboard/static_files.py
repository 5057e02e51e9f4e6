"""Static files, compressed once at the first start, then answered from memory.

Files with their content in the address are kept by browsers for a year; the others are asked
for again and answered with 304 while they are the same. Compressed copies lie in the data
directory under the content's hash, so that a restart reads them and an update compresses only
what has changed.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import brotli
from flask import Response, request

FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
# Registries of the operating system disagree (Windows even on .js): these are said here.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".json": "application/json",
    ".txt": "text/plain",
}
PACKED_ALREADY = {".woff2", ".png"}
BROTLI_BEST = 11
KEPT_BUILDS = 2  # this one, and the one before for a server that is being replaced


@dataclass(frozen=True, slots=True)
class Packed:
    """One content in every encoding a browser may ask for.

    Attributes:
        digest: Short hash of the content.
        media_type: Its media type, without parameters.
        bodies: Encoding (`br`, `gzip`, `identity`) to bytes; `identity` may be left out where
            `gzip` is there.
    """

    digest: str
    media_type: str
    bodies: Mapping[str, bytes]

    def body(self, encoding: str) -> bytes:
        """Return the content in an encoding."""
        found = self.bodies.get(encoding)
        return gzip.decompress(self.bodies["gzip"]) if found is None else found


def pack(content: bytes, media_type: str, quality: int = 5) -> Packed:
    """Compress a content that was made while running; 5 costs a millisecond for a page."""
    bodies = {
        "br": brotli.compress(content, quality=quality),
        "gzip": gzip.compress(content, min(quality + 1, 9), mtime=0),
        "identity": content,
    }
    return Packed(digest_of(content), media_type, bodies)


def answer(packed: Packed, cache: str = ASK_AGAIN) -> Response:
    """Answer the request under way: the encoding it takes, or 304 where it has the content."""
    if request.if_none_match.contains_weak(packed.digest):
        response = Response(status=304)
    else:
        encoding = _encoding() if "gzip" in packed.bodies else "identity"
        response = Response(packed.body(encoding), content_type=_content_type(packed.media_type))
        if encoding != "identity":
            response.headers["Content-Encoding"] = encoding
    response.set_etag(packed.digest, weak=True)
    response.headers["Cache-Control"] = cache
    if "gzip" in packed.bodies:
        response.headers["Vary"] = "Accept-Encoding"
    return response


def media_type_of(name: str) -> str:
    """Media type of a file by its name's end."""
    suffix = PurePosixPath(name).suffix
    return MEDIA_TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def pack_files(contents: Mapping[str, bytes], data_dir: Path) -> dict[str, Packed]:
    """Return files with their compressed copies, which are made where they are missing.

    Args:
        contents: Address to the file's bytes.
        data_dir: Copies are kept in its folder `static-<version>`.
    """
    digests = {address: digest_of(content) for address, content in contents.items()}
    wanted = {
        digests[address]: content
        for address, content in contents.items()
        if PurePosixPath(address).suffix not in PACKED_ALREADY
    }
    copies = _read_or_make(wanted, data_dir)
    return {
        address: Packed(
            digests[address],
            media_type_of(address),
            copies.get(digests[address]) or {"identity": content},
        )
        for address, content in contents.items()
    }


def _read_or_make(contents: dict[str, bytes], data_dir: Path) -> dict[str, dict[str, bytes]]:
    version = digest_of("".join(sorted(contents)).encode())
    folder = data_dir / f"static-{version}"
    older = sorted(data_dir.glob("static-*"), key=os.path.getmtime, reverse=True)
    known = {name: _read(name, [folder, *older]) for name in contents}
    missing = [name for name, copies in known.items() if not copies]
    if missing and sum(len(contents[name]) for name in missing) > 100_000:
        print("Compressing scripts and styles, once ...", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        made = dict(zip(missing, pool.map(_compress, map(contents.get, missing)), strict=True))
    copies = known | made
    if not folder.is_dir():
        _keep(copies, folder)
        _forget(data_dir, folder)
    return copies


def _compress(content: bytes) -> dict[str, bytes]:
    return {
        "br": brotli.compress(content, quality=BROTLI_BEST),
        "gzip": gzip.compress(content, 9, mtime=0),
    }


def _read(name: str, folders: list[Path]) -> dict[str, bytes]:
    for folder in folders:
        try:
            return {key: (folder / (name + end)).read_bytes() for key, end in ENCODINGS.items()}
        except OSError:
            continue
    return {}


def _keep(copies: dict[str, dict[str, bytes]], folder: Path) -> None:
    """Write the copies into a folder that appears at once; without room they live in memory."""
    temporary = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".static-"))
        for name, bodies in copies.items():
            for encoding, body in bodies.items():
                (temporary / (name + ENCODINGS[encoding])).write_bytes(body)
        temporary.rename(folder)
    except OSError:  # a full or read-only disk, or another process was quicker
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _forget(data_dir: Path, current: Path) -> None:
    builds = sorted(data_dir.glob("static-*"), key=os.path.getmtime, reverse=True)
    for folder in [each for each in builds if each != current][KEPT_BUILDS - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _encoding() -> str:
    """The best encoding the browser takes; a plain reading of Accept-Encoding."""
    accepted = request.accept_encodings
    return next((each for each in ENCODINGS if accepted.quality(each) > 0), "identity")


def _content_type(media_type: str) -> str:
    textual = media_type.startswith("text/") or media_type == "image/svg+xml"
    return f"{media_type}; charset=utf-8" if textual else media_type


def digest_of(content: bytes) -> str:
    """Short hash of a content, for its address and its tag."""
    return hashlib.sha256(content).hexdigest()[:16]
