"""What a view says of itself beside its map: the sentence, the hero, why it opened on regions."""

from __future__ import annotations

from dashboard.state import View
from dashboard.viewmodels.comparing import Comparison
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.missing import describe_opened
from dashboard.viewmodels.reading import Reading
from dashboard.viewmodels.sentence import describe_sentence
from geodata.i18n import Translator
from geodata.publication import Published


def describe_spoken(
    view: View,
    reading: Reading,
    published: Published,
    t: Translator,
    compared: Comparison | None = None,
) -> list[str]:
    """Return the texts that the page sets: lead, middle, tail, value, caption, note, opened.

    Args:
        view: The view.
        reading: What it reads.
        published: What may be shown.
        t: The reader's language.
        compared: Of the page of comparisons, whose sentence is its own.
    """
    sentence = compared.sentence if compared else describe_sentence(view, reading, published, t)
    hero = describe_hero(view, reading, published, t)
    return [
        sentence.lead,
        sentence.middle,
        sentence.tail,
        hero.value,
        hero.caption,
        hero.note,
        describe_opened(view, reading, published, t),
    ]
