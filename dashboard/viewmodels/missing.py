"""Where answers are missing: why a survey map opens on regions, and which districts need more.

How many more is said of few answers only; of a hidden base nothing is implied.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import View
from dashboard.viewmodels.reading import LETTERS, Reading
from dashboard.viewmodels.text import unit_name
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Level, Status

WORDS = {Status.SUPPRESSED: "missing.hidden", Status.NO_DATA: "missing.none"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A district without enough answers: its code and name, and what is to be said of it."""

    code: str
    name: str
    text: str


def describe_opened(view: View, reading: Reading, published: Published, t: Translator) -> str:
    """Say in one sentence what can be said, where a map opens on a coarser level; else ""."""
    if not reading.opened:
        return ""
    levels = reading.about["whole"][view.part]
    return t.text(
        f"opened.{reading.level}",
        few=t.number(published.document["thresholds"]["few"]),
        ok=levels[Level.DISTRICT]["s"].count("o"),
        all=_in_scope(levels[Level.DISTRICT]["s"]),
        shown=sum(LETTERS[letter].shown for letter in levels[Level.REGION]["s"]),
        regions=_in_scope(levels[Level.REGION]["s"]),
    )


def describe_missing(view: View, published: Published, t: Translator) -> list[Missing]:
    """List the districts without enough answers: those that need fewest more first."""
    about = published.document["indicators"][view.indicator]
    if about["kind"] != "answers":
        return []
    few = published.document["thresholds"]["few"]
    frame = about["whole"][view.part][Level.DISTRICT]
    found: list[tuple[int, Missing]] = []
    for code, letter, n in zip(
        published.document["districts"], frame["s"], frame["n"], strict=True
    ):
        status = LETTERS[letter]
        if status is Status.FEW:
            text = t.text("missing.more", count=t.number(few - n), few=t.number(few))
            found.append((few - n, Missing(code, unit_name(t, code), text)))
        elif status in WORDS:
            found.append((few, Missing(code, unit_name(t, code), t.text(WORDS[status]))))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _in_scope(letters: str) -> int:
    return sum(letter != "x" for letter in letters)
