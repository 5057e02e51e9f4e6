"""What the cells of a choice may say: the code, or its words in any of the three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from geodata import vocabulary as v
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Fault, Unread
from geodata.importing.kinds import MEDIA_KINDS
from geodata.importing.quoting import quote
from geodata.names import fold
from geodata.questionnaire import Question, Questionnaire
from geodata.vocabulary import LANGUAGES, Mode, VisitStatus

# What people write besides the form's own words; folded.
_ALSO: Mapping[str, Mapping[str, str]] = {
    v.SEX: {
        **dict.fromkeys(
            ("f", "femeie", "femei", "woman", "women", "ж", "жен", "женщина"), "female"
        ),
        **dict.fromkeys(("m", "barbat", "barbati", "man", "men", "м", "муж", "мужчина"), "male"),
    },
    v.MODE: {
        **dict.fromkeys(
            ("face to face", "f2f", "fata in fata", "лично", "offline"), "face-to-face"
        ),
        **dict.fromkeys(("web", "internet", "онлайн"), "online"),
    },
    v.RESIDENCE: {
        **dict.fromkeys(("oras", "город", "town"), "urban"),
        **dict.fromkeys(("sat", "село", "village"), "rural"),
    },
    v.LANGUAGE: {"romana": "ro", "русский": "ru", "english": "en", "engleza": "en"},
    v.AGE_GROUP: {"60": "60+", "60 si peste": "60+", "60 и старше": "60+", "60 and over": "60+"},
}
_NO_ANSWER = (
    "prefer not to say",
    "prefer să nu răspund",
    "prefer să nu spun",
    "предпочитаю не отвечать",
    "не хочу отвечать",
    "no_answer",
    "nu răspund",
    "nu doresc să răspund",
    "нет ответа",
    "no answer",
)

# In a margin: not broken down by this.
WHOLE: Mapping[str, str | None] = dict.fromkeys(
    ("total", "all", "both", "ambele", "toate", "toti", "все", "всего", "оба", "итого"), None
)


def served_part() -> dict[str, str | None]:
    """Folded words for whether an inspectorate serves a whole district or a part, to the code."""
    whole = ("whole", "tot", "întreg", "în întregime", "integral", "весь", "полностью", "целиком")
    part = ("part", "parte", "parțial", "o parte", "часть", "частично")
    words = {**dict.fromkeys(whole, "whole"), **dict.fromkeys(part, "part")}
    return {fold(text): code for text, code in words.items()}


def visit_status() -> dict[str, str | None]:
    """Folded words for a visit's status, to its code."""
    return _from_catalogue("status", [str(status) for status in VisitStatus])


def media_kind() -> dict[str, str | None]:
    """Folded words for a kind of media, to its code."""
    return _from_catalogue("media", MEDIA_KINDS)


def person(name: str, form: Questionnaire) -> dict[str, str | None]:
    """Folded words for what is known of a respondent (sex, age group, mode ...), to its code.

    What the form counts as no answer, and the usual words for it, give None.
    """
    allowed = {
        v.MODE: [str(mode) for mode in Mode],
        v.SEX: [str(sex) for sex in v.Sex],
        v.AGE_GROUP: list(v.AGE_GROUPS),
        v.RESIDENCE: [str(each) for each in v.Residence],
        v.LANGUAGE: list(LANGUAGES),
    }[name]
    asked = next((question for question in form.background if question.key == name), None)
    words: dict[str, str | None] = {fold(code): code for code in allowed}
    for option in asked.options if asked else ():
        code = option.code if option.code in allowed else None
        for text in (option.code, *option.text.values()):
            words.setdefault(fold(text), code)
    for text, meant in _ALSO.get(name, {}).items():
        words.setdefault(fold(text), meant)
    if name != v.MODE:
        for text in _NO_ANSWER:
            words.setdefault(fold(text), None)
    return words


def read_answer(
    question: Question, mapped: Mapping[str, str] = {}
) -> Callable[[str], tuple[int, ...]]:
    """Make a parser of a question's cells: positions of the chosen options in the form.

    Several are joined by `;`. Faults: an unknown option, more than may be chosen, and one
    that goes with no other beside another. `mapped` are folded texts that a person gave a code.
    """
    words = option_words(question)
    words |= {text: question.codes.index(code) for text, code in mapped.items()}
    several = question.kind == "multiple"
    most = (question.max_choices or len(question.codes)) if several else 1
    examples = ", ".join(question.codes[:8])

    def one(text: str) -> int:
        position = words.get(fold(text[:300]))
        if position is None:
            unread = Unread(text.strip())
            raise Fault("option_unknown", unread, value=quote(text), allowed=examples)
        return position

    def read(text: str) -> tuple[int, ...]:
        if not several or fold(text[:300]) in words:
            return (one(text),)
        parts = [part for part in text[:5000].split(";") if part.strip()]
        chosen = tuple(dict.fromkeys(one(part) for part in parts))
        if len(chosen) > most:
            raise Fault("options_too_many", count=len(chosen), most=most)
        alone = [i for i in chosen if question.codes[i] in question.exclusive]
        if alone and len(chosen) > 1:
            raise Fault("option_exclusive", value=question.codes[alone[0]])
        return chosen

    return read


def option_words(question: Question) -> dict[str, int]:
    """Map folded codes and texts of a question's options to their positions."""
    words: dict[str, int] = {}
    for position, option in enumerate(question.options):
        words[fold(option.code)] = position
    unclear = set()
    for position, option in enumerate(question.options):
        for text in option.text.values():
            folded = fold(text)
            if words.setdefault(folded, position) != position:
                unclear.add(folded)
    codes = {fold(code) for code in question.codes}
    return {text: i for text, i in words.items() if text and (text not in unclear or text in codes)}


def _from_catalogue(prefix: str, codes: Iterable[str]) -> dict[str, str | None]:
    words: dict[str, str | None] = {}
    for code in codes:
        words[fold(code)] = code
        for t in translators(DOMAIN).values():
            for text in t.text(f"import.{prefix}.{code}").split("|"):
                words.setdefault(fold(text), code)
    return words
