"""`python -m geodata slides-template ...`: the presentation that slides are set into."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geodata.commands.console import add_action, add_who
from geodata.events import Action
from geodata.i18n import Translator
from geodata.importing.quoting import quote
from geodata.importing.reading import check_path
from geodata.settings import Settings
from geodata.slides_template import (
    CURRENT,
    Look,
    bring_back,
    digest_of,
    given_template,
    keep_template,
    look_at,
    remove_template,
)
from geodata.store import Store

EMU_IN_CM = 360_000


def register(commands: Any) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "slides-template",
        help="the presentation that slides are set into: set, show, remove, undo",
        description="Set slides into a presentation of your own: its look stays, its slides go. "
        "It is checked in a process of its own and kept in the data directory.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    take = add_action(inner, "set", set_template, "take a presentation (.pptx) as the template")
    take.add_argument("file", type=Path, help="a presentation with a layout that has a title")
    add_action(inner, "show", show_template, "print which template slides are set into")
    remove = add_action(inner, "remove", remove_one, "set slides into the shipped template again")
    undo = add_action(inner, "undo", undo_change, "bring the template back that was there before")
    for each in (take, remove, undo):
        add_who(each)


def set_template(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Take a file as the template."""
    check_path(arguments.file)
    look = keep_template(arguments.file, options)
    _record(options, arguments.who, Action.TEMPLATE, arguments.file.name)
    print(t.text("import.slides_set", name=quote(arguments.file.name), **_about(look, t)))
    return 0


def show_template(_arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print which template is in use."""
    path = given_template(options)
    if path is None:
        print(t.text("import.slides_plain"))
        return 0
    where = "import.slides_kept" if path == options.data_dir / CURRENT else "import.slides_setting"
    print(t.text(where, path=str(path), sha256=digest_of(path), **_about(look_at(path), t)))
    return 0


def remove_one(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Take the template away."""
    remove_template(options)
    _record(options, arguments.who, Action.PLAIN_SLIDES)
    if options.slides_template:
        return show_template(arguments, options, t)
    print(t.text("import.slides_removed"))
    return 0


def undo_change(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Bring the template before back."""
    look = bring_back(options)
    _record(options, arguments.who, Action.TEMPLATE, CURRENT)
    print(t.text("import.slides_back", **_about(look, t)))
    return 0


def _record(options: Settings, who: str, action: Action, subject: str = "") -> None:
    store = Store.open(options.store_url)
    try:
        store.record_event(who, action, subject)
    finally:
        store.close()


def _about(look: Look, t: Translator) -> dict[str, str]:
    wide, high = (t.number(side / EMU_IN_CM, 2) for side in (look.width, look.height))
    return {"layout": quote(look.layout), "width": wide, "height": high}
