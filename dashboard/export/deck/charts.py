"""Charts that stay charts: PowerPoint's own, with their figures in a workbook inside."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from dashboard.export.deck.sheet import Sheet
from dashboard.viewmodels.deck import Chart
from geodata.export.csv_table import escape_formula
from geodata.export.workbook import OPTIONS

SIZE = 14  # pixels of the words in a chart


class _Figures(CategoryChartData):
    """Figures whose workbook is the same whenever it is written."""

    made: datetime

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook inside the chart: categories down, series across; nothing is a formula."""
        stream = io.BytesIO()
        book = Workbook(stream, OPTIONS)
        book.set_properties({"created": self.made})
        sheet = book.add_worksheet("Sheet1")  # the name that the chart's references have
        for at, category in enumerate(self.categories, 1):
            sheet.write_string(at, 0, escape_formula(str(category.label)))
        for across, series in enumerate(self, 1):
            sheet.write_string(0, across, escape_formula(series.name))
            for at, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(at, across, value)
        book.close()
        return stream.getvalue()


def draw_chart(
    slide: Any,
    sheet: Sheet,
    chart: Chart,
    box: tuple[float, float, float, float],
    tokens: Mapping[str, str],
    made: Any,
) -> None:
    """Put a chart into a slide."""
    figures = _Figures(number_format=chart.number)
    figures.made = datetime.combine(made, time())
    figures.categories = chart.categories
    for series in chart.series:
        figures.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.BAR_CLUSTERED if chart.across else XL_CHART_TYPE.COLUMN_CLUSTERED
    left, top, across, down = sheet.place(*box)
    frame = slide.shapes.add_chart(kind, Emu(left), Emu(top), Emu(across), Emu(down), figures)
    frame.name = f"chart {chart.title}"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.about)
    _dress(frame.chart, chart, tokens, sheet.fit.emu / 9525)


def _dress(drawn: Any, chart: Chart, tokens: Mapping[str, str], scale: float) -> None:
    """Give a chart the colours and sizes of the atlas."""
    several = len(chart.series) > 1
    drawn.has_title = False
    drawn.font.size = Pt(SIZE * 0.75 * scale)
    drawn.font.color.rgb = _rgb(tokens["ink-2"])
    drawn.has_legend = several
    if several:
        drawn.legend.position = XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(SIZE * 0.75 * scale)
    values, names = drawn.value_axis, drawn.category_axis
    values.visible = False
    values.minimum_scale = 0
    values.has_major_gridlines = False
    names.format.line.color.rgb = _rgb(tokens["rule-strong"])
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_labels.font.size = Pt(SIZE * 0.75 * scale)
    names.tick_labels.font.color.rgb = _rgb(tokens["ink"])
    names.reverse_order = chart.across
    plot = drawn.plots[0]
    plot.gap_width = 45 if not several else 60
    plot.overlap = 0 if several else -10
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.font.size = Pt(SIZE * 0.75 * scale)
    labels.font.bold = True
    labels.font.color.rgb = _rgb(tokens["ink"])
    labels.number_format = chart.number
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for series, given in zip(plot.series, chart.series, strict=True):
        series.invert_if_negative = False
        _paint(series.format, tokens[given.tokens[0]])
        for at, token in enumerate(given.tokens[1:], 1):
            if token != given.tokens[0]:
                _paint(series.points[at].format, tokens[token])


def _paint(look: Any, colour: str) -> None:
    look.fill.solid()
    look.fill.fore_color.rgb = _rgb(colour)


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.lstrip("#").upper())
