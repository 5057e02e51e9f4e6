"""The media page: appearances over time beside visits and answers, by kind and by outlet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.state import View, format_view
from dashboard.viewmodels.grid import UNKNOWN, Grid, GridRow
from dashboard.viewmodels.media_facts import (
    KINDS,
    MediaDay,
    MediaSum,
    appearances_in,
    measure_days,
    sum_by_kind,
    sum_by_outlet,
    sum_media,
    sum_outside,
)
from dashboard.viewmodels.next_steps import describe_selection
from dashboard.viewmodels.open_ends import asked_question
from dashboard.viewmodels.text import indicator_name
from geodata.i18n import Translator
from geodata.publication import Published

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class MediaPage:
    """Everything the page says, and the numbers of its chart."""

    title: str
    lead: str
    value: str
    caption: str
    notes: tuple[str, ...]
    days: tuple[MediaDay, ...]
    day_names: tuple[str, ...]
    series: tuple[str, str, str]
    by_day: Grid
    by_kind: Grid
    by_outlet: Grid
    listed: Grid
    nothing: str
    download: str
    watermark: str


def describe_media(view: View, published: Published, t: Translator) -> MediaPage:
    """Describe the appearances on the days of the view."""
    document = published.document
    appearances = appearances_in(view, published)
    everything = sum_media(appearances)
    days = measure_days(view, published)
    wanted = document["days"][view.first : view.last + 1]
    names = tuple(t.short_day(date.fromisoformat(day)) for day in wanted)
    series = (
        t.text("media.series.appearances"),
        t.text("media.series.visits"),
        t.text("media.series.answers"),
    )
    query = format_view(view.to(page="map", sort="name"), published, "")
    return MediaPage(
        title=t.text("nav.media"),
        lead=t.text("media.lead", period=describe_selection(view, published, t)),
        value=t.number(everything.appearances),
        caption=t.text("media.caption", outlets=_outlets(view, published, t)),
        notes=tuple(_notes(view, everything, published, t)),
        days=tuple(days),
        day_names=names,
        series=series,
        by_day=_by_day(names, days, sum_outside(view, published), t),
        by_kind=_by_kind(sum_by_kind(view, published), everything, t),
        by_outlet=_by_outlet(sum_by_outlet(view, published), t),
        listed=_listed(view, published, t),
        nothing="" if document["media"] else t.text("media.nothing"),
        download=f"/export/media.csv{query}",
        watermark=t.text("band.watermark") if document["campaign"]["illustrative"] else "",
    )


def kind_name(kind: str, t: Translator) -> str:
    """Name a kind of media; one that is not known is another one."""
    return t.text(f"media.kind.{kind if kind in KINDS else KINDS[-1]}")


def _outlets(view: View, published: Published, t: Translator) -> str:
    outlets = {each["outlet"] for each in appearances_in(view, published)}
    return t.plural("count.outlets", len(outlets))


def _notes(view: View, everything: MediaSum, published: Published, t: Translator) -> list[str]:
    notes = []
    if everything.audience is not None:
        audience = t.number(everything.audience)
        notes.append(t.text("media.audience", audience=audience))
    if everything.unreported:
        appearances = t.plural("count.appearances", everything.unreported)
        notes.append(t.text("media.unreported", appearances=appearances))
    notes.append(t.text("media.impressions"))
    question = asked_question(view, published)
    if question is not None:
        name = indicator_name(t, question, published)
        notes.append(t.text("media.answers", question=name))
    if view.districts:
        notes.append(t.text("media.districts"))
    return notes


def _by_day(names: tuple[str, ...], days: list[MediaDay], outside: MediaSum, t: Translator) -> Grid:
    rows = [
        GridRow((name, *_sums(day.media, t), t.number(day.visits), _or_hidden(day.answers, t)))
        for name, day in zip(names, days, strict=True)
    ]
    if outside.appearances:
        cells = (t.text("plan.other_days"), *_sums(outside, t), UNKNOWN, UNKNOWN)
        rows.append(GridRow(cells))
    head = tuple(
        t.text(f"media.column.{key}")
        for key in ("day", "appearances", "audience", "visits", "answers")
    )
    note = t.text("media.hidden") if any(day.answers is None for day in days) else ""
    return Grid(t.text("media.by_day"), head, tuple(rows), note=note)


def _by_kind(sums: dict[str, MediaSum], everything: MediaSum, t: Translator) -> Grid:
    rows = [GridRow((kind_name(kind, t), *_all(each, t))) for kind, each in sums.items()]
    rows.append(GridRow((t.text("plan.total"), *_all(everything, t)), total=True))
    head = ("kind", "appearances", "audience", "unreported")
    return Grid(
        t.text("media.by_kind"), tuple(t.text(f"media.column.{key}") for key in head), tuple(rows)
    )


def _by_outlet(sums: dict[tuple[str, str], MediaSum], t: Translator) -> Grid:
    rows = [
        GridRow((outlet, kind_name(kind, t), *_all(each, t)))
        for (outlet, kind), each in sums.items()
    ]
    head = ("outlet", "kind", "appearances", "audience", "unreported")
    return Grid(
        t.text("media.by_outlet"),
        tuple(t.text(f"media.column.{key}") for key in head),
        tuple(rows),
        words=(0, 1),
    )


def _listed(view: View, published: Published, t: Translator) -> Grid:
    appearances = appearances_in(view, published)
    rows = [
        GridRow(
            (
                t.day(date.fromisoformat(each["date"])),
                each["outlet"],
                kind_name(each["kind"], t),
                each["title"] or UNKNOWN,
                UNKNOWN if each["audience"] is None else t.number(each["audience"]),
            )
        )
        for each in appearances[:MOST_LISTED]
    ]
    head = ("date", "outlet", "kind", "title", "audience")
    more = len(appearances) - len(rows)
    note = t.text("media.more", appearances=t.plural("count.appearances", more)) if more else ""
    return Grid(
        t.text("media.listed"),
        tuple(t.text(f"media.column.{key}") for key in head),
        tuple(rows),
        words=(0, 1, 2, 3),
        note=note,
    )


def _sums(each: MediaSum, t: Translator) -> tuple[str, str]:
    audience = UNKNOWN if each.audience is None else t.number(each.audience)
    return t.number(each.appearances), audience


def _all(each: MediaSum, t: Translator) -> tuple[str, ...]:
    return (*_sums(each, t), t.number(each.unreported))


def _or_hidden(answers: int | None, t: Translator) -> str:
    return UNKNOWN if answers is None else t.number(answers)
