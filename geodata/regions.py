"""The five development regions that districts belong to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geodata.reference import read_rows


@dataclass(frozen=True, slots=True)
class Region:
    """A development region, with its name in the three languages."""

    code: str
    name_ro: str
    name_ru: str
    name_en: str

    def name(self, lang: str) -> str:
        """Return the name in `lang` (ro, ru or en)."""
        return {"ro": self.name_ro, "ru": self.name_ru, "en": self.name_en}[lang]


@cache
def all_regions() -> tuple[Region, ...]:
    """Return the regions from north to south, then Chișinău and Gagauzia."""
    return tuple(Region(**row) for row in read_rows("regions.csv"))


def region(code: str) -> Region:
    """Return the region with this code.

    Raises:
        KeyError: no region has it; the text names the code.
    """
    for each in all_regions():
        if each.code == code:
            return each
    raise KeyError(f"no development region has the code {code!r}")
