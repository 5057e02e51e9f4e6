"""Words: plurals, numbers and dates of the three languages."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.i18n import translators

NBSP = "\u00a0"
MINUS = "\u2212"
T = translators()


@pytest.mark.parametrize(
    ("lang", "key", "count", "text"),
    [
        ("ro", "count.visits", 0, "0 vizite"),
        ("ro", "count.visits", 1, "1 vizită"),
        ("ro", "count.visits", 2, "2 vizite"),
        ("ro", "count.visits", 19, "19 vizite"),
        ("ro", "count.visits", 20, "20 de vizite"),
        ("ro", "count.visits", 21, "21 de vizite"),
        ("ro", "count.visits", 100, "100 de vizite"),
        ("ro", "count.visits", 101, "101 vizite"),
        ("ro", "count.visits", 119, "119 vizite"),
        ("ro", "count.visits", 120, "120 de vizite"),
        ("ru", "count.visits", 0, "0 визитов"),
        ("ru", "count.visits", 1, "1 визит"),
        ("ru", "count.visits", 2, "2 визита"),
        ("ru", "count.visits", 5, "5 визитов"),
        ("ru", "count.visits", 11, "11 визитов"),
        ("ru", "count.visits", 12, "12 визитов"),
        ("ru", "count.visits", 21, "21 визит"),
        ("ru", "count.visits", 22, "22 визита"),
        ("ru", "count.visits", 111, "111 визитов"),
        ("en", "count.visits", 0, "0 visits"),
        ("en", "count.visits", 1, "1 visit"),
        ("en", "count.visits", 21, "21 visits"),
    ],
)
def test_plurals(lang: str, key: str, count: int, text: str) -> None:
    assert T[lang].plural(key, count) == text


@pytest.mark.parametrize(
    ("lang", "value", "decimals", "text"),
    [
        ("ro", 1234567, 0, f"1{NBSP}234{NBSP}567"),
        ("ru", 1234567, 0, f"1{NBSP}234{NBSP}567"),
        ("en", 1234567, 0, "1,234,567"),
        ("ro", 1234.5, 1, f"1{NBSP}234,5"),
        ("ru", 1234.5, 1, f"1{NBSP}234,5"),
        ("en", 1234.5, 1, "1,234.5"),
        ("ro", 1000, 0, f"1{NBSP}000"),
        ("ru", 1000, 0, f"1{NBSP}000"),
        ("ro", 2, 1, "2,0"),
        ("ro", 0, 0, "0"),
        ("ro", -5, 0, f"{MINUS}5"),
        ("en", -0.5, 1, f"{MINUS}0.5"),
    ],
)
def test_numbers(lang: str, value: float, decimals: int, text: str) -> None:
    assert T[lang].number(value, decimals) == text


NOVEMBER = (date(2021, 11, 8), date(2021, 11, 14))


@pytest.mark.parametrize(
    ("lang", "first", "last", "text"),
    [
        ("ro", *NOVEMBER, "8–14 noiembrie 2021"),
        ("ru", *NOVEMBER, f"8–14 ноября 2021{NBSP}г."),
        ("en", *NOVEMBER, "8–14 November 2021"),
        ("ro", date(2021, 11, 12), date(2021, 11, 12), "12 noiembrie 2021"),
        ("ro", date(2021, 10, 30), date(2021, 11, 2), "30 octombrie – 2 noiembrie 2021"),
        ("ro", date(2021, 12, 30), date(2022, 1, 2), "30 decembrie 2021 – 2 ianuarie 2022"),
        ("en", date(2021, 12, 30), date(2022, 1, 2), "30 December 2021 – 2 January 2022"),
    ],
)
def test_periods(lang: str, first: date, last: date, text: str) -> None:
    assert T[lang].period(first, last) == text


def test_a_period_without_its_year() -> None:
    assert T["ro"].period(*NOVEMBER, year=False) == "8–14 noiembrie"
    assert T["ru"].period(*NOVEMBER, year=False) == "8–14 ноября"


def test_the_same_months_of_two_years_are_told_apart() -> None:
    assert T["en"].period(date(2021, 5, 1), date(2022, 5, 3)) == "1 May 2021 – 3 May 2022"


@pytest.mark.parametrize(
    ("lang", "long", "short"),
    [
        ("ro", "vineri, 12 noiembrie", "vi 12"),
        ("ru", "пятница, 12 ноября", "пт 12"),
        ("en", "Friday 12 November", "Fr 12"),
    ],
)
def test_days(lang: str, long: str, short: str) -> None:
    friday = date(2021, 11, 12)
    assert T[lang].day(friday) == long
    assert T[lang].short_day(friday).lower() == short.lower()


def test_words_that_are_not_there_are_an_error_and_not_blank() -> None:
    with pytest.raises(KeyError, match=r"no message 'no\.such'"):
        T["ro"].text("no.such")
    with pytest.raises(KeyError, match="no plural"):
        T["ro"].plural("app.name", 3)
    assert not T["ro"].has("no.such")
    assert T["ro"].has("app.name")


def test_large_counts_are_grouped_inside_their_words() -> None:
    assert T["ro"].plural("count.contacts", 3120).startswith(f"3{NBSP}120 de ")
    assert T["en"].plural("count.contacts", 3120).startswith("3,120 ")
