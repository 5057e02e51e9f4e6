"""`python -m geodata events`: who did what and when."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.commands.console import add_language, add_who, say_refusal, settings, words
from geodata.events import Action, Event
from geodata.failures import describe_failure
from geodata.i18n import Translator
from geodata.importing.issues import Refused
from geodata.importing.peeking import peek
from geodata.store import Store

MOST = 10_000
# What happens in no other command: only the page says these.
_RECORDED = (Action.SIGN_IN, Action.SIGN_OUT)


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "events",
        help="who did what and when",
        description="Print who did what and when (UTC), the newest first.",
    )
    parser.add_argument("--last", type=int, default=50, metavar="N", help="how many (default: 50)")
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--record", choices=_RECORDED, help=argparse.SUPPRESS)
    add_language(parser)
    add_who(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the events, or keep one."""
    t = words(arguments.lang)
    try:
        url = settings().store_url
        if arguments.record:
            return _record(url, arguments)
        with peek(url) as store:
            found = store.read_events(min(max(arguments.last, 0), MOST))
    except Refused as refusal:
        return say_refusal(refusal, t)
    except (SQLAlchemyError, OSError) as error:
        return say_refusal(Refused(describe_failure(error)), t)
    if arguments.json:
        json.dump([describe(event) for event in found], sys.stdout, ensure_ascii=False)
        print()
    else:
        for event in found:
            print(line(event, t))
    return 0


def describe(event: Event) -> dict[str, str]:
    """Return an event as JSON-ready data."""
    at = event.at.isoformat(timespec="seconds") + "Z"
    return {"at": at, "who": event.who, "action": event.action, "subject": event.subject}


def line(event: Event, t: Translator) -> str:
    """Return an event as one line: `2021-11-12 09:30 UTC  Ana: brought in visits.csv`."""
    key = f"event.{event.action}"
    what = t.text(key, subject=event.subject) if t.has(key) else f"{event.action} {event.subject}"
    return f"{event.at:%Y-%m-%d %H:%M} UTC  {event.who}: {what}"


def _record(url: str, arguments: argparse.Namespace) -> int:
    store = Store.open(url)
    try:
        store.record_event(arguments.who, arguments.record)
    finally:
        store.close()
    return 0
