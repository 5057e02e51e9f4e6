"""Plan and done: progress to the target, days and centres, routes, handouts."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

from dashboard.state import View, format_view
from dashboard.viewmodels.grid import UNKNOWN, Grid, GridRow
from dashboard.viewmodels.next_steps import describe_selection
from dashboard.viewmodels.plan_facts import (
    Counts,
    Handouts,
    Progress,
    count_by_centre,
    count_by_day,
    count_other_days,
    measure_handouts,
    measure_progress,
)
from dashboard.viewmodels.routes import Route, describe_routes
from geodata.i18n import Translator
from geodata.publication import Published

COLUMNS = ("planned", "done", "moved", "cancelled", "waiting")


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the page says, and the numbers of its two charts."""

    title: str
    lead: str
    value: str
    caption: str
    note: str
    share: float | None
    plan_share: float | None
    progress: Progress
    counts: tuple[Counts, ...]
    day_names: tuple[str, ...]
    by_day: Grid
    by_centre: Grid
    handouts: Grid | None
    routes: tuple[Route, ...]
    download: str
    watermark: str


def describe_plan(view: View, published: Published, t: Translator) -> PlanPage:
    """Describe the plan and what became of it in the days and districts of the view."""
    document = published.document
    days = document["days"][view.first : view.last + 1]
    names = tuple(t.short_day(date.fromisoformat(day)) for day in days)
    progress = measure_progress(view, published)
    counts = count_by_day(view, published)
    target = progress.target
    handouts = measure_handouts(view, published)
    return PlanPage(
        title=t.text("nav.plan"),
        lead=t.text("plan.lead", period=describe_selection(view, published, t)),
        value=t.number(progress.visited),
        caption=_caption(progress, target, t),
        note=_note(progress, target, published, t),
        share=progress.visited / target if target else None,
        plan_share=progress.planned / target if target else None,
        progress=progress,
        counts=tuple(counts),
        day_names=names,
        by_day=_by_day(names, counts, count_other_days(view, published), progress, t),
        by_centre=_by_centre(count_by_centre(view, published), t),
        handouts=_handouts(handouts, t) if handouts else None,
        routes=describe_routes(view, published, t),
        download="/export/plan.csv" + format_view(view.to(page="map", sort="name"), published, ""),
        watermark=t.text("band.watermark") if document["campaign"]["illustrative"] else "",
    )


def _caption(progress: Progress, target: int | None, t: Translator) -> str:
    if target:
        return t.text("plan.visited_of", localities=t.plural("count.localities", target))
    return t.text("plan.visited")


def _note(progress: Progress, target: int | None, published: Published, t: Translator) -> str:
    planned = t.text("plan.planned", localities=t.plural("count.localities", progress.planned))
    if target:
        return planned
    whole = published.document["campaign"]["target_localities"]
    return f"{planned} {t.text('plan.target_whole', target=t.number(whole))}" if whole else planned


def _by_day(
    names: tuple[str, ...],
    counts: list[Counts],
    others: Counts,
    progress: Progress,
    t: Translator,
) -> Grid:
    head = [t.text("plan.column.day"), *(t.text(f"plan.column.{key}") for key in COLUMNS)]
    head.append(t.text("plan.column.added"))
    rows = [
        GridRow((name, *_cells(each, t), t.number(seen)))
        for name, each, seen in zip(names, counts, progress.visited_by_day, strict=True)
    ]
    everything = list(counts)
    if others != Counts():
        rows.append(GridRow((t.text("plan.other_days"), *_cells(others, t), UNKNOWN)))
        everything.append(others)
    total = (t.text("plan.total"), *_cells(add_up(everything), t), t.number(progress.visited))
    rows.append(GridRow(total, total=True))
    return Grid(t.text("plan.by_day"), tuple(head), tuple(rows), note=t.text("plan.by_day.note"))


def _by_centre(counted: dict[str, Counts], t: Translator) -> Grid:
    head = [t.text("plan.column.centre"), *(t.text(f"plan.column.{key}") for key in COLUMNS)]
    rows = [
        GridRow((centre or t.text("plan.no_centre"), *_cells(counts, t)))
        for centre, counts in counted.items()
    ]
    total = add_up(list(counted.values()))
    rows.append(GridRow((t.text("plan.total"), *_cells(total, t)), total=True))
    return Grid(t.text("plan.by_centre"), tuple(head), tuple(rows))


def _handouts(items: list[Handouts], t: Translator) -> Grid:
    columns = ("item", "planned", "used", "left", "unknown")
    rows = [
        GridRow(
            (
                t.text(f"plan.item.{each.item}"),
                *(_or_unknown(n, t) for n in (each.planned, each.used, each.left)),
                t.number(each.unknown),
            )
        )
        for each in items
    ]
    return Grid(
        t.text("plan.handouts"),
        tuple(t.text(f"plan.handouts.{key}") for key in columns),
        tuple(rows),
        note=t.text("plan.handouts.note"),
    )


def add_up(counts: list[Counts]) -> Counts:
    """Add up counts of different days or centres."""
    return Counts(*(sum(column) for column in zip(*map(astuple, counts), strict=True)))


def _cells(counts: Counts, t: Translator) -> tuple[str, ...]:
    return tuple(t.number(getattr(counts, key)) for key in COLUMNS)


def _or_unknown(number: int | None, t: Translator) -> str:
    return UNKNOWN if number is None else t.number(number)
