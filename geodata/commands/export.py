"""`python -m geodata export FILE`: a file of a view, as the Download menu gives it.

The dashboard makes files; it is started as a program of its own, so that nothing here knows it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from geodata.commands.console import add_language, words
from geodata.sources.reader import ROOT


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export",
        help="write a file of a view: slides.pptx, brief.pdf, map.png, everything.zip ...",
        description="Write a file of a view, as the Download menu gives it.",
    )
    parser.add_argument("file", help="which: slides.pptx, brief.pdf, map.svg, everything.zip ...")
    parser.add_argument(
        "--view",
        default="",
        help="the part of the view's address behind the question mark; without it the first view",
    )
    parser.add_argument(
        "--out", type=Path, help="where to write it; `-` is the standard output (default: here)"
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Have the file made; what is wrong is said in words."""
    t = words(arguments.lang)
    out = str((arguments.out or Path(arguments.file)).absolute())
    command = [sys.executable, "-m", "dashboard.exporting", arguments.file]
    command += [
        f"--view={arguments.view}",
        f"--out={'-' if str(arguments.out) == '-' else out}",
        f"--lang={t.language}",
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
