"""Inspectorates as a lens: coverage by inspectorate, seats, cards; nothing invented."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard.figures.seats_svg import Seat, draw_seats
from dashboard.pages import render_page
from dashboard.state import View, parse_view
from dashboard.viewmodels.contact_card import describe_contact
from dashboard.viewmodels.detail import describe_detail
from dashboard.viewmodels.inspectorate_facts import (
    InspectorateFacts,
    count_unnamed,
    measure_inspectorates,
)
from dashboard.viewmodels.inspectorates import (
    InspectoratesPage,
    describe_inspectorates,
    describe_seats_map,
)
from dashboard.viewmodels.inspectorates_download import describe_inspectorates_download
from geodata.i18n import translators
from geodata.inspectorates import all_directorates, all_inspectorates
from geodata.publication import Published
from geodata.sectors import KINDS, all_sector_facts
from geodata.vocabulary import LANGUAGES
from tests import world
from tests.planned import busier


def view(lang: str = "en", **changes: Any) -> View:
    return View(lang, **{"last": 2, "page": "inspectorates", **changes})


def facts(published: Published | None = None, **changes: Any) -> dict[str, InspectorateFacts]:
    found = measure_inspectorates(view(**changes), published or busier())
    return {each.code: each for each in found}


def page(lang: str = "en", published: Published | None = None, **changes: Any) -> InspectoratesPage:
    return describe_inspectorates(view(lang, **changes), published or busier(), translators()[lang])


def with_contacts(**given: dict[str, Any]) -> Published:
    contacts = {code.replace("_", "-"): lines for code, lines in given.items()}
    return Published("contacts", {**busier().document, "contacts": contacts})


def test_all_forty_two_and_no_directorate() -> None:
    found = facts()
    assert set(found) == {each.code for each in all_inspectorates()} and len(found) == 42
    assert not set(found) & {each.code for each in all_directorates()}
    assert sum(each.in_scope for each in found.values()) == 6


def test_a_whole_district_is_a_territory_and_a_part_of_one_is_not() -> None:
    found = facts()
    # Soroca has 68 localities; two visits in two of them, on two days, 150 contacts.
    assert found["IP-SO"] == InspectorateFacts("IP-SO", "MD-SO", True, True, 2, 2, 68, 2, 150, 300)
    assert found["IP-GA-COM"].territory is None and found["IP-GA-COM"].visits == 1
    assert found["IP-CU-BOT"].visits == 0, "a visit that names no inspectorate is nobody's"
    assert count_unnamed(view(), busier()) == 1
    # Bălți's one visit: 30 contacts, leaflets nobody noted: unknown, not zero.
    assert (found["IP-BA"].contacts, found["IP-BA"].leaflets) == (30, None)
    assert (found["IP-DR"].contacts, found["IP-DR"].leaflets) == (0, 0), "no visit is zero"
    # Visits of one out of scope are not counted.
    assert (found["IP-BD"].in_scope, found["IP-BD"].visits) == (False, 0)


def test_days_and_districts_narrow() -> None:
    assert facts(first=1, last=1)["IP-SO"].visits == 1
    assert facts(first=2)["IP-SO"].visits == 0
    assert set(facts(districts=("MD-GA",))) == {"IP-GA-COM", "IP-GA-CEA", "IP-GA-VUL"}


def test_the_illustrative_coverage_agrees_with_the_indicator() -> None:
    published = world.illustrative().published
    frame = published.document["indicators"]["inspectorates_visited"]["windows"][0]["t"]
    found = measure_inspectorates(View("en", last=6), published)
    assert sum(each.visits > 0 for each in found) == frame["num"]
    assert sum(each.in_scope for each in found) == frame["den"] == 41
    shown = page(published=published, last=6)
    assert (shown.value, "41" in shown.caption) == (str(frame["num"]), True)


def test_the_table_divides_by_a_territory_only_where_there_is_one() -> None:
    rows = {row.code: row for row in page().table.rows}
    assert rows["IP-SO"].cells[2] == "2 of 68 (2.9%)"
    assert rows["IP-GA-COM"].cells[2] == "1" and "part of" in rows["IP-GA-COM"].cells[1]
    assert rows["IP-BA"].cells[-1] == "–"
    t = translators()["en"]
    assert rows["IP-BD"].cells[2] == t.text("status.out_of_scope")
    assert set(rows["IP-BD"].cells[3:]) == {"–"}
    for row in rows.values():
        led = parse_view(row.address, busier(), "ro")
        assert led.page == "map" and led.pin.startswith("MD-")
    names = [row.cells[0] for row in page("ro").table.rows]
    assert names.index("Inspectoratul de poliție Strășeni") < names.index(
        "Inspectoratul de poliție Șoldănești"
    )


def test_the_left_bank_and_dubasari_are_said() -> None:
    for lang in LANGUAGES:
        t = translators()[lang]
        assert t.text("inspectorates.left_bank") in page(lang).notes
        rows = {row.code: row for row in page(lang).table.rows}
        assert rows["IP-DU"].cells[1] != rows["IP-SO"].cells[1]
        assert "1" in page(lang).notes[-1], "one visit names no inspectorate"
        assert len(page(lang, first=2).notes) == 2


def test_only_seats_stand_for_those_without_boundaries() -> None:
    published = world.illustrative().published
    drawing = describe_seats_map(View("en", last=6), published, translators()["en"])
    looks = {each.code: each.look for each in drawing.territories}
    assert looks["MD-CU"] == looks["MD-GA"] == "several"
    assert looks["MD-BD"] == looks["MD-SN"] == "outside"
    assert looks["MD-DR"] == "unvisited" and looks["MD-SO"].startswith("soft-")
    # Chișinău's five share a seat, of whom three had visits; Gagauzia's three have one each.
    words = sorted((seat.district, seat.words, seat.visited) for seat in drawing.seats)
    assert words == [
        ("MD-CU", "3/5", True), ("MD-GA", "", False), ("MD-GA", "", False), ("MD-GA", "", True),
    ]  # fmt: skip
    svg = draw_seats(drawing)
    assert len(re.findall("data-shape=", svg)) == 37
    assert translators()["en"].text("band.watermark") in svg
    for district in published.document["districts"]:
        assert svg.count(f'data-shape="{district}"') == 1


def test_classes_are_those_of_the_map_s_legend() -> None:
    published = world.illustrative().published
    about = published.document["indicators"]["localities_visited"]
    frame = about["windows"][0]
    drawing = describe_seats_map(View("en", last=6), published, translators()["en"])
    for each, klass, status in zip(drawing.territories, frame["c"], frame["s"], strict=True):
        if each.look.startswith("soft-"):
            assert (each.look, status) == (f"soft-{klass}", "o"), each.code
        elif each.look == "unvisited":
            assert klass == "z"


def test_names_on_the_map_are_escaped() -> None:
    drawing = describe_seats_map(view(), busier(), translators()["en"])
    hostile = Seat(1, 1, "<b>", '"><script>', "MD-SO", True, False)
    svg = draw_seats(type(drawing)(9, 9, (), (hostile,), "<i>"))
    assert "<b>" not in svg and "<script" not in svg and "<i>" not in svg


def test_a_contact_is_what_somebody_brought_in_and_else_blank() -> None:
    t = translators()["en"]
    blank = describe_contact("IP-SO", busier(), t)
    assert blank.lines == () and blank.blank == t.text("inspectorates.contact_blank")
    published = with_contacts(
        IP_SO={"phone": "0 230 00000", "address": "Str. X", "email": "a@b.md", "web": "x.md/so"}
    )
    lines = {line.label: line for line in describe_contact("IP-SO", published, t).lines}
    assert lines["Phone"].address == "tel:023000000"
    assert lines["E-mail"].address == "mailto:a@b.md"
    assert lines["Page"].address == "https://x.md/so" and lines["Address"].address == ""
    assert describe_contact("IP-BA", published, t).lines == ()
    two = with_contacts(IP_SO={"phone": "0 230 1, 0 230 2"})
    assert describe_contact("IP-SO", two, t).lines[0].address == "", "two numbers are not one"
    only = with_contacts(IP_SO={"phone": None, "address": " ", "email": "", "web": None})
    assert describe_contact("IP-SO", only, t).blank


@pytest.mark.parametrize(
    "bad",
    ["javascript:alert(1)", "java script://x.md", "data:text/html,x", "//x", "file:///x", "x y.md"],
)
def test_a_page_that_is_no_page_is_text(bad: str) -> None:
    t = translators()["en"]
    (line,) = describe_contact("IP-SO", with_contacts(IP_SO={"web": bad}), t).lines
    assert line.address in ("", "https://" + bad) and not line.address.startswith(
        ("javascript", "data", "file")
    )
    (mail,) = describe_contact("IP-SO", with_contacts(IP_SO={"email": "a@b?bcc=c@d"}), t).lines
    assert mail.address == ""


def test_cards_are_of_the_pinned_district_else_of_whom_anything_is_known() -> None:
    assert {card.code for card in page(pin="MD-GA").cards} == {
        "IP-GA-COM", "IP-GA-CEA", "IP-GA-VUL",
    }  # fmt: skip
    known = {fact.inspectorate_code for fact in all_sector_facts()}
    assert {card.code for card in page().cards} == known
    more = page(published=with_contacts(IP_BA={"phone": "112"}))
    assert {card.code for card in more.cards} == known | {"IP-BA"}
    assert {card.code for card in page(districts=("MD-BA",)).cards} == {"IP-BA"}


def test_the_detail_of_a_district_has_its_cards_too() -> None:
    t = translators()["en"]
    found = describe_detail(view(pin="MD-GA"), with_contacts(IP_GA_COM={"phone": "1234"}), t)
    assert found is not None
    assert [(card.code, bool(card.lines)) for card in found.inspectorates] == [
        ("IP-GA-CEA", False),
        ("IP-GA-COM", True),
    ]


def test_what_is_shipped_of_sectors_names_its_page_and_kind() -> None:
    codes = {each.code for each in all_inspectorates()}
    assert len(all_sector_facts()) == 5
    for fact in all_sector_facts():
        assert fact.inspectorate_code in codes and fact.kind in KINDS
        assert fact.page.startswith("http") and fact.source in fact.page
        assert fact.as_of == "" or re.fullmatch(r"20\d\d", fact.as_of)
    for lang in LANGUAGES:
        for card in page(lang).cards:
            for line in card.sectors:
                assert "{" not in line.text and "  " not in line.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_and_file_say_the_same(lang: str) -> None:
    t = translators()[lang]
    published = with_contacts(IP_SO={"phone": "=1+1"})
    shown = str(render_page(view(lang), published, t, "light"))
    given = page(lang, published)
    assert t.text("band.watermark") in shown
    assert "politia.md" in shown and "tel:112" in shown
    for row in given.table.rows:
        assert row.cells[0] in shown
    download = describe_inspectorates_download(view(lang), published, t, {})
    assert [row[1] for row in download.rows] == [row.cells[0] for row in given.table.rows]
    by_code = {row[0]: row for row in download.rows}
    assert by_code["IP-SO"][3:9] == (68, 2, 2, 2, 150, 300)
    assert by_code["IP-GA-COM"][3] is None
    assert by_code["IP-BD"][4:9] == (None,) * 5
    assert "=1+1" in by_code["IP-SO"]
