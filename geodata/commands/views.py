"""`python -m geodata views ...`: views under a name: save, list, share, rename, delete."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

from geodata.commands.console import add_language, add_who, run_action, say, writes_unicode
from geodata.i18n import Translator
from geodata.importing.issues import refused
from geodata.importing.peeking import peek
from geodata.importing.quoting import quote
from geodata.saved_view_rows import find_saved_view
from geodata.saved_views import SavedView, ViewDraft
from geodata.settings import Settings
from geodata.store import Store

ADDRESS = "/v/"


def register(commands: Any) -> None:
    """Add the command and its own commands."""
    parser = commands.add_parser(
        "views",
        help="saved views: list, save, link, rename, delete",
        description="A view under a name, with a link that stays valid when data change.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = _add(inner, "list", list_views, "list the saved views with their links")
    save = _add(inner, "save", save_view, "save a view under a name")
    save.add_argument("name", help="what to call it")
    save.add_argument("view", help="its link, or the part of it behind the question mark")
    link = _add(inner, "link", print_link, "print the link to give to others")
    rename = _add(inner, "rename", rename_view, "call a view something else; its link stays")
    delete = _add(inner, "delete", delete_view, "delete a view: its link leads nowhere then")
    for each in (link, rename, delete):
        each.add_argument("id", help="as `list` prints it")
    rename.add_argument("name", help="what to call it")
    for each in (listing, save):
        each.add_argument("--json", action="store_true", help="print the result as JSON")
    for each in (save, rename, delete):
        add_who(each)


def _add(inner: Any, name: str, action: Callable[..., int], text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = inner.add_parser(name, help=text, description=text)
    add_language(parser)
    parser.set_defaults(run=run_action, action_run=action)
    return parser


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
    with closing(Store.open(options.store_url)) as store:
        if not store.campaigns():
            raise refused("no_campaigns")
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
