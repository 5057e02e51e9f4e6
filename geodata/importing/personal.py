"""What is about a person, known by content: phones, e-mail addresses, numbers, positions.

Columns that hold such things are dropped whole. In a text that is kept for what else it says,
they are masked before anything is stored. Names cannot be told from places by their letters:
columns of names are known by their headings (`geodata.importing.quoting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "…"
# A column is personal when so large a part of its filled cells is.
_SHARE = 0.5

# Not about a person, though of digits: dates, years, times and thousands.
_NOT = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}\s?[-–]\s?\d{4})"
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?(?!\d)"
)
_EMAIL = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
_GAP = r"[\s().-]{0,2}"
_PHONE = (
    rf"\+\d(?:{_GAP}\d){{7,13}}|(?<!\d)(?:00)?373(?:{_GAP}\d){{8}}(?!\d)"
    rf"|(?<!\d)\(?0(?:{_GAP}\d){{8}}(?!\d)|(?<!\d)[67]\d(?:[\s-]?\d){{6}}(?!\d)"
)
# IDNP has 13 digits, the number of a phone's hardware 14 to 16.
_NUMBER = r"(?<![\d.])\d{13,16}(?![\d.])"
_POSITION = r"-?\d{1,2}\.\d{3,}[,;\s]+-?\d{1,3}\.\d{3,}(?:\s+-?\d+(?:\.\d+)?){0,2}"
_DEVICE = r"(?:collect|ee\.[\w.-]+|imei|uuid):[\w:.-]{6,}"
_HANDLE = r"(?<![\w.])@[A-Za-z]\w{4,31}"
_ALL = re.compile("|".join((_EMAIL, _POSITION, _NUMBER, _PHONE, _DEVICE, _HANDLE)))


def mask(text: str) -> str:
    """Return a text with whatever is about a person replaced by a sign."""
    if not any(c.isdigit() or c in "@:" for c in text):
        return text
    kept = [found.span() for found in _NOT.finditer(text)]

    def replace(found: re.Match[str]) -> str:
        start, end = found.span()
        is_date = any(a <= start and end <= b for a, b in kept)
        return found[0] if is_date else MASK

    return _ALL.sub(replace, text)


def holds_persons(cells: Iterable[str]) -> bool:
    """Whether a column is personal: most of its filled cells are nothing but such things."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    personal = sum(_is_personal(cell) for cell in filled)
    return personal > _SHARE * len(filled)


def _is_personal(cell: str) -> bool:
    masked = mask(cell[:500])
    rest = masked.replace(MASK, "").strip(" ,;.()/+-:")
    # A word or two may stand beside, as in "tel. 069123456".
    return MASK in masked and len(rest) <= 12
