"""The table twin: the same figures as the map, sorted, filtered, in words."""

from __future__ import annotations

import pytest

from dashboard.state import SORTS, View
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.table import TableView, describe_table
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES, Level
from tests import world

TOY = world.toy()
SHARE = "trust_police_favourable"


def table(lang: str = "en", published=TOY, **changes) -> TableView:
    last = len(published.document["days"]) - 1
    view = View(lang, **{"last": last, "page": "table", "level": Level.DISTRICT, **changes})
    return describe_table(view, published, translators()[lang])


def column(given: TableView, key: str) -> list[str]:
    at = [c.key for c in given.columns].index(key)
    return [row.cells[at] for row in given.rows]


def cells(given: TableView, code: str) -> dict[str, str]:
    row = next(row for row in given.rows if row.code == code)
    return dict(zip([c.key for c in given.columns], row.cells, strict=True))


def test_every_district_has_a_row() -> None:
    given = table()
    assert sorted(r.code for r in given.rows) == sorted(TOY.document["districts"])
    assert [c.key for c in given.columns] == [
        "name", "value", "n", "numerator", "denominator", "visits", "status",
    ]  # fmt: skip


def test_figures_of_the_map_in_words() -> None:
    given = table()
    soroca = cells(given, "MD-SO")
    assert (soroca["value"], soroca["n"], soroca["visits"]) == ("1.9", "150", "2")
    assert soroca["denominator"] == "77,656"
    assert cells(given, "MD-DR")["value"] == "0.0"
    assert cells(given, "MD-DR")["status"] == "no visit"
    assert cells(given, "MD-GA")["value"] == "–"
    assert cells(table("ro"), "MD-SO")["value"] == "1,9"
    assert cells(table("ro"), "MD-SO")["denominator"] == "77\u00a0656"


def test_a_hidden_cell_is_a_dash_in_every_column() -> None:
    given = table(indicator=SHARE)
    for code in ("MD-DR", "MD-SO", "MD-BD"):
        said = cells(given, code)
        assert {said["value"], said["n"], said["numerator"]} == {"–"}, code


def test_few_answers_all_alike_are_not_told_by_their_numerator() -> None:
    # Gagauzia: 12 answers, all favourable. "over 90%" beside a numerator of 12 says 100 %.
    said = cells(table(indicator=SHARE), "MD-GA")
    assert said["value"] == "over 90%" and said["n"] == "12"
    assert said["numerator"] != "12"


@pytest.mark.parametrize("key", ["reach_rate", "contacts", SHARE])
@pytest.mark.parametrize("sort", [s for name in SORTS for s in (name, f"-{name}")])
def test_every_sort_keeps_every_row(key: str, sort: str) -> None:
    assert sorted(r.code for r in table(indicator=key, sort=sort).rows) == sorted(
        TOY.document["districts"]
    )


def test_what_has_no_figure_comes_last_either_way() -> None:
    for sort, first in (("-value", "MD-BA"), ("value", "MD-CU")):
        rows = [r.code for r in table(indicator=SHARE, sort=sort).rows]
        shown = {"MD-BA", "MD-CU", "MD-GA"}
        assert set(rows[:3]) == shown
        # Over 90 % is above 50 %, and 0 % is the least.
        assert rows[:3] == (
            ["MD-GA", first, "MD-CU"] if sort == "-value" else [first, "MD-BA", "MD-GA"]
        )


def test_names_are_in_romanian_order() -> None:
    names = column(table("ro"), "name")
    assert names.index("Bălți") < names.index("Basarabeasca") or names[0] == "Anenii Noi"
    assert names.index("Ștefan Vodă") > names.index("Strășeni")
    assert column(table("ro", sort="-name"), "name") == names[::-1]


def test_chosen_districts_and_classes_only() -> None:
    assert {r.code for r in table(districts=("MD-BA", "MD-SO")).rows} == {"MD-BA", "MD-SO"}
    assert {r.code for r in table(indicator=SHARE, classes=("s",)).rows} == {"MD-DR", "MD-SO"}
    assert {r.code for r in table(indicator=SHARE, classes=("f",)).rows} == {"MD-GA"}
    assert table(indicator=SHARE, classes=("n",)).rows == ()


def test_regions_have_rows_of_their_own_whatever_districts_are_chosen() -> None:
    given = table(indicator=SHARE, level=Level.REGION, districts=("MD-BA",))
    assert [r.code for r in given.rows if cells(given, r.code)["n"] == "49"] == ["nord"]
    assert len(given.rows) == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_says_what_the_map_says(lang: str) -> None:
    published = world.illustrative().published
    for key in ("reach_rate", SHARE, "fair_balance", "visits_done"):
        given = table(lang, published, indicator=key)
        reading = read(View(lang, key, 0, 6, level=Level.DISTRICT), published)
        t = translators()[lang]
        for code, letter, n in zip(
            reading.codes, reading.frame["s"], reading.frame["n"], strict=True
        ):
            said = cells(given, code)
            row = next(r for r in given.rows if r.code == code)
            assert row.status == reading.statuses()[reading.codes.index(code)]
            assert said["n"] == ("–" if n is None else t.number(n)), (key, code)
            assert (said["value"] == "–") == (letter not in "of"), (key, code)


def test_the_next_sort_turns_the_one_that_is() -> None:
    by_key = {c.key: c for c in table(sort="-value").columns}
    assert by_key["value"].sorted == "descending" and by_key["value"].next_sort == "value"
    assert by_key["n"].sorted == "" and by_key["n"].next_sort == "-n"
    assert by_key["name"].next_sort == "name"


def test_a_pinned_row_and_the_watermark() -> None:
    given = table(pin="MD-SO")
    assert [r.code for r in given.rows if r.pinned] == ["MD-SO"]
    assert given.watermark == translators()["en"].text("band.watermark")
    assert given.caption and given.note
