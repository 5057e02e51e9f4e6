"""`python -m geodata check`: prove what is shipped, or check a questionnaire's file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geodata.commands.console import add_language, words


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check",
        help="prove the shipped geography, census figures and questionnaire, or check your form",
        epilog="Exit code: 0 everything holds, 1 something does not, 2 wrong call.",
    )
    parser.add_argument(
        "form", nargs="?", type=Path, help="a questionnaire (JSON) of your own to check instead"
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the proofs, or what is wrong."""
    from geodata.check import main

    return main(sys.stdout, arguments.form, words(arguments.lang))
