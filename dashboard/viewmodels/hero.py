"""The figure of the whole area, or of the chosen districts, with what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.reading import Reading
from dashboard.viewmodels.summary import Summary, summarise
from dashboard.viewmodels.text import format_value, indicator_words, interval_words
from geodata.i18n import Translator
from geodata.publication import Published


@dataclass(frozen=True, slots=True)
class Hero:
    """A large figure, what it is, and its n."""

    value: str
    caption: str
    note: str


def describe_hero(view: View, reading: Reading, published: Published, t: Translator) -> Hero:
    """Describe the figure above the legend."""
    summary = summarise(view, reading, published)
    where = t.text("hero.selected" if summary.chosen else "hero.country")
    caption = f"{indicator_words(t, view.indicator, published, 'unit')}, {where}"
    value = format_value(t, reading.about, summary.value)
    return Hero(value, caption, _note(view, reading, summary, t))


def _note(view: View, reading: Reading, summary: Summary, t: Translator) -> str:
    if summary.value is None:
        return ""
    n = t.number(summary.n)
    if reading.is_opinion and summary.dont_know is not None:
        key = "hero.base_pooled" if view.part == EVERYBODY else "hero.base"
        answered = summary.n + summary.dont_know
        share = round(100 * summary.dont_know / answered) if answered else 0
        note = t.text(key, n=n, share=t.text("unit.percent", value=t.number(share)))
        return note + _interval(view, reading, summary, t)
    if summary.denominator is not None and summary.numerator is not None:
        if reading.about["unit"] == "per_1000":
            people = t.plural("count.residents", int(summary.denominator))
            contacts = t.plural("count.contacts", summary.n)
            return f"n\u00a0=\u00a0{contacts} {t.text('detail.residents', residents=people)}"
        fraction = t.text(
            "detail.fraction",
            numerator=t.number(summary.numerator),
            denominator=t.number(summary.denominator),
        )
        return f"{t.text('hero.n', n=n)}; {fraction}"
    return t.text("hero.n", n=n)


def _interval(view: View, reading: Reading, summary: Summary, t: Translator) -> str:
    """The interval with its label, where it is asked for and the figure has one."""
    if not view.interval or summary.chosen or reading.total.get("lo") is None:
        return ""
    words = interval_words(t, reading.total["lo"], reading.total["hi"])
    return f". {t.text('interval.value', interval=words)}: {t.text('interval.label')}"
