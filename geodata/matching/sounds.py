"""One key for a Romanian name in Latin letters and in either Cyrillic spelling of it.

`Анений Ной` is `Anenii Noi` as it sounds, `Флорешты` as Russian has long written `Florești`, and
`Старые Биличены` puts in front what `Bilicenii Vechi` puts behind. The key is coarse on purpose
(ș is s, ț is t, ă is a), for shipped names may lack diacritics, and it decides nothing alone:
where two places of a district share one, a person is asked.
"""

from __future__ import annotations

import re
import unicodedata

from geodata.names import fold

# Cyrillic letters as `geodata.names.fold` leaves them: й is и there, ё is е. Russian has long
# written г for the Romanian h (Кагул is Cahul), so both are g.
_LETTERS = {
    **dict(zip("абвгдезиклмнопрстуфхцчшы", "abvgdeziklmnoprstufgtcsi", strict=True)),
    **{"ж": "j", "щ": "st", "э": "a", "ю": "ю", "я": "я", "ъ": "", "ь": ""},
    **{"і": "i", "ј": "i", "ѕ": "dz", "є": "e", "ґ": "g"},
}
_CYRILLIC = re.compile("[\u0400-\u052f]")
# Hard k and g, soft c and j; the e or i that only softens goes. î is y until it cannot soften.
_ROMANIAN = (
    (re.compile("ch(?=[ei])"), "k"),
    (re.compile("c(?=[ei])"), "č"),
    (re.compile("g(?=[ei])"), "ǧ"),
    (re.compile("(?<=[čǧ])[ei](?=[aou])"), ""),
    (re.compile("gh|h"), "g"),
    (re.compile("[cq]"), "k"),
    (re.compile("č"), "c"),
    (re.compile("ǧ"), "j"),
)
_SAME = (
    (re.compile("dj"), "j"),
    (re.compile("ks"), "x"),
    (re.compile("w"), "v"),
    (re.compile("y"), "i"),
    # One letter in one script, one in the other: a letter mistyped is one letter apart.
    (re.compile("[ei]a"), "я"),
    (re.compile("iu"), "ю"),
    (re.compile("i+e"), "e"),
    (re.compile(r"([^aeou])\1+"), r"\1"),
    # The final -i of plural names is -ь in one system and -ы in the other.
    (re.compile(r"(?<=\w\w)i\b"), ""),
)
# What tells villages of one name apart: Romanian words behind it, Russian ones before it.
_TOLD_APART = {
    "nou": ("nou noua no", "новыи новая новое новые"),
    "vechi": ("vek veke", "старыи старая старое старые"),
    "sus": ("sus", "верхнии верхняя верхнее верхние"),
    "jos": ("jos", "нижнии нижняя нижнее нижние"),
    "mare": ("mare mar", "большои большая большое большие"),
    "mic": ("mik mika mic", "малыи малая малое малые"),
}


def is_cyrillic(text: str) -> bool:
    """Whether the text has Cyrillic letters."""
    return _CYRILLIC.search(text) is not None


def sound(name: str) -> str:
    """Return how a name sounds, word by word: the same for both scripts."""
    folded = fold(re.sub("[âî]", "y", unicodedata.normalize("NFC", name).casefold()))
    one = _cyrillic if is_cyrillic(folded) else _romanian
    sounds = [one(word) for word in folded.split()]
    if len(sounds) < 2:
        return "".join(sounds)
    if sounds[0] in _BEFORE:
        return " ".join([*sounds[1:], _BEFORE[sounds[0]]])
    if sounds[-1] in _BEHIND:
        told_apart = _BEHIND[sounds.pop()]
        if len(sounds) > 1 and sounds[-1] == "de":
            sounds.pop()
        return " ".join([*sounds, told_apart])
    return " ".join(sounds)


def _cyrillic(word: str) -> str:
    word = "е" + word[1:] if word.startswith("э") else word
    return _same("".join(_LETTERS.get(letter, letter) for letter in word))


def _romanian(word: str) -> str:
    for pattern, letters in _ROMANIAN:
        word = pattern.sub(letters, word)
    return _same(word)


def _same(word: str) -> str:
    for pattern, letters in _SAME:
        word = pattern.sub(letters, word)
    return word


_BEHIND = {word: key for key, (words, _) in _TOLD_APART.items() for word in words.split()}
_BEFORE = {
    _cyrillic(word): key for key, (_, words) in _TOLD_APART.items() for word in words.split()
}
