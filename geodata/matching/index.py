"""The names of all places of a kind (localities: of a district), in every form that is compared."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from geodata.districts import all_districts, all_spellings
from geodata.inspectorates import Structure
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


def locality_names(district_code: str, added: tuple[Locality, ...] = ()) -> Names:
    """Return the names of a district's localities, with those of `added` that are in it."""
    shipped = _shipped_names(district_code)
    here = tuple(each for each in added if each.district_code == district_code)
    return _joined(shipped, names_of(here)) if here else shipped


def all_locality_sounds(added: tuple[Locality, ...] = ()) -> dict[str, Codes]:
    """Return how the names of all localities sound, `added` among them."""
    shipped = _shipped_sounds()
    return _together(shipped, names_of(added).sounds) if added else shipped


@lru_cache(maxsize=64)
def names_of(places: tuple[Locality, ...]) -> Names:
    """Return the names of these localities."""
    return _locality_names(places)


@cache
def _shipped_names(district_code: str) -> Names:
    return _locality_names(each for each in all_localities() if each.district_code == district_code)


@cache
def _shipped_sounds() -> dict[str, Codes]:
    return _locality_names(all_localities()).sounds


def _joined(one: Names, other: Names) -> Names:
    return Names(_together(one.spelled, other.spelled), _together(one.sounds, other.sounds))


def _together(one: dict[str, Codes], other: dict[str, Codes]) -> dict[str, Codes]:
    return {**one, **{name: (*one.get(name, ()), *codes) for name, codes in other.items()}}


@lru_cache(maxsize=8)
def inspectorate_names(structure: Structure) -> Names:
    """Return the names of inspectorates without the words that all of them have."""
    spelled: dict[str, dict[str, None]] = defaultdict(dict)
    sounds: dict[str, dict[str, None]] = defaultdict(dict)
    districts = {each.code: each for each in all_districts()}
    for each in structure.inspectorates:
        served = [districts[code] for code in structure.served_by(each.code)]
        # An inspectorate that alone serves a district is known by the district's other names.
        alone = served[0].code if len(served) == 1 else ""
        alone = alone if alone and len(structure.serving(alone)) == 1 else ""
        codes = {fold(alone)}
        others = [key for key in all_spellings().get(alone, ()) if key not in codes]
        for name in (*(each.name(lang) for lang in LANGUAGES), *others):
            core = inspectorate_core(name)
            for key in spellings(core):
                if not is_cyrillic(key):
                    spelled[key][each.code] = None
            sounds[sound(core)][each.code] = None
    return Names(_frozen(spelled), _frozen(sounds))


@lru_cache(maxsize=8)
def inspectorate_full_names(structure: Structure) -> dict[str, Codes]:
    """Return the folded full names and codes of inspectorates."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for each in structure.inspectorates:
        for name in (each.code, *(each.name(lang) for lang in LANGUAGES)):
            names[fold(name)][each.code] = None
    return _frozen(names)


def inspectorate_core(text: str) -> str:
    """Drop the words that every inspectorate's name has; the text where nothing is left."""
    words = _BETWEEN_WORDS.split(unicodedata.normalize("NFC", text))
    return " ".join(word for word in words if fold(word) not in _EVERY_ONE) or text


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
