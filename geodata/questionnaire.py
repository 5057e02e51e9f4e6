"""The survey form as a record: what was asked, in three languages, and how answers are read.

Which answers are favourable, which say nothing and which way a scale runs is data, kept with
the question in `reference/questionnaire.json` or in the database; no code decides it. The
shipped form is a proposal: the campaign's own was not found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from geodata.i18n import Translator, translators
from geodata.vocabulary import LANGUAGES

KINDS = ("single", "multiple", "likert4", "likert5", "open")
SCALE_POINTS = {"likert4": 4, "likert5": 5}
SHORT_LENGTH = 28

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen; `text` by language."""

    code: str
    text: Words


@dataclass(frozen=True, slots=True)
class Construct:
    """A group of questions; `label` by language."""

    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Whom a question is asked: those who chose one of these options of an earlier question."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One item of the form.

    Attributes:
        key: Name in files, URLs and indicators.
        kind: single, multiple, likert4, likert5 or open.
        construct: Code of the group it belongs to.
        text: The question as asked, by language.
        short: Label of at most 28 characters, by language.
        options: Answers in the order of the form.
        favourable: Codes of the favourable end of a scale; the neutral is in neither set.
        unfavourable: Codes of the other end.
        dont_know: Codes that say nothing; out of the base.
        positive: Codes that count as yes.
        polarity: 1 where the first option is the best, -1 where the last is, 0 for no order.
        max_choices: Most options one person may choose; None for no limit.
        other: Codes that ask for a text of one's own.
        exclusive: Codes that go with no other.
        mapped: Whether a question with `positive` codes has a map of its own.
        asked_of: Whom it is asked; None for everybody. The base is always those who answered
            it with more than a don't-know: of a scale the neutral is in it, of several choices
            each person once.
    """

    key: str
    kind: str
    construct: str
    text: Words
    short: Words
    options: tuple[Option, ...] = ()
    favourable: tuple[str, ...] = ()
    unfavourable: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    polarity: int = 0
    max_choices: int | None = None
    other: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    mapped: bool = True
    asked_of: AskedOf | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Option codes in the order of the form."""
        return tuple(option.code for option in self.options)

    @property
    def valid(self) -> tuple[str, ...]:
        """Option codes of the base: all but the don't-knows."""
        return tuple(code for code in self.codes if code not in self.dont_know)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form: its groups, what it asks of the respondent, and its questions in order.

    `proposal` is true where no campaign is known to have used it. `background` describes the
    columns of a response (mode, date, place, sex, age, language); its answers are kept there
    and never as answers.
    """

    id: str
    proposal: bool
    constructs: tuple[Construct, ...]
    questions: tuple[Question, ...]
    background: tuple[Question, ...] = field(default=())

    def question(self, key: str) -> Question:
        """Return the question with this key.

        Raises:
            KeyError: no question has it; the text names the key.
        """
        for each in self.questions:
            if each.key == key:
                return each
        raise KeyError(f"no question has the key {key!r}")

    def label(self, construct: str, lang: str) -> str:
        """Return a group's label in `lang`."""
        return next(each.label[lang] for each in self.constructs if each.code == construct)

    def document(self) -> dict[str, Any]:
        """Return the form as JSON-ready data that `parse_questionnaire` reads back equal."""
        document: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return document


@cache
def proposed_questionnaire() -> Questionnaire:
    """Return the shipped form, a proposal."""
    path = Path(__file__).parent / "reference" / "questionnaire.json"
    return parse_questionnaire(json.loads(path.read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a form: the name of its sentence, and what that names."""

    code: str
    values: Mapping[str, object]


class FormError(ValueError):
    """A form that is incomplete or contradicts itself; as text it says so in English."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.code for fault in faults))
        self.faults = faults

    def sentences(self, t: Translator) -> list[str]:
        """Return every fault in words."""
        return [t.text(f"form.{fault.code}", **fault.values) for fault in self.faults]

    def __str__(self) -> str:
        return "\n".join(self.sentences(translators("import")["en"]))


def parse_questionnaire(document: Mapping[str, Any]) -> Questionnaire:
    """Build and check a form.

    Args:
        document: As in `reference/questionnaire.json`. A question's `options` may name one
            of `option_sets` in place of a list.

    Raises:
        FormError: the form is incomplete or contradicts itself; it has every fault.
    """
    try:
        sets = document.get("option_sets", {})
        built = Questionnaire(
            id=str(document["id"]),
            proposal=bool(document["proposal"]),
            constructs=tuple(Construct(**each) for each in document["constructs"]),
            questions=tuple(_question(each, sets) for each in document["questions"]),
            background=tuple(_question(each, sets) for each in document.get("background", ())),
        )
    except KeyError as missing:
        raise FormError(_fault("lacks", part=repr(missing.args[0]))) from None
    except (TypeError, AttributeError) as wrong:
        raise FormError(_fault("built", reason=wrong)) from None
    faults = tuple(_faults(built))
    if faults:
        raise FormError(*faults)
    return built


def _question(raw: Mapping[str, Any], sets: Mapping[str, Any]) -> Question:
    options = raw["options"]
    lists = {key: tuple(value) for key, value in raw.items() if isinstance(value, list)}
    chosen = sets[options] if isinstance(options, str) else options
    asked = raw.get("asked_of")
    asked_of = AskedOf(str(asked["question"]), tuple(asked["options"])) if asked else None
    built = {"options": tuple(Option(**each) for each in chosen), "asked_of": asked_of}
    return Question(**{**raw, **lists, **built})


def _fault(code: str, /, **values: object) -> Fault:
    return Fault(code, values)


def _faults(form: Questionnaire) -> Iterator[Fault]:
    for construct in form.constructs:
        yield from _silent(construct.label, "group_text", key=construct.code)
    groups = {construct.code for construct in form.constructs}
    for questions in (form.questions, form.background):
        keys = [question.key for question in questions]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield _fault("question_twice", key=key, times=keys.count(key))
    yield from _asked_faults(form)
    for question in (*form.background, *form.questions):
        if question.construct not in groups:
            yield _fault("no_group", key=question.key, group=repr(question.construct))
        yield from _question_faults(question)


def _asked_faults(form: Questionnaire) -> Iterator[Fault]:
    """A question may be asked only of those who answered an earlier one so."""
    earlier: dict[str, tuple[str, ...]] = {}
    for question in form.questions:
        asked, key = question.asked_of, question.key
        if asked and asked.question not in earlier:
            yield _fault("asked_later", key=key, other=repr(asked.question))
        elif asked and not set(asked.options) <= set(earlier[asked.question]):
            yield _fault("asked_options", key=key, other=asked.question)
        elif asked and not asked.options:
            yield _fault("asked_none", key=key)
        earlier[key] = question.codes


def _question_faults(question: Question) -> Iterator[Fault]:
    key = question.key
    if question.kind not in KINDS:
        yield _fault("kind", key=key, kind=repr(question.kind), kinds=", ".join(KINDS))
    yield from _silent(question.text, "question_text", key=key)
    yield from _silent(question.short, "short_text", key=key)
    for lang, label in question.short.items():
        if len(label) > SHORT_LENGTH:
            yield _fault("short_long", key=key, lang=lang, most=SHORT_LENGTH)
    if len(set(question.codes)) < len(question.codes):
        yield _fault("option_twice", key=key)
    if not question.options and question.kind != "open":
        yield _fault("no_options", key=key)
    for option in question.options:
        yield from _silent(option.text, "option_text", key=key, option=option.code)
    for role in ("favourable", "unfavourable", "dont_know", "positive", "other", "exclusive"):
        for code in getattr(question, role):
            if code not in question.codes:
                yield _fault("role", key=key, role=role, option=repr(code))
    yield from _scale_faults(question)


def _scale_faults(question: Question) -> Iterator[Fault]:
    key = question.key
    if question.polarity not in (-1, 0, 1):
        yield _fault("polarity", key=key, polarity=question.polarity)
    points = SCALE_POINTS.get(question.kind)
    if points is None:
        return
    if len(question.valid) != points:
        yield _fault("points", key=key, points=len(question.valid), wanted=points)
    if question.polarity == 0:
        yield _fault("no_polarity", key=key)
    ends = (question.favourable, question.unfavourable)
    if question.polarity == -1:
        ends = (question.unfavourable, question.favourable)
    if ends != (question.valid[:2], question.valid[-2:]):
        yield _fault("ends", key=key)


def _silent(words: Words, code: str, **values: object) -> Iterator[Fault]:
    """Yield a fault for each language in which there is no text."""
    for lang in LANGUAGES:
        if not str(words.get(lang, "")).strip():
            yield _fault(code, lang=lang, **values)
