"""The command line: `python -m geodata check|build`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from geodata.settings import SettingsError, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is done, 1 is refused or failed, 2 is a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m geodata", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="prove the shipped geography and census figures")
    commands.add_parser("build", help="build what the dashboard shows from the database")
    command = parser.parse_args(arguments).command
    if command == "check":
        from geodata.check import main as check

        return check(sys.stdout)
    return build()


def build() -> int:
    """Open the store, bring in the illustrative campaign if there is none, publish."""
    from geodata.publication import publish, say_on_stderr
    from geodata.sample import ensure_sample
    from geodata.store import Store

    try:
        settings = read_settings()
    except SettingsError as error:
        say_on_stderr(str(error))
        return 1
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.open(settings.store_url)
    ensure_sample(store)
    print(publish(store, settings, say_on_stderr))
    return 0


if __name__ == "__main__":
    sys.exit(main())
