"""A view as a picture: the SVG file, which brings its font along."""

from __future__ import annotations

import base64
from functools import cache

from dashboard.assets import FOLDER
from dashboard.export.asked import Asked
from dashboard.figures.plate_svg import draw_plate
from dashboard.theme import read_tokens
from dashboard.viewmodels.plate import describe_plate

SVG = "image/svg+xml"
CUTS = {"latin": "U+0-17F,U+218-21B,U+2000-25FF", "cyrillic": "U+400-4FF,U+2116"}


def make_svg(asked: Asked) -> bytes:
    """Make the picture with its font inside, so that it looks the same wherever it is opened."""
    return draw_svg(asked, embedded_fonts()).encode()


def draw_svg(asked: Asked, fonts: str = "") -> str:
    """Draw the picture; without fonts for whoever has them anyway."""
    plate = describe_plate(asked.view, asked.published, asked.t, asked.extract)
    return draw_plate(plate, read_tokens()["light"], fonts)


@cache
def embedded_fonts() -> str:
    """Rules that hold the shipped font itself: files are opened far from the atlas."""
    rules = []
    for cut, letters in CUTS.items():
        path = next((FOLDER / "fonts").glob(f"atlas-sans-{cut}.*.woff2"))
        data = base64.b64encode(path.read_bytes()).decode()
        rules.append(
            '@font-face{font-family:"Atlas Sans";font-weight:400 700;'
            f"unicode-range:{letters};src:url(data:font/woff2;base64,{data})}}"
        )
    return "".join(rules)
