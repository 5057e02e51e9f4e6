"""The slides of a view: title, findings, map, answers or plan, table, method."""

from __future__ import annotations

import io
import math
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import cache
from typing import Any

from pptx.oxml import parse_xml

from dashboard import assets
from dashboard.export.asked import Asked
from dashboard.export.deck.charts import draw_chart
from dashboard.export.deck.map_shapes import MapShapes, freeform
from dashboard.export.deck.sheet import (
    EDGE,
    HEIGHT,
    NO_LINE,
    WIDTH,
    Sheet,
    Words,
    fill,
    fitting,
    height_of,
    turned_box,
    width_of,
)
from dashboard.export.deck.table import draw_table, split_table
from dashboard.export.deck.template import open_template
from dashboard.theme import read_tokens
from dashboard.viewmodels.deck import Chart, Deck, describe_deck
from dashboard.viewmodels.table import TableRow
from dashboard.viewmodels.text import unit_name

INNER = WIDTH - 2 * EDGE
TOP, BOTTOM = 122, 632  # what a slide shows lies between
FOOT = 646
TABLE_TOP = 106
STARS = 12
PALE, PALE_TURN = 25, -20
PALE_STEP = (330, 92)


def write_slides(asked: Asked) -> bytes:
    """Write the slides of a view; the same view gives the same bytes.

    Raises:
        UnusableTemplate: the template that is asked for cannot be used; says why.
    """
    deck = describe_deck(asked.view, asked.published, asked.t, asked.extract)
    presentation, layout, fit = open_template(asked.template)
    writer = _Writer(asked, deck, presentation, layout, fit)
    for key in ("cover", "findings", "map", "answers", "plan"):
        if key != "answers" or deck.answers or deck.groups:
            writer.write(key)
    for rows in split_table(deck.table):
        writer.rows = rows
        writer.write("table")
    writer.write("method")
    about = presentation.core_properties
    made = datetime.combine(deck.made, time())
    about.title, about.author = str(deck.extract.sentence), deck.author
    about.subject, about.language = deck.extract.campaign, asked.view.lang
    about.last_modified_by, about.comments = deck.author, deck.extract.mark
    about.created = about.modified = about.last_printed = made
    about.revision = 1
    stream = io.BytesIO()
    presentation.save(stream)
    return _dated(stream.getvalue(), made)


@cache
def emblem_colours() -> tuple[str, str]:
    """Return the emblem's blue and gold as its own drawing has them."""
    drawing = (assets.FOLDER / "emblem" / "eu.svg").read_text("utf-8")
    blue, gold = re.findall(r'fill="(#[0-9A-Fa-f]{6})"', drawing)
    return blue, gold


def _dated(data: bytes, made: datetime) -> bytes:
    """Write one date over those of the parts: a ZIP says when each of them was packed."""
    day = struct.pack("<HH", 0, (max(made.year, 1980) - 1980) << 9 | made.month << 5 | made.day)
    out = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        at = packed.start_dir
        for each in packed.infolist():
            out[each.header_offset + 10 : each.header_offset + 14] = day
            # The directory's own entry: 46 bytes, then name, extra field and comment.
            out[at + 12 : at + 16] = day
            at += 46 + sum(struct.unpack_from("<HHH", data, at + 28))
    return bytes(out)


class _Writer:
    """Writes one slide after the other into a presentation."""

    def __init__(self, asked: Asked, deck: Deck, presentation: Any, layout: Any, fit: Any) -> None:
        self.asked, self.deck, self.fit = asked, deck, fit
        self.presentation, self.layout = presentation, layout
        self.tokens = read_tokens()["light"]
        self.t = asked.t
        self.count = 0
        self.rows: Sequence[Sequence[TableRow]] = ()

    def write(self, key: str) -> None:
        """Write one slide with its title, content, foot, pale words and notes."""
        self.count += 1
        self.slide = self.presentation.slides.add_slide(self.layout)
        self.sheet = Sheet(self.asked.view.lang, self.fit)
        draw: dict[str, Callable[[], None]] = {
            "cover": self._cover,
            "findings": self._findings,
            "map": self._map,
            "answers": self._answers,
            "plan": self._plan,
            "table": self._table,
            "method": self._method,
        }
        self._head(key)
        draw[key]()
        self._foot(key)
        self._pale()
        self.sheet.pour(self.slide.shapes._spTree, parse_xml)
        self.slide.notes_slide.notes_text_frame.text = self.deck.notes

    def _ink(self, text: str, size: float, token: str = "ink", bold: bool = False,
             after: float = 0) -> Words:  # fmt: skip
        return Words(text, size, self.tokens[token], bold, after)

    def _head(self, key: str) -> None:
        deck, sheet = self.deck, self.sheet
        title = deck.titles[key]
        cover = key == "cover"
        wide = INNER * 0.72 if cover else INNER - (230 if deck.mark else 0)
        if cover:
            self._silhouette()
        size = fitting(title, wide, (46, 40, 36, 32) if cover else (32, 28, 25, 22), 3 if cover
                       else 1, True)  # fmt: skip
        high = height_of([self._ink(title, size, bold=True)], wide) + 6
        box = (EDGE, 230 if cover else 28, wide, high)
        self._title(title, size, box)
        self.below = box[1] + high + (10 if cover else 2)
        if not cover:
            lead = deck.lead[key]
            size = fitting(lead, wide, (18, 16, 15, 14), 1)
            words = self._ink(lead, size, "ink-2")
            high = height_of([words], wide) + 4
            sheet.say("lead", (EDGE, self.below, wide, high), [words])
            self.below += high
        sheet.add(sheet.shape("edge", (0, 0, 8, HEIGHT), fill(self.tokens["survey-4"]) + NO_LINE))
        if deck.mark and not cover:
            self._badge(WIDTH - EDGE - width_of(deck.mark, 16, True) - 26, 34)

    def _badge(self, x: float, y: float) -> None:
        """The mark of illustrative data, in words."""
        words = [Words(self.deck.mark, 16, self.tokens["band-ink"], True)]
        box = (x, y, width_of(self.deck.mark, 16, True) + 26, 32)
        body = self.sheet.words(words, "ctr", "ctr")
        look = fill(self.tokens["band"]) + NO_LINE
        self.sheet.add(self.sheet.shape("mark", box, look, "roundRect", words=body))

    def _title(self, text: str, size: float, box: tuple[float, float, float, float]) -> None:
        """Set the title into the placeholder, which outlines and screen readers go by."""
        for shape in list(self.slide.placeholders):
            if shape != self.slide.shapes.title:
                shape._element.getparent().remove(shape._element)
        element = self.slide.shapes.title._element
        words = self.sheet.words([self._ink(text, size, bold=True)], "l", "t")
        # The first of the slide's ids: python-pptx counts on from the largest when it adds charts.
        first, self.sheet.first_id = self.sheet.first_id, 1
        made = self.sheet.shape("title", box, "<a:noFill/>", words=words)
        title = parse_xml(
            made.replace("<p:sp>", f"<p:sp {_NAMES}>", 1)
            .replace("<p:nvPr/>", '<p:nvPr><p:ph type="title"/></p:nvPr>', 1)
            .replace("<p:cNvSpPr></p:cNvSpPr>",
                     '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>', 1)
        )  # fmt: skip
        self.sheet.first_id = first
        element.getparent().replace(element, title)

    def _cover(self) -> None:
        deck, sheet = self.deck, self.sheet
        campaign = fitting(deck.extract.campaign, INNER, (24, 22, 20, 18), 1)
        sheet.say("campaign", (EDGE, 120, INNER, 40),
                  [self._ink(deck.extract.campaign, campaign, "ink-2")])  # fmt: skip
        lead = deck.lead["cover"]
        wide = INNER * 0.72
        size = fitting(lead, wide, (26, 24, 22, 20), 2)
        words = [self._ink(lead, size, "ink-2")]
        high = height_of(words, wide) + 6
        sheet.say("lead", (EDGE, self.below, wide, high), words)
        if deck.mark:
            self._badge(EDGE, self.below + high + 18)
            sheet.say("mark in full", (EDGE, self.below + high + 62, INNER, 30),
                      [self._ink(deck.extract.mark, 16, "ink-2")])  # fmt: skip

    def _silhouette(self) -> None:
        """The country, large and pale, beside the title."""
        (left, top, right, bottom), form = freeform(self.deck.country)
        high = 560.0
        wide = high * (right - left) / (bottom - top)
        box = (WIDTH - EDGE - wide, 48, wide, high)
        look = fill(self.tokens["survey-0"]) + NO_LINE
        self.sheet.add(self.sheet.shape("country", box, look, form))

    def _findings(self) -> None:
        deck, sheet = self.deck, self.sheet
        found = deck.extract.findings
        for size in (25, 23, 21, 19, 17):
            blocks = [
                [self._ink(each.text, size, bold=True, after=2),
                 self._ink(each.note, max(14, size - 6), "ink-2")]
                for each in found
            ]  # fmt: skip
            heights = [height_of(block, INNER - 40) + 4 for block in blocks]
            room = BOTTOM - TOP - sum(heights)
            if room >= 14 * len(found):
                break
        gap = min(34.0, room / len(found))
        y = float(TOP) + 4
        for at, (block, high) in enumerate(zip(blocks, heights, strict=True)):
            sheet.add(sheet.shape(f"stroke {at + 1}", (EDGE, y + 4, 4, high - 8),
                                  fill(self.tokens["survey-3"]) + NO_LINE))  # fmt: skip
            sheet.say(f"finding {at + 1}", (EDGE + 24, y, INNER - 40, high), block)
            y += high + gap

    def _map(self) -> None:
        deck, sheet, plate, tokens = self.deck, self.sheet, self.deck.plate, self.tokens
        still = plate.map
        shapes = MapShapes(sheet, still, tokens)
        left = WIDTH - EDGE - still.width - 40
        names = {area.code: unit_name(self.t, area.code) for area in still.drawing.areas}
        about = ". ".join((str(deck.extract.sentence),
                           *(f"{key.label}: {key.count}" for key in plate.legend)))  # fmt: skip
        shapes.draw(left, 108, names, deck.visits, about)
        y = self._hero(TOP, 560)
        y = self._legend(shapes, y + 10)
        self._chart(deck.days, (EDGE, max(y + 8, 430), 560, BOTTOM - max(y + 8, 430)))

    def _hero(self, y: float, wide: float) -> float:
        """The large figure with what it is beside it."""
        value, caption, note = self.deck.plate.hero
        size = 60 if width_of(value, 60, True) < 220 else 44
        across = width_of(value, size, True) + 16
        words = [self._ink(caption, 18), self._ink(note, 14, "ink-2")]
        high = max(size * 1.22, height_of(words, wide - across) + 4)
        self.sheet.say("figure", (EDGE, y, across, high), [self._ink(value, size, bold=True)],
                       anchor="ctr")  # fmt: skip
        box = (EDGE + across, y, wide - across, high)
        self.sheet.say("what it is", box, words, anchor="ctr")
        return y + high

    def _legend(self, shapes: MapShapes, y: float) -> float:
        """The legend's rows; what circles and signs mean beside them."""
        plate, sheet = self.deck.plate, self.sheet
        row = 25.0 if len(plate.legend) <= 8 else 22.0
        parts, top = [], y
        label_wide = 210
        for key in plate.legend:
            parts.append(shapes.key(key, EDGE, y + 2))
            texts = ((key.label, EDGE + 44, label_wide, "l", False),
                     (key.count, EDGE + 44 + label_wide, 50, "r", True))  # fmt: skip
            for text, x, wide, align, bold in texts:
                size = fitting(text, wide, (17, 16, 15, 14), 1, bold)
                body = sheet.words([self._ink(text, size, bold=bold)], align, "ctr")
                parts.append(sheet.shape(f"legend {key.klass}", (x, y, wide, row), "<a:noFill/>",
                                         words=body))  # fmt: skip
            y += row
        about = "; ".join(f"{key.label}: {key.count}" for key in plate.legend)
        box = (EDGE, top, 44 + label_wide + 50, y - top)
        sheet.add(sheet.group("legend", f"{plate.legend_unit}: {about}", box, parts))
        beside = EDGE + 44 + label_wide + 50 + 34
        wide = 560 + EDGE - beside
        words = [self._ink(plate.legend_unit, 14, "ink-2", after=8)]
        words += [self._ink(each, 14, "ink-2", after=4) for each in plate.groups]
        if plate.circles:
            words.append(self._ink(plate.circles_label, 14, "ink-2"))
        high = height_of(words, wide) + 4
        sheet.say("what is counted", (beside, top, wide, high), words)
        if plate.circles:
            self._circle_keys(shapes, beside, top + high + 30)
        return y

    def _circle_keys(self, shapes: MapShapes, x: float, y: float) -> None:
        for radius, contacts in self.deck.plate.circles:
            x += max(radius, 16)
            self.sheet.add(shapes.circle_key(x, y - radius, radius))
            self.sheet.say(f"key {contacts}", (x - 24, y + 4, 48, 20),
                           [self._ink(self.t.number(contacts), 14, "ink-2")], "ctr")  # fmt: skip
            x += max(radius, 16) + 16

    def _chart(self, chart: Chart, box: tuple[float, float, float, float]) -> None:
        """A chart under its title, which says its n."""
        x, y, wide, high = box
        title = fitting(chart.title, wide, (18, 16, 15), 2, True)
        words = [self._ink(chart.title, title, bold=True)]
        if chart.note:
            words.append(self._ink(chart.note, 14, "ink-2"))
        head = height_of(words, wide) + 4
        self.sheet.say(f"title of {chart.title}", (x, y, wide, head), words)
        place = (x, y + head, wide, high - head)
        draw_chart(self.slide, self.sheet, chart, place, self.tokens, self.deck.made)

    def _answers(self) -> None:
        answers, groups = self.deck.answers, self.deck.groups
        both = answers is not None and groups is not None
        wide = INNER * 0.58 if both else INNER
        if answers:
            self._chart(answers, (EDGE, TOP + 6, wide - (40 if both else 0), BOTTOM - TOP - 6))
        if groups:
            left = EDGE + wide if both else EDGE
            self._chart(groups, (left, TOP + 6, EDGE + INNER - left, BOTTOM - TOP - 6))

    def _plan(self) -> None:
        self._chart(self.deck.plan, (EDGE, TOP + 6, INNER, BOTTOM - TOP - 6))

    def _table(self) -> None:
        table = self.deck.table
        if not self.rows:
            self.sheet.say("no row", (EDGE, TOP + 20, INNER, 40),
                           [self._ink(self.t.text("slides.none"), 20, "ink-2")])  # fmt: skip
            return
        draw_table(self.sheet, table, self.rows, (EDGE, TABLE_TOP), BOTTOM, INNER, self.tokens)

    def _method(self) -> None:
        """What figures mean and where they are from, in two columns of even height."""
        extract = self.deck.extract
        for size in (17, 16, 15, 14, 13):
            left = [
                words
                for head, text in (*extract.notes, *extract.statuses)
                for words in (self._ink(head, size, bold=True),
                              self._ink(text, size, "ink-2", after=6))
            ]  # fmt: skip
            right = [self._ink(self.t.text("method.sources"), size, bold=True, after=4)]
            right += [self._ink(each, size, "ink-2", after=6) for each in extract.sources]
            if extract.address:
                right.append(self._ink(extract.address, size, "ink-2"))
            half = (INNER - 48) / 2
            if max(height_of(left, half), height_of(right, half)) <= BOTTOM - TOP:
                break
        for name, x, words in (("method", EDGE, left), ("sources", EDGE + half + 48, right)):
            box = (x, TOP, half, height_of(words, half) + 4)
            self.sheet.say(name, box, words)

    def _foot(self, key: str) -> None:
        """Where figures are from, who pays, who is responsible, and the slide's number."""
        deck, sheet, tokens = self.deck, self.sheet, self.tokens
        sheet.add(sheet.shape("rule", (EDGE, FOOT - 6, INNER, 1), fill(tokens["rule"]) + NO_LINE))
        x = float(EDGE)
        wide = INNER - 60.0
        if deck.plate.emblem:
            sheet.add(self._emblem(x, FOOT + 2))
            x, wide = x + 66, wide - 66
        source = deck.extract.sources[-1]
        if key == "cover":
            source = ""
        first = " · ".join(part for part in (deck.extract.funding, source) if part)
        words = [
            Words(text, fitting(text, wide, (14, 13, 12, 11), 2), tokens[token])
            for text, token in ((first, "ink"), (deck.extract.disclaimer, "ink-2"))
            if text
        ]
        sheet.say("foot", (x, FOOT + 2, wide, min(height_of(words, wide) + 2, 70)), words)
        sheet.say("number", (WIDTH - EDGE - 50, FOOT + 2, 50, 22),
                  [self._ink(str(self.count), 15, "ink-2")], "r")  # fmt: skip

    def _emblem(self, x: float, y: float) -> str:
        """The emblem of the European Union: twelve stars on blue, drawn as it is defined."""
        wide, high = 54, 36
        sheet = self.sheet
        blue, gold = emblem_colours()
        parts = [sheet.shape("blue", (x, y, wide, high), fill(blue) + NO_LINE)]
        radius, size = high / 3, high / 9
        for at in range(STARS):
            angle = math.radians(360 / STARS * at)
            middle = (
                x + wide / 2 + radius * math.sin(angle),
                y + high / 2 - radius * math.cos(angle),
            )
            box = (middle[0] - size / 2, middle[1] - size / 2, size, size)
            parts.append(sheet.shape(f"star {at + 1}", box, fill(gold) + NO_LINE, "star5"))
        return sheet.group("emblem", self.deck.extract.funding, (x, y, wide, high), parts)

    def _pale(self) -> None:
        """The pale words over everything, so that a part of the slide still says what it is."""
        words = self.deck.extract.watermark
        if not words:
            return
        sheet = self.sheet
        wide, high = width_of(words, PALE, True) + 8, PALE * 1.3
        parts: list[str] = []
        across, down = PALE_STEP
        across = max(across, round(wide) + 40)
        for row, y in enumerate(range(40, HEIGHT, down)):
            for x in range(-across, WIDTH, across):
                left = x + (across // 2 if row % 2 else 0)
                edges = turned_box(left, y, wide, high, PALE_TURN)
                if edges[0] < 2 or edges[1] < 2 or edges[2] > WIDTH - 2 or edges[3] > HEIGHT - 2:
                    continue
                body = sheet.words(
                    [Words(words, PALE, self.tokens["ink"], True,
                           opacity=float(self.tokens["watermark"]))], "ctr", "ctr", wrap=False
                )  # fmt: skip
                parts.append(
                    sheet.shape("pale", (left, y, wide, high), "<a:noFill/>", words=body,
                                turn=PALE_TURN, locks='<a:spLocks noSelect="1"/>')
                )  # fmt: skip
        sheet.add(sheet.group("pale words", self.deck.extract.mark, (8, 0, WIDTH - 8, HEIGHT),
                              parts))  # fmt: skip


_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
