"""The kinds of file and the columns of each template; one record a kind.

`visits`: one row a visit, held or not. `plan`: visits that are meant to be. `responses`: one
row a filled form. `media`: one row an appearance. `population`: one row a cell of a margin,
see `geodata.importing.population`. `contacts`: one row an inspectorate.
`inspectorates`: the same, with whom it serves, where it sits, its area perhaps.
`localities`: one row a locality, with its census count or its position; with a code of its own
it may be a new one. `boundaries`: one shape a district.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from geodata import vocabulary as v
from geodata.importing.headings import ALSO
from geodata.names import fold
from geodata.questionnaire import Question, Questionnaire
from geodata.vocabulary import Item, Mode, Residence, Sex, VisitStatus

# Asked for where nobody says the kind.
AUTO = "auto"
CONTACT_WAYS = ("phone", "address", "email", "web")
PARTS = ("whole", "part")
MEDIA_KINDS = ("tv", "radio", "press", "online", "social", "other")
# What the cells of a choice that is no question may say, by column.
CHOICES: Mapping[str, tuple[str, ...]] = {
    v.STATUS: tuple(map(str, VisitStatus)),
    v.MODE: tuple(map(str, Mode)),
    v.SEX: tuple(map(str, Sex)),
    v.RESIDENCE: tuple(map(str, Residence)),
    v.AGE_GROUP: v.AGE_GROUPS,
    v.LANGUAGE: v.LANGUAGES,
    v.KIND: MEDIA_KINDS,
    "part": PARTS,
}

VISIT_ONLY = (v.STATUS, v.PARTICIPANTS, v.PARTICIPANTS_FEMALE, v.PARTICIPANTS_MALE, v.SCREENINGS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template.

    Attributes:
        name: Its heading.
        reads: What a cell holds: date, time, count, choice, text, district, locality,
            inspectorate, unit, id, code, answer, degrees, geometry, phone, address, email or web.
        needed: Whether the file is refused without the column.
        most: For counts, the largest that can be believed.
        also: Other headings.
        question: For answers, what was asked.
    """

    name: str
    reads: str
    needed: bool = False
    most: int = 0
    also: tuple[str, ...] = ()
    question: Question | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name, columns, and the columns in which a TOTAL row says so."""

    name: str
    columns: tuple[Column, ...]
    says_total: tuple[str, ...]

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Folded heading to template name; a template name wins over another's alias."""
        found = {fold(column.name): column.name for column in self.columns}
        for column in self.columns:
            for text in (*column.also, *ALSO.get(column.name, ())):
                found.setdefault(fold(text), column.name)
        return found

    def column(self, name: str) -> Column:
        """Return the column of this name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Headings of the template in order."""
        return tuple(column.name for column in self.columns)


_PLACE = (
    Column("district", "district", needed=True),
    Column("locality", "locality", needed=True),
    Column("inspectorate", "inspectorate"),
    Column(v.MOBILE_CENTRE, "text"),
    Column("start", "time"),
    Column("end", "time"),
)
_ITEMS = tuple(Column(str(item), "count", most=100_000) for item in Item)
_ABOUT = (Column(v.VENUE, "text"), Column(v.TOPICS, "text"))

VISITS = Kind(
    "visits",
    (
        Column("date", "date", needed=True),
        Column(v.PLANNED_DATE, "date"),
        Column(v.STATUS, "choice"),
        *_PLACE,
        Column(v.PARTICIPANTS, "count", most=20_000),
        Column(v.PARTICIPANTS_FEMALE, "count", most=20_000),
        Column(v.PARTICIPANTS_MALE, "count", most=20_000),
        *_ABOUT,
        *_ITEMS,
        Column(v.SCREENINGS, "count", most=500),
    ),
    ("date", "district", "locality"),
)
PLAN = Kind(
    "plan",
    (
        Column(v.PLANNED_DATE, "date", needed=True, also=("date", *ALSO["date"])),
        *_PLACE,
        *_ABOUT,
        *_ITEMS,
    ),
    (v.PLANNED_DATE, "district", "locality"),
)
MEDIA = Kind(
    "media",
    (
        Column("date", "date", needed=True),
        Column(v.OUTLET, "text", needed=True),
        Column(v.KIND, "choice"),
        Column(v.TITLE, "text"),
        Column(v.AUDIENCE, "count", most=1_000_000_000),
    ),
    ("date", v.OUTLET),
)
POPULATION = Kind(
    "population",
    (
        Column("unit", "unit", needed=True),
        Column(v.SEX, "choice"),
        Column(v.AGE_GROUP, "choice"),
        Column(v.RESIDENCE, "choice"),
        Column("residents", "count", needed=True, most=10_000_000),
        Column("source", "text"),
    ),
    ("unit",),
)
CONTACTS = Kind(
    "contacts",
    (
        Column("inspectorate", "inspectorate", needed=True),
        Column("district", "district"),
        *(Column(name, name) for name in CONTACT_WAYS),
    ),
    ("inspectorate",),
)
INSPECTORATES = Kind(
    "inspectorates",
    (
        Column("code", "code"),
        Column("inspectorate", "inspectorate", needed=True),
        Column("name_ru", "text", also=("denumirea în rusă", "название на русском", "name ru")),
        Column("name_en", "text", also=("denumirea în engleză", "название на английском")),
        Column("district", "district"),
        Column("part", "choice", also=("partea", "parte", "часть")),
        Column("seat", "text", also=("sediul", "reședința", "localitatea", "местонахождение")),
        Column("valid_from", "date", also=("valabil de la", "действует с", "valid from")),
        Column("valid_to", "date", also=("valabil până la", "действует до", "valid to")),
        Column("latitude", "degrees", most=90),
        Column("longitude", "degrees", most=180),
        Column("geometry", "geometry"),
    ),
    ("inspectorate",),
)
LOCALITIES = Kind(
    "localities",
    (
        Column("code", "code"),
        Column("district", "district", needed=True),
        Column("locality", "locality", needed=True),
        Column("residents_2014", "count", most=1_000_000),
        Column("latitude", "degrees", most=90),
        Column("longitude", "degrees", most=180),
    ),
    ("district", "locality"),
)
BOUNDARIES = Kind(
    "boundaries",
    (Column("district", "district", needed=True), Column("geometry", "geometry", needed=True)),
    (),
)
PERSON = (v.SEX, v.AGE_GROUP, v.RESIDENCE, v.LANGUAGE)


def responses_kind(form: Questionnaire) -> Kind:
    """Return the kind `responses` for a form: who and where, then a column a question."""
    asked = {question.key: question for question in form.background}
    person = tuple(Column(name, "choice", also=_words(asked.get(name))) for name in PERSON)
    answers = tuple(
        Column(question.key, "answer", also=_words(question), question=question)
        for question in form.questions
    )
    return Kind(
        "responses",
        (
            Column("submission_id", "id"),
            Column("date", "date", needed=True, also=_words(asked.get("date"))),
            Column(v.MODE, "choice", needed=True, also=_words(asked.get(v.MODE))),
            Column("district", "district", also=_words(asked.get("district"))),
            Column("locality", "locality", also=_words(asked.get("locality"))),
            *person,
            *answers,
        ),
        ("date", "district"),
    )


def all_kinds(form: Questionnaire) -> tuple[Kind, ...]:
    """Return every kind, for a campaign that used this form."""
    beside = (CONTACTS, INSPECTORATES, LOCALITIES, BOUNDARIES)
    return (VISITS, PLAN, responses_kind(form), MEDIA, POPULATION, *beside)


KIND_NAMES = (
    *("visits", "plan", "responses", "media", "population"),
    *("contacts", "inspectorates", "localities", "boundaries"),
)
# Kinds that belong to a campaign but have no dates to make one from.
BESIDE = ("contacts", "inspectorates", "localities", "boundaries")
# What a table must have besides, to be of a kind whose needed columns other kinds have too.
_TELLING = {
    "contacts": {*CONTACT_WAYS},
    "inspectorates": {
        *("name_ru", "name_en", "part", "seat", "valid_from", "valid_to"),
        *("latitude", "longitude", "geometry"),
    },
    "localities": {"residents_2014", "latitude", "longitude"},
}


def detect_kind(kinds: Sequence[Kind], header: Sequence[str]) -> Kind | None:
    """Tell the kind from the headings, or None where they fit none or more than one.

    Date and place alone could be visits held or a plan, so they say nothing.
    """
    folded = [fold(text) for text in header]
    found = {}
    for kind in kinds:
        names = {kind.headings[text] for text in folded if text in kind.headings}
        # How forms were filled in may be said for the whole file.
        if all(c.name in names for c in kind.columns if c.needed and c.name != v.MODE):
            found[kind.name] = names
    for name, telling in _TELLING.items():
        if name in found and not found[name] & telling:
            del found[name]
    if "inspectorates" in found:  # other lists of places have no such column
        for name in ("localities", "boundaries"):
            found.pop(name, None)
    if {"contacts", "inspectorates"} <= found.keys():  # a seat may be an address
        more = found["inspectorates"] & (_TELLING["inspectorates"] - {"seat"})
        reached = found["contacts"] & {"phone", "email", "web"}
        del found["inspectorates" if reached or not more else "contacts"]
    if "inspectorates" in found and len(found) > 1:
        del found["inspectorates"]
    if "contacts" in found and len(found) > 1:
        del found["contacts"]
    if "responses" in found:
        answered = {c.name for c in kinds_by_name(kinds)["responses"].columns if c.question}
        if not found["responses"] & answered:
            del found["responses"]
    if "responses" in found:
        return kinds_by_name(kinds)["responses"]
    if {"visits", "plan"} <= found.keys():
        del found["plan"]
        if not found["visits"] & {v.PLANNED_DATE, *VISIT_ONLY}:
            del found["visits"]
    return kinds_by_name(kinds)[next(iter(found))] if len(found) == 1 else None


def kinds_by_name(kinds: Sequence[Kind]) -> dict[str, Kind]:
    """Return kinds by name."""
    return {kind.name: kind for kind in kinds}


def _words(question: Question | None) -> tuple[str, ...]:
    return (*question.text.values(), *question.short.values()) if question else ()
