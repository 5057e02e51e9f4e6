"""What an indicator is, in words: what it says, how it is made, of whom, what to beware of."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.viewmodels.text import indicator_name, indicator_words
from geodata.i18n import Translator
from geodata.publication import Published

SCALES = {"per_1000": 1000, "percent": 100, "points": 100}


@dataclass(frozen=True, slots=True)
class Help:
    """Help by an indicator, from the registry; `lines` are heads and texts in reading order."""

    name: str
    lines: tuple[tuple[str, str], ...]


def describe_help(key: str, published: Published, t: Translator) -> Help:
    """Describe an indicator; of the survey with the question as it was asked."""
    about = published.document["indicators"][key]

    def words(word: str) -> str:
        return indicator_words(t, key, published, word)

    asked = about["kind"] == "answers"
    if asked:
        what = published.document["questions"][about["question"]]["text"][t.language]
    else:
        what = words("unit")
    texts = {
        "question" if asked else "what": what,
        "formula": describe_formula(key, published, t),
        "denominator": words("denominator"),
        "n": words("n"),
        "caution": words("caution"),
    }
    lines = tuple((t.text(f"help.{head}"), _sentence(text)) for head, text in texts.items())
    return Help(indicator_name(t, key, published), lines)


def describe_formula(key: str, published: Published, t: Translator) -> str:
    """How an indicator is computed: numerator over denominator, or a count alone."""
    words = {
        word: indicator_words(t, key, published, word) for word in ("numerator", "denominator")
    }
    scale = SCALES.get(published.document["indicators"][key]["unit"])
    if scale is None:
        return words["numerator"]
    return t.text("help.ratio", scale=t.number(scale), **words)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
