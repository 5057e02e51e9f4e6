"""Saved views: a name for what somebody looked at, and a link to it that lasts.

A view is kept as the query of its address, without a language: whoever opens it reads it in
their own. With it goes a mark of the facts it was saved of, so that it can say later that they
are others. It holds no figure, and nothing here decides what may be shown.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from geodata.events import LOCAL
from geodata.importing.issues import refused
from geodata.plain_text import clean_text

LONGEST_NAME = 80
LONGEST_QUERY = 2000
LONGEST_HEADLINE = 160
LONGEST_NOTES = 4000
MOST = 500
MOST_STEPS = 60
# Without letters that are taken for one another when somebody types them from a screen.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_ID = re.compile(f"[{_LETTERS}]{{6}}")


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view under a name.

    Attributes:
        id: Six letters; the view's address is `/v/` and these.
        campaign_id: The campaign it was saved of.
        name: What people call it.
        query: Query of the view's address, without `?` and without a language.
        facts: Mark of the imports that were in force; see `mark_facts`.
        data_version: The data version it was saved of.
        who: Who saved it.
        at: When, in UTC without an offset.
        position: Its place in the script of the meeting; None where it is no step.
        headline: What stands over it there; nothing where its own words do.
        notes: What the presenter says, for the presenter alone.
        plays: Whether its days are played one after another there.
    """

    id: str
    campaign_id: str
    name: str
    query: str
    facts: str
    data_version: int
    who: str
    at: datetime
    position: int | None = None
    headline: str = ""
    notes: str = ""
    plays: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a view has as a step of the meeting; see `SavedView`."""

    headline: str = ""
    notes: str = ""
    plays: bool = False


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view as somebody wants it saved, as a step of the meeting perhaps."""

    name: str
    query: str
    who: str = LOCAL
    step: Step | None = None


def new_id() -> str:
    """Return a name for a view's address that nobody has yet, most likely."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def is_id(text: str) -> bool:
    """Whether a text could be a view's name in an address."""
    return bool(_ID.fullmatch(text))


def check_name(name: str, taken: Iterable[str] = ()) -> str:
    """Return a name as it is kept.

    Args:
        name: What somebody wrote.
        taken: The names of other views.

    Raises:
        Refused: there is nothing to see in it, it is too long, or another view has it.
    """
    clean = clean_text(name)
    if not clean:
        raise refused("views_nameless")
    if len(clean) > LONGEST_NAME:
        raise refused("views_long_name", most=LONGEST_NAME)
    if clean.casefold() in {each.casefold() for each in taken}:
        raise refused("views_taken", name=clean)
    return clean


def clean_step(step: Step) -> Step:
    """Return a step as it is kept; notes keep their lines.

    Raises:
        Refused: a text is too long.
    """
    headline = clean_text(step.headline)
    notes = "\n".join(clean_text(line) for line in step.notes.splitlines()).strip()
    if len(headline) > LONGEST_HEADLINE:
        raise refused("views_long_headline", most=LONGEST_HEADLINE)
    if len(notes) > LONGEST_NOTES:
        raise refused("views_long_notes", most=LONGEST_NOTES)
    return Step(headline, notes, bool(step.plays))


def steps_of(views: Iterable[SavedView], campaign_id: str) -> tuple[SavedView, ...]:
    """Return the steps of a campaign's meeting, in their order."""
    own = [each for each in views if each.campaign_id == campaign_id and each.position is not None]
    return tuple(sorted(own, key=lambda view: (view.position or 0, view.id)))


def clean_query(text: str) -> str:
    """Return the query of a view's link, or of a query itself, without its language.

    Raises:
        Refused: it is too long to be a view's.
    """
    start, mark, rest = text.strip().partition("?")
    query = (rest if mark else "" if "/" in start else start).partition("#")[0]
    pairs = [(key, value) for key, value in parse_qsl(clean_text(query)) if key != "lang"]
    kept = urlencode(pairs, safe=",")
    if len(kept) > LONGEST_QUERY:
        raise refused("views_long_query", most=LONGEST_QUERY)
    return kept


def mark_facts(import_ids: Iterable[int]) -> str:
    """Mark a campaign's facts by the imports in force.

    Undone and brought back they are the same again, and so they are after another campaign was
    shown for a while; the data version alone could not tell.
    """
    text = ",".join(str(number) for number in sorted(import_ids))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
