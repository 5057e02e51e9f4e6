"""Names are found under every spelling, and only whole names are."""

from __future__ import annotations

import pytest

from geodata.districts import all_districts, find_district
from geodata.localities import all_localities, find_localities
from geodata.names import (
    fold,
    lacking_diacritics,
    readings,
    romanian_order,
    spellings,
    without_brackets,
    without_kind,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Șoldănești", "soldanesti"),
        ("Şoldăneşti", "soldanesti"),  # cedillas
        ("S\u0326olda\u0306nes\u0326ti", "soldanesti"),  # decomposed
        ("  Ștefan\u00a0 Vodă ", "stefan voda"),
        ("Ceadîr-Lunga", "ceadir lunga"),
        ("Sоrоca", "soroca"),  # two Cyrillic о in a Latin word
        ("Cорока", "сорока"),  # a Latin C in a Cyrillic word
        ("КАНТЕМИР", "кантемир"),
        ("Кишинёв", "кишинев"),
        ("Киши\u00adнэу", "кишинэу"),  # a soft hyphen
        ("", ""),
        ("...", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


def test_spellings_join_both_orthographies():
    assert spellings("Hîncești") == ("hincesti", "hancesti")
    assert spellings("Hâncești") == ("hancesti", "hincesti")
    # î at the ends of a word stays, inside it becomes â
    assert "indarat pana" in spellings("Îndărăt Pînă")
    assert spellings("Soroca") == ("soroca",)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("r nul soroca", "soroca"),
        ("mun chisinau", "chisinau"),
        ("or s x", "x"),
        ("бричаны раион", "бричаны"),
        ("soroca", "soroca"),
        ("mun", "mun"),  # nothing would be left
        ("orhei", "orhei"),
        ("comrat", "comrat"),
        ("satul", "satul"),
    ],
)
def test_without_kind(text, bare):
    assert without_kind(text) == bare


def test_readings_try_the_name_as_written_first():
    assert readings("Satul Nou") == ("satul nou", "nou sat", "nou")
    assert readings("r-nul Soroca") == ("r nul soroca", "soroca")
    assert readings("or. Drochia Sat") == (
        "or drochia sat",
        "drochia sat oras",
        "drochia sat",
        "drochia",
    )


def test_without_brackets():
    assert without_brackets("Pelinia (loc. st. c.f.)") == "Pelinia"
    assert without_brackets("Pelinia") == "Pelinia"


def test_romanian_order():
    names = ["Țăul", "Tvardița", "Șuri", "Ștefan Vodă", "Suri", "Arionești", "Ăla", "Azi"]
    assert sorted(names, key=romanian_order) == [
        "Arionești",
        "Azi",
        "Ăla",
        "Suri",
        "Ștefan Vodă",
        "Șuri",
        "Tvardița",
        "Țăul",
    ]


def test_lacking_diacritics_needs_a_clear_majority_of_others():
    marked = ["Budești", "Costești", "Florești", "Mirești", "Popești", "Negrești"]
    assert lacking_diacritics([*marked, "Pitesti"]) == ("Pitesti",)
    assert lacking_diacritics([*marked[:4], "Pitesti"]) == ()
    assert lacking_diacritics([*marked, "Soroca", "Orhei"]) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soroca", "MD-SO"),
        ("MD-SO", "MD-SO"),
        ("r-nul Soroca", "MD-SO"),
        ("r. Soroca", "MD-SO"),
        ("raionul SOROCA", "MD-SO"),
        ("Soroca District", "MD-SO"),
        ("район Сорока", "MD-SO"),
        ("р-н Сороки", "MD-SO"),
        ("Сороки район", "MD-SO"),
        ("Сорокский район", "MD-SO"),
        ("Hâncești", "MD-HI"),
        ("Hancesti", "MD-HI"),
        ("Hinceşti", "MD-HI"),
        ("Хынчештский район", "MD-HI"),
        ("mun. Chişinău", "MD-CU"),
        ("municipiul Chisinau", "MD-CU"),
        ("мун. Кишинэу", "MD-CU"),
        ("г. Кишинёв", "MD-CU"),
        ("Бельцы", "MD-BA"),
        ("Анений Ной", "MD-AN"),
        ("Новые Анены", "MD-AN"),
        ("Штефан-Водский район", "MD-SV"),
        ("Bender (Tighina)", "MD-BD"),
        ("UTA Găgăuzia", "MD-GA"),
        ("Gagauzia", "MD-GA"),
        ("Gagauz Yeri", "MD-GA"),
        ("АТО Гагаузия", "MD-GA"),
        ("Stânga Nistrului", "MD-SN"),
        ("Transnistria", "MD-SN"),
        ("Приднестровье", "MD-SN"),
        ("Dubăsari", "MD-DU"),
    ],
)
def test_find_district(text, code):
    found = find_district(text)
    assert found is not None and found.code == code


@pytest.mark.parametrize("text", ["", "   ", "r-nul", "Soro", "Sorocca", "Cocieri", "=1+1", "MD"])
def test_find_district_does_not_guess(text):
    assert find_district(text) is None


def test_every_district_is_found_under_its_own_names():
    for each in all_districts():
        for lang in ("ro", "ru", "en"):
            assert find_district(each.name(lang)) == each
            assert find_district(each.short(lang)) == each
        swapped = each.name_ro.replace("î", "â").replace("ș", "ş").replace("ț", "ţ")
        assert find_district(f"r-nul {swapped.upper()}") == each


def test_every_locality_is_found_under_its_own_name():
    for each in all_localities():
        assert each in find_localities(each.name_ro, each.district_code)
        assert each in find_localities(f"com. {fold(each.name_ro)}", each.district_code)


def codes(name: str, district_code: str | None = None) -> list[str]:
    return [each.code for each in find_localities(name, district_code)]


def test_find_localities_prefers_the_name_as_written():
    assert codes("Pelinia", "MD-DR") == ["L0472"]  # not the railway halt L0473
    assert codes("Pelinia (loc. st. c.f.)", "MD-DR") == ["L0473"]
    assert codes("Batâc") == codes("Batic") == codes("s. BATAC") == ["L0004"]
    assert codes("Satul Nou") == ["L0236"]  # `satul` is part of the name
    assert codes("or. Drochia", "MD-DR") == codes("Drochia") == ["L0453"]
    assert codes("s. Drochia") == codes("satul Drochia Sat") == ["L0454"]
    assert codes("orașul Cornești", "MD-UN") == ["L1627"]
    assert codes("Chiriet-Lunga") == ["L0708"]


def test_find_localities_returns_every_namesake():
    assert codes("Congaz", "MD-GA") == ["L0713", "L0714"]
    assert codes("Cornești", "MD-UN") == ["L1627", "L1628"]  # town and village
    assert len({each.district_code for each in find_localities("Speia")}) == 2
    assert codes("Soroca", "MD-HI") == []
    assert codes("Nicăieri") == codes("") == []
