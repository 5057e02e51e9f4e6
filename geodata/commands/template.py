"""`python -m geodata template KIND`: the header of a file that `import` takes, as CSV.

It is the header alone: an example row that somebody forgets to delete would be counted.
`--describe` says in words what each column takes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from typing import Any

from geodata.commands.console import add_language, say_refusal, settings, words
from geodata.i18n import Translator
from geodata.importing.issues import Refused
from geodata.importing.kinds import CHOICES, KIND_NAMES, Column, Kind, all_kinds, kinds_by_name
from geodata.importing.peeking import peek
from geodata.importing.target import find_form, find_target


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "template",
        help="print the header of a file that `import` takes, as CSV",
        description="Print the header of a file that `import` takes, as CSV. Redirect it to a "
        "file and open that in a spreadsheet: python -m geodata template visits > visits.csv",
    )
    parser.add_argument("kind", choices=KIND_NAMES, help="what the file is to hold")
    parser.add_argument(
        "--campaign", metavar="ID", help="use this campaign's questionnaire (responses)"
    )
    parser.add_argument(
        "--describe", action="store_true", help="say what each column takes instead"
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the template."""
    t = words(arguments.lang)
    try:
        kind = _kind(arguments.kind, arguments.campaign)
    except Refused as refusal:
        return say_refusal(refusal, t)
    if arguments.describe:
        for line in describe(kind, t):
            print(line)
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerow(kind.names)
    return 0


def describe(kind: Kind, t: Translator) -> Iterator[str]:
    """Yield a line a column: its name, whether it is needed, what it takes."""
    for column in kind.columns:
        needed = t.text("import.describe.needed" if column.needed else "import.describe.optional")
        yield f"{column.name} ({needed}): {describe_column(column, t)}"


def describe_column(column: Column, t: Translator) -> str:
    """Say what a column takes."""
    question = column.question
    if question is not None and question.options:
        key = "answers" if question.kind == "multiple" else "choice"
        options = "; ".join(f"{o.code} = {o.text[t.language]}" for o in question.options)
        return f"{question.text[t.language]} {t.text(f'import.describe.{key}', codes=options)}"
    if column.reads in ("choice", "answer"):
        codes = ", ".join(CHOICES.get(column.name, ()))
        return t.text("import.describe.choice" if codes else "import.describe.text", codes=codes)
    return t.text(f"import.describe.{column.reads}")


def _kind(name: str, campaign_id: str | None) -> Kind:
    with peek(settings().store_url) as store:
        form = find_form(store, find_target(store, campaign_id))
    return kinds_by_name(all_kinds(form))[name]
