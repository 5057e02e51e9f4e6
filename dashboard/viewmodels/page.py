"""The page of a view: every word and number that its template sets."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.figures.map_svg import area_class, draw_map
from dashboard.state import DEFAULT_INDICATOR, EVERYBODY, KINDS, PAGES, View, format_view
from dashboard.viewmodels.comparing import describe_comparison
from dashboard.viewmodels.drawing import CIRCLE, describe_map, ramp_of
from dashboard.viewmodels.file_menu import describe_file_menu
from dashboard.viewmodels.findings import describe_findings
from dashboard.viewmodels.help import describe_help
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.legend import STATUS_ROWS, describe_legend
from dashboard.viewmodels.missing import describe_missing, describe_opened
from dashboard.viewmodels.next_steps import describe_line
from dashboard.viewmodels.reading import Reading, read
from dashboard.viewmodels.sentence import describe_sentence
from dashboard.viewmodels.text import indicator_name, indicator_words, part_name, unit_name
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Family, Level, VisitStatus

CIRCLE_EXAMPLES = (50, 150, 300)


def describe_page(
    view: View, published: Published, t: Translator, default_language: str
) -> dict[str, Any]:
    """Describe the page for the template `page.html`."""
    document = published.document
    campaign = document["campaign"]
    reading = read(view, published)
    compared = describe_comparison(view, published, t) if view.page == "compare" else None
    sentence = compared.sentence if compared else describe_sentence(view, reading, published, t)
    hero = describe_hero(view, reading, published, t)
    days = [date.fromisoformat(day) for day in document["days"]]
    return {
        "lang": t.language,
        "t": t.text,
        "view": view,
        "reading": reading,
        "about": reading.about,
        "ramp": ramp_of(reading),
        "sentence": str(sentence),
        "words": [
            sentence.lead,
            sentence.middle,
            sentence.tail,
            hero.value,
            hero.caption,
            hero.note,
        ],
        "campaign_name": campaign["names"][t.language],
        "campaign_period": t.period(days[0], days[-1]),
        "illustrative": campaign["illustrative"],
        "families": describe_families(published, t),
        "districts": [(code, unit_name(t, code)) for code in _alphabetical(published, t)],
        "thresholds": document["thresholds"],
        "map_svg": draw_map(describe_map(view, reading, published, t)),
        "legend": describe_legend(view, reading, published, t),
        "swatches": _swatches(),
        "nudge": _nudge(reading, t),
        "opened": describe_opened(view, reading, published, t),
        "missing": describe_missing(view, published, t) if reading.opened else [],
        "behind": describe_behind(published, t),
        "blank": describe_blank(published, t),
        "help": describe_help(view.indicator, published, t),
        "caution": indicator_words(t, view.indicator, published, "caution"),
        "circle_sizes": _circle_sizes(),
        "days": [{"short": t.short_day(day), "long": t.day(day)} for day in days],
        "presets": describe_presets(days, t),
        "funding": campaign["funding"][t.language],
        "disclaimer": campaign["disclaimer"][t.language],
        "sources": describe_sources(published, t),
        "languages": [
            (code, format_view(view.to(lang=code), published, default_language) or "?")
            for code in LANGUAGES
        ],
        "default_language": default_language,
        "pages": PAGES,
        "findings": describe_findings(view, published, t),
        "kinds": KINDS,
        "regions": [(code, unit_name(t, code)) for code in document["regions"]],
        "next_line": describe_line(view, published, t),
        "next_url": format_view(view.to(page="next"), published, default_language),
        "downloads": describe_file_menu(t),
        "query": format_view(view, published, default_language),
        "breakdowns": describe_breakdowns(published, t),
        "default_indicator": DEFAULT_INDICATOR,
        "at_default": view.to(page="map", sort="name", weighted=False)
        == View(view.lang, last=len(days) - 1),
    }


def describe_families(published: Published, t: Translator) -> list[dict[str, Any]]:
    """The three families with their choices; a question's share and balance share a row."""
    indicators = published.document["indicators"]
    families = []
    for family in Family:
        rows: list[list[dict[str, Any]]] = []
        for key, about in indicators.items():
            if about["family"] != family:
                continue
            balance = about["unit"] == "points"
            name = indicator_name(t, key, published)
            choice = {"key": key, "name": name, "balance": balance}
            if balance and rows:
                rows[-1].append(choice)
            else:
                rows.append([choice])
        families.append({"key": str(family), "rows": rows})
    return families


def describe_breakdowns(published: Published, t: Translator) -> list[dict[str, Any]]:
    """What answers may be shown of, one part of one breakdown at a time."""
    return [
        {
            "name": t.text(f"breakdown.{breakdown}"),
            "parts": [(part, part_name(t, part)) for part in parts],
        }
        for breakdown, parts in published.document["breakdowns"].items()
    ]


def describe_presets(days: list[date], t: Translator) -> list[tuple[int, int, str]]:
    """Whole campaign, and the first run of working days and of weekend days, if one each."""
    presets = [(0, len(days) - 1, t.text("days.whole"))]
    for key, wanted in (("days.working", False), ("days.weekend", True)):
        run = [i for i, day in enumerate(days) if (day.weekday() >= 5) is wanted]
        if run and run[-1] - run[0] == len(run) - 1 and len(run) < len(days):
            presets.append((run[0], run[-1], t.text(key)))
    return presets


def describe_blank(published: Published, t: Translator) -> list[str]:
    """What the campaign has none of yet: a map of zeros would look like a finding."""
    document = published.document
    opinions = [each for each in document["indicators"].values() if each["kind"] == "answers"]
    asked = any(each["whole"][EVERYBODY][Level.COUNTRY]["s"] not in "na" for each in opinions)
    return [
        *([] if document["visits"] else [t.text("empty.no_visits")]),
        *([] if asked else [t.text("empty.no_answers")]),
    ]


def describe_behind(published: Published, t: Translator) -> str:
    """How little of the country lies behind a filled district."""
    document = published.document
    in_scope = document["in_scope"]
    visited = {
        visit["locality"]
        for visit in document["visits"]
        if VisitStatus(visit["status"]).took_place and in_scope[visit["district"]]
    }
    counts = document["places"]["localities"]
    localities = sum(n for n, inside in zip(counts, in_scope, strict=True) if inside)
    share = t.text("unit.percent", value=t.number(100 * len(visited) / localities, 1))
    return t.text(
        "legend.behind",
        visited=t.number(len(visited)),
        localities=t.number(localities),
        share=share,
    )


def describe_sources(published: Published, t: Translator) -> list[str]:
    """Sources, licences and what the figures can bear, for the page and for files."""
    document = published.document
    least, few = document["thresholds"]["least"], document["thresholds"]["few"]
    inspectorates = t.number(len(document["campaign"]["scope_inspectorates"]))
    form = [t.text("sources.form")] if document["proposal"] else []
    brought = document["brought"]
    return [
        t.text("sources.contacts"),
        t.text("sources.survey", least=least, most=few - 1),
        *form,
        t.text("sources.residents"),
        t.text("sources.inspectorates", scope=inspectorates),
        *([t.text("sources.inspectorates_brought")] if brought["inspectorates"] else []),
        t.text("sources.boundaries_brought" if brought["boundaries"] else "sources.boundaries"),
        t.text("sources.localities"),
        *([t.text("sources.localities_brought")] if brought["localities"] else []),
        t.text("sources.version", version=published.data_version),
    ]


def _nudge(reading: Reading, t: Translator) -> str:
    """How many districts have few answers or none to show, where that is more than half."""
    if not reading.is_opinion or reading.level is not Level.DISTRICT:
        return ""
    weak = sum(letter in "fs" for letter in reading.frame["s"])
    in_scope = sum(letter != "x" for letter in reading.frame["s"])
    return t.text("nudge.title", some=weak, all=in_scope) if 2 * weak > in_scope else ""


def _alphabetical(published: Published, t: Translator) -> list[str]:
    codes: list[str] = published.document["districts"]
    return codes if t.language == "ro" else sorted(codes, key=lambda code: unit_name(t, code))


def _swatches() -> dict[str, str]:
    classes = {str(i): area_class("o", str(i), False) for i in range(5)}
    others = {
        letter: area_class(letter, "z" if letter == "z" else "-", False) for letter in STATUS_ROWS
    }
    return classes | others | {"f": area_class("f", "3", False), "z": area_class("o", "z", False)}


def _circle_sizes() -> list[tuple[int, float, int]]:
    spots = (20, 64, 110)
    return [(x, round(CIRCLE * n**0.5, 1), n) for x, n in zip(spots, CIRCLE_EXAMPLES, strict=True)]
