"""Slides: shapes that can be edited, nothing outside its place, the publisher's own template."""

from __future__ import annotations

import io
import math
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pptx import Presentation
from pptx.util import Emu
from python_calamine import CalamineWorkbook

from dashboard.export.asked import Asked
from dashboard.export.deck.map_shapes import freeform
from dashboard.export.deck.slides import write_slides
from dashboard.export.deck.template import UnusableTemplate
from dashboard.export.presentation import Unusable, make_slides
from dashboard.state import parse_view
from dashboard.viewmodels.deck import describe_deck
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.strip import describe_strip
from geodata.i18n import translators
from geodata.publication import Published
from geodata.settings import SettingsError, read_settings
from geodata.vocabulary import LANGUAGES
from tests import world

SHARE = "indicator=trust_police_favourable"
VIEWS = {
    "visits": "lang=ro",
    "survey": f"lang=ru&{SHARE}&level=district&interval=1",
    "regions": "lang=en&indicator=trust_police_balance&pin=sud",
    "few": f"lang=ru&{SHARE}&level=district&mode=online&class=f",
    "count": "lang=en&indicator=contacts&from=2021-11-10&to=2021-11-11&pin=MD-SO",
}
POINT = 12700


def asked(query: str, published: Published | None = None, template: Path | None = None) -> Asked:
    published = published or world.illustrative().published
    view = parse_view(query, published, "ro")
    t = translators()[view.lang]
    return Asked(view, published, t, "https://atlas.example.org", "ro", template)


def opened(given: Asked) -> Any:
    return Presentation(io.BytesIO(write_slides(given)))


def all_shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from all_shapes(shape.shapes)


def real() -> Published:
    """The illustrative campaign as if it were real: without pale words, with an emblem."""
    published = world.illustrative().published
    campaign = published.document["campaign"] | {"illustrative": False}
    return replace(published, document=published.document | {"campaign": campaign})


@pytest.mark.parametrize("query", VIEWS.values(), ids=list(VIEWS))
def test_every_slide_has_a_title_notes_and_words_for_what_is_drawn(query: str) -> None:
    given = asked(query)
    deck = opened(given)
    extract = given.extract
    assert len(deck.slides) >= 6
    for slide in deck.slides:
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text.strip()
        notes = slide.notes_slide.notes_text_frame.text
        for text in (str(extract.sentence), extract.period, extract.hero.note, extract.address):
            assert text in notes
        ids = [shape.shape_id for shape in all_shapes(slide.shapes)]
        assert len(ids) == len(set(ids))
        for shape in slide.shapes:
            drawn = shape.shape_type is not None and (shape.has_chart or hasattr(shape, "shapes"))
            if drawn or shape.has_table:
                assert shape._element.xpath("./*/p:cNvPr/@descr")[0].strip(), shape.name
        marked = [shape.text_frame.text for shape in slide.shapes if shape.name == "mark"]
        assert marked == [given.t.text("slides.mark")]
        assert any(shape.name == "pale words" for shape in slide.shapes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_district_is_a_shape_of_its_own(lang: str) -> None:
    given = asked(f"lang={lang}&{SHARE}&level=district")
    reading = read(given.view, given.published)
    slide = opened(given).slides[2]
    found = {
        shape.name.split(" ")[0]: shape
        for shape in all_shapes(slide.shapes)
        if re.match(r"MD-\w\w ", shape.name)
    }
    assert list(found) == reading.codes
    looks = {"o": "solidFill", "f": "pattFill", "s": "pattFill", "x": "pattFill"}
    scene = given.published.document["scene"]["districts"]
    for code, letter, n in zip(reading.codes, reading.frame["s"], reading.frame["n"], strict=True):
        element = found[code]._element
        assert element.xpath("./p:spPr/a:custGeom/a:pathLst/a:path"), code
        assert element.xpath(f"./p:spPr/a:{looks[letter]}"), (code, letter)
        about = element.xpath("./p:nvSpPr/p:cNvPr/@descr")[0]
        assert found[code].name.split(" ", 1)[1] in about
        assert (f"n\u00a0=\u00a0{given.t.number(n)}" in about) if n else "=" not in about
        points = len(element.xpath(".//a:pt"))
        assert points == len(re.findall(r"-?\d+", scene[code])) / 2
    legend = next(shape for shape in slide.shapes if shape.name == "legend")
    texts = [s.text_frame.text for s in all_shapes([legend]) if s.has_text_frame]
    for key in given.extract.legend:
        assert key.label in texts and str(key.count) in texts


def test_circles_are_the_visits_of_the_days() -> None:
    given = asked("lang=en&from=2021-11-10&to=2021-11-11")
    visits = given.published.document["visits"]
    held = {v["id"]: v for v in visits if v["status"] in ("done", "moved") and 2 <= v["day"] <= 3}
    drawn = {s.name: s for s in all_shapes(opened(given).slides[2].shapes)
             if s.name.startswith("visit ")}  # fmt: skip
    assert set(drawn) == {f"visit {number}" for number in held}
    for number, visit in held.items():
        about = drawn[f"visit {number}"]._element.xpath("./p:nvSpPr/p:cNvPr/@descr")[0]
        assert about.startswith(visit["name"])


def charts(given: Asked) -> dict[str, Any]:
    return {
        shape.name.removeprefix("chart "): shape.chart
        for slide in opened(given).slides
        for shape in slide.shapes
        if shape.has_chart
    }


@pytest.mark.parametrize("query", VIEWS.values(), ids=list(VIEWS))
def test_charts_hold_their_figures_in_a_workbook(query: str) -> None:
    given = asked(query)
    deck = describe_deck(given.view, given.published, given.t, given.extract)
    wanted = [chart for chart in (deck.days, deck.answers, deck.groups, deck.plan) if chart]
    found = charts(given)
    assert list(found) == [chart.title for chart in wanted]
    for chart in wanted:
        drawn = found[chart.title]
        assert [tuple(series.values) for series in drawn.plots[0].series] == [
            series.values for series in chart.series
        ]
        book = drawn.part.chart_workbook.xlsx_part.blob
        head, *rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(book))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
        assert head[1:] == [series.name for series in chart.series]
        for at, row in enumerate(rows):
            assert row[0] == chart.categories[at]
            assert row[1:] == ["" if series.values[at] is None else series.values[at]
                               for series in chart.series]  # fmt: skip


def test_the_day_strip_is_the_screen_s_and_a_masked_answer_has_no_bar() -> None:
    given = asked(f"lang=ru&{SHARE}&from=2021-11-08&to=2021-11-08&pin=sud")
    strip = describe_strip(given.view, read(given.view, given.published), given.published, given.t)
    deck = describe_deck(given.view, given.published, given.t, given.extract)
    assert deck.days.series[0].values == tuple(bar.number for bar in strip.bars)
    for chart in (deck.answers,):
        for label, value in zip(chart.categories, chart.series[0].values, strict=True) if chart \
                else ():  # fmt: skip
            assert (value is None) == label.endswith(")") or value not in (0, 100)


def boxes(shape: Any, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a shape, turned as it is."""
    angle = math.radians(getattr(shape, "rotation", 0) or 0)
    across = abs(shape.width * math.cos(angle)) + abs(shape.height * math.sin(angle))
    down = abs(shape.width * math.sin(angle)) + abs(shape.height * math.cos(angle))
    x, y = shape.left + shape.width / 2, shape.top + shape.height / 2
    return x - across / 2, y - down / 2, x + across / 2, y + down / 2


def template(path: Path, width: int, height: int, layout: int = 5) -> Path:
    """Somebody's own presentation: two slides, a colour in its master, another size."""
    own = Presentation()
    own.slide_width, own.slide_height = Emu(width), Emu(height)
    for _ in range(2):
        own.slides.add_slide(own.slide_layouts[layout]).shapes.title.text = "Secret of last year"
    background = own.slide_master.background.fill
    background.solid()
    background.fore_color.rgb = _colour("FAF0E6")
    own.save(str(path))
    return path


def _colour(value: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(value)


@pytest.mark.parametrize("size", [(9144000, 6858000), (12192000, 6858000), (24384000, 13716000)])
def test_slides_are_set_into_somebody_s_template(tmp_path: Path, size: tuple[int, int]) -> None:
    path = template(tmp_path / "own.pptx", *size)
    data = write_slides(asked(VIEWS["survey"], template=path))
    deck = Presentation(io.BytesIO(data))
    assert (deck.slide_width, deck.slide_height) == size
    assert len(deck.slides) >= 6
    assert deck.slide_master.background.fill.fore_color.rgb == _colour("FAF0E6")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not any(b"Secret of last year" in parts.read(name) for name in parts.namelist())
    check_inside(deck)


def check_inside(deck: Any) -> None:
    """No shape leaves its slide."""
    size = (deck.slide_width, deck.slide_height)
    for number, slide in enumerate(deck.slides, 1):
        for shape in all_shapes(slide.shapes):
            left, top, right, bottom = boxes(shape, size)
            assert left >= -POINT and top >= -POINT, (number, shape.name)
            assert right <= size[0] + POINT and bottom <= size[1] + POINT, (number, shape.name)


def test_a_template_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pptx"
    broken.write_bytes(b"no presentation")
    for path, words in ((broken, "is not a presentation"), (tmp_path / "none.pptx", "cannot be")):
        with pytest.raises(UnusableTemplate, match=words):
            write_slides(asked("", template=path))
        with pytest.raises(Unusable):
            make_slides(asked("", template=path))
    untitled = Presentation()
    for layout in list(untitled.slide_layouts):
        if layout.name != "Blank":
            untitled.slide_layouts.remove(layout)
    untitled.save(str(tmp_path / "untitled.pptx"))
    with pytest.raises(UnusableTemplate, match="no layout with a title"):
        write_slides(asked("", template=tmp_path / "untitled.pptx"))
    for name in ("own.potx", "missing.pptx"):
        with pytest.raises(SettingsError, match="SLIDES_TEMPLATE"):
            read_settings({"SLIDES_TEMPLATE": str(tmp_path / name)})


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Any]]:
    """What LibreOffice makes of the slides: the presentation, and its pages."""
    folder = tmp_path_factory.mktemp("slides")
    paths = {}
    for name, query in VIEWS.items():
        paths[name] = folder / f"{name}.pptx"
        paths[name].write_bytes(write_slides(asked(query, real())))
    for name, width in (("theirs", 9144000), ("theirs-wide", 12192000)):
        own = template(folder / f"template-of-{name}.pptx", width, 6858000)
        paths[name] = folder / f"{name}.pptx"
        paths[name].write_bytes(write_slides(asked(VIEWS["survey"], real(), own)))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'office').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *map(str, paths.values()),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {
        name: (Presentation(str(path)), pypdfium2.PdfDocument(path.with_suffix(".pdf")))
        for name, path in paths.items()
    }


def test_every_slide_is_a_page_and_no_text_leaves_its_box(
    rendered: dict[str, tuple[Any, Any]],
) -> None:
    looked = 0
    for name, (deck, pages) in rendered.items():
        assert len(pages) == len(deck.slides), name
        check_inside(deck)
        for number, (slide, page) in enumerate(zip(deck.slides, pages, strict=True), 1):
            words = page.get_textpage()
            for shape in all_shapes(slide.shapes):
                texts = text_of(shape)
                if not texts.strip():
                    continue
                left, top, right, bottom = (each / POINT for each in boxes(shape, (0, 0)))
                inside = words.get_text_bounded(
                    left - 3, page.get_height() - bottom - 3, right + 3, page.get_height() - top + 3
                )
                missing = letters(texts) - letters(inside)
                assert not missing, (name, number, shape.name, texts, inside)
                looked += 1
    assert looked > 300


def text_of(shape: Any) -> str:
    if shape.has_text_frame:
        return str(shape.text_frame.text)
    if getattr(shape, "has_table", False) and shape.has_table:
        return " ".join(cell.text for row in shape.table.rows for cell in row.cells)
    return ""


def letters(text: str) -> Counter[str]:
    """Letters and digits: signs and spaces are joined and spaced as a renderer likes."""
    return Counter(letter for letter in text if letter.isalnum())


def test_a_freeform_is_its_path() -> None:
    box, form = freeform("M10 20l5 0 0 5-5 0zM1 1l2 0 0 2z")
    assert box == (1, 1, 15, 25)
    assert 'w="14" h="24"' in form and form.count("<a:moveTo>") == 2
    points = re.findall(r'x="(\d+)" y="(\d+)"', form)
    assert points == [("9", "19"), ("14", "19"), ("14", "24"), ("9", "24"), ("0", "0"), ("2", "0"),
                      ("2", "2")]  # fmt: skip
