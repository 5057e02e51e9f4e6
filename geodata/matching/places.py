"""What the matcher answers: a place, how it was found, or the places that could be meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from geodata.districts import district
from geodata.events import LOCAL
from geodata.gazetteer import SHIPPED, Gazetteer
from geodata.vocabulary import PlaceKind


class How(StrEnum):
    """How a place was found, or why none was."""

    NAME = "name"
    SOUND = "sound"
    DECIDED = "decided"
    NEAR = "near"
    AMBIGUOUS = "ambiguous"  # several places have this name
    UNSURE = "unsure"  # like some names, but not near enough to only one
    ELSEWHERE = "elsewhere"  # the name of a place that is not in the district
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """A place found, or candidates to choose from.

    Attributes:
        how: The way it was found, or why it was not.
        code: The place's code, "" where none was found.
        candidates: Codes of what could be meant, likeliest first; empty where one was found.
    """

    how: How
    code: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said that a text means.

    Attributes:
        kind: What the text names.
        text: The text folded, see `decision_key`.
        district_code: For localities the district in which it holds; "" for other kinds.
        code: The place's code.
        written: The text as it stood when it was decided.
        who: Under whose name.
        at: When, in UTC.
    """

    kind: PlaceKind
    text: str
    district_code: str
    code: str
    written: str
    who: str = LOCAL
    at: datetime = datetime.min


def place_name(kind: PlaceKind, code: str, lang: str = "ro", gazetteer: Gazetteer = SHIPPED) -> str:
    """Return a place's name in `lang`; localities have a Romanian one only.

    Raises:
        KeyError: no place of this kind has the code.
    """
    if kind is PlaceKind.LOCALITY:
        return gazetteer.locality(code).name_ro
    if kind is PlaceKind.DISTRICT:
        return district(code).name(lang)
    return gazetteer.inspectorate(code).name(lang)


def is_place(kind: PlaceKind, code: str, gazetteer: Gazetteer = SHIPPED) -> bool:
    """Whether there is a place of this kind with this code."""
    try:
        place_name(kind, code, gazetteer=gazetteer)
    except KeyError:
        return False
    return True
