"""The encoding of a text file, found out rather than guessed.

Encoding detectors are unreliable on Romanian and Russian place names, so a file that is not
Unicode is read in each code page in question, and the one under which most names are known wins.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from geodata.sources.formats.book import Unreadable

SAMPLE = 262_144
CODE_PAGES = ("cp1250", "cp1251")
_TOKENS = re.compile(r"[,;|\t\r\n\"]+")
_MOST_TOKENS = 4_000

Known = Callable[[str], bool]


def find_encoding(path: Path, known: Known) -> tuple[str, bool]:
    """Find the encoding of a text file.

    Args:
        path: The file.
        known: Whether a text is a known heading, place name or answer.

    Returns:
        Python's name of it, and whether it had to be guessed.

    Raises:
        Unreadable: the bytes are no text.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if not sample.strip():
        raise Unreadable("file_empty")
    wide = _wide(sample)
    if wide:
        return wide, False
    if b"\0" in sample:
        raise Unreadable("file_format")
    if _is_utf8(path):
        return "utf-8-sig", False
    texts = {name: sample.decode(name, "replace") for name in ("utf-8", *CODE_PAGES)}
    scores = {name: _known_names(text, known) for name, text in texts.items()}
    best = max(scores, key=lambda name: scores[name])
    if not scores[best]:
        best = "cp1250"
    return best, True


def _wide(sample: bytes) -> str:
    """Tell UTF-16 without its mark by where the zero bytes stand."""
    part = sample[:4096]
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if max(even, odd) * 4 < len(part):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _known_names(text: str, known: Known) -> int:
    """Count the different cells with letters beyond ASCII that are known."""
    tokens = {token.strip() for token in _TOKENS.split(text)}
    foreign = [token for token in tokens if token and not token.isascii() and len(token) < 80]
    return sum(known(token) for token in sorted(foreign)[:_MOST_TOKENS])
