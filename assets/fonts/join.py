"""Join the shipped web fonts into the two that files on paper are set with.

Run by hand when the web fonts change (needs fonttools and brotli)::

    python assets/fonts/join.py

What sets PDF and PNG reads no woff2 and no variable font: the three cuts become one font of every
letter, once regular and once bold. Licence and changes: `OFL.txt` and `README.md`
beside this.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEB = Path(__file__).resolve().parent
PAPER = WEB.parents[1] / "dashboard" / "export" / "fonts"
CUTS = ("latin", "latin-ext", "cyrillic")
FAMILY = "Atlas Sans"
# Name of the file, weight of the web font, weight that it is asked for by.
WEIGHTS = (("Regular", 400, 400), ("Bold", 650, 700))
STAMP = 3_700_000_000  # seconds since 1904: the same bytes whenever they are made


def main() -> None:
    """Write both fonts."""
    for style, weight, asked in WEIGHTS:
        with tempfile.TemporaryDirectory() as folder:
            joined = Merger().merge([_instance(cut, weight, Path(folder)) for cut in CUTS])
        joined["OS/2"].usWeightClass = asked
        joined["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
        joined["head"].macStyle = int(style == "Bold")
        joined["head"].created = joined["head"].modified = STAMP
        joined.recalcTimestamp = False
        postscript = f"{FAMILY.replace(' ', '')}-{style}"
        for number, text in ((1, FAMILY), (2, style), (4, f"{FAMILY} {style}"), (6, postscript)):
            joined["name"].setName(text, number, 3, 1, 0x409)
        stream = io.BytesIO()
        joined.save(stream)
        (PAPER / f"atlas-sans-{style.lower()}.ttf").write_bytes(stream.getvalue())


def _instance(cut: str, weight: int, folder: Path) -> str:
    font = TTFont(next(WEB.glob(f"atlas-sans-{cut}.*.woff2")))
    font.flavor = None
    path = folder / f"{cut}.ttf"
    instantiateVariableFont(font, {"wght": weight}).save(path)
    return str(path)


if __name__ == "__main__":
    main()
