"""The legend: one row a class and one a status, each with its count; rows are filters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dashboard.state import View
from dashboard.viewmodels.reading import NO_VISIT, Reading
from dashboard.viewmodels.text import class_labels
from geodata.i18n import Translator
from geodata.publication import Published

STATUS_ROWS = ("z", "f", "s", "n", "a", "x")


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A row: the class it filters to, its words, how many units are in it, whether to show it."""

    klass: str
    label: str
    count: int
    shown: bool


def status_labels(published: Published, t: Translator) -> dict[str, str]:
    """Words of the rows that are not classes."""
    least, few = published.document["thresholds"].values()
    return {
        "z": t.text("legend.no_visit"),
        "f": t.text("legend.few", least=least, most=few - 1),
        "s": t.text("legend.suppressed", least=least),
        "n": t.text("legend.no_data"),
        "a": t.text("legend.not_asked"),
        "x": t.text("legend.out_of_scope"),
    }


def describe_legend(
    view: View, reading: Reading, published: Published, t: Translator
) -> list[LegendRow]:
    """Describe every row, highest class first; counts are of the chosen districts."""
    wanted = set(view.districts) if view.districts else set(reading.codes)
    if reading.codes != published.document["districts"]:
        wanted = set(reading.codes)
    classes = reading.legend_classes()
    counts = Counter(k for code, k in zip(reading.codes, classes, strict=True) if code in wanted)
    labels = class_labels(t, reading.about)
    rows = [
        LegendRow(str(i), labels[i] if i < len(labels) else "", counts[str(i)], i < len(labels))
        for i in range(4, -1, -1)
    ]
    words = status_labels(published, t)
    always = {NO_VISIT, "x"} if not reading.is_opinion else {"f", "s", "x"}
    rows += [LegendRow(k, words[k], counts[k], counts[k] > 0 or k in always) for k in STATUS_ROWS]
    return rows
