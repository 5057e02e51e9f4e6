"""The shipped fonts, scripts, icons and the emblem are what they claim to be."""

from __future__ import annotations

import hashlib
import json
import math
import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import plotly.offline
import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
FONTS = ASSETS / "fonts"
VENDOR = ASSETS / "vendor"
ICONS = ASSETS / "icons"
STYLESHEET = ASSETS / "05-fonts.css"
WIDTHS = ROOT / "geodata" / "reference" / "font_widths.json"
SVG = "{http://www.w3.org/2000/svg}"

ROMANIAN = "AaĂăÂâÎîȘșȚțŞşŢţ"
RUSSIAN = "".join(map(chr, range(0x410, 0x450))) + "Ёё№"
GAGAUZ = "AaÄäBbCcÇçDdEeÊêFfGgHhIıİiJjKkLlMmNnOoÖöPpRrSsŞşTtŢţUuÜüVvYyZz" + "Ğğ"
SIGNS = "–—·“”„«»…≈▲▼‹›→\u00a0\u202f\u2212×≤≥%№"
LETTERS = {
    "romanian": ROMANIAN,
    "russian": RUSSIAN,
    "gagauz": GAGAUZ,
    "signs": SIGNS,
    "ascii": "".join(map(chr, range(0x20, 0x7F))),
}
# fmt: off
ICON_NAMES = [
    "plus", "minus", "home", "search", "close", "play", "pause", "link", "download", "present",
    "contrast", "filter", "chevron-right", "table", "map", "info", "reset", "check", "previous",
    "next", "sheet-handle", "logo", "logo-dark", "bookmark",
]
# fmt: on


def font_file(subset: str) -> Path:
    """Return the only file of a subset."""
    (path,) = (p for p in FONTS.glob("*.woff2") if p.name.split(".")[0] == f"atlas-sans-{subset}")
    return path


@cache
def font(subset: str) -> TTFont:
    """Read a subset once."""
    return TTFont(font_file(subset))


@cache
def characters(subset: str) -> frozenset[str]:
    """Return what a subset can draw."""
    return frozenset(map(chr, font(subset).getBestCmap()))


SUBSETS = ("latin", "latin-ext", "cyrillic")


def stylesheet_ranges() -> dict[str, set[int]]:
    """Return the code points that the stylesheet gives to each font file."""
    found = {}
    for block in re.findall(r"@font-face \{(.*?)\}", STYLESHEET.read_text(encoding="utf-8"), re.S):
        url = re.search(r'url\("fonts/([^"]+)"\)', block)
        if url is None:
            continue
        ranges = re.search(r"unicode-range: ([^;]+);", block)
        assert ranges is not None
        codes: set[int] = set()
        for part in ranges.group(1).split(","):
            first, _, last = part.strip().removeprefix("U+").partition("-")
            codes |= set(range(int(first, 16), int(last or first, 16) + 1))
        found[url.group(1)] = codes
    return found


@pytest.mark.parametrize("name", LETTERS)
def test_fonts_hold_the_letters(name: str) -> None:
    drawn = frozenset().union(*map(characters, SUBSETS))
    assert sorted(set(LETTERS[name]) - drawn) == []


def test_romanian_and_english_need_one_file() -> None:
    assert set(ROMANIAN + LETTERS["ascii"] + SIGNS) - {"№"} <= characters("latin")


@pytest.mark.parametrize("subset", SUBSETS)
def test_font_file(subset: str) -> None:
    path = font_file(subset)
    assert path.stat().st_size <= 35 * 1024
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.name.split(".")[1] == digest[:8]
    (axis,) = font(subset)["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) == (
        "wght",
        400,
        400,
        700,
    )
    features = {
        record.FeatureTag for record in font(subset)["GPOS"].table.FeatureList.FeatureRecord
    }
    assert "kern" in features


@pytest.mark.parametrize("subset", SUBSETS)
def test_fonts_do_not_carry_the_reserved_name(subset: str) -> None:
    names = font(subset)["name"]
    for name_id in (1, 3, 4, 6, 16):
        assert "source" not in (names.getDebugName(name_id) or "").lower()
    assert "Adobe" in names.getDebugName(0)


@pytest.mark.parametrize("weight", [400, 500, 650, 700])
def test_figures_have_one_width(weight: int) -> None:
    static = instancer.instantiateVariableFont(TTFont(font_file("latin")), {"wght": weight})
    cmap = static.getBestCmap()
    assert len({static["hmtx"][cmap[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_stylesheet_gives_every_character_to_one_file_that_has_it() -> None:
    ranges = stylesheet_ranges()
    assert set(ranges) == {font_file(subset).name for subset in SUBSETS}
    for file, codes in ranges.items():
        assert codes <= set(TTFont(FONTS / file).getBestCmap())
    listed = [code for codes in ranges.values() for code in codes]
    assert len(listed) == len(set(listed))
    assert set(map(ord, "".join(LETTERS.values()))) <= set(listed)


def test_stylesheet_fetches_nothing_from_outside() -> None:
    assert "//" not in STYLESHEET.read_text(encoding="utf-8")


@pytest.mark.parametrize("weight", ["500", "650"])
def test_widths_match_the_font(weight: str) -> None:
    document = json.loads(WIDTHS.read_text(encoding="utf-8"))
    widths = document["weights"][weight]
    assert document["units_per_em"] == 1000
    assert f'"{document["family"]}"' in STYLESHEET.read_text(encoding="utf-8")
    assert set(widths) == frozenset().union(*map(characters, SUBSETS))
    for subset, sample in {
        "latin": "Aaș 1ț\u202f▲",
        "latin-ext": "ğıİ",
        "cyrillic": "ЖщяЁ",
    }.items():
        static = instancer.instantiateVariableFont(
            TTFont(font_file(subset)), {"wght": float(weight)}
        )
        assert static["head"].unitsPerEm == 1000
        cmap = static.getBestCmap()
        measured = {letter: static["hmtx"][cmap[ord(letter)]][0] for letter in sample}
        assert {letter: widths[letter] for letter in sample} == measured


def emblem() -> tuple[float, float, list[list[complex]]]:
    """Return width, height and the stars' corners of the emblem."""
    root = ElementTree.parse(ASSETS / "emblem" / "eu.svg").getroot()
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    stars = []
    for polygon in root.iter(f"{SVG}polygon"):
        pairs = (pair.split(",") for pair in polygon.attrib["points"].split())
        stars.append([complex(float(x), float(y)) for x, y in pairs])
    return width, height, stars


def test_emblem_has_the_published_geometry() -> None:
    width, height, stars = emblem()
    assert width * 2 == height * 3
    assert len(stars) == 12
    middle = complex(width / 2, height / 2)
    for hour, star in enumerate(stars):
        assert len(star) == 10
        points = star[::2]
        centre = sum(points) / 5
        angle = math.radians(30 * hour)
        expected = middle + height / 3 * complex(math.sin(angle), -math.cos(angle))
        assert abs(centre - expected) < 0.01
        for point in points:
            assert abs(point - centre) == pytest.approx(height / 18, abs=0.02)
        # One point up, and straight edges from point to point as in a regular five-pointed star.
        assert points[0].real == pytest.approx(centre.real, abs=0.02)
        assert points[0].imag < centre.imag
        inner = height / 18 * math.cos(math.radians(72)) / math.cos(math.radians(36))
        for corner in star[1::2]:
            assert abs(corner - centre) == pytest.approx(inner, abs=0.02)


def test_emblem_has_the_published_colours() -> None:
    root = ElementTree.parse(ASSETS / "emblem" / "eu.svg").getroot()
    fills = {element.attrib["fill"] for element in root.iter() if "fill" in element.attrib}
    assert fills == {"#003399", "#FFCC00"}


def test_plotly_bundle_is_the_version_of_the_python_package() -> None:
    version = plotly.offline.get_plotlyjs_version()
    (path,) = VENDOR.glob("plotly-basic-*.min.js")
    assert path.name == f"plotly-basic-{version}.min.js"
    head = path.read_text(encoding="utf-8")[:200]
    assert f"plotly.js (basic - minified) v{version}" in head


def test_zoom_bundle_is_small_and_needs_no_eval() -> None:
    path = VENDOR / "d3-zoom.min.js"
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size <= 60 * 1024
    assert text.startswith("var d3zoom=")
    assert "eval(" not in text
    assert "new Function" not in text
    assert "Function(" not in text


def test_licences_are_shipped() -> None:
    ofl = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in ofl
    assert "Adobe" in ofl
    licences = (VENDOR / "LICENCES.md").read_text(encoding="utf-8")
    for path in VENDOR.glob("*.js"):
        assert path.name in licences
    for words in ("Mike Bostock", "Robert Penner", "MIT License", "Plotly"):
        assert words in licences


def test_icons() -> None:
    assert sorted(ICON_NAMES) == sorted(path.stem for path in ICONS.glob("*.svg"))
    for path in ICONS.glob("*.svg"):
        assert path.stat().st_size < 600
        root = ElementTree.parse(path).getroot()
        assert root.attrib["viewBox"] == "0 0 20 20"
        if not path.stem.startswith("logo"):
            assert root.attrib["stroke"] == "currentColor"
            assert root.attrib["stroke-width"] == "1.75"


def test_favicon_is_an_icon_file() -> None:
    data = (ASSETS / "favicon.ico").read_bytes()
    assert data[:4] == b"\x00\x00\x01\x00"
    assert 32 in {data[6 + 16 * index] for index in range(data[4])}
    assert len(data) < 8 * 1024
