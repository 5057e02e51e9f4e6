"""The brief and the picture in pixels: two tagged sheets, our own fonts, the screen's own map."""

from __future__ import annotations

import ctypes
import io
from collections import Counter
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from dashboard.export.asked import Asked
from dashboard.export.paper import make_brief, make_png
from dashboard.state import parse_view
from dashboard.theme import read_tokens
from dashboard.viewmodels.reading import read
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES
from tests import files, world

SHARE = "indicator=trust_police_favourable"
VIEWS = {
    "visits": "",
    "survey": f"{SHARE}&level=district&interval=1",
    "regions": "indicator=trust_police_balance&pin=sud",
    "few": f"{SHARE}&level=district&mode=online&class=f",
    "count": "indicator=contacts&from=2021-11-10&to=2021-11-11&pin=MD-SO",
    "nothing": f"{SHARE}&level=country&class=z",
}


def asked(query: str, published: Published | None = None) -> Asked:
    published = published or world.illustrative().published
    view = parse_view(query, published, "ro")
    t = translators()[view.lang]
    return Asked(view, published, t, "https://atlas.example.org", "ro")


def real() -> Published:
    """The illustrative campaign as if it were real: without pale words, with an emblem."""
    published = world.illustrative().published
    campaign = published.document["campaign"] | {"illustrative": False}
    return replace(published, document=published.document | {"campaign": campaign})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", VIEWS.values(), ids=list(VIEWS))
def test_a_brief_is_two_tagged_sheets_with_bookmarks_and_its_fonts(query: str, lang: str) -> None:
    given = asked(f"{query}&lang={lang}")
    extract = given.extract
    data = make_brief(given)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    assert [tuple(map(round, page.get_size())) for page in document] == [(595, 842)] * 2
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_value("Title") == str(extract.sentence)
    assert document.get_metadata_value("CreationDate").startswith("D:20211114")
    marks = [mark.get_title() for mark in document.get_toc()]
    assert marks[0] == extract.sentence.lead
    assert {given.t.text("findings.title"), given.t.text("slides.method")} < set(marks)
    assert f"/Lang({lang})".encode() in data.replace(b"/Lang (", b"/Lang(")
    first, second = files.read_paper(data)
    said = first + second
    wanted = [extract.mark, extract.campaign, *(key.label for key in extract.legend)]
    wanted += [text for pair in (*extract.notes, *extract.statuses) for text in pair]
    wanted += [*extract.sources, extract.funding, extract.disclaimer, extract.address]
    for text in wanted:
        assert files.squeeze(text) in said, text
    fonts = set()
    for page in document:
        kinds = Counter(item.type for item in page.get_objects(max_depth=4))
        assert not kinds[pdfium.FPDF_PAGEOBJ_IMAGE]  # nothing is a picture of pixels
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
            font = pdfium.FPDFTextObj_GetFont(item.raw)
            assert pdfium.FPDFFont_GetIsEmbedded(font) == 1
            fonts.add(_name(font))
    assert fonts and all("AtlasSans" in name.replace(" ", "") for name in fonts), fonts
    paths = [i for i in document[0].get_objects(max_depth=6) if i.type == pdfium.FPDF_PAGEOBJ_PATH]
    assert len(paths) >= 37 or "level=country" in query or "sud" in query
    document.close()


def _name(font: Any) -> str:
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_real_campaign_has_its_emblem_and_no_pale_words(lang: str) -> None:
    shown, marked = (
        files.read_paper(make_brief(asked(f"lang={lang}", published)))
        for published in (real(), None)
    )
    word = files.squeeze(translators()[lang].text("band.watermark"))
    assert word not in "".join(shown) and "".join(marked).count(word) > 40
    assert len(shown) == len(marked) == 2


def test_no_word_of_the_data_is_code() -> None:
    """What a campaign is called is set as it is written, whatever it would mean to typst."""
    published = world.illustrative().published
    campaign = published.document["campaign"]
    nasty = '#eval("1") $x$ *b* <a> \\ "q" ] } // {'
    changed = campaign | {"names": dict.fromkeys(LANGUAGES, nasty), "publisher": nasty}
    document = published.document | {"campaign": changed}
    given = asked("", replace(published, document=document))
    assert files.squeeze(nasty) in files.read_paper(make_brief(given))[0]
    assert make_png(given).startswith(b"\x89PNG")


def test_the_picture_in_pixels_has_the_map_s_colours() -> None:
    given = asked(f"{SHARE}&level=district&lang=en", real())
    picture = Image.open(io.BytesIO(make_png(given))).convert("RGB")
    assert picture.width == 2400 and 1200 < picture.height < 2400
    reading = read(given.view, given.published)
    tokens = read_tokens()["light"]
    found = {pixel: count for count, pixel in picture.getcolors(picture.width * picture.height)}
    shown = {k for k, s in zip(reading.frame["c"], reading.frame["s"], strict=True) if s == "o"}
    for klass in shown:
        colour = tokens[f"survey-{klass}"].lstrip("#")
        pixel = tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4))
        assert found.get(pixel, 0) > 400, klass
