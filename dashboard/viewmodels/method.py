"""The method page: what the figures can say, how they are made, and where they stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.viewmodels.page import describe_sources
from dashboard.viewmodels.text import format_value, indicator_name, indicator_words
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Status

AAPOR_ITEMS = range(1, 12)
SAMPLE_SIZE_OF = "trust_police_favourable"


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """How one indicator is made, in words."""

    name: str
    numerator: str
    denominator: str
    caution: str


@dataclass(frozen=True, slots=True)
class Method:
    """The page, ready to render.

    Attributes:
        statuses: Status in words, and what it means.
        indicators: Every indicator of the registry, in order.
        disclosures: The eleven AAPOR items: what it is, what the record says.
        questions: The wording of every question.
        sources: Sources and licences.
    """

    thresholds: dict[str, int]
    statuses: tuple[tuple[str, str], ...]
    indicators: tuple[IndicatorLine, ...]
    disclosures: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    sources: tuple[str, ...]


def describe_method(published: Published, t: Translator) -> Method:
    """Describe the method in the reader's language, from the registries and the record."""
    thresholds = describe_thresholds(published)
    return Method(
        thresholds=thresholds,
        statuses=tuple((words, text) for _, words, text in describe_statuses(published, t)),
        indicators=tuple(_line(key, published, t) for key in published.document["indicators"]),
        disclosures=tuple(
            (t.text(f"method.aapor.{i}"), _disclosure(i, published, t)) for i in AAPOR_ITEMS
        ),
        questions=tuple(q["text"][t.language] for q in published.document["questions"].values()),
        sources=tuple(describe_sources(published, t)),
    )


def describe_thresholds(published: Published) -> dict[str, int]:
    """The numbers of answers at which a status changes, by the names that words have for them."""
    least, few = published.document["thresholds"]["least"], published.document["thresholds"]["few"]
    return {"least": least, "few": few, "most": few - 1, "under": least - 1}


def describe_statuses(published: Published, t: Translator) -> list[tuple[Status, str, str]]:
    """Every status, its words, and what it means at these thresholds."""
    thresholds = describe_thresholds(published)
    return [
        (status, t.text(f"status.{status}"), t.text(f"method.status.{status}", **thresholds))
        for status in Status
    ]


def _line(key: str, published: Published, t: Translator) -> IndicatorLine:
    words = [
        indicator_words(t, key, published, word) for word in ("numerator", "denominator", "caution")
    ]
    return IndicatorLine(indicator_name(t, key, published), *words)


def _disclosure(item: int, published: Published, t: Translator) -> str:
    """What the campaign's record says of an item; what it does not say is unknown."""
    document = published.document
    campaign = document["campaign"]
    if item == 2:
        funding, publisher = campaign["funding"][t.language], campaign["publisher"]
        if not (funding and publisher):
            return t.text("method.unknown")
        return t.text("method.conducted", funding=funding, publisher=publisher)
    if item == 3:
        return t.text(
            "method.aapor.3.text",
            questions=t.plural("count.questions", len(document["questions"])),
        )
    if item == 6:
        modes = ", ".join(t.text(f"mode.{mode}") for mode in campaign["modes"])
        fieldwork = campaign["fieldwork"][t.language]
        return ". ".join(part for part in (modes, fieldwork) if part) or t.text("method.unknown")
    if item == 7:
        first, last = (date.fromisoformat(day) for day in campaign["survey_days"])
        return t.period(first, last)
    if item == 8:
        return _sample_size(published, t)
    return t.text(f"method.aapor.{item}.text")


def _sample_size(published: Published, t: Translator) -> str:
    about: dict[str, Any] | None = published.document["indicators"].get(SAMPLE_SIZE_OF)
    if about is None or about["whole"]["all"]["country"]["n"][0] is None:
        return t.text("method.unknown")
    question = published.document["questions"][about["question"]]
    n = about["whole"]["all"]["country"]["n"][0]
    text = t.text(
        "method.aapor.8.text",
        answers=t.plural("count.answers", n),
        question=question["text"][t.language],
    )
    by_mode = [
        f"{t.text(f'mode.{mode}')}: {t.text('hero.n', n=t.number(cell['n'][0]))}, "
        f"{format_value(t, about, cell['v'][0])}"
        for mode in published.document["campaign"]["modes"]
        if (cell := about["whole"][mode]["country"])["n"][0] is not None
    ]
    return f"{text} {'; '.join(by_mode)}." if by_mode else text
