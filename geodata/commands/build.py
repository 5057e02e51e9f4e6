"""`python -m geodata build`: build what the dashboard shows from the database."""

from __future__ import annotations

import argparse
from typing import Any


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("build", help="build what the dashboard shows from the database")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Open the store, bring in the illustrative campaign if there is none, publish."""
    from sqlalchemy.exc import SQLAlchemyError

    from geodata.commands.console import say, say_refusal, settings, words
    from geodata.failures import describe_failure
    from geodata.importing.issues import Refused
    from geodata.publication import publish
    from geodata.sample import ensure_sample
    from geodata.store import Store
    from geodata.turns import take_turn

    t = words(None)
    store = None
    try:
        options = settings()
        options.data_dir.mkdir(parents=True, exist_ok=True)
        store = Store.open(options.store_url)
        with take_turn(store, options, None, say, t) as told:
            for issue in told:
                say(issue.message(t))
            missing = store.ensure_views()
            if missing:
                say(t.text(f"import.{missing}"))
            ensure_sample(store)
            print(publish(store, options, say))
    except Refused as refusal:
        return say_refusal(refusal, t)
    except (SQLAlchemyError, OSError) as error:
        return say_refusal(Refused(describe_failure(error)), t)
    finally:
        if store is not None:
            store.close()
    return 0
