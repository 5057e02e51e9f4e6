"""The tables of the store: one schema for SQLite and PostgreSQL, with nothing the latter lacks.

Dates are the campaign's own days and carry no time; `imports.at` is UTC. Every fact names the
import that brought it, and counts while that import is in force (`geodata.in_force`): undoing an
import is one mark on its row, and nothing is deleted.

Answers are integers only: the clustered key of `answers` starts with the cell (import, day,
district, mode), so that counting is one pass over the key in order.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from geodata.vocabulary import Item, Mode, VisitStatus


def _one_of(column: str, words: type[VisitStatus] | type[Item] | type[Mode]) -> CheckConstraint:
    values = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({values})", name=column)


class Base(DeclarativeBase):
    """Common metadata; named constraints, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSON,
        list[str]: JSON,
        str: Text,
    }


class StateRow(Base):
    """A few words about the store itself: data version and mark, campaign in use."""

    __tablename__ = "state"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]


class QuestionnaireRow(Base):
    """A form; the document holds all its words."""

    __tablename__ = "questionnaires"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    document: Mapped[dict[str, Any]]


class QuestionRow(Base):
    """The integer that stands for a question."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("questionnaire_id", "key"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaires.id"))
    key: Mapped[str] = mapped_column(String(80))


class OptionRow(Base):
    """The integer that stands for an option of one question, and so for the question too."""

    __tablename__ = "options"
    __table_args__ = (UniqueConstraint("question_id", "code"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    code: Mapped[str] = mapped_column(String(80))


class CampaignRow(Base):
    """A campaign's record; texts by language are JSON objects."""

    __tablename__ = "campaigns"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    names: Mapped[dict[str, Any]]
    first_day: Mapped[date]
    last_day: Mapped[date]
    target_localities: Mapped[int]
    scope_districts: Mapped[list[str]]
    scope_inspectorates: Mapped[list[str]]
    partners: Mapped[list[str]]
    funding: Mapped[dict[str, Any]]
    disclaimer: Mapped[dict[str, Any]]
    publisher: Mapped[str]
    modes: Mapped[list[str]]
    fieldwork: Mapped[dict[str, Any]]
    survey_first_day: Mapped[date]
    survey_last_day: Mapped[date]
    illustrative: Mapped[bool]
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaires.id"))


class ImportRow(Base):
    """One committed import. The uploaded file is not kept, only what identifies it.

    `shown_before` is the campaign that was chosen to be shown ("" for none) before the import
    showed its own; NULL where it did not. `data_version` is the one it made.
    """

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)
    counts: Mapped[dict[str, Any]]
    undone: Mapped[bool] = mapped_column(server_default=false())
    shown_before: Mapped[str | None] = mapped_column(String(80))
    data_version: Mapped[int | None]


class ChangeRow(Base):
    """An import undone or brought back: who, when, and the data version that it made.

    `shown_before` and `shown_after` are the campaigns chosen to be shown, "" for none.
    """

    __tablename__ = "changes"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(10))
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)
    data_version: Mapped[int]
    shown_before: Mapped[str] = mapped_column(String(80))
    shown_after: Mapped[str] = mapped_column(String(80))


class AttemptRow(Base):
    """A change that somebody set out to make; the row goes when it has ended.

    `data_version` is written in the transaction that stores. A row whose process was killed
    gets its `outcome` from whoever comes next, and stays.
    """

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)
    data_version: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(10))


class PublicationRow(Base):
    """A finished publication, for other servers on the same database; the newest few are kept.

    `body` is the document that `geodata.publication` writes as a file, packed.
    """

    __tablename__ = "publications"
    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    data_version: Mapped[int]
    data_mark: Mapped[str] = mapped_column(String(32))
    stamp: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(DateTime)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class CampaignVersionRow(Base):
    """A campaign's record as one import brought it; of those in force the newest counts.

    `campaigns` holds a copy of that one. A campaign without any is not there; `made` says that
    it was not before this import.
    """

    __tablename__ = "campaign_versions"
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    made: Mapped[bool]
    document: Mapped[dict[str, Any]]


class QuestionnaireVersionRow(Base):
    """A form's words as one import brought them; `questionnaires` holds the newest in force."""

    __tablename__ = "questionnaire_versions"
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaires.id"), index=True)
    document: Mapped[dict[str, Any]]


class EventRow(Base):
    """Who did what and when: whatever changed the data or what is shown, and who signed in.

    Rows are added, never changed. `subject` names what it was done to: an import's file, a
    campaign's id.
    """

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    who: Mapped[str]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]


class VisitRow(Base):
    """A visit; NULL in a count of participants means that nobody wrote it down."""

    __tablename__ = "visits"
    __table_args__ = (
        _one_of("status", VisitStatus),
        Index(None, "campaign_id", "visit_date"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    visit_date: Mapped[date]
    planned_date: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10))
    locality_code: Mapped[str] = mapped_column(String(10))
    district_code: Mapped[str] = mapped_column(String(6))
    inspectorate_code: Mapped[str | None] = mapped_column(String(10))
    mobile_centre: Mapped[str | None]
    start_time: Mapped[str | None] = mapped_column(String(5))
    end_time: Mapped[str | None] = mapped_column(String(5))
    participants: Mapped[int | None]
    participants_female: Mapped[int | None]
    participants_male: Mapped[int | None]
    venue: Mapped[str | None]
    topics: Mapped[str | None]


class SettlementRow(Base):
    """A stored visit whose place a row of a later import took, as a visit held takes a plan's.

    While that import is in force the stored one is kept but not read.
    """

    __tablename__ = "settlements"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)


class HandoutRow(Base):
    """How much of one item a visit gave out, and how much was meant for it."""

    __tablename__ = "handouts"
    __table_args__ = (_one_of("item", Item),)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(20), primary_key=True)
    quantity: Mapped[int | None]
    planned: Mapped[int | None]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))


class ScreeningRow(Base):
    """How often a video was shown at a visit."""

    __tablename__ = "screenings"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(200), primary_key=True)
    screenings: Mapped[int]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))


class MediaRow(Base):
    """An appearance in the media; `audience` is as reported by the outlet.

    `replaced_by` is the import that took its place, 0 for none.
    """

    __tablename__ = "media"
    __table_args__ = (Index(None, "campaign_id", "date"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    date: Mapped[date]
    outlet: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    audience: Mapped[int | None] = mapped_column(BigInteger)
    replaced_by: Mapped[int] = mapped_column(server_default="0", default=0)


class PopulationRow(Base):
    """Residents in one cell of a margin, for weighting; '' is not broken down by.

    `unit` is a district, a development region or the country. Of a campaign's rows those of
    the newest import are read.
    """

    __tablename__ = "population"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    unit: Mapped[str] = mapped_column(String(20))
    sex: Mapped[str] = mapped_column(String(10))
    age_group: Mapped[str] = mapped_column(String(10))
    residence: Mapped[str] = mapped_column(String(10))
    residents: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]


class ReferenceRow(Base):
    """What a user brought to stand beside, or in place of, a record of the shipped reference.

    `kind` is contacts (of an inspectorate), localities or boundaries (of a district); `code` is
    the record's. Of a campaign's rows of a kind those of the newest import are read.
    """

    __tablename__ = "reference"
    __table_args__ = (Index(None, "campaign_id", "kind"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(10))
    document: Mapped[dict[str, Any]]


class BenchmarkRow(Base):
    """A published figure a user added to those that are shipped."""

    __tablename__ = "benchmarks"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    question: Mapped[str] = mapped_column(String(80))
    option: Mapped[str] = mapped_column(String(80))
    measure: Mapped[str] = mapped_column(String(20))
    date: Mapped[date]
    period: Mapped[str] = mapped_column(String(20))
    qualifier: Mapped[str] = mapped_column(String(10))
    value: Mapped[float]
    n: Mapped[int | None]
    margin: Mapped[float | None]
    wording: Mapped[dict[str, Any]]
    population: Mapped[dict[str, Any]]
    source: Mapped[dict[str, Any]]
    source_url: Mapped[str]


class SurveyCellRow(Base):
    """A day, district and mode in which somebody of one import answered; '' is no district.

    Cells are of one import each, so that what is counted by cell leaves out whole imports.
    `replaced_by` is the import that brought the cell's forms anew, 0 for none: they count only
    while it is undone.
    """

    __tablename__ = "survey_cells"
    __table_args__ = (
        UniqueConstraint(
            "import_id",
            "response_date",
            "district_code",
            "mode",
            "replaced_by",
            name="uq_survey_cells_replaced_by",  # PostgreSQL takes 63 letters
        ),
        _one_of("mode", Mode),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    response_date: Mapped[date]
    district_code: Mapped[str] = mapped_column(String(6))
    mode: Mapped[str] = mapped_column(String(20))
    replaced_by: Mapped[int] = mapped_column(server_default="0", default=0)


class ResponseRow(Base):
    """One filled form. Ids of one import follow one another without a gap.

    `submission_hash` is a salted hash of the source's own id, to find doubles by. It may stand
    here twice, once in force and once undone.
    """

    __tablename__ = "responses"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("survey_cells.id"))
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    locality_code: Mapped[str | None] = mapped_column(String(10))
    sex: Mapped[str | None] = mapped_column(String(10))
    age_group: Mapped[str | None] = mapped_column(String(10))
    residence: Mapped[str | None] = mapped_column(String(10))
    language: Mapped[str | None] = mapped_column(String(5))
    submission_hash: Mapped[int | None] = mapped_column(BigInteger, index=True)


class PlaceDecisionRow(Base):
    """What a person said that a name means; see `geodata.matching.places.Decision`."""

    __tablename__ = "place_decisions"
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(String(400), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(6), primary_key=True)
    code: Mapped[str] = mapped_column(String(10))
    written: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)


class MappingRow(Base):
    """What a person said the columns of files of one shape are; see `geodata.importing.mapping`.

    `name` is the file it was made for.
    """

    __tablename__ = "mappings"
    shape: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[dict[str, Any]]
    name: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)


class SavedViewRow(Base):
    """A view that somebody saved under a name; see `geodata.saved_views.SavedView`.

    With a position it is a step of the meeting, too.
    """

    __tablename__ = "saved_views"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    name: Mapped[str]
    query: Mapped[str]
    facts: Mapped[str] = mapped_column(String(16))
    data_version: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)
    position: Mapped[int | None]
    headline: Mapped[str] = mapped_column(server_default="", default="")
    notes: Mapped[str] = mapped_column(server_default="", default="")
    plays: Mapped[bool] = mapped_column(server_default=false(), default=False)


class AnswerRow(Base):
    """One chosen option.

    No foreign keys on purpose: the only writer maps every id itself, and checking twelve
    million rows one by one would cost as much again as writing them.
    """

    __tablename__ = "answers"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    cell_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    option_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    response_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class AnswerTextRow(Base):
    """A respondent's own words, apart from the facts; shown only once a person released them."""

    __tablename__ = "answer_texts"
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    text: Mapped[str]
    released_at: Mapped[datetime | None] = mapped_column(DateTime)
    released_by: Mapped[str | None]
