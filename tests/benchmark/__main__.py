"""Run the benchmark: `python -m tests.benchmark [--quick]`. Prints a table and keeps it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmark import budgets
from tests.benchmark.asking import ask
from tests.benchmark.browsers import open_browser
from tests.benchmark.changes import Contestant, race, without_server
from tests.benchmark.datasets import DataSet, prepare
from tests.benchmark.drivers import AtlasDriver, NaiveDriver
from tests.benchmark.expected import Truth
from tests.benchmark.exporting import export_rows
from tests.benchmark.lighthouse import lighthouse_rows
from tests.benchmark.loading import load
from tests.benchmark.machine import describe_machine
from tests.benchmark.processes import Server, start_atlas, start_naive, start_workers
from tests.benchmark.report import Row, as_text, keep
from tests.benchmark.rows import benchmark_campaign
from tests.benchmark.serving import naive_bodies, put_under_load
from tests.benchmark.starting import install, start_times

HERE = Path(__file__).parent
GOALS = {"1": (12.0, 17.0), "2": (30.0, 45.0)}
SIZES = {"1e4": 10_000, "1e6": 1_000_000}
DAYS = tuple(day.isoformat() for day in benchmark_campaign().days)


class Run:
    """One run of the benchmark: how much of it, and what it has found."""

    def __init__(self, quick: bool, folder: Path, data: Path) -> None:
        self.quick = quick
        self.folder = folder
        self.data = data
        self.log = folder / "servers.log"
        self.sizes = ("1e4",) if quick else ("1e4", "1e6")
        self.rounds = 9 if quick else 30
        self.installs = not quick
        self.missed: dict[str, int] = {}
        self.rows: list[Row] = []
        self.raw: dict[str, Any] = {}
        self.bodies: list[str] = []

    def everything(self) -> None:
        """Measure budget after budget."""
        say("Making and importing the data ...")
        sets = {name: prepare(self.data / name, SIZES[name]) for name in self.sizes}
        circles = prepare(self.data / "circles", SIZES["1e4"], everywhere=True)
        with sync_playwright() as playwright:
            self._races(playwright, sets, circles)
            self._loads(playwright, sets[self.sizes[0]])
        self._serving(sets)
        self._exporting(sets[self.sizes[0]])
        if self.installs:
            self._scoring(sets[self.sizes[0]])
        say("Starting ...")
        times = start_times(sets[self.sizes[-1]].data_dir, 2 if self.quick else 5, self.log)
        installed = None
        if self.installs:
            say("Installing into a new environment ...")
            installed = install(self.folder / "venv")
        self.rows += budgets.start_rows(times, installed)
        self.rows += budgets.import_rows({name: each.imported for name, each in sets.items()})

    def _races(self, playwright: Playwright, sets: dict[str, DataSet], circles: DataSet) -> None:
        say("Changing the map, every app by turns ...")
        with ExitStack() as stack:
            pairs = {}
            for name, each in [*sets.items(), ("circles", circles)]:
                pairs[name] = self._pair(playwright, stack, name, each)
            everybody = [one for pair in pairs.values() for one in pair]
            race(everybody, self.rounds)
            self.missed = {one.name: one.missed for one in everybody if one.missed}
            listed = [
                ("2" if name == "circles" else "1", _what(name), *pair)
                for name, pair in pairs.items()
            ]
            self.rows += budgets.race_rows(listed, GOALS)
            last, naive = pairs[self.sizes[-1]]
            cut = without_server(last, 6 if self.quick else 12)
            self.rows += budgets.nothing_rows(last, naive, *cut)
            self.raw |= {c.name: c.times for pair in pairs.values() for c in pair}
            say("Asking the server ...")
            atlases = [pairs[name][0] for name in self.sizes]
            asked, self.bodies = ask(atlases, self.rounds)
            asked = {name.removeprefix("atlas "): kinds for name, kinds in asked.items()}
            self.rows += budgets.ask_rows(asked)
            self.raw["asked"] = {
                name: {kind: asdict(one) for kind, one in kinds.items()}
                for name, kinds in asked.items()
            }

    def _pair(
        self, playwright: Playwright, stack: ExitStack, name: str, data: DataSet
    ) -> tuple[Contestant, Contestant]:
        """Both apps over one data set, each on its own port and in its own browser."""
        points = name == "circles"
        truth = Truth(data.folder, DAYS)
        atlas = start_atlas(data.data_dir, self.log)
        stack.callback(atlas.stop)
        naive = start_naive(data.folder, points, self.log)
        stack.callback(naive.stop)
        contestants = []
        for kind, server, driver in (("atlas", atlas, AtlasDriver), ("naive", naive, NaiveDriver)):
            browser = open_browser(playwright, kind)
            stack.callback(browser.close)
            page = browser.page
            page.goto(server.url)
            ready = "html[data-zoomable]" if kind == "atlas" else ".choroplethlayer path"
            page.locator(ready).first.wait_for(state="attached")
            page.wait_for_timeout(1000)
            own = driver(page, len(DAYS))
            contestants.append(
                Contestant(f"{kind} {name}", server, browser, own, truth, circles=points)
            )
        return contestants[0], contestants[1]

    def _loads(self, playwright: Playwright, data: DataSet) -> None:
        say("Loading for the first time ...")
        atlas = start_atlas(data.data_dir, self.log)
        naive = start_naive(data.folder, False, self.log)
        servers: dict[str, tuple[str, Server]] = {
            "atlas": ("atlas", atlas),
            "naive": ("naive", naive),
        }
        found = load(playwright, servers, *((2, 1) if self.quick else (5, 5)))
        atlas.stop()
        naive.stop()
        self.rows += budgets.load_rows(found["atlas"], found["naive"])
        self.raw["loads"] = {name: asdict(each) for name, each in found.items()}

    def _exporting(self, data: DataSet) -> None:
        say("Exporting ...")
        atlas = start_atlas(data.data_dir, self.log)
        self.rows += export_rows(atlas.url)
        atlas.stop()

    def _scoring(self, data: DataSet) -> None:
        say("Lighthouse ...")
        atlas = start_atlas(data.data_dir, self.log)
        folder = self.folder / "lighthouse"
        folder.mkdir()
        self.rows += lighthouse_rows(atlas.url, folder)
        atlas.stop()

    def _serving(self, sets: dict[str, DataSet]) -> None:
        say("Under load ...")
        seconds = 4 if self.quick else 10
        found = {}
        for name, data in sets.items():
            own = {"DATA_DIR": str(data.data_dir)}
            server = start_workers("app:server", own, self.log)
            found[name] = put_under_load(server, self.bodies, seconds, self.folder)
            server.stop()
        folder = sets[self.sizes[-1]].folder
        own = {"NAIVE_FOLDER": str(folder)}
        server = start_workers("tests.benchmark.naive:make_server", own, self.log)
        naive = put_under_load(server, naive_bodies(), seconds, self.folder)
        server.stop()
        self.rows += budgets.serve_rows(found, naive)
        self.raw["load"] = {name: each and asdict(each) for name, each in found.items()}


def _what(name: str) -> str:
    if name == "circles":
        return "change to painted map, 37 districts and 1,684 circles"
    return f"change to painted map, 37 districts, {name} responses"


def say(text: str) -> None:
    """Tell the person at the terminal what goes on."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Run it; 0 where it could be measured, whatever the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 responses and fewer rounds")
    parser.add_argument("--rounds", type=int, help="rounds of the race (30; 9 if quick)")
    parser.add_argument("--no-install", action="store_true", help="leave the installation out")
    parser.add_argument("--data", type=Path, help="keep the data sets here and use them again")
    given = parser.parse_args()
    quick = given.quick
    machine = describe_machine()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        run = Run(quick, Path(folder), (given.data or Path(folder)).resolve())
        run.rounds = given.rounds or run.rounds
        run.installs = not quick and not given.no_install
        run.everything()
    minutes = (time.perf_counter() - started) / 60
    notes = [
        f"{'Quick run' if quick else 'Full run'}, {run.rounds} rounds, {minutes:.1f} minutes. "
        "Times are medians (95th percentile) of one run in which every app changes once a round, "
        "in random order; they drift with the machine, the ratios hold. Every map was compared "
        "with what pandas computes from the raw rows."
    ]
    lost = ", ".join(f"{name} {count}" for name, count in run.missed.items())
    if lost:
        notes.append(f"Changes never painted within 20 seconds and in no figure: {lost}.")
    print(as_text(machine, run.rows, notes))
    keep(HERE, machine, run.rows, notes, run.raw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
