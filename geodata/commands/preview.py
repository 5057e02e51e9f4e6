"""`python -m geodata preview FILE`: what there is to see and to decide before an import."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.commands.console import Progress, add_language, run_action, writes_unicode
from geodata.i18n import Translator
from geodata.importing.duplicates import Doubles
from geodata.importing.kinds import AUTO, KIND_NAMES
from geodata.importing.looking import ColumnLook
from geodata.importing.mapping import read_mapping
from geodata.importing.peeking import peek
from geodata.importing.preview import Preview, preview
from geodata.importing.quoting import quote
from geodata.importing.reading import Request, check_path
from geodata.matching import place_name
from geodata.settings import Settings
from geodata.vocabulary import Mode


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "preview",
        help="show a file's columns, what is to be decided, and what would be stored",
        description="Read a file as `import` would and write nothing: which column is which, "
        "samples of those that nobody knows, names and answers to decide, and the report.",
    )
    parser.add_argument("file", type=Path)
    add_reading(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_language(parser)
    parser.set_defaults(run=run_action, action_run=show_preview)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a file is to be read."""
    parser.add_argument(
        "--kind", choices=(AUTO, *KIND_NAMES), default=AUTO, help="what it holds (default: auto)"
    )
    parser.add_argument("--campaign", metavar="ID", help="the campaign it belongs to")
    parser.add_argument("--mode", choices=tuple(Mode), default="", help="how forms were filled in")
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help="what its columns are, as TOML or JSON"
    )


def look(arguments: argparse.Namespace, options: Settings, t: Translator) -> Preview:
    """Look at the file that the arguments name.

    Raises:
        Refused: it is not there, or the mapping cannot be read.
    """
    check_path(arguments.file)
    mapping = None
    if arguments.mapping:
        check_path(arguments.mapping)
        mapping = read_mapping(arguments.mapping)
    request = Request(
        arguments.file,
        arguments.kind,
        arguments.campaign,
        dry_run=True,
        least_answers=options.least_answers,
        mode=str(arguments.mode),
        doubles=Doubles.LIST,
        mapping=mapping,
    )
    with peek(options.store_url) as store:
        return preview(request, store, Progress(t).read)


def show_preview(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print the preview; 1 where the file is refused."""
    found = look(arguments, options, t)
    if arguments.json:
        print(json.dumps(found.document(t), ensure_ascii=not writes_unicode()))
    else:
        for line in lines(found, t):
            print(line)
    return 1 if found.report.refused else 0


def lines(found: Preview, t: Translator) -> Iterator[str]:
    """Yield the preview as text."""
    if found.kind:
        yield t.text("import.preview.kind", kind=found.kind)
    for column in found.columns:
        yield t.text(f"import.preview.{column.how}", **_about(column))
        if column.samples:
            yield "    " + t.text("import.preview.samples", samples=" | ".join(column.samples))
        if column.likely:
            yield "    " + t.text("import.preview.likely", names=", ".join(column.likely))
    for place in found.places:
        codes = ", ".join(
            f"{place_name(place.kind, code, t.language, found.report.gazetteer)} ({code})"
            for code in place.candidates
        )
        values = {"kind": t.text(f"import.place_kind.{place.kind}"), "value": quote(place.text)}
        yield t.text(
            "import.preview.place", **values, rows=t.number(place.rows), candidates=codes or "—"
        )
    for word in found.values:
        values = {"column": word.column, "value": quote(word.text)}
        codes = ", ".join(word.codes)
        yield t.text("import.preview.value", **values, rows=t.number(word.rows), codes=codes)
    yield from found.report.lines(t)


def _about(column: ColumnLook) -> dict[str, str]:
    return {"letter": column.letter, "heading": column.heading, "name": column.name}
