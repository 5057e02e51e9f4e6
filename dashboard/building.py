"""Building what is shown, in a process of its own, so that the build's libraries end with it."""

from __future__ import annotations

import subprocess
import sys

from dashboard.editing.commands import ROOT, environment
from geodata.publication import find_servable
from geodata.pulse import NoPulse, Pulse
from geodata.settings import Settings


def ensure_published(settings: Settings) -> None:
    """Have something to show: what is there, or what is built now.

    What is there is shown, with a sentence in the log, while it is older than the data and
    nothing newer can be built: the database does not answer, somebody is writing, no room.

    Raises:
        RuntimeError: there is nothing to show, or only what other code or other thresholds made.
    """
    published = find_servable(settings)
    if published is None:
        if not build_figures(settings):
            raise RuntimeError("What the dashboard shows could not be built; the reason is above.")
        return
    pulse = Pulse(settings.store_url)
    try:
        beat = pulse.read()
        behind = beat.left or not published.shows(beat.data_version, beat.data_mark)
        if behind and not pulse.is_busy() and not build_figures(settings):
            _say("Newer figures could not be built", published.data_version)
    except NoPulse:
        _say("The database does not answer", published.data_version)
    finally:
        pulse.close()


def build_figures(settings: Settings) -> bool:
    """Build the figures of the store as it is; whether that was done. It says why not itself."""
    done = subprocess.run(
        [sys.executable, "-m", "geodata", "build"],
        env=environment(settings),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def _say(what: str, version: int) -> None:
    line = f"{what}: the figures of data version {version} are shown."
    print(line, file=sys.stderr, flush=True)
