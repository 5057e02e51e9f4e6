"""`python -m geodata history`, `undo`, `redo`: what was brought in, and taking it back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.attempts import Attempt
from geodata.commands.console import add_language, add_who, say, settings, words, writes_unicode
from geodata.failures import describe_failure
from geodata.history import Result, Wish, carry_out, read_history
from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused
from geodata.importing.peeking import peek
from geodata.log import Change, Entry
from geodata.store import Store
from geodata.turns import describe_attempt
from geodata.undoing import REDO, UNDO

_TABLES = ("visits", "media", "population", "benchmarks", "responses")


def register(commands: Any) -> None:
    """Add the three commands."""
    history = commands.add_parser(
        "history",
        help="list what was brought in: file, who, when, rows, undone or not",
        description="List every import, newest first, with its number for `undo` and `redo`.",
    )
    _add_common(history)
    history.set_defaults(run=run_history)
    for action, text in (
        (UNDO, "take an import out again; the figures are as before it"),
        (REDO, "bring an undone import back"),
    ):
        default = "the newest in force" if action == UNDO else "the one undone last"
        parser = commands.add_parser(
            action,
            help=text,
            description=f"{text[0].upper()}{text[1:]}. It takes its own rows and no others, and "
            "is refused, with the reason, where something newer stands in the way.",
            epilog="Exit code: 0 done (or would be), 1 refused, 2 wrong call.",
        )
        parser.add_argument(
            "id", nargs="?", type=int, metavar="ID", help=f"its number (without it: {default})"
        )
        parser.add_argument("--dry-run", action="store_true", help="say only; change nothing")
        parser.add_argument(
            "--yes", action="store_true", help="even where a shown district changes by few answers"
        )
        add_who(parser)
        _add_common(parser)
        parser.set_defaults(run=run_change, action=action)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_language(parser)


def run_history(arguments: argparse.Namespace) -> int:
    """Print the log."""
    t = words(arguments.lang)
    try:
        with peek(settings().store_url) as store:
            entries = read_history(store)
            unfinished = store.read_unfinished()
    except Refused as refusal:
        return _refuse(refusal.issues, arguments.json, t)
    except (SQLAlchemyError, OSError) as error:
        return _refuse((describe_failure(error),), arguments.json, t)
    if arguments.json:
        left = [describe_unfinished(attempt) for attempt in unfinished]
        _print({"imports": [describe(entry) for entry in entries], "unfinished": left})
        return 0
    if not entries:
        say(t.text("import.history.none"))
    for entry in entries:
        for line in _lines(entry, t):
            print(line)
    for attempt in unfinished:
        values = dict(describe_attempt(attempt))
        print(t.text(f"import.history.unfinished.{attempt.outcome}", **values))
    return 0


def run_change(arguments: argparse.Namespace) -> int:
    """Undo or redo, and say what became of it."""
    t = words(arguments.lang)
    try:
        options = settings()
        wish = Wish(arguments.action, arguments.id, arguments.who, arguments.dry_run, arguments.yes)
        store = Store.open(options.store_url)
        try:
            result = carry_out(wish, store, options, say, t)
        finally:
            store.close()
    except Refused as refusal:
        return _refuse(refusal.issues, arguments.json, t)
    except (SQLAlchemyError, OSError) as error:
        return _refuse((describe_failure(error),), arguments.json, t)
    _report(arguments.action, result, arguments.json, t)
    return 0


def _report(action: str, result: Result, as_json: bool, t: Translator) -> None:
    done = f"{action}_done" if result.done else f"{action}_would"
    if as_json:
        _print(
            {
                "result": done,
                "import": describe(result.entry),
                "data_version": result.data_version,
                "issues": _issues(result.issues, t),
            }
        )
        return
    for issue in result.issues:
        say(issue.message(t))
    entry = result.entry
    values = {"id": entry.id, "what": _what(entry), "version": result.data_version}
    print(t.text(f"import.history.{done}", **values))


def _refuse(issues: tuple[Issue, ...], as_json: bool, t: Translator) -> int:
    if as_json:
        _print({"result": "refused", "import": None, "issues": _issues(issues, t)})
    else:
        for issue in issues:
            say(issue.message(t))
    return 1


def _issues(issues: tuple[Issue, ...], t: Translator) -> list[dict[str, str]]:
    return [{"code": issue.code, "message": issue.message(t)} for issue in issues]


def _print(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=not writes_unicode()))


def describe(entry: Entry) -> dict[str, Any]:
    """Return an import as JSON-ready data; times are UTC."""
    return {
        "id": entry.id,
        "state": str(entry.state),
        "kind": entry.kind,
        "campaign": entry.campaign_id,
        "file_name": entry.file_name,
        "sha256": entry.sha256,
        "who": entry.who,
        "at": entry.at.isoformat(timespec="seconds"),
        "counts": dict(entry.counts),
        "data_version": entry.data_version,
        "changes": [
            {
                "action": change.action,
                "who": change.who,
                "at": change.at.isoformat(timespec="seconds"),
                "data_version": change.data_version,
            }
            for change in entry.changes
        ],
    }


def describe_unfinished(attempt: Attempt) -> dict[str, Any]:
    """Return a change that did not finish as JSON-ready data; `stored` has a data version."""
    return {
        "action": attempt.action,
        "subject": attempt.subject,
        "who": attempt.who,
        "at": attempt.at.isoformat(timespec="seconds"),
        "outcome": str(attempt.outcome),
        "data_version": attempt.data_version,
    }


def _lines(entry: Entry, t: Translator) -> Iterator[str]:
    rows = sum(entry.counts.get(name, 0) for name in _TABLES)
    parts = [t.plural("import.history.rows", rows)] if rows else []
    if listed := entry.counts.get("rows_listed"):
        parts.append(t.plural("import.history.listed", listed))
    if entry.who:
        parts.append(t.text("import.history.who", who=entry.who))
    if entry.data_version:
        parts.append(t.text("import.history.version", version=entry.data_version))
    mark = t.text(f"import.history.state.{entry.state}")
    head = f"{entry.id:>4}  {_when(entry)}  {mark}  {_what(entry)} -> {entry.campaign_id}"
    yield "; ".join([head, *parts])
    for change in entry.changes:
        text = t.text(
            f"import.history.change.{change.action}",
            at=_when(change),
            who=change.who or "—",
            version=change.data_version,
        )
        yield f"      {text}"


def _what(entry: Entry) -> str:
    return f"{entry.file_name} ({entry.kind})" if entry.file_name else entry.kind


def _when(one: Entry | Change) -> str:
    """The machine's own time."""
    return f"{one.at.astimezone():%Y-%m-%d %H:%M}"
