"""The data page in words: who may write, what was brought in, and who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from dashboard.viewmodels.kinds import kind_name
from geodata.i18n import Translator

# Tables of which an import's rows are counted, and the one import that nobody can undo.
TABLES = (
    *("visits", "media", "population", "benchmarks", "responses"),
    *("contacts", "inspectorates", "localities", "boundaries"),
)
SAMPLE = "sample"
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


@dataclass(frozen=True, slots=True)
class Import:
    """One import, in words.

    Attributes:
        id: Its number.
        name: Its file, or what it was.
        about: What it held and where it went.
        rows: How many rows it brought, and how many were left out.
        at: When, as ISO text for machines.
        when: The same for people.
        who: Under which name.
        undone: Whether it is taken out.
        fixed: Whether it can be neither undone nor brought back.
    """

    id: int
    name: str
    about: str
    rows: str
    at: str
    when: str
    who: str
    undone: bool
    fixed: bool


def describe_imports(
    history: Sequence[Mapping[str, Any]], campaigns: Sequence[Mapping[str, Any]], t: Translator
) -> tuple[Import, ...]:
    """Describe the log of imports as the command `history --json` lists it, the newest first."""
    names = {campaign["id"]: campaign["name"] for campaign in campaigns}
    return tuple(
        Import(
            id=entry["id"],
            name=entry["file_name"] or kind_name(entry["kind"], t),
            about=f"{kind_name(entry['kind'], t)} · "
            f"{names.get(entry['campaign'], entry['campaign'])}",
            rows=_rows(entry["counts"], t),
            at=entry["at"],
            when=moment(entry["at"], t),
            who=entry["who"],
            undone=entry["state"] == "undone",
            fixed=entry["kind"] == SAMPLE,
        )
        for entry in history
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A live source, in words.

    Attributes:
        name: What it is called.
        about: Where it comes from, and when by itself.
        at: When it was read last, as ISO text for machines; nothing before.
        when: The same for people.
        said: What came of it.
        failed: Whether it could not be read.
    """

    name: str
    about: str
    at: str
    when: str
    said: str
    failed: bool


def describe_sources(sources: Sequence[Mapping[str, Any]], t: Translator) -> tuple[Source, ...]:
    """Describe live sources as the command `overview` lists them."""
    return tuple(
        Source(
            name=source["name"],
            about=" · ".join(filter(None, (source["place"], source["schedule"]))),
            at=last["at"] if (last := source["last"]) else "",
            when=moment(last["at"], t) if last else "",
            said=last["said"] if last else "",
            failed=bool(last and last["failed"]),
        )
        for source in sources
    )


def _rows(counts: Mapping[str, int], t: Translator) -> str:
    rows = sum(counts.get(table, 0) for table in TABLES)
    parts = [t.plural("count.rows", rows)] if rows else []
    if listed := counts.get("rows_listed"):
        parts.append(t.text("history.listed", count=t.number(listed)))
    return ", ".join(parts)


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
