"""Fifty random views: what the server sends, what the scripts make of it, and what is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.expected import LEAST, Rows, districts
from tests.browser.figures import find_wrong, read_sentence
from tests.browser.screen import Screen
from tests.browser.server import Atlas
from tests.browser.views import random_views

VIEWS = 50
LEAST_IN_EACH_LANGUAGE = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """One view: what the server sent, before any script, and the page with scripts run."""

    query: str
    sent: dict[str, Any]
    painted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tour:
    """Every view in turn, and what the browser complained of meanwhile."""

    seen: list[Seen]
    faults: list[str]


@pytest.fixture(scope="module")
def tour(chromium: Browser, atlas: Atlas, rows: Rows) -> Iterator[Tour]:
    screen = Screen(chromium, atlas, rows)
    screen.open()
    keys = indicators_of(screen)
    seen = []
    for query in random_views(VIEWS, keys, rows):
        html = screen.open(query)
        seen.append(Seen(query, screen.state_of(html), screen.state()))
    yield Tour(seen, screen.faults)
    screen.close()


def indicators_of(screen: Screen) -> list[str]:
    nodes = screen.page.locator("#rail [data-indicator]").all()
    return [node.get_attribute("data-indicator") or "" for node in nodes]


def test_the_views_are_of_every_kind(tour: Tour, rows: Rows) -> None:
    named = [read_sentence(s.painted["sentence"], s.painted["lang"], rows) for s in tour.seen]
    assert {each.level for each in named} == {"district", "region", "country"}
    assert {each.part for each in named} > {"all", "online", "face-to-face", "sex:female"}
    assert len({each.days for each in named}) > 8
    assert {each.chosen for each in named} == {True, False}
    statuses = Counter(a["status"] for s in tour.seen for a in s.painted["areas"])
    wanted = {"ok", "few", "suppressed", "no_data", "not_asked", "out_of_scope"}
    assert set(statuses) == wanted
    assert len({s.painted["indicator"][0] for s in tour.seen}) > 25
    languages = Counter(s.painted["lang"] for s in tour.seen)
    assert min(languages[lang] for lang in ("ro", "ru", "en")) >= LEAST_IN_EACH_LANGUAGE


def test_the_browser_carries_what_the_rows_give(tour: Tour, rows: Rows) -> None:
    wrong = [f"{s.query}: {text}" for s in tour.seen for text in find_wrong(s.painted, rows)]
    assert not wrong, "\n".join(wrong)


def test_the_first_html_carries_what_the_rows_give(tour: Tour, rows: Rows) -> None:
    wrong = [f"{s.query}: {text}" for s in tour.seen for text in find_wrong(s.sent, rows)]
    assert not wrong, "\n".join(wrong)


def test_the_scripts_change_nothing_that_the_server_said(tour: Tour) -> None:
    changed = [
        f"{seen.query} {key}: {_difference(seen.sent[key], seen.painted[key])}"
        for seen in tour.seen
        for key in seen.sent
        if seen.sent[key] != seen.painted[key]
    ]
    assert not changed, "\n".join(changed)


def _difference(sent: Any, painted: Any) -> str:
    """Only what differs, where both are lists of one length or dicts."""
    if isinstance(sent, dict) and isinstance(painted, dict):
        sent, painted = sorted(sent.items()), sorted(painted.items())
    if isinstance(sent, list) and isinstance(painted, list) and len(sent) == len(painted):
        pairs = [(a, b) for a, b in zip(sent, painted, strict=True) if a != b]
        return "; ".join(f"sent {a!r}, painted {b!r}" for a, b in pairs[:3])
    return f"sent {sent!r}, painted {painted!r}"


def test_every_map_has_37_districts_or_the_units_of_its_level(tour: Tour) -> None:
    wanted = {"district": (37, 0), "region": (0, 5), "country": (0, 1)}
    for seen in tour.seen:
        for state in (seen.sent, seen.painted):
            (level,) = state["level"]
            assert (state["districts"], state["regions"]) == wanted[level], seen.query
            assert bool(state["mesh"]) is (level != "district"), seen.query


def test_no_base_of_one_to_nine_is_shown_or_left_over(tour: Tour, rows: Rows) -> None:
    """The hidden districts together, whose sum anybody can subtract, are none or ten and more."""
    for seen in tour.seen:
        state = seen.painted
        (indicator,) = state["indicator"]
        if not rows.is_opinion(indicator):
            continue
        named = read_sentence(state["sentence"], state["lang"], rows)
        (level,) = state["level"]
        bases = rows.figures(indicator, named.days, named.part, level)
        shown = [a["code"] for a in state["areas"] if a["status"] in ("ok", "few")]
        assert all(bases[code].n >= LEAST for code in shown), seen.query
        (total,) = rows.figures(indicator, named.days, named.part, "country").values()
        if total.n < LEAST or level == "country" or state["hero"][0] == "–":
            continue
        left = total.n - sum(bases[code].n for code in shown)
        assert left == 0 or left >= LEAST, f"{seen.query} leaves {left}"


def test_districts_are_not_hidden_without_need(tour: Tour, rows: Rows) -> None:
    """Over the whole campaign most districts with ten answers and more carry their figure."""
    looked = 0
    for seen in tour.seen:
        state = seen.painted
        (indicator,) = state["indicator"]
        named = read_sentence(state["sentence"], state["lang"], rows)
        whole = named.days == (0, len(rows.days) - 1) and named.part == "all"
        if not (rows.is_opinion(indicator) and whole and named.level == "district"):
            continue
        looked += 1
        bases = rows.figures(indicator, named.days, "all", "district")
        enough = {c for c in districts() if bases[c].n >= LEAST and bases[c].in_scope}
        shown = {a["code"] for a in state["areas"] if a["status"] in ("ok", "few")}
        assert len(enough - shown) <= len(enough) / 4, (seen.query, enough - shown)
    assert looked


def test_a_narrowed_survey_stands_at_a_level_that_carries_it(tour: Tour, rows: Rows) -> None:
    """Units of a survey map whose days are narrowed: at least half of those in scope are ok."""
    looked = 0
    for seen in tour.seen:
        state = seen.painted
        (indicator,) = state["indicator"]
        named = read_sentence(state["sentence"], state["lang"], rows)
        whole = named.days == (0, len(rows.days) - 1)
        if not rows.is_opinion(indicator) or whole or named.level == "country":
            continue
        looked += 1
        statuses = [a["status"] for a in state["areas"] if a["status"] != "out_of_scope"]
        assert 2 * statuses.count("ok") >= len(statuses), seen.query
    assert looked


def test_nothing_complained_and_nobody_else_was_asked(tour: Tour) -> None:
    assert not tour.faults, "\n".join(tour.faults)
