"""Place names under every spelling: folding for matching, spelling variants, Romanian order.

Matching here is exact after folding; nothing guesses. Folded text is for keys only: what a
reader sees is always the name as written, because Gagauz names rightly carry a cedilla where
Romanian ones carry a comma below.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

ROMANIAN_ALPHABET = "aăâbcdefghiîjklmnopqrsștțuvwxyz"

# Letters that look the same in both scripts. Lower-case в, к, м, н, т do not.
_CYRILLIC_TWINS = "АВЕКМНОРСТХУІЈЅаеорсхуіјѕ"
_LATIN_TWINS = "ABEKMHOPCTXYIJSaeopcxyijs"
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_CEDILLA_TO_COMMA = str.maketrans("ŞşŢţ", "ȘșȚț")

_WORD = re.compile(r"\w+")
_NOT_WORD = re.compile(r"[\W_]+")
# Words for the kind of a place, as they stand in a name once it is folded (й is и there).
_KINDS_BEFORE = (
    "municipality of|district of|raion of|raionului|raionul|raion|r nului|rnul|r nul|r ul|rn|r n|r"
    "|districtul|district|municipiul|municipiu|mun|orasul|oras|or|comuna|com|satul|sat|s"
    "|localitatea|loc|раиона|раион|рн|р н|р|муниципии|муниципия|мун|город|гор|г|коммуна|ком"
    "|село|сел|с|поселок|пос"
)
_KINDS_AFTER = (
    "raionul|raion|rayon|rnul|r nul|rn|r n|district|municipality|municipiul|municipiu|mun|orasul"
    "|oras|or|satul|sat|s|comuna|com|раион|раиона|рн|р н|муниципии|мун|город|г|село|с"
)
_BEFORE = re.compile(rf"^(?:(?:{_KINDS_BEFORE}) )+(?=\S)")
_AFTER = re.compile(rf"(?<=\S)(?: (?:{_KINDS_AFTER}))+$")
_LEAST_OTHERS = 5
_MARKED_SHARE = 0.85
_BRACKETED = re.compile(r"\s*\([^)]*\)")


def fold(text: str) -> str:
    """Fold `text` to a matching key: no diacritics, one script a word, no case, single spaces.

    Comma-below and cedilla letters become the same, as do hyphens, dots and spaces. `î` and
    `â` become `i` and `a`: `spellings` joins the two orthographies.
    """
    decomposed = unicodedata.normalize("NFKD", _in_one_script(text))
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def without_kind(folded: str) -> str:
    """Drop words such as `r nul`, `mun`, `sat` or `район` around an already folded name."""
    return _AFTER.sub("", _BEFORE.sub("", folded))


def readings(text: str) -> tuple[str, ...]:
    """Return the keys under which `text` may be known, in the order to try them.

    As written comes first (`Satul Nou` is a name), then what a word for town or village says
    (`s. Drochia` is `Drochia Sat`, `or. Cornești` is `Cornești Oraș`), then fewer such words.
    """
    folded = fold(text)
    name = _BEFORE.sub("", folded)
    kinds = folded.removesuffix(name).split()
    as_village = [f"{name} sat"] if {"s", "sat", "satul"} & {*kinds} else []
    as_town = [f"{name} oras"] if {"or", "oras", "orasul"} & {*kinds} else []
    return tuple(dict.fromkeys((folded, *as_village, *as_town, name, without_kind(folded))))


def in_other_letters(text: str) -> Iterator[str]:
    """Yield a text with its letters of one script replaced by twins of the other.

    Only where every such letter has a twin: a whole word may be typed with the wrong keyboard.
    """
    composed = unicodedata.normalize("NFC", text)
    for twins, is_left in ((_TO_LATIN, _is_cyrillic), (_TO_CYRILLIC, _is_latin)):
        translated = composed.translate(twins)
        if translated != composed and not any(map(is_left, translated)):
            yield translated


def with_diacritics(text: str) -> str:
    """Return a text in small letters with its diacritics, of one orthography and one comma."""
    composed = unicodedata.normalize("NFC", text).translate(_CEDILLA_TO_COMMA)
    return composed.casefold().replace("â", "î")


def with_comma_below(text: str) -> str:
    """Return a text with the comma that Romanian has under s and t, in place of a cedilla."""
    return unicodedata.normalize("NFC", text).translate(_CEDILLA_TO_COMMA)


def without_brackets(name: str) -> str:
    """Drop bracketed additions, such as `(loc. st. c.f.)` for a railway halt."""
    return _BRACKETED.sub("", name).strip()


def spellings(name: str) -> tuple[str, ...]:
    """Return the folded forms of `name` in both orthographies of the sound î/â.

    The first is the name's own. In the second `â` is written inside words and `î` at their
    ends (the rule of 1993); the others have one letter everywhere, for hasty typing.
    """
    lowered = unicodedata.normalize("NFC", name.casefold())
    everywhere_i = lowered.replace("â", "î")
    inside_a = re.sub(r"(?<=\w)î(?=\w)", "â", everywhere_i)
    everywhere_a = everywhere_i.replace("î", "â")
    forms = (lowered, inside_a, everywhere_i, everywhere_a)
    return tuple(dict.fromkeys(fold(form) for form in forms))


def romanian_order(text: str) -> tuple[int, ...]:
    """Return a sort key in the order of the Romanian alphabet, where ă follows every a."""
    letters = unicodedata.normalize("NFC", text.translate(_CEDILLA_TO_COMMA)).casefold()
    return tuple(ROMANIAN_ALPHABET.find(letter) for letter in letters)


def lacking_diacritics(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that seem to have lost diacritics, in the order given.

    A word is suspect when it begins or ends (3 to 5 letters) without diacritics as at least
    five other words of the list do, 85 % of them with diacritics: `Pitesti` among so many
    `-ești`. A hint for a reader with a map: some of them are right, and others stay unseen.
    """
    words_of = {name: [word.casefold() for word in _WORD.findall(name)] for name in names}
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for word in {word for words in words_of.values() for word in words}:
        for place, part in _edges(word):
            counts = tally[place, _plain(part)]
            counts[0] += 1
            counts[1] += part != _plain(part)

    def suspect(word: str) -> bool:
        bare = (tally[edge] for edge in _edges(word) if edge[1] == _plain(edge[1]))
        return any(n > _LEAST_OTHERS and m >= _MARKED_SHARE * (n - 1) for n, m in bare)

    return tuple(name for name, words in words_of.items() if any(map(suspect, words)))


def _edges(word: str) -> Iterator[tuple[str, str]]:
    """Yield the beginnings and endings of a word, marked as such."""
    for length in (3, 4, 5):
        if len(word) > length:
            yield "begins", word[:length]
            yield "ends", word[-length:]


def _plain(letters: str) -> str:
    return "".join(unicodedata.normalize("NFKD", letter)[0] for letter in letters)


def _in_one_script(text: str) -> str:
    """Replace look-alike letters in words that mix Latin with Cyrillic."""
    # Composed first: the diaeresis of a decomposed ё must not hide its letter.
    return _WORD.sub(lambda word: _word_in_one_script(word[0]), unicodedata.normalize("NFC", text))


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and not _is_cyrillic(letter)


def _word_in_one_script(word: str) -> str:
    cyrillic = [c for c in word if _is_cyrillic(c)]
    latin = [c for c in word if c.isalpha() and c not in cyrillic]
    if not cyrillic or not latin:
        return word
    if all(c in _CYRILLIC_TWINS for c in cyrillic):
        return word.translate(_TO_LATIN)
    if all(c in _LATIN_TWINS for c in latin):
        return word.translate(_TO_CYRILLIC)
    return word
