"""Cut the shipped web font out of the upstream variable font.

Run by hand when the upstream font or the list of characters changes (needs fonttools and brotli)::

    python assets/fonts/build.py PATH/TO/SourceSans3VF-Upright.ttf

It limits the weight axis to 400-700, cuts three subsets, renames them ("Source" is a reserved font
name, which no modified version may carry), writes ``assets/05-fonts.css`` beside them and the
widths by which Python places the labels of the map.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent
STYLESHEET = FONTS.parent / "05-fonts.css"
WIDTHS = FONTS.parents[1] / "geodata" / "reference" / "font_widths.json"

CSS_FAMILY = "Atlas Sans"
FONT_FAMILY = "Atlas Sans"
LIGHTEST, HEAVIEST = 400, 700
LABEL_WEIGHTS = (500, 650)

# Romanian needs these in almost every word: in the latin file they are kerned with their neighbours
# and cost no second request.
ROMANIAN = "ĂăȘșȚțŞşŢţ"
PUNCTUATION = (
    "\u2007\u2009\u200a\u2010\u2011\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2021"
    "\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u20ac\u2122"
)
SYMBOLS = "←↑→↓−≈≠≤≥■□▲▶▼◀◆●○✓"
SOFT_HYPHEN = 0xAD
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100)} - {SOFT_HYPHEN}
LATIN |= {*map(ord, ROMANIAN + PUNCTUATION + SYMBOLS)}
LATIN_EXT = {*range(0x100, 0x180), *range(0x218, 0x21C)}
CYRILLIC = {*range(0x400, 0x460), 0x490, 0x491, 0x2116}
SUBSETS = {"latin": LATIN, "latin-ext": LATIN_EXT, "cyrillic": CYRILLIC}

# Lining figures of one width are what this font draws by default: it has onum and pnum, but neither
# lnum nor tnum; they are named for the day it gets them. Its locl has nothing for Romanian,
# Russian, Gagauz or Turkish; Serbian and Bulgarian forms are left out.
FEATURES = ["kern", "locl", "tnum", "lnum"]
SCRIPTS = ["DFLT.dflt", "latn.dflt", "cyrl.dflt"]

CSS_HEAD = """\
/* Written by fonts/build.py; change it there.

   font-display: swap, not optional. Labels of the map and the widths of columns are measured with
   this font; with "optional" a slow first load would keep the fallback for the whole visit, and
   labels would touch. The fallback below has the same mean width and line height, so that the
   swap hardly moves anything. */
"""
CSS_FACE = """\
@font-face {{
  font-family: "{family}";
  font-style: normal;
  font-weight: {lightest} {heaviest};
  font-display: swap;
  src: url("fonts/{file}") format("woff2");
  unicode-range: {ranges};
}}
"""
# Running text of the three interface languages at weight 400 is 0.945 (ro), 0.937 (ru) and 0.935
# (en) as wide as in Arial and its metric twins. The browser scales ascent and descent too, so they
# are divided by the same factor.
FALLBACK_SCALE = 0.94
CSS_FALLBACK = """\
@font-face {{
  font-family: "{family} Fallback";
  src: local("Arial"), local("Liberation Sans"), local("Helvetica"), local("Roboto");
  size-adjust: {size:.1f}%;
  ascent-override: {ascent:.1f}%;
  descent-override: {descent:.1f}%;
  line-gap-override: 0%;
}}
"""


def limit_weights(source: Path) -> TTFont:
    """Read the upstream font and keep the weights that the screen uses.

    Args:
        source: Upstream variable font (weights 200-900).

    Returns:
        The font with its weight axis cut to 400-700, 400 being the default.
    """
    font = instancer.instantiateVariableFont(
        TTFont(source, recalcTimestamp=False),
        {"wght": (LIGHTEST, LIGHTEST, HEAVIEST)},
        inplace=True,
    )
    # Named instances only fill font menus.
    font["fvar"].instances = []
    return font


def rename(font: TTFont, name: str) -> None:
    """Give the font a name without the reserved word, keeping copyright and licence.

    Args:
        font: Font to change in place.
        name: Name of the subset.
    """
    table = font["name"]
    full = f"{FONT_FAMILY} {name}"
    script_name = full.replace(" ", "").replace("-", "")
    replacements = {1: full, 2: "Regular", 3: f"3.052;{script_name}", 4: full, 6: script_name}
    for record in list(table.names):
        if record.nameID in (16, 17, 18, 21, 22, 25):
            table.removeNames(nameID=record.nameID)
    for name_id, text in replacements.items():
        table.setName(text, name_id, 3, 1, 0x409)


def cut(font_bytes: bytes, name: str, characters: set[int]) -> bytes:
    """Cut one subset.

    Args:
        font_bytes: The limited font.
        name: Name of the subset.
        characters: Code points to keep.

    Returns:
        The subset as woff2.

    Raises:
        ValueError: If the upstream font lacks one of the characters.
    """
    font = TTFont(io.BytesIO(font_bytes), recalcTimestamp=False)
    missing = characters - set(font.getBestCmap())
    if missing:
        codes = ", ".join(f"U+{code:04X}" for code in sorted(missing))
        raise ValueError(f"{name}: the font lacks {codes}")
    options = subset.Options()
    options.layout_features = FEATURES
    options.layout_scripts = SCRIPTS
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_legacy = False
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["DSIG", "BASE", "MVAR"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font, name)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def css_ranges(characters: set[int]) -> str:
    """Write code points as a CSS unicode-range.

    Args:
        characters: Code points.

    Returns:
        Text such as ``U+20-7E, U+A0``.
    """
    runs: list[list[int]] = []
    for code in sorted(characters):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def measure(fonts: list[bytes], weight: int) -> dict[str, int]:
    """Measure the advance widths at one weight.

    Args:
        fonts: The subsets.
        weight: Weight on the axis.

    Returns:
        Width of each character in units of 1/1000 em, by code point.
    """
    widths: dict[int, int] = {}
    for data in fonts:
        font = instancer.instantiateVariableFont(TTFont(io.BytesIO(data)), {"wght": weight})
        metrics = font["hmtx"].metrics
        widths.update({code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()})
    return {chr(code): widths[code] for code in sorted(widths)}


def main(source: Path) -> None:
    """Write subsets, stylesheet and widths.

    Args:
        source: Upstream variable font.
    """
    limited = io.BytesIO()
    limit_weights(source).save(limited)
    for old in FONTS.glob("atlas-sans-*.woff2"):
        old.unlink()
    cut_fonts, faces = [], []
    for name, characters in SUBSETS.items():
        data = cut(limited.getvalue(), name, characters)
        digest = hashlib.sha256(data).hexdigest()[:8]
        file = f"atlas-sans-{name}.{digest}.woff2"
        (FONTS / file).write_bytes(data)
        cut_fonts.append(data)
        # The Romanian letters belong to the latin file alone, or a page would fetch both.
        ranges = css_ranges(characters if name == "latin" else characters - LATIN)
        face = {"family": CSS_FAMILY, "lightest": LIGHTEST, "heaviest": HEAVIEST}
        faces.append(CSS_FACE.format(file=file, ranges=ranges, **face))
        print(f"{file} {len(data)} bytes, {len(characters)} characters")
    hhea = TTFont(io.BytesIO(cut_fonts[0]))["hhea"]
    percent = 0.1 / FALLBACK_SCALE
    fallback = CSS_FALLBACK.format(
        family=CSS_FAMILY,
        size=100 * FALLBACK_SCALE,
        ascent=hhea.ascent * percent,
        descent=-hhea.descent * percent,
    )
    STYLESHEET.write_text("\n".join([CSS_HEAD, *faces, fallback]), encoding="utf-8")
    document = {
        "family": CSS_FAMILY,
        "units_per_em": 1000,
        "weights": {str(weight): measure(cut_fonts, weight) for weight in LABEL_WEIGHTS},
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    WIDTHS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
