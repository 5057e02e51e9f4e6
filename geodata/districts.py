"""The 37 first-level units: raions, municipalities, UTA Găgăuzia and the left bank.

A district is known by its ISO 3166-2 code. Full names stand in sentences, short ones on maps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geodata.names import readings, romanian_order, spellings
from geodata.reference import read_rows


@dataclass(frozen=True, slots=True)
class District:
    """A first-level unit.

    `kind` is raion, municipality, autonomous_unit or left_bank. `region_code` is empty for
    Bender and the left bank, which belong to none of the five development regions. `seat` is
    empty for the left bank.
    """

    code: str
    name_ro: str
    name_ru: str
    name_en: str
    short_ro: str
    short_ru: str
    short_en: str
    kind: str
    region_code: str
    seat: str

    def name(self, lang: str) -> str:
        """Return the full name in `lang` (ro, ru or en)."""
        return {"ro": self.name_ro, "ru": self.name_ru, "en": self.name_en}[lang]

    def short(self, lang: str) -> str:
        """Return the name for a map label in `lang` (ro, ru or en)."""
        return {"ro": self.short_ro, "ru": self.short_ru, "en": self.short_en}[lang]


@cache
def all_districts() -> tuple[District, ...]:
    """Return the 37 districts in the order of the Romanian alphabet, by short name."""
    districts = (
        District(**{key: text for key, text in row.items() if key != "aliases"})
        for row in read_rows("districts.csv")
    )
    return tuple(sorted(districts, key=lambda each: romanian_order(each.short_ro)))


def district(code: str) -> District:
    """Return the district with this code.

    Raises:
        KeyError: no district has it; the text names the code.
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise KeyError(f"no district has the code {code!r}") from None


def find_district(text: str) -> District | None:
    """Find a district by its code or by any spelling of its name.

    Diacritics, î or â, Russian official, customary and adjectival forms and words such as
    `r-nul`, `mun.` or `район` make no difference; a misspelt name is not found.
    """
    index = _by_spelling()
    codes = (index[key] for key in readings(text) if key in index)
    code = next(codes, None)
    return _by_code()[code] if code else None


def all_spellings() -> dict[str, tuple[str, ...]]:
    """Return every folded spelling of every district, by code: what a search field matches."""
    spelled: dict[str, list[str]] = {each.code: [] for each in all_districts()}
    for key, code in _by_spelling().items():
        spelled[code].append(key)
    return {code: tuple(keys) for code, keys in spelled.items()}


@cache
def _by_code() -> dict[str, District]:
    return {each.code: each for each in all_districts()}


@cache
def _by_spelling() -> dict[str, str]:
    """Map every folded name, alias and code to a district code; no key serves two districts."""
    index: dict[str, str] = {}
    for row in read_rows("districts.csv"):
        names = [text for key, text in row.items() if key.startswith(("name_", "short_", "code"))]
        for name in (*names, *row["aliases"].split("|")):
            for key in spellings(name):
                if key and index.setdefault(key, row["code"]) != row["code"]:
                    raise ValueError(f"{name!r} names both {index[key]} and {row['code']}")
    return index
