"""Files by address: every table in every language, for views good and bad."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.exports import TABLES
from dashboard.factory import create_app
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

QUERIES = (
    "",
    "from=2021-11-10&to=2021-11-11&district=MD-CU,MD-GA&indicator=trust_police_favourable",
    "list=answers&mode=online&level=region&pin=nord&page=table&sort=-value",
    "indicator=%00&from=x&to=%ff&district=,,&list=%27&lang=de&list=next",
)


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with create_app(world.illustrative().settings).server.test_client() as opened:
        yield opened


def read(answer: Any, lang: str) -> list[list[str]]:
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="," if lang == "en" else ";"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_a_marked_file(client: FlaskClient, name: str, lang: str) -> None:
    t = translators()[lang]
    for query in QUERIES:
        answer = client.get(f"/export/{name}.csv?{query}&lang={lang}")
        assert answer.status_code == 200, query
        assert answer.content_type == "text/csv; charset=utf-8"
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith(f'attachment; filename="{name}-illustrative-2021-2021-11-')
        assert disposition.endswith(f'-{lang}.csv"')
        assert answer.data.startswith(b"\xef\xbb\xbf")
        head, *rows = read(answer, lang)
        marked = head.index(t.text("download.mark"))
        assert rows and all(len(row) == len(head) for row in rows)
        assert all(row[marked].startswith(t.text("band.title")) for row in rows)


def test_the_default_language_is_the_server_s(client: FlaskClient) -> None:
    assert client.get("/export/next.csv").headers["Content-Disposition"].endswith('-ro.csv"')


@pytest.mark.parametrize("path", ["x.csv", "next", "next.xlsx", "../next.csv", ".csv"])
def test_no_other_file_is_handed_out(client: FlaskClient, path: str) -> None:
    assert client.get(f"/export/{path}").status_code == 404


def test_a_file_is_not_kept_beyond_its_data(client: FlaskClient) -> None:
    assert client.get("/export/next.csv").headers["Cache-Control"] == "no-cache"
