"""`python -m geodata import FILE`: bring a file in, or say what would become of it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.attempts import Intent
from geodata.commands.console import (
    Progress,
    add_language,
    add_who,
    say,
    settings,
    words,
    writes_unicode,
)
from geodata.events import Action
from geodata.failures import describe_failure
from geodata.i18n import Translator
from geodata.importing.duplicates import Doubles
from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.kinds import AUTO, KIND_NAMES
from geodata.importing.mapping import FileMapping, read_mapping
from geodata.importing.peeking import database_file, peek
from geodata.importing.preview import preview
from geodata.importing.questions import describe_questions
from geodata.importing.reading import Outcome, Request, check_path, errors_of, read_file
from geodata.importing.report import Report, describe_result
from geodata.importing.storing import store_outcome
from geodata.settings import Settings
from geodata.sources.limits import LIMITS, MB
from geodata.store import Store
from geodata.tasks import Phase, Task
from geodata.turns import take_turn
from geodata.vocabulary import Mode

STANDARD_OUTPUT = Path("-")


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "import",
        help="bring in visits, a plan, responses, media, contacts and more",
        description="Bring in a file: CSV, XLSX, XLS or ODS in one of the templates (see "
        "`template`), exports of KoboToolbox, ODK, Google Forms and Microsoft Forms, logs kept by "
        "hand, shapes as GeoJSON, GeoPackage or zipped Shapefile. Rows without an error are "
        "stored, all at once; rows with one are listed and left out. Without --campaign they go "
        "to the campaign in use or, while that is the illustrative one, to a new campaign over "
        f"the file's dates. At most {_most('text')} MB of text, {_most('workbook')} MB of a "
        f"workbook, {_most('shapes')} MB of shapes.",
        epilog="Exit code: 0 stored (or would be), 1 refused, 2 wrong call.",
    )
    parser.add_argument("file", type=Path, help="what it is its content says")
    parser.add_argument(
        "--kind", choices=(AUTO, *KIND_NAMES), default=AUTO, help="what it holds (default: auto)"
    )
    parser.add_argument("--campaign", metavar="ID", help="the campaign it belongs to")
    parser.add_argument(
        "--mode",
        choices=tuple(Mode),
        default="",
        help="how the forms were filled in, where no column of the file says so",
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="what its columns are (see `mapping`); remembered for files with the same headings",
    )
    parser.add_argument(
        "--doubles",
        choices=tuple(Doubles),
        type=Doubles,
        default=Doubles.LIST,
        help="what becomes of a form or visit that stands there twice or is held already: list "
        "it and leave it out (default), keep the first, replace it by the last, or count both",
    )
    parser.add_argument("--dry-run", action="store_true", help="check only; write nothing")
    parser.add_argument(
        "--strict", action="store_true", help="refuse the file if any row has an error"
    )
    parser.add_argument(
        "--errors",
        type=Path,
        metavar="OUT.xlsx",
        help="write the rows that are left out into this workbook, to correct and import again; "
        "`-` is the standard output",
    )
    parser.add_argument(
        "--hold-few",
        action="store_true",
        help="refuse the file if a shown district would gain fewer answers than are shown",
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    add_language(parser)
    add_who(parser)
    parser.add_argument(
        "--name", default="", help="what the file is called in reports (default: its own name)"
    )
    parser.set_defaults(run=run)


def _most(form: str) -> int:
    return LIMITS[form].most_bytes // MB


def run(arguments: argparse.Namespace) -> int:
    """Import, then print the report."""
    t = words(arguments.lang)
    follower: Task | None = arguments.follower
    report = bring_in(arguments, t, follower or Progress(t))
    if follower:
        follower.tell(describe_result(report))
        return 1 if report.refused else 0
    if arguments.errors == STANDARD_OUTPUT:
        for line in report.lines(t):
            say(line)
    elif arguments.json:
        print(json.dumps(report.document(t), ensure_ascii=not writes_unicode()))
    else:
        for line in report.lines(t):
            print(line)
    return 1 if report.refused else 0


def bring_in(arguments: argparse.Namespace, t: Translator, progress: Progress | Task) -> Report:
    """Bring in a file as the command's arguments say; whatever happens there is a report."""
    try:
        check_path(arguments.file)
        errors = _place_for(arguments.errors, arguments.file)
        options = settings()
        request = Request(
            arguments.file,
            arguments.kind,
            arguments.campaign,
            arguments.strict,
            arguments.dry_run,
            options.least_answers,
            arguments.who,
            str(arguments.mode),
            arguments.name,
            arguments.doubles,
            _mapping(arguments.mapping),
            arguments.hold_few,
        )
        return _carry_out(request, options, t, progress, errors)
    except Refused as refusal:
        issues = refusal.issues
    except (SQLAlchemyError, OSError) as error:
        issues = (describe_failure(error),)
    except MemoryError:
        issues = (Issue(None, None, "memory"),)
    except KeyboardInterrupt:
        issues = (Issue(None, None, "interrupted"),)
    except Exception as error:
        issues = (Issue(None, None, "unexpected", (("reason", type(error).__name__),)),)
    return Report("", arguments.campaign or "", False, 0, 0, issues, True, arguments.dry_run)


def _mapping(path: Path | None) -> FileMapping | None:
    if path is None:
        return None
    check_path(path)
    return read_mapping(path)


def _place_for(errors: Path | None, file: Path) -> Path | None:
    """Return where the error workbook goes; it must not take the file's own place."""
    if errors is not None and errors.resolve() == file.resolve():
        raise refused("errors_same", file=errors.name[:100])
    return errors


def _carry_out(
    request: Request,
    options: Settings,
    t: Translator,
    progress: Progress | Task,
    errors: Path | None,
) -> Report:
    def read(store: Store) -> Outcome:
        if request.dry_run and isinstance(progress, Task):
            # Somebody looks at it on a page, who is asked what the file leaves open.
            found = preview(request, store, progress.read)
            progress.tell({"questions": describe_questions(found)})
            return Outcome(found.report, None)
        outcome = read_file(request, store, progress.read)
        if errors is not None:
            # Before anything is stored: a disk that is full leaves everything as it was.
            _write_errors(errors, errors_of(request, outcome.report, store, t), t)
        return outcome

    path = database_file(options.store_url)
    outcome = None
    if request.dry_run or (path is not None and not path.exists()):
        # Until something is to be stored, no database is made for it.
        with peek(options.store_url) as known:
            outcome = read(known)
        if request.dry_run or outcome.batch is None:
            return outcome.report
    store = Store.open(options.store_url)
    intent = Intent(Action.IMPORT, request.name or request.path.name, request.who)
    try:
        with take_turn(store, options, intent, say, t) as told:
            outcome = outcome or read(store)
            report = _store(outcome, store, options, t, progress)
        return replace(report, issues=(*told, *report.issues))
    finally:
        store.close()


def _write_errors(path: Path, content: bytes, t: Translator) -> None:
    if not content:
        say(t.text("import.errors.none"))
        return
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    path.write_bytes(content)
    say(t.text("import.errors.written", file=path.name[:100]))


def _store(
    outcome: Outcome, store: Store, options: Settings, t: Translator, progress: Progress | Task
) -> Report:
    if outcome.batch is None:
        return outcome.report
    rows = outcome.report.rows_stored
    say(t.text("import.storing", rows=t.number(rows)))
    progress.turn_to(Phase.STORING)
    return store_outcome(outcome, store, options, say, lambda: progress.turn_to(Phase.PUBLISHING))
