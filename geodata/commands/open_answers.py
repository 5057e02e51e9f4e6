"""`python -m geodata answers`: read respondents' own words, release them, take them back."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.attempts import Intent
from geodata.commands.console import (
    add_language,
    add_who,
    say,
    say_refusal,
    settings,
    words,
    writes_unicode,
)
from geodata.events import Action
from geodata.failures import describe_failure
from geodata.i18n import Translator
from geodata.importing.issues import Refused
from geodata.importing.peeking import peek
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import publish_or_tell, take_turn


def register(commands: Any) -> None:
    """Add the command with its actions."""
    parser = commands.add_parser(
        "answers",
        help="open answers: list them, release some to the dashboard, take them back",
        description="Respondents' own words are kept apart and shown to nobody until a person "
        "has read and released them. On screen they stand under their question alone.",
        epilog="Exit code: 0 done, 1 refused, 2 wrong call.",
    )
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = inner.add_parser(
        "list", help="print the texts of the campaign in use with their names"
    )
    listing.add_argument("--waiting", action="store_true", help="only those not released")
    listing.add_argument("--json", action="store_true", help="print a JSON list")
    add_language(listing)
    listing.set_defaults(run=run, carry_out=list_answers)
    for action, released, text in (
        ("release", True, "show these texts in the dashboard"),
        ("withdraw", False, "show these texts no more"),
    ):
        own = inner.add_parser(action, help=text)
        own.add_argument("names", nargs="+", metavar="NAME", help="as `list` prints it")
        add_who(own)
        add_language(own)
        own.set_defaults(run=run, carry_out=change_answers, released=released)


def run(arguments: argparse.Namespace) -> int:
    """Run an action; what is refused is said in words."""
    t = words(arguments.lang)
    try:
        done: int = arguments.carry_out(arguments, settings(), t)
        return done
    except Refused as refusal:
        return say_refusal(refusal, t)
    except (SQLAlchemyError, OSError) as error:
        return say_refusal(Refused(describe_failure(error)), t)


def list_answers(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Print every text with its name and whether it is released."""
    with peek(options.store_url) as store:
        found = store.open_answers(store.campaign_in_use().id) if store.campaigns() else ()
    shown = [each for each in found if not (arguments.waiting and each.released)]
    if arguments.json:
        print(json.dumps([asdict(each) for each in shown], ensure_ascii=not writes_unicode()))
        return 0
    for each in shown:
        state = t.text("texts.released" if each.released else "texts.waiting")
        print(f"{each.name}  [{state}]  {each.text}")
    print(t.text("texts.count", count=len(shown)))
    return 0


def change_answers(arguments: argparse.Namespace, options: Settings, t: Translator) -> int:
    """Release texts or take them back, all or none, and publish."""
    action = Action.RELEASE if arguments.released else Action.WITHDRAW
    store = Store.open(options.store_url)
    try:
        with take_turn(store, options, Intent(action, "", arguments.who), say, t) as told:
            campaign = store.campaign_in_use().id
            changed = store.release_answers(
                campaign, arguments.names, arguments.released, arguments.who
            )
            old = publish_or_tell(store, options, say) if changed else ()
    finally:
        store.close()
    for issue in (*told, *old):
        say(issue.message(t))
    key = "texts.done_released" if arguments.released else "texts.done_withdrawn"
    print(t.text(key, count=changed))
    return 0
