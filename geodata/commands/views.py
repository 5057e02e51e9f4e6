"""`python -m geodata views ...`: views under a name, and those that are steps of the meeting."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from geodata.commands.console import add_action, add_who, say, writes_unicode
from geodata.i18n import Translator
from geodata.importing.issues import refused
from geodata.importing.peeking import peek
from geodata.importing.quoting import quote
from geodata.importing.reading import check_path
from geodata.saved_view_rows import find_saved_view
from geodata.saved_views import SavedView, Step, ViewDraft, steps_of
from geodata.settings import Settings
from geodata.store import Store

ADDRESS = "/v/"


def register(commands: Any) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "views",
        help="saved views and the meeting: list, save, link, rename, delete, step, order ...",
        description="A view under a name, with a link that stays valid when data change. Views "
        "with a place in the script are the steps of the meeting.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = add_action(inner, "list", list_views, "list the saved views with their links")
    save = add_action(inner, "save", save_view, "save a view under a name")
    save.add_argument("name", help="what to call it")
    save.add_argument("view", help="its link, or the part of it behind the question mark")
    link = add_action(inner, "link", print_link, "print the link to give to others")
    rename = add_action(inner, "rename", rename_view, "call a view something else; its link stays")
    delete = add_action(inner, "delete", delete_view, "delete a view: its link leads nowhere then")
    step = add_action(
        inner, "step", set_step, "make a view a step of the meeting, or change it as one"
    )
    step.add_argument("--headline", default=None, help="what stands over it; '' for its own words")
    step.add_argument("--notes", default=None, help="what the presenter says")
    step.add_argument(
        "--play", action=argparse.BooleanOptionalAction, default=None, help="play its days"
    )
    drop = add_action(inner, "drop", drop_step, "take a view out of the meeting; the view stays")
    order = add_action(inner, "order", order_steps, "put the steps of the meeting in this order")
    order.add_argument("ids", nargs="+", metavar="ID", help="every step, as `script` prints it")
    add_action(inner, "script", print_script, "print the steps of the meeting with their notes")
    adopt = add_action(
        inner, "adopt", adopt_steps, "save views as the steps of a meeting, from a file"
    )
    adopt.add_argument(
        "file", type=Path, help='JSON: [{"name", "view", "headline", "notes", "plays"}]'
    )
    for each in (link, rename, delete, step, drop):
        each.add_argument("id", help="as `list` prints it")
    rename.add_argument("name", help="what to call it")
    for each in (listing, save):
        each.add_argument("--json", action="store_true", help="print the result as JSON")
    for each in (save, rename, delete, step, drop, order, adopt):
        add_who(each)


def list_views(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print a line a view: id, name, campaign, link, day, who."""
    with peek(options.store_url) as store:
        found = store.saved_views()
    if arguments.json:
        _print([_describe(each, options) for each in found])
        return 0
    if not found:
        say(t.text("import.views.none"))
    for each in found:
        about = f"{each.campaign_id}, {each.at:%Y-%m-%d}, {each.who}"
        print(f"{each.id}  {quote(each.name)}  {_link(each, options)}  ({about})")
    return 0


def save_view(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Save a view of the campaign that is shown."""
    with closing(_open(options)) as store:
        view = store.save_view(ViewDraft(arguments.name, arguments.view, arguments.who))
    if arguments.json:
        _print(_describe(view, options))
    else:
        link = _link(view, options)
        print(t.text("import.views.saved", name=quote(view.name), id=view.id, link=link))
    return 0


def print_link(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print a view's link: whole where `PUBLIC_URL` is set."""
    with peek(options.store_url) as store:
        view = find_saved_view(store.saved_views(), arguments.id)
    if not options.public_url:
        say(t.text("import.views.no_public_url"))
    print(_link(view, options))
    return 0


def rename_view(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Rename a view."""
    with closing(Store.open(options.store_url)) as store:
        view = store.rename_view(arguments.id, arguments.name, arguments.who)
    print(t.text("import.views.renamed", old=quote(view.name), name=quote(arguments.name)))
    return 0


def delete_view(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Delete a view."""
    with closing(Store.open(options.store_url)) as store:
        view = store.delete_view(arguments.id, arguments.who)
    print(t.text("import.views.deleted", name=quote(view.name)))
    return 0


def set_step(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Make a view a step; what is not said stays as it is."""
    with closing(Store.open(options.store_url)) as store:
        view = find_saved_view(store.saved_views(), arguments.id)
        given = {
            "headline": arguments.headline,
            "notes": arguments.notes,
            "plays": arguments.play,
        }
        now = Step(view.headline, view.notes, view.plays)
        step = replace(now, **{key: each for key, each in given.items() if each is not None})
        store.set_step(view.id, step, arguments.who)
    print(t.text("import.views.step", name=quote(view.name)))
    return 0


def drop_step(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Take a view out of the script."""
    with closing(Store.open(options.store_url)) as store:
        view = store.set_step(arguments.id, None, arguments.who)
    print(t.text("import.views.dropped", name=quote(view.name)))
    return 0


def order_steps(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Put the steps in an order."""
    with closing(_open(options)) as store:
        store.order_steps(arguments.ids, arguments.who)
    return print_script(arguments, options, t)


def print_script(_arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print the steps of the campaign that is shown."""
    with peek(options.store_url) as store:
        shown = store.campaign_in_use().id if store.campaigns() else ""
        steps = steps_of(store.saved_views(), shown)
    if not steps:
        say(t.text("import.views.no_script"))
    for number, step in enumerate(steps, 1):
        played = f"  ({t.text('import.views.plays')})" if step.plays else ""
        print(f"{number}. {step.id}  {quote(step.headline or step.name)}{played}")
        for line in step.notes.splitlines():
            print(f"   {quote(line)}")
    return 0


def adopt_steps(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Save many views as the steps of a meeting, all of them or none."""
    drafts = _read_drafts(arguments.file, arguments.who)
    with closing(_open(options)) as store:
        store.adopt_steps(drafts, arguments.who)
    return print_script(arguments, options, t)


def _open(options: Settings) -> Store:
    store = Store.open(options.store_url)
    if not store.campaigns():
        store.close()
        raise refused("no_campaigns")
    return store


def _read_drafts(path: Path, who: str) -> list[ViewDraft]:
    check_path(path)
    try:
        given = json.loads(path.read_text("utf-8"))
        return [
            ViewDraft(
                str(each["name"]),
                str(each["view"]),
                who,
                Step(
                    str(each.get("headline", "")),
                    str(each.get("notes", "")),
                    bool(each.get("plays", False)),
                ),
            )
            for each in given
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refused("views_adopt", file=path.name) from None


def _link(view: SavedView, options: Settings) -> str:
    return f"{options.public_url}{ADDRESS}{view.id}"


def _describe(view: SavedView, options: Settings) -> dict[str, Any]:
    return {
        "id": view.id,
        "campaign": view.campaign_id,
        "name": view.name,
        "view": view.query,
        "link": _link(view, options),
        "data_version": view.data_version,
        "who": view.who,
        "at": f"{view.at.isoformat()}+00:00",
    }


def _print(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=not writes_unicode()))
