"""What a file leaves open, in words: its columns, words of answers and names of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.viewmodels.kinds import kind_name
from geodata.i18n import Translator

# What a select says besides a template's name: nothing decided, left out.
UNDECIDED, LEAVE_OUT = "", "-"
# Words of codes that have some, by column.
_CODES = {
    "mode": "mode",
    "sex": "part.sex",
    "residence": "part.residence",
    "status": "detail.status",
    "kind": "media.kind",
}

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a heading, none where it is "".

    Attributes:
        label: The heading.
        choices: Values and names.
    """

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide.

    Attributes:
        field: Its name in the form.
        label: What is asked about.
        about: What helps to decide, such as samples.
        chosen: The value that is chosen.
        groups: What there is to choose from.
    """

    field: str
    label: str
    about: str
    chosen: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """All that a file leaves open, and what was recognised.

    Attributes:
        kinds: Kinds to choose from, where it is not clear which it is.
        open: Columns to decide.
        known: Columns recognised or decided, which can be changed.
        known_title: How many these are.
        personal: Columns left out because they are about persons, in a sentence.
        words: Words of answers to decide, by column.
        places: Names of places to decide.
        answered: Whether there are answers to save.
    """

    kinds: tuple[Choice, ...]
    open: tuple[Question, ...]
    known: tuple[Question, ...]
    known_title: str
    personal: str
    words: tuple[tuple[str, tuple[Question, ...]], ...]
    places: tuple[Question, ...]
    answered: bool

    @property
    def asks(self) -> bool:
        """Whether anything waits for a person."""
        return bool(self.kinds or self.open or self.words or self.places)


def describe_questions(result: Mapping[str, Any], t: Translator) -> Questions:
    """Describe what the result of a check asks."""
    asked: Mapping[str, Any] = result.get("questions") or {}
    columns: Sequence[Mapping[str, Any]] = asked.get("columns", ())
    mapping = asked.get("mapping", {})
    named = _Names(asked, t)
    decided = [c for c in columns if c["key"] and c["how"] != "unknown"]
    personal = [c["heading"] for c in columns if c["how"] == "personal"]
    unclear = asked and columns and not asked["kind"]
    return Questions(
        kinds=tuple((kind, kind_name(kind, t)) for kind in asked["names"]) if unclear else (),
        open=tuple(_column(c, named, t) for c in columns if c["how"] == "unknown" and c["key"]),
        known=tuple(_column(c, named, t) for c in decided),
        known_title=t.plural("mapping.known", len(decided)) if decided else "",
        personal=t.text("mapping.personal", columns=", ".join(personal)) if personal else "",
        words=_words(asked.get("words", ()), named, t),
        places=tuple(_place(i, place, t) for i, place in enumerate(result["asked"])),
        answered=bool(mapping.get("columns") or mapping.get("values")),
    )


class _Names:
    """Names of a template's columns, in words."""

    def __init__(self, asked: Mapping[str, Any], t: Translator) -> None:
        self._t = t
        self._questions: Mapping[str, str] = asked.get("questions", {}).get(t.language, {})
        self.of_kinds: Mapping[str, Sequence[str]] = asked.get("names", {})

    def of(self, name: str) -> str:
        """Name a column."""
        if name in self._questions:
            return f"{self._questions[name]} ({name})"
        key = f"mapping.column.{name}"
        return f"{self._t.text(key)} ({name})" if self._t.has(key) else name

    def groups(self) -> tuple[Group, ...]:
        """Return all there are, under their kinds where it is not clear which it is."""
        several = len(self.of_kinds) > 1
        return tuple(
            Group(
                kind_name(kind, self._t) if several else self._t.text("mapping.all"),
                tuple((name, self.of(name)) for name in names),
            )
            for kind, names in self.of_kinds.items()
        )


def _column(column: Mapping[str, Any], named: _Names, t: Translator) -> Question:
    how, name = column["how"], column["name"]
    label = t.text("mapping.heading", letter=column["letter"], heading=column["heading"])
    out = (LEAVE_OUT, t.text("mapping.leave_out"))
    groups: list[Group] = []
    if how == "known":
        # What it is recognised as, or nothing: another meaning is chosen once it is left out.
        groups = [Group("", ((name, named.of(name)), out))]
        chosen = name
    else:
        undecided = (UNDECIDED, t.text("mapping.undecided"))
        likely = tuple((each, named.of(each)) for each in column["likely"])
        groups = [Group("", (undecided, out))]
        groups += [Group(t.text("places.likely"), likely)] if likely else []
        groups += named.groups()
        chosen = {"mapped": name, "left_out": LEAVE_OUT}.get(how, UNDECIDED)
    samples = " · ".join(column["samples"])
    about = t.text("mapping.samples", samples=samples) if samples else ""
    return Question(f"column-{column['position']}", label, about, chosen, tuple(groups))


def _words(
    words: Sequence[Mapping[str, Any]], named: _Names, t: Translator
) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    found: dict[str, list[Question]] = {}
    for i, word in enumerate(words):
        names = word["names"].get(t.language) or [
            _code_name(word["column"], code, t) for code in word["codes"]
        ]
        choices = (
            (UNDECIDED, t.text("mapping.word_undecided")),
            *zip(word["codes"], names, strict=True),
        )
        label = t.text("mapping.word", text=word["text"], rows=t.plural("count.rows", word["rows"]))
        question = Question(f"word-{i}", label, "", UNDECIDED, (Group("", tuple(choices)),))
        found.setdefault(named.of(word["column"]), []).append(question)
    return tuple((name, tuple(questions)) for name, questions in found.items())


def _code_name(column: str, code: str, t: Translator) -> str:
    key = f"{_CODES.get(column, '')}.{code}"
    return t.text(key) if t.has(key) else code


def _place(i: int, asked: Mapping[str, Any], t: Translator) -> Question:
    names = asked["names"][t.language]
    choices = tuple(
        (code, f"{name} ({code})") for code, name in zip(asked["codes"], names, strict=True)
    )
    values = {"text": asked["text"], "rows": t.plural("count.rows", asked["rows"])}
    if asked["district"] and asked["kind"] == "locality":
        label = t.text("places.in_district", district=asked["district"], **values)
    else:
        label = t.text(f"places.{asked['kind']}", **values)
    groups = (
        Group("", ((UNDECIDED, t.text("places.undecided")),)),
        Group(t.text("places.likely"), choices[: asked["likely"]]),
        Group(t.text("places.others"), choices[asked["likely"] :]),
    )
    return Question(f"place-{i}", label, "", UNDECIDED, tuple(g for g in groups if g.choices))
