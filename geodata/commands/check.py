"""`python -m geodata check`: prove the shipped geography and census figures."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="prove the shipped geography and census figures")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Print the proofs."""
    from geodata.check import main

    return main(sys.stdout)
