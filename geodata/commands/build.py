"""`python -m geodata build`: build what the dashboard shows from the database."""

from __future__ import annotations

import argparse
from typing import Any

from geodata.settings import Settings, SettingsError, read_settings


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("build", help="build what the dashboard shows from the database")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Open the store, bring in the illustrative campaign if there is none, publish."""
    from geodata.publication import publish, say_on_stderr
    from geodata.sample import ensure_sample
    from geodata.store import Store

    try:
        settings: Settings = read_settings()
    except SettingsError as error:
        say_on_stderr(str(error))
        return 1
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.open(settings.store_url)
    ensure_sample(store)
    print(publish(store, settings, say_on_stderr))
    return 0
