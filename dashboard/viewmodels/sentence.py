"""The sentence of state: what is shown, of when, of whom, and how much is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.reading import Reading
from dashboard.viewmodels.summary import Summary, summarise
from dashboard.viewmodels.text import format_value, indicator_name, part_name
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Level, Status


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence in three parts of different weight; joined by ` · ` it reads as one."""

    lead: str
    middle: str
    tail: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.lead, self.middle, self.tail) if part)


def describe_sentence(
    view: View, reading: Reading, published: Published, t: Translator
) -> Sentence:
    """Describe the view that `reading` answers, in the reader's language."""
    summary = summarise(view, reading, published)
    if not reading.is_opinion:
        return Sentence(
            indicator_name(t, view.indicator, published),
            _joined(describe_when(view, reading, published, t), _chosen(summary, t)),
            _visits_tail(summary, published, t),
        )
    return Sentence(
        describe_claim(view, reading, summary, published, t),
        _joined(
            describe_when(view, reading, published, t),
            _level_words(view, reading, t),
            _chosen(summary, t),
        ),
        _answers_tail(reading, summary, t),
    )


def describe_period(first: int, last: int, published: Published, t: Translator) -> str:
    """`whole campaign`, `vineri, 12 noiembrie`, `8–10 noiembrie`."""
    days = [date.fromisoformat(day) for day in published.document["days"]]
    if (first, last) == (0, len(days) - 1):
        return t.text("period.whole")
    if first == last:
        return t.day(days[first])
    return t.period(days[first], days[last], year=False)


def _period(reading: Reading, published: Published, t: Translator) -> str:
    return describe_period(reading.first, reading.last, published, t)


def describe_when(view: View, reading: Reading, published: Published, t: Translator) -> str:
    """Say which days the figures are of and, of a breakdown, whose."""
    if reading.held_days:
        return t.text("sentence.part_whole", part=part_name(t, view.part))
    period = _period(reading, published, t)
    if reading.is_opinion and view.part != EVERYBODY:
        return _joined(period, t.text("sentence.part", part=part_name(t, view.part)))
    return period


def _level_words(view: View, reading: Reading, t: Translator) -> str:
    if reading.level is Level.DISTRICT:
        return ""
    chosen = "" if reading.stepped else "_opened" if reading.opened else "_chosen"
    return t.text(f"sentence.by_{reading.level}{chosen}")


def _chosen(summary: Summary, t: Translator) -> str:
    if not summary.chosen:
        return ""
    return t.text("sentence.selected", districts=t.plural("count.districts", summary.units))


def _visits_tail(summary: Summary, published: Published, t: Translator) -> str:
    parts = [
        t.plural("count.visits", summary.visits),
        t.plural("count.contacts", summary.contacts),
        t.text("sentence.districts_of", some=summary.visited, all=summary.units),
    ]
    return ", ".join(parts)


def describe_claim(
    view: View, reading: Reading, summary: Summary, published: Published, t: Translator
) -> str:
    """Say the survey's figure as a sentence: `47 % of those who answered trust the police`."""
    name = indicator_name(t, view.indicator, published)
    if summary.value is None:
        asked_in_vain = not summary.chosen and reading.total["s"] in ("n", "a")
        return t.text("claim.none" if asked_in_vain else "claim.hidden", name=name)
    value = format_value(t, reading.about, summary.value)
    if reading.about["unit"] == "points":
        question = published.document["questions"][reading.about["question"]]
        return t.text("claim.balance", name=question["short"][t.language], value=value)
    key = f"claim.{reading.about['question']}"
    if t.has(key):
        return t.text(key, value=value)
    return t.text("claim.generic", value=value, name=name)


def _answers_tail(reading: Reading, summary: Summary, t: Translator) -> str:
    count = {
        Level.DISTRICT: "count.districts",
        Level.REGION: "count.regions",
        Level.COUNTRY: "",
    }[reading.level]
    parts = [] if not count or summary.chosen else [t.plural(count, summary.units)]
    if summary.n:
        parts.append(t.plural("count.answers", summary.n))
    hidden = summary.counts.get(Status.SUPPRESSED, 0)
    if hidden and summary.chosen:
        hidden_text = t.plural("count.hidden", hidden)
        parts.append(t.text("sentence.hidden_of", hidden=hidden_text))
    elif hidden:
        parts.append(t.plural("count.hidden", hidden))
    return ", ".join(parts)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
