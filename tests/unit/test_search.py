"""The search finds places, indicators and questions under every spelling, in either script."""

from __future__ import annotations

import pytest

from dashboard.factory import create_app
from dashboard.viewmodels.search import Result, find
from geodata.districts import all_districts
from geodata.i18n import translators
from geodata.localities import all_localities
from geodata.vocabulary import LANGUAGES
from tests import world

REAL = world.illustrative().published


def search(text: str, lang: str = "ro") -> list[Result]:
    return find(text, REAL, translators()[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_district_is_found_by_its_name_in_every_language(lang: str) -> None:
    for each in all_districts():
        for spelled in (each.name_ro, each.name(lang), each.short(lang)):
            pins = [found.changes.get("pin") for found in search(spelled, lang)]
            assert each.code in pins, spelled


@pytest.mark.parametrize(
    ("text", "code"),
    [("hancesti", "MD-HI"), ("HÎNCEȘTI", "MD-HI"), ("Hînceşti", "MD-HI"), ("Сорока", "MD-SO"),
     ("soroc", "MD-SO"), ("Кишинэу", "MD-CU"), ("chisin", "MD-CU"), ("Бельцы", "MD-BA"),
     ("Ștefan Vod", "MD-SV"), ("Штефан Водэ", "MD-SV")],
)  # fmt: skip
def test_spelling_and_script_do_not_matter(text: str, code: str) -> None:
    first = next(found for found in search(text) if found.kind in ("district", "locality"))
    assert first.changes["pin"] == code


def test_a_village_is_found_with_its_district_in_latin_and_cyrillic() -> None:
    for text in ("Rublenița", "rublenita", "Рубленица"):
        found = [each for each in search(text) if each.kind == "locality"]
        assert any(each.name == "Rublenița" and each.changes["pin"] == "MD-SO" for each in found)
        assert all(each.where.startswith("localitate · ") for each in found)


def test_every_locality_is_found_by_its_own_name() -> None:
    for place in all_localities()[::40]:
        names = [each.name for each in search(place.name_ro)]
        assert place.name_ro in names or len(names) == 8, place.name_ro


def test_inspectorates_indicators_and_questions_lead_where_they_are() -> None:
    police = [e for e in search("Inspectoratul de poliție Soroca") if e.kind == "inspectorate"]
    assert police and police[0].changes == {"pin": "MD-SO"}
    trust = search("încredere în poliție")[0]
    assert (trust.kind, trust.changes["indicator"]) == ("indicator", "trust_police_favourable")
    how = next(e for e in search("cooperate better", "en") if e.kind == "question")
    assert how.changes == {"page": "answers"}
    assert search("доверие к полиции", "ru")[0].changes["indicator"] == "trust_police_favourable"


def test_whole_names_come_before_beginnings() -> None:
    assert search("Soroca")[0].name in ("Soroca", "raionul Soroca", "Raionul Soroca")
    assert search("zzzz") == []


@pytest.mark.parametrize("text", ["", " ", "a", "%", "<script>", "\x00\ud800x", "я" * 5000, "."])
def test_any_text_gives_an_answer(text: str) -> None:
    client = create_app(world.illustrative().settings).server.test_client()
    answer = client.get("/search", query_string={"q": text.encode("utf-8", "replace")})
    assert answer.status_code in (200, 414)
    if answer.status_code == 200:
        assert isinstance(answer.get_json()["results"], list)
