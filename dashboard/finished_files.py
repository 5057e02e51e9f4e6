"""Finished frames and words as the browser takes them, packed once and kept as files.

They are made of a publication and this code, at the first start or when a new publication is
first asked for; every other start and every worker reads them.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard import assets
from dashboard.figures.map_svg import scene_json
from dashboard.state import EVERYBODY
from dashboard.static_files import BROTLI_BEST, ENCODINGS, Packed, digest_of, pack
from dashboard.viewmodels.places import describe_places
from dashboard.viewmodels.strip import visits_by_day
from dashboard.viewmodels.words import describe_words
from geodata.districts import district
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Level, Mode

AT_ONCE = (EVERYBODY, *(str(mode) for mode in Mode))
CELL_KEYS = ("s", "c", "v", "n")
MEDIA_TYPE = "application/json"
FRAMES = "frames.json"
PARTS = "parts.json"  # of breakdowns other than modes, for those who choose one
PLACES = "places.json"  # villages and towns, for those who zoom in
FILES = (FRAMES, PARTS, PLACES, *(f"words-{language}.json" for language in LANGUAGES))
KEPT_CODES = 2


class FinishedFiles:
    """Hands out the packed files of publications; keeps the newest few in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = lru_cache(maxsize=2 * len(FILES))(self._find)

    def get(self, file: str, published: Published) -> Packed:
        """Return a file of `FILES`, made if it is missing.

        Raises:
            KeyError: there is no such file.
        """
        if file not in FILES:
            raise KeyError(file)
        return self._kept(file, _Keyed(published))

    def prepare(self, published: Published) -> None:
        """Make what is missing, so that no reader waits for it."""
        if not all(self._address(file, published, ".br").is_file() for file in FILES):
            print("Writing figures and words, once ...", file=sys.stderr, flush=True)
        for file in FILES:
            self.get(file, published)

    def _find(self, file: str, key: _Keyed) -> Packed:
        published = key.published
        try:
            bodies = {
                encoding: self._address(file, published, end).read_bytes()
                for encoding, end in ENCODINGS.items()
            }
            return Packed(digest_of(bodies["gzip"]), MEDIA_TYPE, bodies)
        except OSError:
            return self._make(file, published)

    def _make(self, file: str, published: Published) -> Packed:
        if file == FRAMES:
            document = describe_frames(published)
        elif file == PLACES:
            document = describe_places(published)
        elif file == PARTS:
            document = describe_parts(published)
        else:
            language = file.removeprefix("words-").removesuffix(".json")
            document = describe_words(published, translators()[language])
        plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        packed = pack(plain, MEDIA_TYPE, BROTLI_BEST)
        for encoding, end in ENCODINGS.items():
            _write(self._address(file, published, end), packed.bodies[encoding])
        _forget(self._address(file, published, "").parent)
        bodies = {encoding: packed.bodies[encoding] for encoding in ENCODINGS}
        return Packed(digest_of(bodies["gzip"]), MEDIA_TYPE, bodies)

    def _address(self, file: str, published: Published, end: str) -> Path:
        """Beside the publication that they are made of, and gone with it."""
        return self._folder / published.id / f"browser-{assets.version()}" / (file + end)


class _Keyed:
    """A publication as a cache key: by its id."""

    def __init__(self, published: Published) -> None:
        self.published = published

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.published.id == other.published.id

    def __hash__(self) -> int:
        return hash(self.published.id)


def _write(path: Path, body: bytes) -> None:
    """Write a file that appears at once; without room the copy in memory serves."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.replace(temporary, path)
    except OSError:
        return


def _forget(current: Path) -> None:
    """Drop what older code made of the same publication."""
    found = [each for each in current.parent.glob("browser-*") if each != current]
    found.sort(key=os.path.getmtime, reverse=True)
    for folder in found[KEPT_CODES - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def describe_frames(published: Published) -> dict[str, Any]:
    """Everything the browser paints from: classes, statuses, values and n; no word in it."""
    document = published.document
    return {
        "id": published.id,
        "days": document["days"],
        "windows": document["windows"],
        "districts": document["districts"],
        "regions": document["regions"],
        "breakdowns": document["breakdowns"],
        "regionOf": [district(code).region_code for code in document["districts"]],
        "visitsByDay": visits_by_day(published),
        "indicators": {key: _lean(about) for key, about in document["indicators"].items()},
        "scene": scene_json(document["scene"]),
    }


def _lean(about: dict[str, Any]) -> dict[str, Any]:
    kept = ("family", "unit", "decimals", "kind", "breaks", "largest", "groups", "opens")
    head = {key: about[key] for key in kept if key in about}
    if about["kind"] == "visits":
        return head | {"windows": [_cells(frame) for frame in about["windows"]]}
    whole = {part: each for part, each in _lean_parts(about).items() if part in AT_ONCE}
    windows = {
        name: {"level": window["level"]}
        | {level: _cells(window[level]) for level in Level if level in window}
        for name, window in about["windows"].items()
    }
    return head | {"whole": whole, "windows": windows}


def describe_parts(published: Published) -> dict[str, Any]:
    """Frames of the parts of every other breakdown, by survey indicator."""
    return {
        key: {part: each for part, each in _lean_parts(about).items() if part not in AT_ONCE}
        for key, about in published.document["indicators"].items()
        if about["kind"] == "answers"
    }


def _lean_parts(about: dict[str, Any]) -> dict[str, Any]:
    return {
        part: {level: _cells(frame) for level, frame in levels.items()}
        for part, levels in about["whole"].items()
    }


def _cells(frame: dict[str, Any]) -> dict[str, Any]:
    return {key: frame[key] for key in CELL_KEYS}
