"""The command line: `python -m geodata COMMAND`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# Before numpy: the gateway solves many small systems, and threads would wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from geodata.commands import (
    backup,
    build,
    campaign,
    check,
    events,
    export,
    history,
    import_file,
    mapping,
    open_answers,
    overview,
    places,
    preview,
    refresh,
    slides_template,
    template,
    views,
)
from geodata.commands.followed import run_followed

COMMANDS = (
    campaign,
    template,
    preview,
    import_file,
    mapping,
    history,
    backup,
    places,
    open_answers,
    views,
    export,
    slides_template,
    events,
    overview,
    refresh,
    build,
    check,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is done, 1 is refused or failed, 2 is a wrong call."""
    parser = argparse.ArgumentParser(
        prog="python -m geodata",
        description="Together Atlas at the command line: campaigns, files, figures.",
        epilog="`python -m geodata COMMAND --help` says what a command takes.",
    )
    parser.add_argument("--task", type=Path, help=argparse.SUPPRESS)  # for the data page
    parser.set_defaults(follower=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot write a letter must not end a command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parsed = parser.parse_args(arguments)
    done: int = run_followed(parsed) if parsed.task else parsed.run(parsed)
    return done


if __name__ == "__main__":
    sys.exit(main())
