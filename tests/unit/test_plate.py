"""The picture of a view: complete, alone, in the reader's language, hostile names or not."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard.export.asked import Asked
from dashboard.export.picture import draw_svg, make_svg
from dashboard.lettering import BOLD, REGULAR, break_lines, measure
from dashboard.state import View
from dashboard.viewmodels.plate import describe_still
from dashboard.viewmodels.reading import read
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Level
from tests import files, world

SHARE = "trust_police_favourable"


def asked(lang: str = "en", published: Published | None = None, **changes: object) -> Asked:
    published = published or world.illustrative().published
    view = View(lang, **{"last": len(published.document["days"]) - 1, **changes})  # type: ignore[arg-type]
    return Asked(view, published, translators()[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("indicator", ["reach_rate", "contacts", SHARE, "trust_police_balance"])
def test_a_picture_says_all_that_its_view_says(lang: str, indicator: str) -> None:
    given = asked(lang, indicator=indicator, level=Level.DISTRICT)
    extract = given.extract
    words = files.words_of(draw_svg(given))
    wanted = [extract.sentence.lead, extract.campaign, extract.mark, extract.hero.value]
    wanted += [key.label for key in extract.legend]
    wanted += [text for pair in (*extract.notes, *extract.statuses) for text in pair]
    wanted += [*extract.sources, extract.funding, extract.disclaimer]
    for text in wanted:
        assert text in words, text


def test_it_stands_alone_and_is_well_formed() -> None:
    text = make_svg(asked(indicator=SHARE, level=Level.DISTRICT, pin="MD-SO")).decode()
    root = ElementTree.fromstring(text)
    assert root.find(f"{files.SVG}title") is not None
    assert "var(" not in text and "<script" not in text and "foreignObject" not in text
    links = set(re.findall(r"""(?:href|src|url)\s*[=(]\s*["']?([^"')]+)""", text))
    assert all(link.startswith(("#", "data:font/woff2")) for link in links), links
    names = set(re.findall(r'id="([^"]+)"', text))
    assert {link[1:] for link in links if link.startswith("#")} <= names
    assert len(names) == len(re.findall(r'\bid="([^"]+)"', text)), "an id stands twice"


def test_lines_stay_inside_the_picture() -> None:
    for lang in LANGUAGES:
        text = draw_svg(asked(lang, indicator=SHARE, level=Level.DISTRICT))
        root = ElementTree.fromstring(text)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        lines = [node for node in root if node.tag == f"{files.SVG}text"]
        assert len(lines) > 30
        for node in lines:
            weight = BOLD if "bold" in node.get("class", "") else REGULAR
            long = measure("".join(node.itertext()), float(node.get("font-size", 0)), weight)
            assert float(node.get("x", 0)) + long <= width and float(node.get("y", 0)) <= height


def test_hidden_visits_and_days_outside_are_not_in_the_file() -> None:
    """On the screen they wait unseen for their days; in a file there is nothing to wait for."""
    day = draw_svg(asked(first=2, last=2))
    days = {int(d) for d in re.findall(r'data-visit="\d+" data-day="(\d+)"', day)}
    assert days == {2}
    assert "data-visit" not in draw_svg(asked(indicator=SHARE))


def test_the_pinned_unit_is_outlined_and_named_once() -> None:
    picture = draw_svg(asked(indicator=SHARE, level=Level.DISTRICT, pin="MD-CU"))
    words = files.words_of(picture)
    assert words.count("Chișinău") == 2, "with its figure on the map, and among the sources"
    assert 'class="pin-mark"' in picture and "%" in words


def test_no_name_touches_that_of_the_pinned_unit() -> None:
    labelled = dict(world.illustrative().published.document)
    near = [["MD-SN", ["Stînga Nistrului"], 2350, 470], ["MD-CA", ["Cahul"], 1200, 4200]]
    labelled["labels"] = labelled["labels"] | {
        "ro": {kind: [near] * 10 for kind in ("plain", "circles", "symbols", "regions")}
    }
    published = Published("labelled", labelled)
    pinned = describe_still(*still_of(published, "MD-SO"), 0.17)
    assert pinned.pin is not None
    free = describe_still(*still_of(published, ""), 0.17)
    assert [label[0] for label in free.drawing.labels] == ["MD-SN", "MD-CA"]
    beside = pinned.pin.x + 300, pinned.pin.y
    near[0][2:] = beside
    pinned = describe_still(*still_of(published, "MD-SO"), 0.17)
    assert [label[0] for label in pinned.drawing.labels] == ["MD-CA"]


def still_of(published: Published, pin: str):
    view = View("ro", last=6, pin=pin)
    return view, read(view, published), published, translators()["ro"]


def test_the_pale_words_lie_over_the_whole_picture() -> None:
    root = ElementTree.fromstring(draw_svg(asked("ru")))
    (pale,) = [node for node in root if node.get("class") == "pale"]
    turn = math.radians(-22)
    spots = [
        (
            float(node.get("x", 0)) * math.cos(turn) - float(node.get("y", 0)) * math.sin(turn),
            float(node.get("x", 0)) * math.sin(turn) + float(node.get("y", 0)) * math.cos(turn),
        )
        for node in pale
    ]
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for x in range(0, round(width) - 200, 200):
        for y in range(100, round(height) - 100, 200):
            near = [1 for a, b in spots if abs(a - x) < 330 and abs(b - y) < 200]
            assert near, f"a cropped picture around {x}, {y} would not be marked"
    assert len(spots) < 120


def test_few_answers_are_hatched_and_hidden_ones_carry_nothing() -> None:
    areas = files.read_areas(draw_svg(asked(indicator=SHARE, level=Level.DISTRICT)))
    for area in areas.values():
        look = area.get("class", "").split()
        if area.get("data-status") == "suppressed":
            assert "s" in look and area.get("data-n") is None and area.get("data-value") is None
        if area.get("data-status") == "few":
            assert "f" in look and any(f"c{i}" in look for i in range(5))


def real(**changes: object) -> Published:
    """The toy campaign as if it were no illustration."""
    document = dict(world.toy().document)
    document["campaign"] = document["campaign"] | {"illustrative": False} | changes
    return replace(world.toy(), document=document)


def test_the_emblem_stands_on_real_data_alone() -> None:
    stars = "polygon"
    shown = draw_svg(asked(published=real()))
    assert shown.count(f"<{stars}") == 12 and 'pale"' not in shown
    assert "ILLUSTRATIVE" not in shown
    assert stars not in draw_svg(asked())
    without = real(funding=dict.fromkeys(LANGUAGES, ""))
    assert stars not in draw_svg(asked(published=without))


def test_hostile_names_are_text() -> None:
    hostile = '<script>alert(1)</script> & "q" ]]> =1+1'
    given = asked(published=real(names=dict.fromkeys(LANGUAGES, hostile), publisher=hostile))
    picture = draw_svg(given)
    assert "<script" not in picture
    assert hostile in files.words_of(picture)


def test_lines_break_between_words_and_long_words_are_cut() -> None:
    lines = break_lines("one two three four", measure("one two", 16), 16)
    assert lines == ["one two", "three", "four"]
    cut = break_lines("a" * 50, measure("a" * 20, 16), 16)
    assert [len(line) for line in cut] == [20, 20, 10]
    assert break_lines("", 100, 16) == [""]


def test_the_font_travels_with_the_file() -> None:
    fonts = make_svg(asked()).decode().count("@font-face")
    assert fonts == len(list((Path("assets") / "fonts").glob("atlas-sans-*.woff2"))) - 1
