"""Budget 10: how long files take to be made, without a browser, and what changes do meanwhile."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from tests.benchmark.report import Row, brief, median, p95

GOALS = {
    "map.svg": 5.0,
    "map.png": None,
    "brief.pdf": 100.0,
    "slides.pptx": 200.0,
    "table.xlsx": 1000.0,
    "districts.geojson": None,
    "campaign.gpkg": None,
    "snapshot.html": None,
}
QUERIES = (
    "?indicator=trust_police_favourable&level=district&lang=ro",
    "?indicator=reach_rate&lang=ru",
    "?indicator=contacts&lang=en",
)
ROUNDS = 10
PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Made:
    """Milliseconds that a file took, from question to last byte."""

    file: str
    times: list[float]
    size: int


def _get(url: str, tag: str) -> tuple[float, int]:
    """Ask for an address that nobody has asked for: milliseconds and bytes."""
    start = time.perf_counter()
    with urllib.request.urlopen(f"{url}&nothing={tag}", timeout=60) as answer:
        size = len(answer.read())
    return 1000 * (time.perf_counter() - start), size


def measure_files(url: str) -> list[Made]:
    """Ask for each file again and again; the first, which loads its libraries, is not counted."""
    made = []
    for file in GOALS:
        found = [
            _get(f"{url}/export/{file}{QUERIES[i % len(QUERIES)]}", str(i))
            for i in range(ROUNDS + len(QUERIES))
        ]
        times = [each for each, _ in found[len(QUERIES) :]]
        made.append(Made(file, times, max(size for _, size in found)))
    return made


def measure_changes(url: str, people: int = PEOPLE) -> tuple[list[float], list[float], int]:
    """Ask for words of a view, alone and while `people` export at once.

    Returns:
        Times alone, times meanwhile, and how many exports were asked to come again.
    """
    address = f"{url}/?district=MD-SO&indicator=reach_rate"
    alone = [_get(address, f"a{i}")[0] for i in range(20)]
    stop, refused = threading.Event(), [0]

    def export(number: int) -> None:
        files = [file for file in GOALS if file != "map.svg"]
        at = 0
        while not stop.is_set():
            try:
                _get(f"{url}/export/{files[(number + at) % len(files)]}{QUERIES[0]}", str(at))
            except urllib.error.HTTPError as error:
                assert error.code == 503
                refused[0] += 1
                stop.wait(float(error.headers["Retry-After"]))
            at += 1

    threads = [threading.Thread(target=export, args=(i,), daemon=True) for i in range(people)]
    for thread in threads:
        thread.start()
    meanwhile = [_get(address, f"b{i}")[0] for i in range(40)]
    stop.set()
    for thread in threads:
        thread.join(60)
    return alone, meanwhile, refused[0]


def export_rows(url: str) -> list[Row]:
    """Budget 10 as rows of the result."""
    rows = []
    for made in measure_files(url):
        goal = GOALS[made.file]
        measured = f"{brief(made.times)}, {made.size / 1000:,.0f} KB"
        met = None if goal is None else median(made.times) <= goal
        rows.append(
            Row("10", f"export {made.file}", f"{goal:g} ms" if goal else "", measured, met=met)
        )
    alone, meanwhile, refused = measure_changes(url)
    rows.append(
        Row(
            "10",
            f"a page while {PEOPLE} people export",
            "",
            f"p95 {p95(meanwhile):.0f} ms (alone {p95(alone):.0f}); {refused} asked to come again",
        )
    )
    return rows
