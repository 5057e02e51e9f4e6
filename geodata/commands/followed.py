"""A command that somebody follows from another process: its words go into the task's result."""

from __future__ import annotations

import argparse
import io
from contextlib import redirect_stderr, redirect_stdout

from geodata.tasks import Task


def run_followed(arguments: argparse.Namespace) -> int:
    """Run a command within its task; returns its exit code."""
    out, err = io.StringIO(), io.StringIO()
    with Task(arguments.task) as task:
        arguments.follower = task
        with redirect_stdout(out), redirect_stderr(err):
            code: int = arguments.run(arguments)
        task.tell({"code": code, "out": out.getvalue(), "err": err.getvalue()})
        task.finish()
    return code
