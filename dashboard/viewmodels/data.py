"""The data page in words: who may write, and who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from geodata.i18n import Translator

CHISINAU = ZoneInfo("Europe/Chisinau")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody did, in words.

    Attributes:
        at: When, as ISO text for machines.
        when: The same for people.
        who: Under which name.
        what: What they did.
    """

    at: str
    when: str
    who: str
    what: str


def describe_right(right: str, name: str, t: Translator) -> str:
    """Say whether the reader may change the data, and why not."""
    return t.text(f"access.{right}", name=name)


def describe_deeds(
    events: Sequence[Mapping[str, Any]], t: Translator, words: Translator
) -> tuple[Deed, ...]:
    """Describe events as the command `events --json` lists them.

    Args:
        events: The newest first.
        t: The page's words.
        words: The words of the command line, which has those of every event.
    """
    return tuple(
        Deed(event["at"], moment(event["at"], t), event["who"], _what(event, words))
        for event in events
    )


def moment(at: str, t: Translator) -> str:
    """`12 noiembrie 2021, 09:30` in Chișinău, of an ISO moment in UTC."""
    local = datetime.fromisoformat(at).astimezone(CHISINAU)
    return format_datetime(local, "d MMMM y, HH:mm", locale=t.locale)


def _what(event: Mapping[str, Any], words: Translator) -> str:
    key = f"event.{event['action']}"
    if not words.has(key):
        return f"{event['action']} {event['subject']}".strip()
    return words.text(key, subject=event["subject"])
