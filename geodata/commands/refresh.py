"""`python -m geodata refresh` and `sources`: live sources, read anew."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.commands import import_file
from geodata.commands.console import (
    Progress,
    add_language,
    add_who,
    say,
    say_refusal,
    settings,
    words,
    writes_unicode,
)
from geodata.i18n import Translator
from geodata.importing.issues import Refused
from geodata.importing.report import Report
from geodata.live.outcomes import last_outcome
from geodata.live.records import Record, find_record, read_records, template
from geodata.live.refreshing import Refreshed, refresh
from geodata.settings import Settings
from geodata.tasks import Task


def register(commands: Any) -> None:
    """Add the two commands."""
    again = commands.add_parser(
        "refresh",
        help="fetch live sources anew: a KoboToolbox server, a database's table",
        description="Fetch a live source of sources.toml, or all of them, and bring in what is "
        "new, with the checks and the report of a file. Where a shown district would gain fewer "
        "answers than are shown alone, nothing is stored without --yes: whoever compares the two "
        "versions could tell what so few people said.",
        epilog="Exit code: 0 done or nothing new, 1 refused, 2 wrong call.",
    )
    again.add_argument("name", nargs="?", help="a source's name (without it: all)")
    again.add_argument("--dry-run", action="store_true", help="fetch and check; write nothing")
    again.add_argument("--yes", action="store_true", help="even where few answers are new")
    again.add_argument("--json", action="store_true", help="print a JSON list, an object a source")
    add_language(again)
    add_who(again)
    again.set_defaults(run=run)
    sources = commands.add_parser(
        "sources",
        help="list live sources, or print a file of them to fill in",
        description="List the live sources of sources.toml in DATA_DIR, with what came of their "
        "newest refresh.",
    )
    sources.add_argument("action", nargs="?", choices=("list", "template"), default="list")
    add_language(sources)
    sources.set_defaults(run=run_sources)


def run(arguments: argparse.Namespace) -> int:
    """Refresh, then print a report a source."""
    t = words(arguments.lang)
    try:
        options = settings()
        records = read_records(options.data_dir)
        if arguments.name:
            records = (find_record(records, arguments.name),)
    except Refused as refusal:
        return say_refusal(refusal, t)
    if not records:
        say(t.text("import.live.none"))
    follower: Task | None = arguments.follower
    done = []
    for record in records:
        try:
            done.append(_refresh(record, options, arguments, t, follower or Progress(t)))
        except Refused as refusal:
            report = Report("", "", False, 0, 0, refusal.issues, True, False)
            done.append(Refreshed(record.name, report, False))
    if follower and done:
        follower.tell(done[-1].describe())
    elif arguments.json:
        print(json.dumps([_document(each, t) for each in done], ensure_ascii=not writes_unicode()))
    else:
        for line in (line for each in done for line in _lines(each, t)):
            print(line)
    return 1 if any(each.report.refused and not each.unchanged for each in done) else 0


def _refresh(
    record: Record,
    options: Settings,
    arguments: argparse.Namespace,
    t: Translator,
    progress: Progress | Task,
) -> Refreshed:
    def bring_in(path: Path) -> Report:
        given = ["import", str(path), f"--name={record.name}", *record.options()]
        given.append(f"--who={arguments.who}")
        given += ["--dry-run"] if arguments.dry_run else []
        given += [] if arguments.yes else ["--hold-few"]
        return import_file.bring_in(_import_parser().parse_args(given), t, progress)

    return refresh(record, options, progress, bring_in)


def _import_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    import_file.register(parser.add_subparsers(dest="command"))
    return parser


def _document(done: Refreshed, t: Translator) -> dict[str, Any]:
    about = {"source": done.name, "unchanged": done.unchanged}
    return about | done.report.document(t)


def _lines(done: Refreshed, t: Translator) -> Iterator[str]:
    yield f"[{done.name}]"
    if done.unchanged:
        yield t.text("import.live.unchanged")
    else:
        yield from done.report.lines(t)


def run_sources(arguments: argparse.Namespace) -> int:
    """List the sources, or print a file to fill in."""
    t = words(arguments.lang)
    if arguments.action == "template":
        print(template(t), end="")
        return 0
    try:
        options = settings()
        records = read_records(options.data_dir)
    except Refused as refusal:
        return say_refusal(refusal, t)
    if not records:
        say(t.text("import.live.none"))
    for each in describe_sources(records, options, t):
        last = f"; {each['last']['at']}: {each['last']['said']}" if each["last"] else ""
        print(f"{each['name']}  {each['place']}  {each['schedule']}{last}")
    return 0


def describe_sources(
    records: tuple[Record, ...], options: Settings, t: Translator
) -> list[dict[str, Any]]:
    """Describe sources for people, with what came of their newest refresh."""
    return [
        {
            "name": record.name,
            "place": record.place,
            "schedule": _schedule(record, t),
            "last": _last(options.data_dir, record.name, t),
        }
        for record in records
    ]


def _schedule(record: Record, t: Translator) -> str:
    if record.minutes:
        return t.plural("import.live.minutes", record.minutes)
    return t.text("import.live.cron", cron=record.cron) if record.cron else ""


def _last(data_dir: Path, name: str, t: Translator) -> dict[str, Any] | None:
    outcome = last_outcome(data_dir, name)
    if outcome is None:
        return None
    report = outcome["reports"][t.language]
    if outcome["unchanged"]:
        said = t.text("import.live.unchanged")
    elif outcome["refused"]:
        said = report["issues"][0]["message"] if report["issues"] else ""
    else:
        stored, listed = t.number(report["rows_stored"]), t.number(report["rows_listed"])
        said = t.text("import.live.stored", stored=stored, listed=listed)
    failed = bool(outcome["refused"]) and not outcome["unchanged"]
    return {"at": outcome["at"], "said": said, "failed": failed}
