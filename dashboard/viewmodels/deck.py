"""A view as slides: what each slide says, draws and lists, before anything is laid out.

The map is the picture's own (`plate.py`), the table the screen's, the answers those of the
answers page, the plan that of its page: no slide can say another figure than they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.figures.plate_svg import Plate
from dashboard.state import View
from dashboard.viewmodels.answers import describe_asked
from dashboard.viewmodels.extract import Extract
from dashboard.viewmodels.plan import COLUMNS, describe_plan
from dashboard.viewmodels.plate import describe_plate
from dashboard.viewmodels.reading import Reading, read
from dashboard.viewmodels.strip import describe_strip
from dashboard.viewmodels.table import TableView, describe_table
from geodata.i18n import Translator
from geodata.masking import mask_ends
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE, Status, VisitStatus

NO_ZERO = "#,##0;-#,##0;"  # of several bars a day most are none
MAP_SCALE = 0.1115  # pixels of a slide of 1280 x 720 for a scene unit
GROUPS = ("a", "e", "b")
GROUP_TOKENS = {"a": "survey-4", "e": "survey-2", "b": "against-2"}
PLAN_TOKENS = ("rule-strong", "bar", "survey-2", "against-2", "diverging-1")


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind, a figure for each category (None where none is shown)."""

    name: str
    values: tuple[float | None, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that stays editable: its title, what is known of it, categories and series.

    Attributes:
        title: What it shows.
        note: Its n and where it is from.
        categories: Along the axis.
        series: Figures.
        number: Number format of the figures.
        across: Whether bars lie.
        about: What somebody who does not see it is told.
    """

    title: str
    note: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number: str
    across: bool
    about: str


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything in the slides.

    Attributes:
        extract: What every file of the view says.
        country: Outline of the country, for the cover.
        plate: The map with its legend.
        titles: Title of each slide by its key.
        lead: Line under the title of a slide, by its key.
        days: The day strip.
        answers: The question's answers; None where the view is of visits or none are shown.
        groups: Districts by how they stand to the rest; None where that is not asked.
        plan: Visits planned and done by day.
        table: The table.
        visits: By id of a visit what its circle says.
        notes: What the speaker reads on every slide.
        mark: Illustrative data, in two words; empty where they are not.
        made: Day that the file is dated.
        author: Who is responsible.
    """

    extract: Extract
    country: str
    plate: Plate
    titles: dict[str, str]
    lead: dict[str, str]
    days: Chart
    answers: Chart | None
    groups: Chart | None
    plan: Chart
    table: TableView
    visits: dict[int, str]
    notes: str
    mark: str
    made: date
    author: str


def describe_deck(view: View, published: Published, t: Translator, extract: Extract) -> Deck:
    """Describe the slides of a view, which say what its extract says."""
    reading = read(view, published)
    plate = describe_plate(view, published, t, extract, MAP_SCALE)
    table = describe_table(view, published, t)
    answers_lead, answers = _answers(view, reading, published, t)
    groups = _groups(reading, t)
    rest = plate.rest
    return Deck(
        extract=extract,
        country=published.document["scene"]["country"][COUNTRY_CODE],
        plate=plate,
        titles={
            "cover": plate.lead,
            "findings": t.text("findings.title"),
            "map": plate.lead,
            "answers": t.text("slides.answers"),
            "plan": t.text("nav.plan"),
            "table": table.caption,
            "method": t.text("slides.method"),
        },
        lead={
            "cover": rest,
            "findings": _joined(plate.lead, rest),
            "map": rest,
            "answers": answers_lead,
            "plan": describe_plan(view, published, t).lead,
            "table": rest,
            "method": _joined(extract.name, extract.period),
        },
        days=_days(view, reading, published, t),
        answers=answers,
        groups=groups,
        plan=_plan(view, published, t),
        table=table,
        visits=_visits(published, t),
        notes=_notes(extract, t),
        mark=t.text("slides.mark") if extract.mark else "",
        made=extract.made,
        author=published.document["campaign"]["publisher"],
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _notes(extract: Extract, t: Translator) -> str:
    """n, days, filter and link, and what the figures mean: for who speaks."""
    hero = extract.hero
    parts = [
        extract.mark,
        str(extract.sentence),
        f"{hero.value} {hero.caption}; {hero.note}".strip("; "),
        t.text("slides.days", period=extract.period),
        *(f"{each.text} ({each.note})" for each in extract.findings),
        *(f"{head}: {text}" for head, text in extract.notes),
        extract.sources[-1],
        t.text("slides.link", address=extract.address) if extract.address else "",
    ]
    return "\n".join(part for part in parts if part)


def _days(view: View, reading: Reading, published: Published, t: Translator) -> Chart:
    strip = describe_strip(view, reading, published, t)
    tokens = tuple("bar" if bar.inside else "rule-strong" for bar in strip.bars)
    return _chart(
        strip.title,
        strip.total,
        [bar.name for bar in strip.bars],
        [Series(strip.title, tuple(bar.number for bar in strip.bars), tokens)],
        "#,##0",
    )


def _answers(
    view: View, reading: Reading, published: Published, t: Translator
) -> tuple[str, Chart | None]:
    """The question's shares as the answers page writes them; a masked one has no bar.

    Returns:
        The page's own title and lead, and the chart; nothing for a view of visits.
    """
    if not reading.is_opinion:
        return "", None
    title, lead, found = describe_asked(reading.about["question"], view, published, t)
    if not found.shares:
        return _joined(title, lead), None
    before, after = t.text("unit.percent", value="\0").split("\0")
    few = found.status == t.text(f"status.{Status.FEW}")
    values = tuple(
        None if few and isinstance(mask_ends(whole, "percent"), str) else whole
        for whole in (round(share.percent) for share in found.shares)
    )
    labels = [
        share.label if value is not None else f"{share.label} ({share.text})"
        for share, value in zip(found.shares, values, strict=True)
    ]
    tokens = tuple(share.token for share in found.shares)
    note = "; ".join(part for part in (found.n, found.status, found.asked) if part)
    number = (f'"{before}"' if before else "") + "0" + (f'"{after}"' if after else "")
    series = [Series(found.short, values, tokens)]
    return _joined(title, lead), _chart(found.text, note, labels, series, number, True)


def _groups(reading: Reading, t: Translator) -> Chart | None:
    """How many districts stand above, beside and below the rest of the country."""
    if not reading.groups:
        return None
    counts = tuple(reading.groups.count(letter) for letter in GROUPS)
    title = t.text("group.title").rstrip(": ")
    note = t.text(
        "finding.groups.compared", some=sum(counts), all=sum(s != "x" for s in reading.frame["s"])
    )
    names = [t.text(f"group.{letter}") for letter in GROUPS]
    tokens = tuple(GROUP_TOKENS[letter] for letter in GROUPS)
    series = [Series(t.text("slides.districts"), counts, tokens)]
    return _chart(title, note, names, series, "#,##0", True)


def _plan(view: View, published: Published, t: Translator) -> Chart:
    plan = describe_plan(view, published, t)
    series = [
        Series(
            t.text(f"plan.column.{key}"),
            tuple(getattr(each, key) for each in plan.counts),
            (token,),
        )
        for key, token in zip(COLUMNS, PLAN_TOKENS, strict=True)
        if key in ("planned", "done") or any(getattr(each, key) for each in plan.counts)
    ]
    title = f"{plan.value} {plan.caption}"
    return _chart(title, plan.note, plan.day_names, series, NO_ZERO)


def _chart(
    title: str,
    note: str,
    categories: Iterable[str],
    series: Sequence[Series],
    number: str,
    across: bool = False,
) -> Chart:
    names = tuple(categories)
    said = [
        f"{each.name}: "
        + ", ".join(
            f"{name} {value:g}"
            for name, value in zip(names, each.values, strict=True)
            if value is not None
        )
        for each in series
    ]
    return Chart(title, note, names, tuple(series), number, across, ". ".join((title, note, *said)))


def _visits(published: Published, t: Translator) -> dict[int, str]:
    """What the circle of a visit says: locality, day, contacts."""
    document = published.document
    return {
        visit["id"]: ", ".join(
            (
                visit["name"],
                t.day(date.fromisoformat(visit["date"])),
                *(
                    [t.plural("count.contacts", visit["contacts"])]
                    if visit["contacts"] is not None
                    else []
                ),
            )
        )
        for visit in document["visits"]
        if VisitStatus(visit["status"]).took_place
    }
