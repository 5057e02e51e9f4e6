"""The long tables: the rows of their files, the selection of the address, nothing hidden."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.factory import create_app
from dashboard.state import PAGES, parse_view
from dashboard.tables_page import GRID
from dashboard.viewmodels.cells_download import read_cell_rows
from dashboard.viewmodels.handouts_download import read_handout_rows
from dashboard.viewmodels.long_tables import (
    DATES,
    FOLDER,
    HIDDEN,
    LONG_TABLES,
    NUMBERS,
    OWN_WORDS,
    describe_long_table,
)
from dashboard.viewmodels.plan_facts import measure_handouts
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

T = translators()
SHARE = "trust_police_favourable"
QUERIES = (
    "",
    "from=2021-11-10&to=2021-11-11&district=MD-CU,MD-GA&indicator=contacts",
    "mode=online&district=MD-CU,MD-SO&indicator=trust_police_favourable",
    "question=problems&level=region",
    "indicator=%00&from=x&to=%ff&question=%27&district=,,",
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="grid-data">(.*?)</script>', page, re.S)
    assert found
    record: dict[str, Any] = json.loads(found[1])
    return record


def cells(query: str = "", published: Any = None, **asked: str) -> list[dict[str, Any]]:
    published = published or world.toy()
    listed = read_cell_rows(parse_view(query, published, "en"), published, T["en"], asked)
    return [dict(zip(listed.keys, row, strict=True)) for row in listed.rows]


def written(cell: Any, lang: str) -> str:
    if cell is None:
        return ""
    return (
        str(cell).replace(".", "," if lang != "en" else ".") if not isinstance(cell, str) else cell
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LONG_TABLES)
def test_the_page_has_the_rows_of_its_file(client: FlaskClient, name: str, lang: str) -> None:
    for query in QUERIES:
        answer = client.get(f"{FOLDER}{name}?{query}&lang={lang}")
        assert answer.status_code == 200, query
        page = answer.get_data(as_text=True)
        data = data_of(page)
        link = re.search(r'href="(/export/[^"]+)" download', page)
        assert link
        file = client.get(html.unescape(link[1])).data.decode("utf-8-sig")
        head, *rows = csv.reader(
            io.StringIO(file, newline=""), delimiter="," if lang == "en" else ";"
        )
        width = len(data["keys"])
        assert len(head) == width + 3
        if not data["rows"]:
            assert [row[:width] for row in rows] == [[""] * width], query
            continue
        own = [[written(cell, lang) for cell in row] for row in data["rows"]]
        assert [[c.removeprefix("'") for c in row[:width]] for row in rows] == own, query


@pytest.mark.parametrize("name", LONG_TABLES)
def test_figures_are_numbers_and_days_are_days(client: FlaskClient, name: str) -> None:
    data = data_of(client.get(f"{FOLDER}{name}?lang=ru&question=all").get_data(as_text=True))
    kinds = {column["key"]: column["kind"] for column in data["columns"]}
    for i, key in enumerate(data["keys"]):
        found = [row[i] for row in data["rows"] if row[i] is not None]
        if key in NUMBERS:
            assert kinds[key] == "number" and all(type(cell) in (int, float) for cell in found), key
        else:
            assert all(isinstance(cell, str) for cell in found), key
        if key in DATES:
            assert all(data["dates"][day].endswith("2021\u00a0г.") for day in found), key
    days = [i for i, key in enumerate(data["keys"]) if key in DATES]
    held = dict.fromkeys(row[i] for i in days for row in data["rows"] if row[i])
    assert list(data["dates"]) == list(held), "in one order whoever writes them"
    assert any(not column["hidden"] for column in data["columns"])
    assert data["numbers"] == {"decimal": ",", "group": "\u00a0", "minus": "\u2212"}


def test_every_hidden_column_is_one_of_some_table(client: FlaskClient) -> None:
    keys = {
        key
        for name in LONG_TABLES
        for key in data_of(client.get(FOLDER + name).get_data(as_text=True))["keys"]
    }
    assert keys >= HIDDEN and keys >= NUMBERS and keys >= DATES


def test_what_is_hidden_has_neither_share_nor_count_nor_n() -> None:
    rows = cells(f"indicator={SHARE}")
    by_unit = {code: [r for r in rows if r["unit_code"] == code] for code in ("MD-SO", "MD-DR")}
    for found in by_unit.values():
        assert len(found) == 5  # four answers and don't know: as many rows as of a shown unit
        assert {r["status_code"] for r in found} == {"suppressed"}
        assert {r["status"] for r in found} == {T["en"].text("status.suppressed")}
        for row in found:
            assert [row[key] for key in ("share", "share_text", "count", "n")] == [None] * 4


def test_a_shown_cell_is_worked_out_by_hand() -> None:
    # Bălți: 12 very much, 4 somewhat, 16 not much, 8 don't know: a base of 32, 40 were asked.
    rows = {r["answer_code"]: r for r in cells(f"indicator={SHARE}") if r["unit_code"] == "MD-BA"}
    got = {code: (r["share"], r["count"], r["n"]) for code, r in rows.items()}
    assert got == {
        "very_much": (38, 12, 32),
        "somewhat": (12, 4, 32),
        "not_much": (50, 16, 32),
        "not_at_all": (0, 0, 32),
        "dont_know": (20, 8, 40),
    }
    assert {r["status_code"] for r in rows.values()} == {"ok"}


def test_an_end_of_few_answers_is_only_said_to_be_one() -> None:
    # Găgăuzia: all twelve answered the same.
    rows = {r["answer_code"]: r for r in cells(f"indicator={SHARE}") if r["unit_code"] == "MD-GA"}
    assert (rows["very_much"]["share"], rows["very_much"]["share_text"]) == (None, "over 90%")
    assert (rows["somewhat"]["share"], rows["somewhat"]["share_text"]) == (None, "under 10%")


def test_answers_follow_level_districts_part_days_and_question() -> None:
    published = world.illustrative().published

    def units(query: str, **asked: str) -> set[str]:
        return {r["unit_code"] for r in cells(query, published, **asked)}

    assert units(f"indicator={SHARE}") == set(published.document["districts"])
    assert units(f"indicator={SHARE}&district=MD-SO,MD-CU") == {"MD-SO", "MD-CU"}
    assert units(f"indicator={SHARE}&level=region") == set(published.document["regions"])
    assert units(f"indicator={SHARE}&level=region&district=MD-CU") == {"chisinau"}
    assert units(f"indicator={SHARE}&level=country") == {"MD"}
    day = "from=2021-11-10&to=2021-11-10"
    # One day carries no districts: the finest level that it carries, as on the map.
    stepped = published.document["distributions"]["trust_police"]["windows"]["2-2"]
    assert "district" not in stepped
    assert units(f"indicator={SHARE}&{day}") <= {*published.document["regions"], "MD"}
    online = cells(f"indicator={SHARE}&mode=online&{day}", published)
    everyone = cells(f"indicator={SHARE}", published)
    assert len(online) == len(everyone) and online != everyone  # whole campaign, fewer answers
    questions = {r["question_key"] for r in cells("", published)}
    assert questions == set(published.document["questions"])
    assert {r["question_key"] for r in cells(f"indicator={SHARE}", published)} == {"trust_police"}
    assert {r["question_key"] for r in cells("", published, question="fair")} == {"fair"}


def test_handouts_add_up_to_the_sums_of_the_plan() -> None:
    published = world.illustrative().published
    for query in ("", "from=2021-11-09&to=2021-11-10", "district=MD-CU,MD-GA"):
        view = parse_view(query, published, "en")
        listed = read_handout_rows(view, published, T["en"])
        rows = [dict(zip(listed.keys, row, strict=True)) for row in listed.rows]
        sums = measure_handouts(view, published)
        assert sums
        for each in sums:
            own = [r for r in rows if r["item"] == T["en"].text(f"plan.item.{each.item}")]
            for key in ("planned", "used", "left"):
                known = [r[key] for r in own if r[key] is not None]
                assert (sum(known) if known else None) == getattr(each, key), (query, each.item)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_is_chosen_and_leads_back(client: FlaskClient, lang: str) -> None:
    t = T[lang]
    query = f"lang={lang}&indicator={SHARE}&from=2021-11-09&to=2021-11-10&district=MD-SO,MD-GA"
    for name, table in LONG_TABLES.items():
        page = html.unescape(client.get(f"{FOLDER}{name}?{query}").get_data(as_text=True))
        chosen = re.search(r'tables-chosen">\s*<p><strong>[^<]*</strong> ([^<]*)</p>', page)
        assert chosen and chosen[1].startswith("9–10 ")
        assert ("Soroca" in chosen[1] or "Сорока" in chosen[1]) == (name != "media")
        assert t.text("band.text") in page
        assert f"page={table.page}" in page and f'href="/?{"" if lang == "ro" else "lang="}' in page
        for other in LONG_TABLES:
            assert re.search(rf'href="{FOLDER}{other}\?[^"]*district=MD-GA,MD-SO|MD-SO,MD-GA', page)
        for code in LANGUAGES:
            assert re.search(
                rf'href="{FOLDER}{name}\?[^"]*from=2021-11-09[^"]*" hreflang="{code}"', page
            )


def test_the_grid_s_own_words_are_all_ours(client: FlaskClient) -> None:
    said = [
        data_of(client.get(f"{FOLDER}media?lang={lang}").get_data(as_text=True))["own"]
        for lang in LANGUAGES
    ]
    for record in said:
        assert set(record) == set(OWN_WORDS) and all(record.values())
    for key in OWN_WORDS:
        assert len({record[key] for record in said}) == 3, key
    assert said[0]["minValueValidation"].endswith("${variable}")


def test_the_grid_is_asked_for_on_these_pages_alone(client: FlaskClient) -> None:
    for address in ("/", *(f"/?page={page}" for page in PAGES), "/method", "/views", "/data"):
        assert "ag-grid" not in client.get(address).get_data(as_text=True), address
    page = client.get(f"{FOLDER}visits").get_data(as_text=True)
    script = re.search(rf'<script src="([^"]*{re.escape(GRID)})" defer></script>', page)
    assert script
    answer = client.get(script[1])
    assert answer.status_code == 200 and answer.mimetype == "text/javascript"
    # What stands in the page is data, not script: the policy allows no such.
    assert set(re.findall(r"<script(?! src)[^>]*>", page)) == {
        '<script type="application/json" id="grid-data">',
    } | set(re.findall(r'<script type="module" src="[^"]*">', page))


def test_no_other_table_is_handed_out(client: FlaskClient) -> None:
    for name in ("x", "visits.csv", "persons"):
        assert client.get(FOLDER + name).status_code == 404


def test_a_hostile_name_stays_data() -> None:
    published = world.toy()
    document = dict(published.document)
    document["media"] = [
        {"date": "2021-11-08", "outlet": "</script><!--", "kind": "tv", "title": "&", "audience": 1}
    ]
    hostile = type(published)(published.id, document)
    from dashboard.tables_page import _as_data

    view = parse_view("", hostile, "en")
    page = describe_long_table("media", view, hostile, T["en"], {}, "en", LANGUAGES)
    text = str(_as_data(page.data))
    assert not set("<>&") & set(text)
    assert json.loads(text)["rows"][0][1] == "</script><!--"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_of_the_dashboard_lead_to_their_tables(client: FlaskClient, lang: str) -> None:
    from tests.contract.test_server import body

    twins = {table.page for table in LONG_TABLES.values()} | {"table"}
    for page in PAGES:
        query = f"?lang={lang}&page={page}&district=MD-SO"
        reply = client.post("/_dash-update-component", json=body({"query": query}))
        text = reply.get_data(as_text=True).replace(r"\u002f", "/")
        found = set(re.findall(rf'"href": ?"{FOLDER}(\w+)\?([^"]*)"', text))
        assert bool(found) == (page in twins), page
        assert all(f"lang={lang}" in query and "district=MD-SO" in query for _, query in found)
    first = client.get(f"/?lang={lang}&district=MD-SO").get_data(as_text=True)
    links = re.findall(rf'href="{FOLDER}visits\?([^"]*)" data-file="{FOLDER}visits"', first)
    assert len(links) == 2 and all("district=MD-SO" in query for query in links)
