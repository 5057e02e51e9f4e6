"""Every shipped name is found under every spelling made of it, and no spelling finds another's.

The spellings are made here, by rules of their own: what people, keyboards and exports do to a
name, and the two ways to write it in Cyrillic. Mistyped names may be asked about; they are never
taken for another place.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from geodata.districts import all_districts
from geodata.inspectorates import all_inspectorates, shipped_structure
from geodata.localities import Locality, all_localities
from geodata.matching import How, Match, PlaceMatcher
from geodata.matching.sounds import sound
from geodata.names import fold, spellings, without_brackets
from geodata.reference import read_rows

MATCHER = PlaceMatcher()
Find = Callable[[str], Match]

TWINS = dict(zip("ABEKMHOPCTXaeopcxyi", "АВЕКМНОРСТХаеорсхуі", strict=True))
LETTERS = "abcdefghijklmnoprstuvzăîșțабвгдежзиклмнопрстуфхцчшыэюя"


# What is done to a name


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def cedillas(name: str) -> str:
    return name.translate(str.maketrans("ȘșȚț", "ŞşŢţ"))


def with_a(name: str) -> str:
    """The orthography of 1993: â inside words, î at their ends."""
    return re.sub(r"(?<=\w)î(?=\w)", "â", name)


def with_i(name: str) -> str:
    return name.replace("â", "î").replace("Â", "Î")


def mixed(name: str, seed: int) -> str:
    """Letters of the other script that look the same, as copied texts have them."""
    chosen = random.Random(f"{name}{seed}")
    return "".join(TWINS.get(c, c) if chosen.random() < 0.5 else c for c in name)


TYPED: dict[str, Callable[[str], str]] = {
    "as it is": lambda name: name,
    "capitals": str.upper,
    "small": str.lower,
    "no diacritics": plain,
    "cedillas": cedillas,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "cedillas, decomposed, capitals": lambda n: unicodedata.normalize("NFD", cedillas(n)).upper(),
    "with â": with_a,
    "with â, capitals": lambda name: with_a(name).upper(),
    "with â, plain": lambda name: plain(with_a(name)),
    "with î": with_i,
    "other letters": lambda name: mixed(name, 1),
    "more other letters": lambda name: mixed(name, 2),
    "spaces": lambda name: f" \u00a0{name.replace(' ', '  ')} ",
    "hyphens": lambda name: name.replace(" ", "-"),
    "no hyphens": lambda name: name.replace("-", " "),
}

# Romanian to Cyrillic, as official Russian names have it. Longest letters first.
OFFICIAL = (
    *(("gea", "жа"), ("gia", "жа"), ("geo", "жо"), ("giu", "жу"), ("gio", "жо")),
    *(("cea", "ча"), ("cia", "ча"), ("ceo", "чо"), ("ciu", "чу"), ("cio", "чо")),
    *(("che", "ке"), ("chi", "ки"), ("ghe", "ге"), ("ghi", "ги")),
    *(("ce", "че"), ("ci", "чи"), ("ge", "же"), ("gi", "жи")),
    *(("ia", "я"), ("ea", "я"), ("iu", "ю"), ("ie", "ие"), ("ii", "ий"), ("ks", "кс")),
    *zip("aăâbcdefghijklmnopqrsștțuvwxyzîè", "аэыбкдефгхижклмнопкрсштцувхкзыы", strict=False),
)
LETTER_BY_LETTER = dict(OFFICIAL) | {"x": "кс", "w": "в", "y": "и", "z": "з", "î": "ы", "v": "в"}
TOLD_APART = {
    "noi": "новые",
    "nou": "новый",
    "nouă": "новая",
    "vechi": "старые",
    "veche": "старая",
    "sus": "верхние",
    "jos": "нижние",
    "mari": "большие",
    "mare": "большая",
    "mici": "малые",
    "mică": "малая",
}


def official(name: str) -> str:
    """The name in Cyrillic as it sounds: Florești is Флорешть."""
    return " ".join(map(official_word, re.split(r"[\s-]+", without_brackets(name).lower())))


def official_word(word: str) -> str:
    letters, at = "", 0
    word = word.replace("â", "î")
    while at < len(word):
        for length in (3, 2, 1):
            part = word[at : at + length]
            if len(part) == length and part in LETTER_BY_LETTER:
                letters += LETTER_BY_LETTER[part]
                at += length
                break
        else:
            letters, at = letters + word[at], at + 1
    if word.endswith("i") and len(word) > 2 and word[-2] not in "aeiouăî":
        letters = letters[:-1] + "ь"
    return re.sub("(?<=[аоуиеыэ])и(?![аеи])", "й", letters)


def customary(name: str) -> str:
    """As Russian has long had it: -ы for -ь, г for х, е for э, and what tells apart in front."""
    words = re.split(r"[\s-]+", without_brackets(name).lower())
    before = TOLD_APART.get(words[-1], "") if len(words) > 1 else ""
    if before:
        words = words[:-2] if words[-2] == "de" and len(words) > 2 else words[:-1]
    letters = " ".join(map(official_word, words))
    return f"{before} {re.sub('ь', 'ы', letters).replace('х', 'г')}".strip()


CYRILLIC: dict[str, Callable[[str], str]] = {
    "official": lambda name: official(name).title(),
    "official capitals": lambda name: official(name).upper(),
    "official with Latin letters": lambda name: mixed_back(official(name)),
    "customary": lambda name: customary(name).title(),
}


def mixed_back(text: str) -> str:
    """Some Latin letters in a Cyrillic text, but never in all of a word."""
    back = {there: here for here, there in TWINS.items()}
    chosen = random.Random(text)
    return "".join(back.get(c, c) if c in "аос" and chosen.random() < 0.4 else c for c in text)


DISTRICT_WORDS = (
    *("r-nul {}", "r. {}", "raionul {}", "R-NUL {}", "{} (raion)", "{}, r-nul", "district of {}"),
    *("район {}", "р-н {}", "{} район", "{} р-н"),
)
LOCALITY_WORDS = {
    "ro": ("or. {}", "orașul {}", "oraşul {}", "mun. {}", "com. {}", "comuna {}", "loc. {}"),
    "village": ("s. {}", "satul {}", "{} (sat)", "S. {}"),
    "ru": ("г. {}", "с. {}", "мун. {}", "село {}", "город {}", "пос. {}"),
}


def mistyped(name: str, edits: int, seed: int) -> str:
    """A name with letters left out, added, changed or swapped."""
    chosen = random.Random(f"{name}{edits}{seed}")
    alphabet = [c for c in LETTERS if (c >= "а") == (name[:1].lower() >= "а")]
    text = name
    for _ in range(edits):
        at = chosen.randrange(len(text)) if text else 0
        what = chosen.choice(("leave out", "add", "change", "swap"))
        letter = chosen.choice(alphabet)
        if what == "leave out":
            text = text[:at] + text[at + 1 :]
        elif what == "add":
            text = text[:at] + letter + text[at:]
        elif what == "change":
            text = text[:at] + letter + text[at + 1 :]
        elif at + 1 < len(text):
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


# Districts


def district_forms(code: str) -> Iterator[tuple[str, str]]:
    (row,) = (row for row in read_rows("districts.csv") if row["code"] == code)
    names = [text for key, text in row.items() if key.startswith(("name_", "short_"))]
    for name in dict.fromkeys([*names, *row["aliases"].split("|")]):
        yield "shipped", name
    for how, change in TYPED.items():
        for name in (row["name_ro"], row["short_ro"]):
            yield how, change(name)
    for word in DISTRICT_WORDS if row["kind"] == "raion" else ():
        for name in (row["short_ro"], plain(row["short_ro"]), row["short_ru"]):
            yield word, word.format(name)
        for alias in filter(None, row["aliases"].split("|")):
            yield word, word.format(alias)
    if row["kind"] == "raion":
        for how, change in CYRILLIC.items():
            yield how, change(row["short_ro"])
            yield how, f"{change(row['short_ro'])} район"


@pytest.mark.parametrize("code", [each.code for each in all_districts()])
def test_every_district_is_found_under_every_form(code: str) -> None:
    wrong = {
        (how, text, match)
        for how, text in district_forms(code)
        if (match := MATCHER.district(text)).code != code or match.how is How.NEAR
    }
    assert wrong == set()


# Localities


def test_diacritics_tell_villages_apart() -> None:
    for text, code in (("Hancăuți", "L0528"), ("Hâncăuţi", "L0532"), ("s. HÎNCĂUȚI", "L0532")):
        assert MATCHER.locality(text, "MD-ED").code == code


@cache
def namesakes() -> Counter[tuple[str, str]]:
    """How many localities of a district have a name, in any of its spellings."""
    found: Counter[tuple[str, str]] = Counter()
    for each in all_localities():
        names = (each.name_ro, without_brackets(each.name_ro))
        for key in {key for name in names for key in spellings(name)}:
            found[each.district_code, key] += 1
    return found


def has_namesake(place: Locality) -> bool:
    return any(namesakes()[place.district_code, key] > 1 for key in spellings(place.name_ro))


def locality_forms(place: Locality) -> Iterator[tuple[str, str]]:
    name = place.name_ro
    for how, change in TYPED.items():
        yield how, change(name)
    own = {fold(name).removesuffix(" sat"), fold(name).removesuffix(" oras")}
    two = any(
        namesakes()[place.district_code, f"{key} {kind}"] for key in own for kind in ("sat", "oras")
    )
    words = LOCALITY_WORDS["ro"] if two else (*LOCALITY_WORDS["ro"], *LOCALITY_WORDS["village"])
    if not two:  # else the word says which of the two is meant; see test_reference_names
        for word in words:
            yield word, word.format(name)
            yield word, word.format(cedillas(with_a(name)).upper())
    if "(" in name:  # Cyrillic names have no such additions
        return
    for how, change in CYRILLIC.items():
        yield how, change(name)
    for word in LOCALITY_WORDS["ru"]:
        yield word, word.format(official(name).title())


@pytest.mark.parametrize("code", [each.code for each in all_districts()])
def test_every_locality_is_found_under_every_form(code: str) -> None:
    wrong = []
    for place in (each for each in all_localities() if each.district_code == code):
        for how, text in locality_forms(place):
            match = MATCHER.locality(text, code)
            found = match.code == place.code and match.how in (How.NAME, How.SOUND)
            asked = match.how is How.AMBIGUOUS and place.code in match.candidates
            if not (found or (asked and has_namesake(place))):
                wrong.append((place.name_ro, how, text, match))
    assert wrong == []


def test_customary_names_that_are_in_use_are_found() -> None:
    by_code = {each.code: each for each in all_localities()}
    for row in read_rows("locality_names.csv"):
        match = MATCHER.locality(row["name_ru"], by_code[row["code"]].district_code)
        asked = match.how is How.AMBIGUOUS and row["code"] in match.candidates
        assert match.code == row["code"] or (asked and has_namesake(by_code[row["code"]])), row


# Inspectorates


INSPECTORATE_WORDS = (
    *("{}", "IP {}", "Inspectoratul de poliție {}", "Inspectoratul de Poliţie al r-nului {}"),
    *("INSPECTORATUL DE POLIȚIE {}", "{} Police Inspectorate"),
)
RUSSIAN_INSPECTORATE_WORDS = ("{}", "ИП {}", "Инспекторат полиции {}", "инспекторат полиции р-н {}")


def inspectorate_forms(code: str) -> Iterator[tuple[str, str]]:
    (place,) = (each for each in all_inspectorates() if each.code == code)
    for lang in ("ro", "ru", "en"):
        yield "shipped", place.name(lang)
    yield "code", code
    core = place.name_ro.removeprefix("Inspectoratul de poliție ").partition(" (")[0]
    russian = place.name_ru.removeprefix("Инспекторат полиции ").partition(" (")[0]
    for word in INSPECTORATE_WORDS:
        for how, change in TYPED.items():
            yield f"{word}, {how}", word.format(change(core))
    for word in RUSSIAN_INSPECTORATE_WORDS:
        for name in (russian, russian.upper(), official(core).title(), customary(core).title()):
            yield word, word.format(name)
    homes = shipped_structure().served_by(code)
    if len(homes) == 1 and len(shipped_structure().serving(next(iter(homes)))) == 1:
        (row,) = (row for row in read_rows("districts.csv") if row["code"] in homes)
        for alias in filter(None, row["aliases"].split("|")):
            if alias.endswith("ский"):
                yield "adjective", f"{alias} инспекторат полиции"


@pytest.mark.parametrize("code", [each.code for each in all_inspectorates()])
def test_every_inspectorate_is_found_under_every_form(code: str) -> None:
    (home, *_) = shipped_structure().served_by(code)
    wrong = {
        (how, text, match)
        for how, text in inspectorate_forms(code)
        if (match := MATCHER.inspectorate(text, home)).code != code or match.how is How.NEAR
    }
    assert wrong == set()


def test_the_two_inspectorates_of_one_name_are_asked_about() -> None:
    match = MATCHER.inspectorate("IP Rîșcani", None)
    assert (match.how, match.candidates) == (How.AMBIGUOUS, ("IP-CU-RIS", "IP-RI"))


# Mistyped names


def typos(name: str) -> Iterator[str]:
    for edits in (1, 2):
        for seed in range(4):
            yield mistyped(name, edits, seed)


def check_typos(names: list[str], code: str, find: Find, others: set[str]) -> tuple[int, int]:
    """No typo finds another place, unless it is that one's name; returns found and made."""
    made = found = 0
    their_sounds = {sound(name) for name in others}
    for name in names:
        for text in typos(name):
            match = find(text)
            made += 1
            found += match.code == code
            if match.code not in ("", code):
                assert match.how in (How.NAME, How.SOUND), (name, text)
                assert fold(text) in others or sound(text) in their_sounds, (name, text)
    return found, made


def test_a_mistyped_district_is_its_own_or_asked_about() -> None:
    sums = [0, 0]
    for each in all_districts():
        names = [each.short_ro, plain(each.short_ro), each.short_ru, f"r-nul {each.short_ro}"]
        found = check_typos(names, each.code, MATCHER.district, set())
        sums = [a + b for a, b in zip(sums, found, strict=True)]
    assert sums[0] > 0.5 * sums[1]  # most typos are read, not asked about


@pytest.mark.parametrize("code", [each.code for each in all_districts()])
def test_a_mistyped_locality_is_its_own_or_asked_about(code: str) -> None:
    sums = [0, 0]
    here = [each for each in all_localities() if each.district_code == code]
    for place in (each for each in here if "(" not in each.name_ro):
        theirs = [without_brackets(each.name_ro) for each in here if each != place]
        others = {key for name in theirs for key in spellings(name)} - {*spellings(place.name_ro)}
        names = [place.name_ro, plain(place.name_ro), official(place.name_ro)]
        found = check_typos(names, place.code, lambda t: MATCHER.locality(t, code), others)
        sums = [a + b for a, b in zip(sums, found, strict=True)]
    assert sums[0] > 0.3 * sums[1]


def test_a_mistyped_inspectorate_is_its_own_or_asked_about() -> None:
    for each in all_inspectorates():
        (home, *_) = shipped_structure().served_by(each.code)
        core = each.name_ro.removeprefix("Inspectoratul de poliție ").partition(" (")[0]
        names = [core, f"IP {core}", each.name_ro]
        check_typos(names, each.code, lambda t, home=home: MATCHER.inspectorate(t, home), set())


@pytest.mark.parametrize(
    ("text", "district", "candidates"),
    [
        ("Hancauti", "MD-ED", {"L0528", "L0532"}),  # Hancăuți, and Hâncăuți without its letters
        ("H ncăuți", "MD-ED", {"L0528", "L0532"}),  # one letter from both
        ("Congaz", "MD-GA", {"L0713", "L0714"}),
    ],
)
def test_between_two_names_a_person_decides(text: str, district: str, candidates: set[str]) -> None:
    match = MATCHER.locality(text, district)
    assert not match.code and candidates <= set(match.candidates)
