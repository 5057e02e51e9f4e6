"""The program that looks at a presentation somebody brings: alone, under limits, no network.

`geodata.slides_template` starts it. It prints one JSON object: what the presentation is, or why
slides cannot be set into it. Nothing of the file is kept or run here.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from typing import Any

from geodata.sources.confined import confine
from geodata.sources.formats.archive import check_archive
from geodata.sources.formats.book import Unreadable
from geodata.sources.limits import MB

MOST_BYTES = 50 * MB
MOST_UNPACKED = 200 * MB
MEMORY, SECONDS = 1_500 * MB, 30
TYPES, MAIN = "[Content_Types].xml", "presentationml.presentation.main+xml"
MACROS = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)
# Parts that stay when the template's own slides go.
STAYS = re.compile(r"(?!ppt/(slides|notesSlides|comments)/).*\.rels")
EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)")


def main(path: str) -> None:
    """Look at a presentation and print what was found."""
    with open(path, "rb") as file:
        confine(MEMORY, SECONDS)
        try:
            said = look(file.read(MOST_BYTES + 1))
        except Unreadable as reason:
            said = {"refused": reason.code}
        except Exception:  # the library has no error of its own for what is damaged
            said = {"refused": "slides_damaged"}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the library's own end could take long


def look(content: bytes) -> dict[str, Any]:
    """Return the name of the layout and the size of slides.

    Raises:
        Unreadable: slides cannot be set into it; the code says why.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("slides_too_big")
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable("slides_other")
    parts = check_archive(io.BytesIO(content))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("slides_too_big")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_parts(archive)
    return _open(content)


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if TYPES not in names or len(set(names)) != len(names):
        raise Unreadable("slides_other")
    types = archive.read(TYPES)
    if MACROS.search(types) or any(MACROS.search(name.encode()) for name in names):
        raise Unreadable("slides_macros")
    if MAIN.encode() not in types:
        raise Unreadable("slides_other")
    for name in names:
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        text = archive.read(name)
        if DECLARES.search(text):
            raise Unreadable("slides_damaged")
        # A link to click at is none of these: it fetches nothing by itself.
        fetched = [each for each in EXTERNAL.findall(text) if b"/hyperlink" not in each]
        if fetched and STAYS.fullmatch(name):
            raise Unreadable("slides_linked")


def _open(content: bytes) -> dict[str, Any]:
    from pptx import Presentation

    presentation: Any = Presentation(io.BytesIO(content))
    width, height = int(presentation.slide_width or 0), int(presentation.slide_height or 0)
    layout = find_layout(presentation)
    if layout is None:
        raise Unreadable("slides_untitled")
    return {"layout": layout.name, "width": width, "height": height}


def find_layout(presentation: Any) -> Any:
    """The layout with a title and least besides; None where none has a title."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    fitting = []
    for at, layout in enumerate(presentation.slide_layouts):
        kinds = [each.placeholder_format.type for each in layout.placeholders]
        if any(kind in titles for kind in kinds):
            fitting.append((len(kinds), at, layout))
    return min(fitting, key=lambda each: each[:2])[2] if fitting else None
