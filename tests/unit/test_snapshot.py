"""The one-file page: complete in every language, alone, without a script, small."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest

from dashboard.export.asked import Asked
from dashboard.export.snapshot import make_snapshot
from dashboard.state import View
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.strip import describe_strip, visits_by_day
from dashboard.viewmodels.table import describe_table
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Level
from tests import world

SHARE = "trust_police_favourable"
LARGEST = 3_000_000


def asked(lang: str = "ro", published: Published | None = None, **changes: object) -> Asked:
    published = published or world.illustrative().published
    view = View(lang, **{"last": len(published.document["days"]) - 1, **changes})  # type: ignore[arg-type]
    return Asked(view, published, translators()[lang])


def leaves(page: str) -> dict[str, str]:
    """The page's part in each language, as text."""
    parts = re.findall(r'<article class="(\w+)".*?</article>', page, re.S)
    bodies = re.findall(r"<article.*?</article>", page, re.S)
    return {
        lang: html.unescape(re.sub(r"<[^>]+>", "\n", body))
        for lang, body in zip(parts, bodies, strict=True)
    }


@pytest.mark.parametrize("indicator", ["reach_rate", "contacts", SHARE, "trust_police_balance"])
def test_every_language_says_all_that_the_view_says(indicator: str) -> None:
    given = asked("ru", indicator=indicator, level=Level.DISTRICT)
    found = leaves(make_snapshot(given).decode())
    assert tuple(found) == LANGUAGES
    for lang, words in found.items():
        t = translators()[lang]
        own = Asked(given.view.to(lang=lang), given.published, t)
        extract = own.extract
        wanted = [extract.sentence.lead, extract.campaign, extract.mark, extract.hero.value]
        wanted += [key.label for key in extract.legend]
        wanted += [text for pair in (*extract.notes, *extract.statuses) for text in pair]
        wanted += [text for each in extract.findings for text in (each.text, each.note)]
        wanted += [*extract.sources, extract.funding, extract.disclaimer]
        strip = describe_strip(own.view, read(own.view, own.published), own.published, t)
        wanted += [strip.title, strip.total, *(bar.name for bar in strip.bars)]
        for row in describe_table(own.view, own.published, t).rows:
            wanted += row.cells
        for text in wanted:
            assert text in words, (lang, text)


def test_it_opens_in_the_language_of_whoever_asked() -> None:
    for lang in LANGUAGES:
        page = make_snapshot(asked(lang)).decode()
        assert page.startswith(f'<!DOCTYPE html>\n<html lang="{lang}">')
        assert re.findall(r'id="pick-(\w+)" checked', page) == [lang]


class Asks(HTMLParser):
    """Everything in a page that could ask somebody for something, or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "link", "img", "iframe", "object", "embed", "base", "form"):
            self.found.append(tag)
        for name in ("src", "href", "srcset", "xlink:href", "action", "data"):
            if given.get(name):
                self.found.append(f"{tag} {name}={given[name]}")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on")]


def test_it_asks_nobody_and_runs_nothing() -> None:
    page = make_snapshot(asked(indicator=SHARE)).decode()
    assert Asks(page).found == []
    assert "default-src 'none'" in page
    urls = set(re.findall(r"url\(([^)]{1,40})", page))
    assert all(url.startswith(("#", "data:font/woff2;base64,")) for url in urls), urls
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert {url[1:] for url in urls if url.startswith("#")} <= set(names)
    assert len(page.encode()) < LARGEST


def test_an_address_is_named_where_readers_have_one() -> None:
    given = asked("en", indicator=SHARE)
    open_one = Asked(given.view, given.published, given.t, "https://atlas.example.org", "ro")
    links = Asks(make_snapshot(open_one).decode()).found
    assert links == [
        f"a href=https://atlas.example.org/?{lang}indicator={SHARE}"
        for lang in ("", "lang=ru&", "lang=en&")
    ]


def test_hostile_names_are_text() -> None:
    document = dict(world.toy().document)
    hostile = '<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} "&'
    document["campaign"] = document["campaign"] | {
        "names": dict.fromkeys(LANGUAGES, hostile),
        "disclaimer": dict.fromkeys(LANGUAGES, hostile),
        "funding": dict.fromkeys(LANGUAGES, hostile),
        "illustrative": False,
    }
    page = make_snapshot(asked(published=Published("hostile", document))).decode()
    assert Asks(page).found == []
    assert leaves(page)["en"].count(hostile) >= 3


def test_the_emblem_and_the_mark_never_stand_together() -> None:
    document = dict(world.toy().document)
    document["campaign"] = document["campaign"] | {"illustrative": False}
    real = make_snapshot(asked(published=Published("real", document))).decode()
    shown = make_snapshot(asked(published=world.toy())).decode()
    assert "<polygon" in real and "ILLUSTRATIVE" not in real
    assert "<polygon" not in shown and "ILLUSTRATIVE DATA" in shown


def test_the_strip_counts_visits_in_scope_and_hides_days_of_few_answers() -> None:
    toy = world.toy()
    # Day 0: Soroca (Bender is out of scope); day 1: Soroca; day 2: Bălți, moved, and Gagauzia.
    assert visits_by_day(toy) == [1, 1, 2]
    t = translators()["en"]
    view = View("en", last=2, first=1)
    strip = describe_strip(view, read(view, toy), toy, t)
    assert [bar.count for bar in strip.bars] == ["1", "1", "2"]
    assert [bar.height for bar in strip.bars] == [50, 50, 100]
    assert [bar.inside for bar in strip.bars] == [False, True, True]
    assert strip.total == "4 in total"
    survey = View("en", indicator=SHARE, last=2)
    answers = describe_strip(survey, read(survey, toy), toy, t)
    windows = toy.document["indicators"][SHARE]["windows"]
    for day, bar in enumerate(answers.bars):
        country = windows[f"{day}-{day}"]["country"]
        n = 0 if country["s"][0] == "n" else country["n"][0]
        assert bar.count == ("–" if n is None else t.number(n))
