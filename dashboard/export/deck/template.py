"""What slides are set into: a plain wide template of our own, or the one of the publisher.

Of somebody's template its look is kept (background, logo, fonts, colours); its own slides go,
and the sheet is laid into the middle of whatever size it has.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from dashboard.export.deck.sheet import EMU, HEIGHT, WIDTH, Fit
from dashboard.theme import read_tokens
from geodata.sources.presentation import find_layout

FONT = "Arial"
ONLY_A_TITLE = "Title Only"
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
# The theme's colours by the tokens that they are.
COLOURS = {"dk1": "ink", "lt1": "page", "dk2": "ink-2", "lt2": "ground", "accent1": "survey-4"}
COLOURS |= {"accent2": "survey-3", "accent3": "survey-2", "accent4": "diverging-1"}
COLOURS |= {"accent5": "against-2", "accent6": "accent", "hlink": "survey-4", "folHlink": "ink-2"}


class UnusableTemplate(ValueError):
    """A template that slides cannot be set into; says why and what to do."""


def open_template(path: Path | None) -> tuple[Any, Any, Fit]:
    """Open the template: the presentation without slides, its layout, where the sheet lies.

    Raises:
        UnusableTemplate: the file is missing, no presentation, or has no layout with a title.
    """
    presentation = Presentation(io.BytesIO(_plain() if path is None else _given(path)))
    layout = find_layout(presentation)
    if layout is None:
        raise UnusableTemplate(
            f"{path} has no layout with a title: add one (Slide Master, Insert Layout, Title)."
        )
    width, height = int(presentation.slide_width or 0), int(presentation.slide_height or 0)
    emu = min(width / WIDTH, height / HEIGHT)
    return presentation, layout, Fit(emu, (width - emu * WIDTH) / 2, (height - emu * HEIGHT) / 2)


def _given(path: Path) -> bytes:
    """Read somebody's template without its slides; once, as long as the file is the same."""
    try:
        about = path.stat()
        return _emptied(path, about.st_mtime_ns, about.st_size)
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, UnusableTemplate):
            raise
        raise UnusableTemplate(
            f"{path} cannot be read: name a presentation (.pptx) that opens in PowerPoint."
        ) from error


@lru_cache(maxsize=4)
def _emptied(path: Path, _changed: int, _size: int) -> bytes:
    try:
        presentation = Presentation(str(path))
    except Exception as error:  # python-pptx has no error of its own for what is no presentation
        raise UnusableTemplate(
            f"{path} is not a presentation: save it as .pptx and name it again."
        ) from error
    slides = presentation.slides._sldIdLst
    for entry in list(slides):
        presentation.part.drop_rel(entry.rId)
        slides.remove(entry)
    return _saved(presentation)


@lru_cache(maxsize=1)
def _plain() -> bytes:
    """Make our own template: wide, one layout with a title, fonts and colours of the atlas."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(WIDTH * EMU), Emu(HEIGHT * EMU)
    layouts = presentation.slide_layouts
    for layout in list(layouts):
        if layout.name != ONLY_A_TITLE:
            layouts.remove(layout)
    master = presentation.slide_master
    for shape in [*master.placeholders, *layouts[0].placeholders]:
        kind = shape.placeholder_format.type
        if kind in TITLES:
            shape.left, shape.top = Emu(56 * EMU), Emu(28 * EMU)
            shape.width, shape.height = Emu(1000 * EMU), Emu(60 * EMU)
        elif kind is PP_PLACEHOLDER.BODY:
            shape.left, shape.top = Emu(56 * EMU), Emu(120 * EMU)
            shape.width, shape.height = Emu(1168 * EMU), Emu(500 * EMU)
        else:
            shape._element.getparent().remove(shape._element)
    _dress(master)
    return _saved(presentation)


def _dress(master: Any) -> None:
    """Put our colours and a font that every system has into the theme."""
    tokens = read_tokens()["light"]
    part = next(
        rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    text = part.blob.decode("utf-8")
    for name, token in COLOURS.items():
        colour = tokens[token].lstrip("#").upper()
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>',
            text,
            flags=re.S,
        )
    text = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"', text)
    part._blob = text.encode()


def _saved(presentation: Any) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()
