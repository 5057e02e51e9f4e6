"""`python -m geodata mapping ...`: what the columns of a file are that no template knows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geodata.commands.console import add_action, add_who, say
from geodata.commands.preview import add_reading, look
from geodata.i18n import Translator
from geodata.importing.issues import refused
from geodata.importing.kinds import all_kinds
from geodata.importing.looking import ColumnLook
from geodata.importing.mapping import (
    LEFT_OUT,
    FileMapping,
    KeptMapping,
    check_mapping,
    read_mapping,
    write_toml,
)
from geodata.importing.peeking import peek
from geodata.importing.preview import Preview
from geodata.importing.quoting import quote
from geodata.importing.reading import check_path
from geodata.importing.target import find_form, find_target
from geodata.names import fold
from geodata.settings import Settings
from geodata.store import Store


def register(commands: Any) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "mapping",
        help="columns of files that no template knows: propose, save, list, show, forget",
        description="A mapping says what the columns of a file are. It is used by `import "
        "--mapping FILE` and remembered for the next file with the same headings.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    propose = add_action(
        inner, "propose", propose_mapping, "print a mapping of a file to fill in (TOML)"
    )
    propose.add_argument("file", type=Path, help="the file that is to be imported")
    add_reading(propose)
    save = add_action(inner, "save", save_mapping, "remember a mapping for files of its shape")
    save.add_argument("mapping", type=Path, help="the mapping, TOML or JSON")
    save.add_argument("--name", default="", help="what to call it in the list")
    add_who(save)
    add_action(inner, "list", list_mappings, "list the mappings that are remembered")
    show = add_action(inner, "show", show_mapping, "print a mapping as `save` takes it (TOML)")
    forget = add_action(inner, "forget", forget_mapping, "forget a mapping")
    for each in (show, forget):
        each.add_argument("shape", help="as `list` prints it")
    add_who(forget)


def propose_mapping(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print what is known and what is asked, to fill in."""
    found = look(arguments, options, t)
    if not found.columns:
        for issue in found.report.issues:
            say(issue.message(t))
        return 1
    sys.stdout.write(t.text("import.mapping.intro", names=", ".join(found.names)) + "\n")
    sys.stdout.write(write_toml(_proposed(found), _notes(found, t)))
    return 0


def save_mapping(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Remember a mapping."""
    check_path(arguments.mapping)
    mapping = read_mapping(arguments.mapping)
    if not mapping.shape:
        raise refused("mapping_shapeless")
    with peek(options.store_url) as known:
        check_mapping(mapping, all_kinds(find_form(known, find_target(known, None))))
    store = Store.open(options.store_url)
    try:
        store.keep_mapping(mapping, (arguments.name or arguments.mapping.name)[:100], arguments.who)
    finally:
        store.close()
    print(t.text("import.mapping.saved", shape=mapping.shape))
    return 0


def list_mappings(_arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print a line a mapping: shape, kind, columns, file, day, who."""
    with peek(options.store_url) as store:
        kept = store.mappings()
    if not kept:
        say(t.text("import.mapping.none"))
    for shape, each in kept.items():
        values = {"name": quote(each.name), "columns": t.number(len(each.mapping.columns))}
        kind = each.mapping.kind or "auto"
        line = t.text("import.mapping.line", shape=shape, kind=kind, **values)
        print(f"{line} ({each.at:%Y-%m-%d}, {each.who})")
    return 0


def show_mapping(arguments: argparse.Namespace, options: Settings, _t: Translator) -> int:
    """Print a mapping."""
    with peek(options.store_url) as store:
        sys.stdout.write(write_toml(_find(store, arguments.shape).mapping))
    return 0


def forget_mapping(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Forget a mapping."""
    with peek(options.store_url) as known:
        _find(known, arguments.shape)
    store = Store.open(options.store_url)
    try:
        store.forget_mapping(arguments.shape, arguments.who)
    finally:
        store.close()
    print(t.text("import.mapping.forgotten", shape=quote(arguments.shape)))
    return 0


def _find(store: Store, shape: str) -> KeptMapping:
    kept = store.mappings()
    if shape not in kept:
        raise refused("mapping_unknown", shape=quote(shape), shapes=", ".join(kept) or "—")
    return kept[shape]


def _proposed(found: Preview) -> FileMapping:
    """Return the mapping so far with a line for each column and word that is asked about."""
    columns = dict(found.mapping.columns)
    for column in found.columns:
        if column.how == "unknown":
            columns.setdefault(column.key, (*column.likely, LEFT_OUT)[0])
    values = {name: dict(words) for name, words in found.mapping.values.items()}
    for word in found.values:
        values.setdefault(word.column, {}).setdefault(fold(word.text), "")
    return FileMapping(found.kind, found.mapping.shape, columns, values)


def _notes(found: Preview, t: Translator) -> dict[str, str]:
    notes = {c.key: _column_note(c, t) for c in found.columns if c.how == "unknown"}
    for word in found.values:
        notes[fold(word.text)] = t.text("import.mapping.codes", codes=", ".join(word.codes))
    return notes


def _column_note(column: ColumnLook, t: Translator) -> str:
    samples = t.text("import.preview.samples", samples=" | ".join(column.samples) or "—")
    likely = t.text("import.preview.likely", names=", ".join(column.likely) or "—")
    return f"{column.letter}: {column.heading}. {samples} {likely}"
