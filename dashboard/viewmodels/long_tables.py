"""The long tables, to sort, filter and copy on a page of their own: columns, rows, what is chosen.

One registry names them; the addresses, the page and the tests go through it. The rows are those
of the files (`listed.py`), so nothing is looked up here that a download does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from dashboard.state import EVERYBODY, View, format_view
from dashboard.viewmodels.cells_download import ALL_QUESTIONS, chosen_question, read_cell_rows
from dashboard.viewmodels.handouts_download import read_handout_rows
from dashboard.viewmodels.inspectorates_download import read_inspectorate_rows
from dashboard.viewmodels.listed import Listed
from dashboard.viewmodels.media_download import read_media_rows
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.selected import is_whole
from dashboard.viewmodels.sentence import describe_period, describe_sentence
from dashboard.viewmodels.text import part_name, unit_name
from dashboard.viewmodels.visits_download import read_visit_rows
from geodata.i18n import Translator
from geodata.publication import Published

FOLDER = "/tables/"
MOST_NAMED = 3  # chosen districts that are named; of more only the number is said
NUMBERS = {
    "contacts", "women", "men", "screenings", "planned", "used", "left", "audience", "share",
    "count", "n", "all_localities", "localities", "visits", "days", "leaflets",
    *(f"{item}_{key}" for item in ("leaflet", "pen", "reflective_strip")
      for key in ("planned", "used")),
}  # fmt: skip
DATES = {"promised", "held", "day", "date"}
# Columns that nobody needs at first; whoever wants them ticks them.
HIDDEN = {
    "locality_code", "district_code", "women", "men", "start", "end", "code", "level",
    "unit_code", "question_key", "answer_code", "status_code", "address", "email", "web",
}  # fmt: skip
WIDE = {"question", "answer", "title", "inspectorate", "name", "address"}
IN_WORDS = {"share": "share_text"}  # columns shown in the words that another one has
# Words that the grid itself says, by the names that it has for them; `-` stands for a variable.
OWN_WORDS = (
    "after", "ariaChecked", "ariaColumnFiltered", "ariaDateFilterInput", "ariaFilterColumn",
    "ariaFilterFromValue", "ariaFilterInput", "ariaFilterMenuOpen", "ariaFilterToValue",
    "ariaFilterValue", "ariaFilteringOperator", "ariaHeaderSelection", "ariaIndeterminate",
    "ariaLabelColumnFilter", "ariaLabelInputClear", "ariaLabelSelectField", "ariaRowDeselect",
    "ariaRowSelect", "ariaRowSelectAll", "ariaRowToggleSelection", "ariaSortableColumn",
    "ariaUnchecked", "before", "blank", "contains", "dateFilter", "dateFormatOoo", "empty",
    "equals", "filterOoo", "greaterThanOrEqual", "inRange", "inRangeEnd", "inRangeStart",
    "invalidDate", "invalidNumber", "lessThanOrEqual", "loadingOoo", "maxDateValidation",
    "maxValueValidation", "minDateValidation", "minValueValidation", "noMatchingRows",
    "noRowsToShow", "notBlank", "notContains", "numberFilter", "resetFilter", "startsWith",
    "strictMaxValueValidation", "strictMinValueValidation", "textFilter",
)  # fmt: skip
VARIABLE = "${variable}"
# What the page's script says, by the ends of the catalogue's keys.
SAID = ("rows", "rows_of", "selected", "copied", "copied_cell", "not_copied", "filtered")


@dataclass(frozen=True, slots=True)
class LongTable:
    """One of the tables.

    Attributes:
        read: Reads its rows.
        file: The file that holds the same.
        page: The page of the dashboard that shows the same without scripts.
        by_district: Whether its rows are of districts, so that chosen ones narrow it.
    """

    read: Callable[[View, Published, Translator, Mapping[str, str]], Listed]
    file: str
    page: str
    by_district: bool = True


LONG_TABLES: Mapping[str, LongTable] = {
    "visits": LongTable(lambda v, p, t, _: read_visit_rows(v, p, t), "plan.csv", "plan"),
    "answers": LongTable(read_cell_rows, "answers.csv", "answers"),
    "handouts": LongTable(lambda v, p, t, _: read_handout_rows(v, p, t), "handouts.csv", "plan"),
    "media": LongTable(
        lambda v, p, t, _: read_media_rows(v, p, t), "media.csv", "media", by_district=False
    ),
    "inspectorates": LongTable(
        lambda v, p, t, _: read_inspectorate_rows(v, p, t), "inspectorates.csv", "inspectorates"
    ),
}


@dataclass(frozen=True, slots=True)
class LongPage:
    """Everything that the page of one table says.

    Attributes:
        name: Its key in `LONG_TABLES`.
        chosen: What of the selection narrows it, in words.
        state: The sentence of state of the view that it belongs to.
        note: How its figures are to be read.
        tables: Every table: key, name, address.
        questions: Of answers the questions to choose from: key, words; else none.
        question: The chosen one.
        fields: What a form must carry along: keys and values of the view's address.
        download: Address of the file.
        plain: Address of the page that shows the same without scripts.
        map: Address of the map of the view.
        languages: Language to this page's address.
        data: Columns, rows and words for the script.
    """

    name: str
    chosen: tuple[str, ...]
    state: str
    note: str
    tables: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[str, str], ...]
    question: str
    fields: tuple[tuple[str, str], ...]
    download: str
    plain: str
    map: str
    languages: tuple[tuple[str, str], ...]
    data: dict[str, Any]


def list_tables_of(view: View, published: Published, t: Translator) -> tuple[tuple[str, str], ...]:
    """Names and addresses of the long tables that a view's page shows plainly."""
    page = view.page
    if page == "table":  # of no rows of its own: what its indicator is made of
        page = "answers" if read(view, published).is_opinion else "plan"
    query = format_view(view.to(page="map", sort="name"), published, "")
    return tuple(
        (t.text(f"tables.{key}"), f"{FOLDER}{key}{query}")
        for key, table in LONG_TABLES.items()
        if table.page == page
    )


def describe_long_table(
    name: str,
    view: View,
    published: Published,
    t: Translator,
    asked: Mapping[str, str],
    home: str,
    languages: tuple[str, ...],
) -> LongPage:
    """Describe a table of a view.

    Args:
        name: A key of `LONG_TABLES`.
        view: The view whose selection it carries.
        published: What may be shown.
        t: The reader's language.
        asked: What the address asks for beside the view.
        home: The language that needs no mention in addresses.
        languages: Languages that the page can be read in.
    """
    table = LONG_TABLES[name]
    listed = table.read(view, published, t, asked)
    question = chosen_question(view, published, asked) if name == "answers" else ""
    own = f"question={question}" if question and "question" in asked else ""

    def query(lang: str) -> str:
        return format_view(view.to(page="map", sort="name", lang=lang), published, home)

    here = query(view.lang)
    return LongPage(
        name=name,
        chosen=tuple(_chosen(name, view, published, t, question)),
        state=str(describe_sentence(view, read(view, published), published, t)),
        note=t.text(f"tables.note.{name}"),
        tables=tuple((key, t.text(f"tables.{key}"), FOLDER + key + here) for key in LONG_TABLES),
        questions=_questions(published, t) if name == "answers" else (),
        question=question,
        fields=tuple(parse_qsl(here.lstrip("?"))),
        download=f"/export/{table.file}{_joined(here, own)}",
        plain="/" + format_view(view.to(page=table.page, sort="name"), published, home),
        map="/" + here,
        languages=tuple((lang, FOLDER + name + _joined(query(lang), own)) for lang in languages),
        data=_data(name, listed, published, t),
    )


def _joined(query: str, more: str) -> str:
    return f"{query}{'&' if query else '?'}{more}" if more else query


def _questions(published: Published, t: Translator) -> tuple[tuple[str, str], ...]:
    words = published.document["questions"]
    own = tuple((key, str(each["text"][t.language])) for key, each in words.items())
    return ((ALL_QUESTIONS, t.text("tables.all_questions")), *own)


def _chosen(name: str, view: View, published: Published, t: Translator, question: str) -> list[str]:
    """What of the selection this table follows, and what of it cannot narrow it."""
    said = []
    held = name == "answers" and view.part != EVERYBODY and not is_whole(view, published)
    last = len(published.document["days"]) - 1
    first, end = (0, last) if held else (view.first, view.last)
    said.append(describe_period(first, end, published, t))
    if not LONG_TABLES[name].by_district:
        said.append(t.text("tables.no_districts"))
    elif not view.districts:
        said.append(t.text("compare.everywhere"))
    elif len(view.districts) <= MOST_NAMED:
        said.append(", ".join(unit_name(t, code) for code in view.districts))
    else:
        said.append(t.plural("count.districts", len(view.districts)))
    if name == "answers":
        said.append(t.text("part.all") if view.part == EVERYBODY else part_name(t, view.part))
        if question != ALL_QUESTIONS:
            said.append(str(published.document["questions"][question]["short"][t.language]))
        else:
            said.append(t.text("tables.all_questions"))
    return said


def _data(name: str, listed: Listed, published: Published, t: Translator) -> dict[str, Any]:
    """What the script draws: raw values to sort by, and what they are to be written as."""
    shown = [i for i, key in enumerate(listed.keys) if key not in IN_WORDS.values()]
    dates = {
        str(cell): t.period(date.fromisoformat(str(cell)), date.fromisoformat(str(cell)))
        for i, key in enumerate(listed.keys)
        if key in DATES
        for cell in dict.fromkeys(row[i] for row in listed.rows)
        if cell
    }
    campaign = published.document["campaign"]
    mark = f"{t.text('band.title')} {t.text('band.text')}" if campaign["illustrative"] else ""
    uniform = _uniform(listed)
    return {
        "name": name,
        "columns": [
            {
                "key": key,
                "label": listed.labels[i],
                "kind": _kind(key),
                "wide": key in WIDE,
                "hidden": key in HIDDEN and not (key == "level" and not uniform),
                **({"words": IN_WORDS[key]} if key in IN_WORDS else {}),
            }
            for i, key in ((i, listed.keys[i]) for i in shown)
        ],
        "keys": listed.keys,
        "rows": listed.rows,
        "dates": dates,
        "words": {key: t.text(f"tables.said.{key}", **_slots(key)) for key in SAID},
        "own": {key: t.text(f"tables.own.{key}", **_variable(key)) for key in OWN_WORDS},
        "numbers": {
            "decimal": t.number(0.5, 1)[1],
            "group": t.number(1000)[1],
            "minus": t.number(-1)[0],
        },
        "mark": mark,
        "source": t.text(
            "download.source",
            campaign=campaign["names"][t.language],
            publisher=campaign["publisher"],
        ),
        "lang": t.language,
    }


def _kind(key: str) -> str:
    return "number" if key in NUMBERS else "date" if key in DATES else "text"


def _uniform(listed: Listed) -> bool:
    """Whether all rows are of districts, so that the column that says so is of no use."""
    if "level" not in listed.keys:
        return True
    at = listed.keys.index("unit_code")
    return all(str(row[at]).startswith("MD-") for row in listed.rows)


def _slots(key: str) -> dict[str, str]:
    """The script fills these in itself."""
    names = {"rows": ("all",), "rows_of": ("shown", "all"), "selected": ("count",)}
    names |= {"copied": ("count",)}
    return {name: f"{{{name}}}" for name in names.get(key, ())}


def _variable(key: str) -> dict[str, str]:
    return {"variable": VARIABLE} if key.endswith("Validation") else {}
