"""`python -m geodata backup` and `restore`: the whole store in one file, and back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.backup import read_manifest, restore, write_backup
from geodata.commands.console import add_language, add_who, say, settings, words, writes_unicode
from geodata.failures import describe_failure
from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.peeking import database_file
from geodata.importing.reading import check_path
from geodata.imports import SAMPLE
from geodata.settings import Settings
from geodata.store import Store


def register(commands: Any) -> None:
    """Add both commands."""
    backup = commands.add_parser(
        "backup",
        help="write everything into one file, while the atlas goes on",
        description="Write the whole store, as it is now, into one file with its SHA-256.",
    )
    backup.add_argument("file", type=Path, help="the file to write, such as atlas.backup")
    backup.add_argument("--replace", action="store_true", help="replace a file of that name")
    backup.set_defaults(carry_out=write)
    back = commands.add_parser(
        "restore",
        help="put a backup in the place of everything",
        description="Put a backup in the place of everything, all of it or nothing. A damaged "
        "file, or one of a newer program, is refused. Any store takes it, SQLite or PostgreSQL.",
    )
    back.add_argument("file", type=Path, help="what `backup` wrote")
    back.add_argument("--yes", action="store_true", help="even where imports are replaced")
    add_who(back)
    back.set_defaults(carry_out=bring_back)
    for parser in (backup, back):
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        add_language(parser)
        parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run either; what is refused is said in words."""
    t = words(arguments.lang)
    carry_out: Callable[..., dict[str, Any]] = arguments.carry_out
    try:
        result = carry_out(arguments, settings(), t)
    except Refused as refusal:
        return _refuse(refusal.issues, arguments.json, t)
    except (SQLAlchemyError, OSError) as error:
        return _refuse((describe_failure(error),), arguments.json, t)
    if arguments.json:
        _print(result)
    return 0


def write(arguments: argparse.Namespace, options: Settings, t: Translator) -> dict[str, Any]:
    """Write a backup."""
    path = database_file(options.store_url)
    if path is not None and not path.exists():
        raise refused("backup_nothing")
    store = Store.open(options.store_url)
    try:
        manifest = write_backup(store, arguments.file, arguments.replace)
    finally:
        store.close()
    size = t.number(arguments.file.stat().st_size / 1_000_000, 1)
    values = {"file": arguments.file.name, "size": size, "version": manifest.data_version}
    if not arguments.json:
        print(t.text("import.backup_done", **values, sha256=manifest.sha256))
    return {"result": "backup_done", **asdict(manifest)}


def bring_back(arguments: argparse.Namespace, options: Settings, t: Translator) -> dict[str, Any]:
    """Restore a backup."""
    check_path(arguments.file)
    read_manifest(arguments.file)
    options.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.open(options.store_url)
    try:
        replaced = [entry.id for entry in store.read_log() if entry.kind != SAMPLE]
        if replaced and not arguments.yes:
            raise refused("restore_replaces", count=len(replaced))
        done = restore(arguments.file, store, options, arguments.who, say, t)
    finally:
        store.close()
    if not arguments.json:
        for issue in done.issues:
            say(issue.message(t))
        values = {"file": arguments.file.name, "at": done.manifest.at[:10]}
        print(t.text("import.restore_done", **values, version=done.data_version))
    return {
        "result": "restore_done",
        "data_version": done.data_version,
        "backup": asdict(done.manifest),
        "issues": _issues(done.issues, t),
    }


def _refuse(issues: tuple[Issue, ...], as_json: bool, t: Translator) -> int:
    if as_json:
        _print({"result": "refused", "issues": _issues(issues, t)})
    else:
        for issue in issues:
            say(issue.message(t))
    return 1


def _issues(issues: tuple[Issue, ...], t: Translator) -> list[dict[str, str]]:
    return [{"code": issue.code, "message": issue.message(t)} for issue in issues]


def _print(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=not writes_unicode()))
