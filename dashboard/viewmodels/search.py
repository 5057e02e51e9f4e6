"""What a search finds: districts, regions, localities, inspectorates, indicators and questions.

Names are matched under every spelling of either script; nothing is guessed. A result says
where it leads: which part of the view changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dashboard.viewmodels.text import indicator_name, indicator_of, unit_name
from geodata.districts import all_spellings, district
from geodata.i18n import Translator, translators
from geodata.names import fold, spellings
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES

MOST = 8
LONGEST = 80
# Romanian in Cyrillic letters, as its sounds are written in Latin ones without diacritics.
_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i",
    "к": "c", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "h", "ц": "t", "ч": "c", "ш": "s", "щ": "st", "ъ": "a", "ы": "i",
    "ь": "", "э": "a", "ю": "iu", "я": "ia",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """A thing found: what it is, its name, where it is, and what of the view it changes."""

    kind: str
    name: str
    where: str
    changes: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    result: Result
    keys: tuple[str, ...]


def find(text: str, published: Published, t: Translator) -> list[Result]:
    """Find what `text` names: whole names first, then beginnings, then words that begin so."""
    wanted = _sound(fold(text[:LONGEST]))
    if len(wanted) < 2:
        return []
    ranked = [
        (rank, i, entry.result)
        for i, entry in enumerate(_index(published.id, _Held(published), t.language))
        if (rank := min((_rank(wanted, key) for key in entry.keys), default=9)) < 9
    ]
    return [result for _, _, result in sorted(ranked, key=lambda each: each[:2])[:MOST]]


def _rank(wanted: str, key: str) -> int:
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 1
    if f" {wanted}" in key:
        return 2
    padded = f" {key}"
    return 3 if all(f" {word}" in padded for word in wanted.split()) else 9


def _sound(folded: str) -> str:
    """A folded text in Latin letters, `ch` and `gh` before e and i written as they sound."""
    latin = "".join(_SOUNDS.get(letter, letter) for letter in folded)
    return latin.replace("ch", "c").replace("gh", "g").replace("k", "c")


class _Held:
    """Carries a publication past a cache that keys by its id."""

    def __init__(self, published: Published) -> None:
        self.published = published

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.published.id == other.published.id

    def __hash__(self) -> int:
        return hash(self.published.id)


@lru_cache(maxsize=2 * len(LANGUAGES))
def _index(_publication: str, held: _Held, language: str) -> tuple[_Entry, ...]:
    t = translators()[language]
    return tuple(_entries(held.published, t))


def _entries(published: Published, t: Translator) -> Iterator[_Entry]:
    document = published.document
    spelled = all_spellings()
    for code in document["districts"]:
        yield _entry(t, "district", unit_name(t, code), "", {"pin": code}, *spelled[code])
    for code in document["regions"]:
        names = [unit_name(each, code) for each in translators().values()]
        yield _entry(t, "region", unit_name(t, code), "", {"pin": code}, *names)
    for key, about in document["indicators"].items():
        names = [indicator_name(each, key, published) for each in translators().values()]
        family = t.text(f"family.{about['family']}")
        yield _entry(t, "indicator", indicator_name(t, key, published), family,
                     {"indicator": key, "page": "map"}, *names)  # fmt: skip
    for key, question in document["questions"].items():
        texts = [question[part][lang] for part in ("text", "short") for lang in LANGUAGES]
        yield _entry(t, "question", question["text"][t.language], "", _to_question(key, published),
                     *texts)  # fmt: skip
    for office, spelled_names in document["inspectorate_names"].items():
        names = [spelled_names[lang] for lang in LANGUAGES]
        at = next((i for i, codes in enumerate(document["places"]["inspectorates"])
                   if office in codes), None)  # fmt: skip
        if at is not None:
            home = document["districts"][at]
            yield _entry(t, "inspectorate", spelled_names[t.language], unit_name(t, home),
                         {"pin": home}, *names, *(n.split(" ", 2)[-1] for n in names))  # fmt: skip
    for code, name, at, *_ in document["localities"]:
        home = document["districts"][at]
        where = district(home).short(t.language)
        yield _entry(t, "locality", name, where, {"pin": home, "focus": code}, *spellings(name))


def _to_question(key: str, published: Published) -> dict[str, str]:
    """A question leads to its map where it has one, else to the answers."""
    indicator = indicator_of(key, published)
    return {"indicator": indicator, "page": "map"} if indicator else {"page": "answers"}


def _entry(
    t: Translator, kind: str, name: str, where: str, changes: dict[str, str], *names: str
) -> _Entry:
    words = t.text(f"search.{kind}")
    keys = tuple(dict.fromkeys(_sound(fold(each)) for each in (name, *names)))
    return _Entry(Result(kind, name, f"{words} · {where}" if where else words, changes), keys)
