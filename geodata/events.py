"""Who did what and when: a record that only grows, written with the change it tells of.

Names are those that editors give themselves when they sign in; whoever is at the machine
itself is `local`. What a respondent said or did is never in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from geodata.plain_text import clean_text

LOCAL = "local"
LONGEST_NAME = 60


class Action(StrEnum):
    """What can be done."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    IMPORT = "import"
    UNDO = "undo"
    REDO = "redo"
    RESTORE = "restore"
    CAMPAIGN = "campaign"
    SHOW = "show"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    DECIDE = "decide"
    FORGET = "forget"
    MAP = "map"
    UNMAP = "unmap"
    SAVE_VIEW = "save_view"
    RENAME_VIEW = "rename_view"
    DELETE_VIEW = "delete_view"
    SCRIPT = "script"
    TEMPLATE = "template"
    PLAIN_SLIDES = "plain_slides"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done.

    Attributes:
        at: When, in UTC without an offset.
        who: Under which name.
        action: An `Action`; of a newer program perhaps another word.
        subject: What it was done to: a file's name, a campaign's id, a place's code; or nothing.
    """

    at: datetime
    who: str
    action: str
    subject: str


def clean_name(name: str) -> str:
    """Return a name as it is kept: visible characters, not too many; `local` where none is left."""
    return clean_text(name)[:LONGEST_NAME].strip() or LOCAL
