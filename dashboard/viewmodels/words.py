"""Everything the browser says without asking: words, finished sentences, label layouts."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.state import View
from dashboard.viewmodels.help import describe_help
from dashboard.viewmodels.legend import status_labels
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.spoken import describe_spoken
from dashboard.viewmodels.text import (
    class_labels,
    format_value,
    indicator_name,
    indicator_words,
    part_name,
    unit_name,
)
from geodata.districts import all_spellings
from geodata.i18n import MINUS, NBSP, Translator
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE, Level, Mode

PLACE_WORDS = ("visited", "planned", "neither", "known")
MOST_WINDOWS_WITH_SENTENCES = 105


def describe_words(published: Published, t: Translator) -> dict[str, Any]:
    """Return the words of one language as plain JSON for the browser."""
    document = published.document
    codes = [*document["districts"], *document["regions"], COUNTRY_CODE]
    return {
        "lang": t.language,
        "decimal": "." if t.language == "en" else ",",
        "group": "," if t.language == "en" else NBSP,
        "minus": MINUS,
        "units": {u: t.text(f"unit.{u}", value="{value}") for u in ("percent", "points")},
        "ends": {
            unit: {
                end: format_value(t, {"unit": unit, "decimals": 0}, end)
                for end in ("<10", ">90", "<-90")
            }
            for unit in ("percent", "points")
        },
        "names": {code: unit_name(t, code) for code in codes},
        "search": all_spellings(),
        "status": status_words(t),
        "rows": status_labels(published, t),
        "groups": {letter: t.text(f"group.{letter}") for letter in "aeb"},
        "search_words": {key: t.text(f"search.{key}") for key in ("found", "nothing")},
        "chips": {key: t.text(f"chips.{key}") for key in ("remove", "districts", "interval")},
        "saved": {
            "copy": t.text("saved.copy"),
            "saving": t.text("saved.saving"),
            "saved": t.text("saved.saved", name="{name}"),
        },
        "parts": {
            part: part_name(t, part) for parts in document["breakdowns"].values() for part in parts
        },
        "walk": {
            "edge": t.text("walk.edge"),
            "pinned": t.text("walk.pinned"),
            "unpinned": t.text("walk.unpinned"),
            "answers": t.forms("count.answers"),
            "groups": {letter: t.text(f"walk.group.{letter}") for letter in "aeb"},
        },
        "places": {key: t.text(f"places.{key}") for key in PLACE_WORDS},
        "levels": {
            str(level): f"{t.text('rail.level')}: {t.text(f'level.{level}').lower()}"
            for level in Level
        },
        "units_of": {str(level): t.text(f"legend.units.{level}") for level in Level},
        "indicators": {key: _indicator(key, published, t) for key in document["indicators"]},
        **_spoken(published, t),
        "labels": document["labels"][t.language] | {"scales": document["labels"]["scales"]},
        "days": [_day(text, t) for text in document["days"]],
        "strip": {
            "visits": t.text("days.visits"),
            "answers": t.text("days.answers"),
            "total": t.text("days.total"),
            "hidden": t.text("days.hidden"),
            "here": t.text("days.here", names="{names}"),
            "play": t.text("days.play"),
            "pause": t.text("days.pause"),
        },
        "text": {
            key: t.text(key)
            for key in (
                "rail.districts_all",
                "nav.link_copied",
                "toast.lost",
                "link.partly",
                "toast.error",
                "empty.filter",
                "empty.undo",
                "compare.unsaid",
                "group.finding_none",
                "group.finding_most",
                "nudge.title",
            )
        },
    }


def status_words(t: Translator) -> dict[str, str]:
    """Statuses in words, by letter."""
    names = {
        "o": "ok",
        "f": "few",
        "s": "suppressed",
        "n": "no_data",
        "a": "not_asked",
        "x": "out_of_scope",
    }
    words = {letter: t.text(f"status.{name}") for letter, name in names.items()}
    return words | {"z": t.text("legend.no_visit")}


def _indicator(key: str, published: Published, t: Translator) -> dict[str, Any]:
    about = published.document["indicators"][key]
    return {
        "name": indicator_name(t, key, published),
        "caution": indicator_words(t, key, published, "caution"),
        "n": indicator_words(t, key, published, "n"),
        "help": describe_help(key, published, t).lines,
        "classes": class_labels(t, about),
    }


def _spoken(published: Published, t: Translator) -> dict[str, Any]:
    """Sentence and hero of every view over all districts, each text once.

    Seven texts a view: the sentence's three parts, the hero's value, caption and note, and why
    the map opens on regions. They lie in columns, one for each of the seven and each indicator,
    because most of them are equal for all indicators: a column holds its texts and, by view,
    which of them it is. This is a quarter of what a list by view takes on the way.

    Returns:
        `views`: the lists of views that occur, each view by `spoken_key`; `columns`: pairs of
        texts and places in them, as many as the views; `of`: by indicator the place of its list
        of views, then those of its seven columns.
    """
    document = published.document
    if len(document["windows"]) > MOST_WINDOWS_WITH_SENTENCES:
        return {"spoken": {"views": [], "columns": [], "of": {}}}
    lists: dict[tuple[str, ...], int] = {}
    columns: dict[tuple[str, ...], int] = {}
    of: dict[str, list[int]] = {}
    for key in document["indicators"]:
        views = _views(key, published, t.language)
        said = [describe_spoken(view, read(view, published), published, t) for view in views]
        names = tuple(spoken_key(view) for view in views)
        of[key] = [
            lists.setdefault(names, len(lists)),
            *(columns.setdefault(column, len(columns)) for column in zip(*said, strict=True)),
        ]
    return {
        "spoken": {
            "views": [list(names) for names in lists],
            "columns": [_folded(column) for column in columns],
            "of": of,
        }
    }


def _folded(column: tuple[str, ...]) -> tuple[list[str], list[int]]:
    """Each text of a column once, and which of them stands where."""
    places: dict[str, int] = {}
    at = [places.setdefault(text, len(places)) for text in column]
    return list(places), at


def spoken_key(view: View) -> str:
    """Name of a view among those with finished words: days, part, level wished for."""
    return f"{view.first}-{view.last}:{view.part}:{view.level or ''}"


def _views(key: str, published: Published, language: str) -> list[View]:
    """Views of an indicator with finished words; those alike stand together, to pack well."""
    document = published.document
    opinion = document["indicators"][key]["kind"] == "answers"
    shapes = [View(language, key, 0, 0)]
    if opinion:
        # Of other breakdowns than modes the server is asked: most readers never choose one.
        shapes += [shapes[0].to(part=str(mode)) for mode in Mode]
        shapes += [each.to(level=level) for each in shapes for level in Level]
    return [
        shape.to(first=first, last=last) for shape in shapes for first, last in document["windows"]
    ]


def _day(text: str, t: Translator) -> dict[str, str]:
    day = date.fromisoformat(text)
    return {"iso": text, "short": t.short_day(day), "long": t.day(day)}
