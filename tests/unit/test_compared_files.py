"""A comparison as files: the page's own rows, in its order, and nothing that is hidden."""

from __future__ import annotations

import csv
import io
from itertools import combinations
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.factory import create_app
from dashboard.state import COMPARED, View, parse_view
from dashboard.viewmodels.compare_download import read_compare_rows
from dashboard.viewmodels.comparing import Comparison, describe_comparison
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import files, world
from tests.contract.test_server import body

PUBLISHED = world.illustrative().published
SHARE = "trust_police_favourable"
VISITS = "indicator=contacts&from=2021-11-08&to=2021-11-11&against=days:2021-11-12..2021-11-14"
MODES = f"indicator={SHARE}&level=district&mode=online&against=part:face-to-face"
T = translators()["en"]


def view_of(query: str, published: Any = PUBLISHED) -> View:
    return parse_view(f"?page=compare&{query}", published, "en")


def compare(query: str, published: Any = PUBLISHED) -> Comparison:
    found = describe_comparison(view_of(query, published), published, T)
    assert found is not None
    return found


def rows_of(query: str, published: Any = PUBLISHED) -> list[dict[str, Any]]:
    listed = read_compare_rows(view_of(query, published), published, T)
    return [dict(zip(listed.keys, row, strict=True)) for row in listed.rows]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


@pytest.mark.parametrize("query", [VISITS, MODES])
def test_the_file_has_the_page_s_rows_in_its_order(query: str) -> None:
    page, rows = compare(query), rows_of(query)
    assert page.total is not None
    assert [row["unit"] for row in rows] == [page.total.name, *(row.name for row in page.rows)]
    assert rows[0]["code"] is None
    for own, row in zip([page.total, *page.rows], rows, strict=True):
        assert (row["difference"], row["judgement"] or "") == (own.size, own.judgement)
        for side, key in enumerate(("first", "second")):
            value = row[key]
            if isinstance(value, (int, float)):
                assert row[f"{key}_text"] == own.values[side]
            elif own.plain[side] is None:
                assert row[f"n_{key}"] is None and row[f"{key}_text"] is None
    assert {row["finding"] for row in rows} == {page.finding}


def test_hidden_sides_have_no_figure_in_the_file() -> None:
    hidden = [
        row
        for row in rows_of(f"indicator={SHARE}&level=district&against=part:online", world.toy())
        if T.text("status.suppressed") in (row["status_first"], row["status_second"])
    ]
    assert hidden
    for row in hidden:
        for key in ("first", "second"):
            if row[f"status_{key}"] == T.text("status.suppressed"):
                assert [row[name] for name in (key, f"{key}_text", f"n_{key}")] == [None] * 3
        assert row["difference"] is None


@pytest.mark.parametrize("key", COMPARED)
@pytest.mark.parametrize("query", [VISITS, MODES])
def test_every_head_sorts_both_ways_and_loses_no_row(query: str, key: str) -> None:
    orders = [compare(f"{query}&sort={sort}").rows for sort in (key, f"-{key}")]
    plain = compare(query).rows
    for rows in orders:
        assert {row.code for row in rows} == {row.code for row in plain}
    if key in ("unit", "judgement"):
        texts = [[row.name if key == "unit" else row.judgement for row in rows] for rows in orders]
        assert texts[0] == texts[1][::-1]
        return
    side = 1 if key.endswith("second") else 0
    for rows, falling in zip(orders, (False, True), strict=True):
        figures = [
            row.size
            if key == "difference"
            else row.bases[side]
            if key.startswith("n_")
            else {"<10": 9.5, ">90": 90.5}.get(str(row.plain[side]), row.plain[side])
            for row in rows
        ]
        known = [figure for figure in figures if figure is not None]
        assert len(known) > 1 and known == sorted(known, reverse=falling)
        blank = [figure is None for figure in figures]
        assert blank == sorted(blank), "what has no figure comes last either way"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_of_every_kind_of_comparison_open(client: FlaskClient, lang: str) -> None:
    t = translators()[lang]
    others = ("", VISITS, MODES, f"indicator={SHARE}&against=indicator:contacts")
    groups = f"indicator={SHARE}&district=MD-SO&against=district:MD-CU,MD-BA"
    for query in (*others, groups):
        answer = client.get(f"/export/compare.csv?page=compare&{query}&lang={lang}")
        text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
        head, *rows = csv.reader(text, delimiter="," if lang == "en" else ";")
        assert rows and head[0] == t.text("compare.column.code")
        assert all(t.text("band.title") in " ".join(row) for row in rows)
        if not query:
            assert len(rows) == 1 and t.text("compare.nothing") in rows[0]
    book = client.get(f"/export/compare.xlsx?page=compare&{MODES}&lang={lang}")
    sheets = files.read_sheets(book.data)
    assert next(iter(sheets)) == t.text("file.sheet.table")
    page = describe_comparison(
        parse_view(f"?page=compare&lang={lang}&{MODES}", PUBLISHED, "ro"), PUBLISHED, t
    )
    assert page is not None
    table = [cell for row in sheets[t.text("file.sheet.table")] for cell in row]
    names = {row.name for row in page.rows}
    assert [cell for cell in table if cell in names] == [row.name for row in page.rows]
    said = [str(cell) for row in sheets[t.text("file.sheet.method")] for cell in row]
    assert page.finding in said and t.text("compare.method") in said


def districts_of(region: str) -> str:
    from geodata.districts import district

    codes = PUBLISHED.document["districts"]
    return ",".join(code for code in codes if district(code).region_code == region)


def test_two_regions_are_judged_and_turned_with_their_sides() -> None:
    judged = PUBLISHED.document["indicators"][SHARE]["regions"]
    regions = PUBLISHED.document["regions"]
    assert set(judged) == {f"{one}~{other}" for one, other in combinations(regions, 2)}
    told = set()
    for key, letter in judged.items():
        one, other = (districts_of(region) for region in key.split("~"))
        word = {"a": "above", "b": "below", "e": "alike"}
        for first, second, own in (
            (one, other, letter),
            (other, one, {"a": "b", "b": "a"}.get(letter, letter)),
        ):
            found = compare(f"indicator={SHARE}&district={first}&against=district:{second}")
            assert T.text(f"compare.judged.{word[own]}") in found.finding, key
            told.add(own)
    assert told


def test_one_district_against_all_others_is_its_group() -> None:
    groups = PUBLISHED.document["indicators"][SHARE]["groups"]
    codes = PUBLISHED.document["districts"]
    word = {"a": "above", "b": "below", "e": "alike"}
    for code, letter in zip(codes, groups, strict=True):
        rest = ",".join(other for other in codes if other != code)
        found = compare(f"indicator={SHARE}&district={code}&against=district:{rest}")
        wanted = f"compare.judged.{word[letter]}" if letter in word else "compare.groups_few"
        assert T.text(wanted) in found.finding, code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_other_groups_are_not_tested_and_the_page_says_why(lang: str) -> None:
    t = translators()[lang]
    query = f"?page=compare&indicator={SHARE}&district=MD-SO,MD-CU&against=district:MD-BA,MD-GA"
    found = describe_comparison(parse_view(query, PUBLISHED, lang), PUBLISHED, t)
    assert found is not None and found.finding.endswith(t.text("compare.groups_not_judged"))
    overlapping = describe_comparison(
        parse_view(query.replace("MD-BA", "MD-CU"), PUBLISHED, lang), PUBLISHED, t
    )
    assert overlapping is not None
    assert overlapping.finding.endswith(t.text("compare.groups_not_judged"))


def test_a_long_campaign_says_that_only_single_days_are_tested() -> None:
    published = world.long()
    base = f"indicator={SHARE}&level=country"
    days = published.document["days"]
    run = f"{base}&from={days[0]}&to={days[3]}&against=days:{days[5]}..{days[5]}"
    assert compare(run, published).reason == T.text("compare.no_map.long")
    single = f"{base}&from={days[0]}&to={days[0]}&against=days:{days[5]}..{days[5]}"
    assert compare(single, published).reason == ""
    short = f"indicator={SHARE}&level=country&from=2021-11-08&to=2021-11-09"
    assert compare(f"{short}&against=days:2021-11-11..2021-11-14").reason == ""


def test_the_browser_is_told_the_rows_in_the_order_asked_for(client: FlaskClient) -> None:
    def told(sort: str) -> list[str]:
        query = f"?lang=en&page=compare&{VISITS}&sort={sort}"
        reply = client.post("/_dash-update-component", json=body({"query": query})).get_json()
        rows = reply["response"]["bridge"]["reply"]["comparison"]["rows"]
        return [row["code"] for row in rows]

    for sort in ("name", "unit", "-n_second", "n_second"):
        assert told(sort) == [row.code for row in compare(f"{VISITS}&sort={sort}").rows], sort
