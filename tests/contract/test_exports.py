"""Files by address: every table in every language, for views good and bad."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from dashboard import exports
from dashboard.export.turnstile import Busy
from dashboard.exports import ARCHIVE, FILES, TABLES, FileKind
from dashboard.factory import create_app
from dashboard.viewmodels.file_menu import FOLDER, MENU, describe_file_menu
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
        assert f'-{lang}.csv"; filename*=' in disposition
        assert answer.data.startswith(b"\xef\xbb\xbf")
        head, *rows = read(answer, lang)
        marked = head.index(t.text("download.mark"))
        assert rows and all(len(row) == len(head) for row in rows)
        assert all(row[marked].startswith(t.text("band.title")) for row in rows)


def test_the_default_language_is_the_server_s(client: FlaskClient) -> None:
    assert client.get("/export/next.csv").headers["Content-Disposition"].count('-ro.csv"') == 1


@pytest.mark.parametrize(
    "path",
    ["x.csv", "next", "next.xlsx", "../next.csv", ".csv", "map", "map.", "/map.svg", "map.svg/x"],
)
def test_no_other_file_is_handed_out(client: FlaskClient, path: str) -> None:
    assert client.get(f"/export/{path}").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_every_file_answers_every_view_and_says_what_and_when(
    client: FlaskClient, file: str, lang: str
) -> None:
    t = translators()[lang]
    for query in QUERIES:
        answer = client.get(f"/export/{file}?{query}&lang={lang}")
        assert answer.status_code == 200, query
        assert answer.content_type == FILES[file].media_type
        said = answer.headers["Content-Disposition"]
        plain, full = re.fullmatch(
            r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''(\S+)", said, re.ASCII
        ).groups()
        assert plain.endswith(f"-{lang}{Path(file).suffix}")
        assert t.text("file.illustrative") in unquote(full) and "2021" in unquote(full)
        assert not set('\\/:*?"<>|') & set(unquote(full))


def test_a_name_has_the_days_of_the_figures(client: FlaskClient) -> None:
    """Of a breakdown these are the whole campaign's, whatever days the view has."""
    days = "from=2021-11-10&to=2021-11-11&indicator=trust_police_favourable"
    for keys, first, last in (("", 10, 11), ("&mode=online", 8, 14)):
        said = client.get(f"/export/table.csv?{days}{keys}").headers["Content-Disposition"]
        assert f"2021-11-{first:02}-2021-11-{last}-ro.csv" in said
    # Visits know no breakdown: their list is of the days of the view.
    said = client.get(f"/export/plan.csv?{days}&mode=online").headers["Content-Disposition"]
    assert "2021-11-10-2021-11-11-ro.csv" in said


@pytest.mark.parametrize("file", FILES)
def test_the_same_view_gives_the_same_bytes_and_an_answer_to_whoever_has_them(
    client: FlaskClient, file: str
) -> None:
    view = "indicator=trust_police_favourable&mode=online&lang=ro"
    one = client.get(f"/export/{file}?{view}")
    other = client.get(f"/export/{file}?lang=ro&nothing=1&mode=online&{view}")
    assert one.data == other.data and one.headers["ETag"] == other.headers["ETag"]
    known = {"If-None-Match": one.headers["ETag"]}
    assert client.get(f"/export/{file}?{view}", headers=known).status_code == 304
    assert client.get(f"/export/{file}?{view}&pin=MD-SO", headers=known).status_code == 200


def test_the_same_bytes_come_from_another_process_and_another_day(client: FlaskClient) -> None:
    """Nothing of the clock, of the memory or of the order of sets is in a file."""
    settings = world.illustrative().settings
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(settings.data_dir), *FILES],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        check=True,
    )
    for file, digest in json.loads(done.stdout.splitlines()[-1]).items():
        own = client.get(f"/export/{file}?indicator=contacts&lang=ru").data
        assert hashlib.sha256(own).hexdigest() == digest, file


OTHER_PROCESS = """
import hashlib, json, sys, time
from pathlib import Path
later = time.time() + 86_400 * 400
time.time = lambda: later
from dashboard.factory import create_app
from geodata.settings import Settings
client = create_app(Settings(data_dir=Path(sys.argv[1]))).server.test_client()
print(json.dumps({
    file: hashlib.sha256(client.get(f"/export/{file}?indicator=contacts&lang=ru").data).hexdigest()
    for file in sys.argv[2:]
}))
"""


def test_the_menu_has_every_file_once() -> None:
    listed = sorted(file for files in MENU.values() for file in files)
    assert listed == sorted([*FILES, ARCHIVE])
    for lang in LANGUAGES:
        names = [
            name for group in describe_file_menu(translators()[lang]) for _, name in group.files
        ]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_leads_to_every_file_of_its_view(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/?lang={lang}&indicator=contacts&district=MD-SO").get_data(as_text=True)
    for file in FILES:
        address = re.search(f'href="({re.escape(FOLDER + file)}[^"]*)"', page)
        assert address and "indicator=contacts" in address[1] and "district=MD-SO" in address[1]
        assert client.get(html.unescape(address[1])).status_code == 200
        assert (f"lang={lang}" in address[1]) == (lang != "ro")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_is_refused_is_told_when_to_come_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def busy(_asked: object) -> bytes:
        raise Busy(retry_after=3)

    monkeypatch.setitem(exports.FILES, "map.svg", FileKind("image/svg+xml", busy))
    answer = client.get(f"/export/map.svg?lang={lang}")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "3"
    assert html.escape(translators()[lang].text("file.busy")) in answer.get_data(as_text=True)


def test_a_file_is_not_kept_beyond_its_data(client: FlaskClient) -> None:
    assert client.get("/export/next.csv").headers["Cache-Control"] == "no-cache"
