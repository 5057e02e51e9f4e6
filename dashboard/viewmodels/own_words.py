"""What respondents wrote, for the person who reads and releases it; on no other page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from geodata.i18n import Translator
from geodata.publication import Published

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One page of texts, by question.

    Attributes:
        released: Whether these are released, or wait.
        waiting: How many wait, in words.
        shown: How many are released, in words.
        groups: Question, and name and text of each answer to it.
        page: Number of this page, from 1.
        pages: How many there are.
    """

    released: bool
    waiting: str
    shown: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    page: int
    pages: int


def describe_own_words(
    listed: Sequence[Mapping[str, Any]],
    released: bool,
    page: int,
    published: Published,
    t: Translator,
) -> OwnWords:
    """Describe the texts that wait, or those that are released.

    Args:
        listed: As the command `answers list --json` has them.
        released: Which of them.
        page: Number of the page, from 1; another is brought into what there is.
        published: For the questions' own words.
        t: The words.
    """
    wanted = [each for each in listed if each["released"] is released]
    pages = max(1, ceil(len(wanted) / ON_A_PAGE))
    page = min(max(page, 1), pages)
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
        groups.setdefault(each["question"], []).append((each["name"], each["text"]))
    done = sum(each["released"] for each in listed)
    return OwnWords(
        released,
        t.plural("words.waiting", len(listed) - done),
        t.plural("words.released", done),
        tuple((_question(key, published, t), tuple(texts)) for key, texts in groups.items()),
        page,
        pages,
    )


def _question(key: str, published: Published, t: Translator) -> str:
    question = published.document["questions"].get(key)
    return str(question["text"][t.language]) if question else key
