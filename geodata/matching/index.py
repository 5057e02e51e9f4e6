"""The names of all places of a kind (localities: of a district), in every form that is compared."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geodata.districts import all_districts, all_spellings
from geodata.inspectorates import all_inspectorates, all_links
from geodata.localities import Locality, all_localities
from geodata.matching.nearness import Codes
from geodata.matching.sounds import is_cyrillic, sound
from geodata.names import fold, spellings, without_brackets, without_kind
from geodata.reference import read_rows
from geodata.vocabulary import LANGUAGES

# Words that every inspectorate's name has, folded, and words for its district.
_WORDS = (
    "inspectoratul inspectorat inspectoratului de politie politia politiei al a ip sp инспекторат "
    "инспектората полиции полиция ип police inspectorate inspectorates the of mun municipiul "
    "мун муниципии муниципия chisinau кишинэу кишинев raionul raion раион р н r n nul nului"
)
_EVERY_ONE = frozenset(("", *_WORDS.split()))
_BETWEEN_WORDS = re.compile(r"[\s().,/-]+")


@dataclass(frozen=True, slots=True)
class Names:
    """Names and the places that have them.

    Attributes:
        spelled: Folded names in Latin letters to codes; without the codes themselves, for a
            mistyped code is nobody's.
        sounds: Names as they sound to codes.
    """

    spelled: dict[str, Codes]
    sounds: dict[str, Codes]


@cache
def district_names() -> Names:
    """Return the names of districts, aliases too."""
    spelled: dict[str, dict[str, None]] = defaultdict(dict)
    sounds: dict[str, dict[str, None]] = defaultdict(dict)
    codes = {fold(each.code) for each in all_districts()}
    for code, keys in all_spellings().items():
        for key in keys:
            if key in codes:
                continue
            if not is_cyrillic(key):
                spelled[key][code] = None
            sounds[sound(key)][code] = None
    return Names(_frozen(spelled), _frozen(sounds))


@cache
def locality_names(district_code: str) -> Names:
    """Return the names of a district's localities."""
    return _locality_names(each for each in all_localities() if each.district_code == district_code)


@cache
def all_locality_sounds() -> dict[str, Codes]:
    """Return how the names of all localities sound."""
    return _locality_names(all_localities()).sounds


@cache
def inspectorate_names() -> Names:
    """Return the names of inspectorates without the words that all of them have."""
    spelled: dict[str, dict[str, None]] = defaultdict(dict)
    sounds: dict[str, dict[str, None]] = defaultdict(dict)
    districts = {each.code: each for each in all_districts()}
    for each in all_inspectorates():
        served = [districts[code] for code in served_by(each.code)]
        # An inspectorate that alone serves a district is known by the district's other names.
        alone = served[0].code if len(served) == 1 and _only(served[0].code) else ""
        codes = {fold(alone)}
        others = [key for key in all_spellings().get(alone, ()) if key not in codes]
        for name in (*(each.name(lang) for lang in LANGUAGES), *others):
            core = inspectorate_core(name)
            for key in spellings(core):
                if not is_cyrillic(key):
                    spelled[key][each.code] = None
            sounds[sound(core)][each.code] = None
    return Names(_frozen(spelled), _frozen(sounds))


@cache
def inspectorate_full_names() -> dict[str, Codes]:
    """Return the folded full names and codes of inspectorates."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for each in all_inspectorates():
        for name in (each.code, *(each.name(lang) for lang in LANGUAGES)):
            names[fold(name)][each.code] = None
    return _frozen(names)


def inspectorate_core(text: str) -> str:
    """Drop the words that every inspectorate's name has; the text where nothing is left."""
    words = _BETWEEN_WORDS.split(unicodedata.normalize("NFC", text))
    return " ".join(word for word in words if fold(word) not in _EVERY_ONE) or text


@cache
def served_by(inspectorate_code: str) -> frozenset[str]:
    """Return the codes of the districts that an inspectorate serves."""
    return frozenset(
        link.district_code for link in all_links() if link.inspectorate_code == inspectorate_code
    )


@cache
def serving(district_code: str) -> frozenset[str]:
    """Return the codes of the inspectorates that serve a district."""
    return frozenset(
        link.inspectorate_code for link in all_links() if link.district_code == district_code
    )


def _only(district_code: str) -> bool:
    return len(serving(district_code)) == 1


def _locality_names(places: Iterable[Locality]) -> Names:
    spelled: dict[str, dict[str, None]] = defaultdict(dict)
    sounds: dict[str, dict[str, None]] = defaultdict(dict)
    shorter: dict[str, dict[str, None]] = defaultdict(dict)
    shorter_sounds: dict[str, dict[str, None]] = defaultdict(dict)
    russian = _russian_names()
    for each in places:
        for key in spellings(each.name_ro):
            spelled[key][each.code] = None
        for name in (each.name_ro, *russian.get(each.code, ())):
            sounds[sound(name)][each.code] = None
        bare = without_brackets(each.name_ro)
        shorter[without_kind(fold(bare))][each.code] = None
        shorter_sounds[sound(bare)][each.code] = None
    # A name as it is wins over another's without its addition.
    return Names(_frozen({**shorter, **spelled}), _frozen({**shorter_sounds, **sounds}))


@cache
def _russian_names() -> dict[str, tuple[str, ...]]:
    """Return customary Russian names of localities, by code."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in read_rows("locality_names.csv"):
        names[row["code"]].append(row["name_ru"])
    return {code: tuple(found) for code, found in names.items()}


def _frozen(names: dict[str, dict[str, None]]) -> dict[str, Codes]:
    return {name: tuple(codes) for name, codes in names.items() if name}
