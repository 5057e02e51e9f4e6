"""Text from outside as plain text: what cannot be seen, or turns what stands around it, goes.

Names of places, campaigns and films come from files that anybody may have written. Whoever
shows them escapes them; here they lose what no escaping takes away: control characters, and
the signs that reverse or hide the text after them on a screen, in a file or in a log.
"""

from __future__ import annotations

import unicodedata
from typing import Any

# Format characters that words need: joiners of scripts and of emoji, the soft hyphen.
_KEPT_FORMATS = frozenset("\u00ad\u200c\u200d")
_BREAKS = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")


def clean_text(text: str) -> str:
    """Return `text` without control, bidirectional, invisible and unpaired characters.

    Line breaks and tabs become a space, runs of spaces one; nothing else is changed.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(_clean(letter) for letter in text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def clean_document(value: Any) -> Any:
    """Return a JSON document with every text in it, keys too, cleaned by `clean_text`."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_document(key): clean_document(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_document(each) for each in value]
    return value


def _clean(letter: str) -> str:
    if letter in _BREAKS:
        return " "
    category = unicodedata.category(letter)
    # Cc controls, Cf formats (bidi overrides and isolates, marks, tags), Cs halves of a pair.
    if category in ("Cc", "Cs") or (category == "Cf" and letter not in _KEPT_FORMATS):
        return ""
    return letter
