"""Every file carries what its figures need to be understood, in the reader's language.

A table of its own for programs, `table.csv`, has it in columns and no line beside its rows; the
other lists are marked and say their version and source.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from dashboard.export import paper
from dashboard.export.asked import Asked
from dashboard.exports import FILES, TABLES
from dashboard.state import parse_view
from dashboard.viewmodels.comparing import describe_comparison
from dashboard.viewmodels.extract import Extract
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import files, world

QUERIES = (
    "indicator=trust_police_favourable&level=district&pin=MD-SO&interval=1",
    "indicator=reach_rate&from=2021-11-09&to=2021-11-10&district=MD-SO,MD-CU,MD-BA",
)
LISTS = [f"{name}.csv" for name in TABLES if name != "table"]


def texts_of(value: Any) -> Iterator[str]:
    """Every text in plain values, however deep."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from (str(key), *texts_of(inside))
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from texts_of(inside)
    elif value is not None:
        yield str(value)


def in_package(content: bytes) -> str:
    database = files.open_package(content)
    names = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")]
    about = [dict(row) for row in database.execute("SELECT * FROM gpkg_contents")]
    rows = [dict(row) for name in names for row in database.execute(f'SELECT * FROM "{name}"')]
    database.close()
    return " ".join(texts_of([about, [{**row, "geom": None} for row in rows]]))


def in_slides(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        names = [n for n in parts.namelist() if re.match(r"ppt/(slides|notesSlides)/\w+\.xml", n)]
        text = " ".join(parts.read(name).decode() for name in names)
    return html.unescape("".join(re.findall(r"<a:t>([^<]*)</a:t>", text)))


def in_page(content: bytes, lang: str) -> str:
    article = content.decode().split(f'<article class="{lang}"')[1].split("</article>")[0]
    return html.unescape(re.sub(r"<[^>]+>", "", article))


def reader_of(file: str, lang: str) -> Callable[[bytes], str]:
    """What reads the words of a file, by another way than they were written."""
    readers: dict[str, Callable[[bytes], str]] = {
        "map.svg": lambda content: files.words_of(content.decode()),
        "brief.pdf": lambda content: "".join(files.read_paper(content)),
        "slides.pptx": in_slides,
        "table.xlsx": lambda content: " ".join(texts_of(files.read_sheets(content))),
        "districts.geojson": lambda content: " ".join(texts_of(json.loads(content))),
        "campaign.gpkg": in_package,
        "snapshot.html": partial(in_page, lang=lang),
    }
    return readers.get(file, lambda content: content.decode("utf-8-sig"))


def carried(extract: Extract) -> dict[str, list[str]]:
    """What every file has to say, by what it is."""
    hero = extract.hero
    return {
        "sentence": [extract.sentence.lead, extract.sentence.middle, extract.sentence.tail],
        "campaign": [extract.campaign],
        "mark": [extract.mark],
        "figure": [hero.value, hero.caption, hero.note],
        "legend": [words for key in extract.legend for words in (key.label, str(key.count))],
        "n and denominators": [words for note in extract.notes for words in note],
        "statuses": [words for status in extract.statuses for words in status],
        "findings": [words for each in extract.findings for words in (each.text, each.note)],
        "version": [extract.sources[-1]],
        "sources and licences": list(extract.sources),
        "funding": [extract.funding],
        "disclaimer": [extract.disclaimer],
        "address": [extract.address],
    }


def asked(query: str, lang: str) -> Asked:
    published = world.illustrative().published
    view = parse_view(f"{query}&lang={lang}", published, "ro")
    return Asked(view, published, translators()[lang], "https://atlas.example.org", "ro")


def missing(said: str, wanted: dict[str, list[str]]) -> list[tuple[str, str]]:
    squeezed = files.squeeze(said)
    return [
        (what, text)
        for what, texts in wanted.items()
        for text in texts
        if text and files.squeeze(text) not in squeezed
    ]


# Says another thing than the view alone: what it is compared with.
COMPARED = "compare.xlsx"
WHOLE = [f for f in FILES if not f.endswith((".csv", ".png")) and f != COMPARED]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", QUERIES, ids=["survey", "visits"])
def test_every_file_carries_what_its_figures_need(query: str, lang: str) -> None:
    given = asked(query, lang)
    wanted = carried(given.extract)
    assert len(given.extract.findings) >= 3 and all(wanted.values())
    for file in WHOLE:
        said = reader_of(file, lang)(FILES[file].make(given))
        assert not missing(said, wanted), file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_of_a_comparison_carries_it_too(lang: str) -> None:
    given = asked(f"{QUERIES[0]}&mode=online&against=part:face-to-face", lang)
    found = describe_comparison(given.view, given.published, given.t)
    assert found is not None
    of_the_view = ("sentence", "figure", "legend", "findings")
    wanted = {what: t for what, t in carried(given.extract).items() if what not in of_the_view}
    wanted["comparison"] = [str(found.sentence), found.finding]
    wanted["comparison"] += [words for side in found.sides for words in (side.label, side.note)]
    said = " ".join(texts_of(files.read_sheets(FILES[COMPARED].make(given))))
    assert not missing(said, wanted)


def test_the_picture_of_pixels_is_that_of_the_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    given = asked(QUERIES[0], "ru")
    drawn: list[str] = []

    def compile_(_source: bytes, inputs: dict[str, str], **_options: Any) -> bytes:
        drawn.append(inputs["picture"])
        return b""

    monkeypatch.setattr(paper, "_compile", compile_)
    FILES["map.png"].make(given)
    assert not missing(files.words_of(drawn[0]), carried(given.extract))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_for_programs_carries_it_in_columns(lang: str) -> None:
    given = asked(QUERIES[0], lang)
    extract = given.extract
    keys = [field.key for field in extract.fields]
    rows = files.read_csv(FILES["table.csv"].make(given), given.t, keys)
    assert len(rows) == len(extract.rows)
    version = re.sub(r"\D", "", extract.sources[-1])
    for row in rows:
        for key in ("unit", "indicator", "level", "first_day", "last_day", "status", "source"):
            assert row[key], key
        assert row["mark"] == extract.mark and row["data_version"] == version
        assert (row["n"] is None) == (row["status_code"] not in ("ok", "few"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", LISTS)
def test_every_list_is_marked_and_says_its_version_and_source(file: str, lang: str) -> None:
    given = asked(QUERIES[1], lang)
    t, extract = given.t, given.extract
    content = FILES[file].make(given).decode("utf-8-sig")
    head, *rows = [line for line in content.splitlines() if line]
    for key in ("download.mark", "download.version", "download.of"):
        assert t.text(key) in head, key
    assert rows and all(extract.mark in row for row in rows)
