"""The field's words, once: statuses, levels, modes, kinds and column names.

Nothing here computes. A name that appears in a table, a URL, a file or an element
of the page is spelled here and nowhere else.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What a cell may say. None of these is zero; zero is a number."""

    OK = "ok"
    FEW = "few"
    SUPPRESSED = "suppressed"
    NO_DATA = "no_data"
    NOT_ASKED = "not_asked"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def shown(self) -> bool:
        """Whether a cell of this status carries a value and an n."""
        return self in (Status.OK, Status.FEW)


class Level(StrEnum):
    """Administrative levels of a map, finest first."""

    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"


class Family(StrEnum):
    """The three maps."""

    REACH = "reach"
    OPINION = "opinion"
    COVERAGE = "coverage"


class Mode(StrEnum):
    """How a response was collected."""

    ONLINE = "online"
    FACE_TO_FACE = "face-to-face"


class VisitStatus(StrEnum):
    """What became of a visit.

    `moved` took place on another day than planned: its date is the day it took
    place, its planned date the day it was promised for.
    """

    PLANNED = "planned"
    DONE = "done"
    MOVED = "moved"
    CANCELLED = "cancelled"

    @property
    def took_place(self) -> bool:
        """Whether somebody was there."""
        return self in (VisitStatus.DONE, VisitStatus.MOVED)


# The same for who looks at every visit at every question; a text is in it as the status is.
TOOK_PLACE = frozenset(status for status in VisitStatus if status.took_place)


class Item(StrEnum):
    """What is given out at a visit."""

    LEAFLET = "leaflet"
    PEN = "pen"
    REFLECTIVE_STRIP = "reflective_strip"


class Sex(StrEnum):
    """Sex as asked in the survey and counted at visits."""

    FEMALE = "female"
    MALE = "male"


class Residence(StrEnum):
    """Where a respondent lives."""

    URBAN = "urban"
    RURAL = "rural"


class Breakdown(StrEnum):
    """What answers are broken down by; at most one at a time."""

    DAY = "day"
    MODE = "mode"
    SEX = "sex"
    AGE = "age"
    RESIDENCE = "residence"
    LANGUAGE = "language"


AGE_GROUPS = ("14-17", "18-29", "30-44", "45-59", "60+")
LANGUAGES = ("ro", "ru", "en")
COUNTRY_CODE = "MD"

# What is known of a person, as the form codes it; whoever did not say is one part more.
PERSON_PARTS = {
    Breakdown.SEX: tuple(str(sex) for sex in Sex),
    Breakdown.AGE: AGE_GROUPS,
    Breakdown.RESIDENCE: tuple(str(residence) for residence in Residence),
    Breakdown.LANGUAGE: ("ro", "ru"),
}
UNKNOWN = "unknown"

# Columns of tables and frames.
DISTRICT_CODE = "district_code"
LOCALITY_CODE = "locality_code"
INSPECTORATE_CODE = "inspectorate_code"
REGION_CODE = "region_code"
VISIT_ID = "visit_id"
VISIT_DATE = "visit_date"
PLANNED_DATE = "planned_date"
STATUS = "status"
MOBILE_CENTRE = "mobile_centre"
START_TIME = "start_time"
END_TIME = "end_time"
PARTICIPANTS = "participants"
PARTICIPANTS_FEMALE = "participants_female"
PARTICIPANTS_MALE = "participants_male"
VENUE = "venue"
TOPICS = "topics"
ITEM = "item"
QUANTITY = "quantity"
TITLE = "title"
SCREENINGS = "screenings"
RESPONSE_ID = "response_id"
RESPONSE_DATE = "response_date"
MODE = "mode"
SEX = "sex"
AGE_GROUP = "age_group"
RESIDENCE = "residence"
LANGUAGE = "language"
QUESTION = "question"
OPTION = "option"
COUNT = "count"
MEDIA_ID = "media_id"
OUTLET = "outlet"
KIND = "kind"
DATE = "date"
AUDIENCE = "audience"


class PlaceKind(StrEnum):
    """What a name of a place is meant to name."""

    DISTRICT = "district"
    LOCALITY = "locality"
    INSPECTORATE = "inspectorate"
