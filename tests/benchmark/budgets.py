"""The budgets: what was measured, against PERFORMANCE's goals."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmark.asking import Asked
from tests.benchmark.changes import Contestant
from tests.benchmark.datasets import Imported
from tests.benchmark.loading import Loads
from tests.benchmark.report import Row, brief, median, p95
from tests.benchmark.serving import Load
from tests.benchmark.starting import Installed


def race_rows(
    pairs: Sequence[tuple[str, str, Contestant, Contestant]], goals: dict[str, tuple[float, float]]
) -> list[Row]:
    """Budgets 1 and 2: number, what, the atlas, the naive app with the same rows."""
    rows = []
    for number, what, atlas, naive in pairs:
        middle, high = goals[number]
        ratio = median(naive.all_times) / median(atlas.all_times)
        met = median(atlas.all_times) <= middle and p95(atlas.all_times) <= high
        goal = f"{middle:g} ms, p95 {high:g}" + (", 25x" if number == "1" else "")
        rows.append(
            Row(
                number,
                what,
                goal,
                brief(atlas.all_times),
                brief(naive.all_times),
                f"{ratio:.1f}x",
                met and (number != "1" or ratio >= 25),
            )
        )
        if number == "1":
            rows += [
                Row("", f"  of these: {kind}", "", brief(times), brief(naive.times[kind]))
                for kind, times in atlas.times.items()
            ]
    return rows


def nothing_rows(atlas: Contestant, naive: Contestant, cpu: float, right: int) -> list[Row]:
    """Budget 3: what is sent and computed before the map is painted."""
    sent, of_naive = max(atlas.sent), median(naive.sent)
    asked = sum(atlas.requests)
    cut = f"{cpu:.2f} ms, {right} maps right with the network cut"
    return [
        Row(
            "3",
            "bytes before the map is painted",
            "0",
            f"{sent} ({asked} requests in {len(atlas.sent)} changes)",
            f"{of_naive:,.0f}",
            met=sent == 0 and asked == 0,
        ),
        Row("3", "server CPU for it", "0", cut, brief(naive.cpu), met=cpu < 0.1),
    ]


def ask_rows(asked: dict[str, dict[str, Asked]]) -> list[Row]:
    """Budget 4: by size of the data; the last row compares the sizes."""
    rows = []
    for name, kinds in asked.items():
        for kind, one in kinds.items():
            what = {"words": "words of chosen districts", "detail": "pinned detail"}[kind]
            rows.append(_ask_row(f"{what}, {name}", one))
    for kind in ("words", "detail"):
        times = [median(kinds[kind].times) for kinds in asked.values()]
        if len(times) > 1:
            both = " and ".join(f"{time:.1f}" for time in times)
            rows.append(
                Row("4", f"the same at 1e4 and 1e6: {kind}", "same", f"{both} ms", met=_near(times))
            )
    return rows


def _near(times: Sequence[float]) -> bool:
    return max(times) <= 1.25 * min(times) + 2


def _ask_row(what: str, one: Asked) -> Row:
    met = median(one.times) <= 60 and max(one.sent) <= 5_000 and median(one.cpu) <= 5
    measured = (
        f"{brief(one.times)}, {median(one.sent):,.0f} bytes (most {max(one.sent):,}), "
        f"{median(one.cpu):.1f} ms CPU, all at rest {median(one.settled):.0f} ms"
    )
    return Row("4", what, "60 ms, 5 KB, 5 ms CPU", measured, met=met)


def load_rows(atlas: Loads, naive: Loads) -> list[Row]:
    """Budgets 5 and 11."""
    kilobytes, of_naive = atlas.sent / 1000, naive.sent / 1000

    def seconds(what: str, goal: float, own: list[float], other: list[float]) -> Row:
        ratio = f"{median(other) / median(own):.1f}x" if own and other else ""
        met = bool(own) and median(own) <= goal * 1000
        texts = brief(own, "s", 0.001), brief(other, "s", 0.001) if other else ""
        return Row("5", what, f"{goal:g} s", *texts, ratio, met)

    outside = sorted(set(atlas.outside))
    return [
        Row(
            "5",
            "first load, charts included",
            "650 KB",
            f"{kilobytes:,.0f} KB",
            f"{of_naive:,.0f} KB",
            f"{of_naive / kilobytes:.1f}x",
            kilobytes <= 650,
        ),
        seconds("map painted, loopback", 0.5, atlas.painted, naive.painted),
        seconds("filterable, loopback", 1.0, atlas.filterable, []),
        seconds("map painted, 10 Mbit/s + 50 ms", 1.1, atlas.slow, naive.slow),
        Row(
            "11",
            "requests outside 127.0.0.1",
            "0",
            str(len(atlas.outside)) + "".join(f" {url}" for url in outside[:3]),
            str(len(naive.outside)),
            met=not outside,
        ),
    ]


def serve_rows(found: dict[str, Load | None], naive: Load | None) -> list[Row]:
    """Budgets 6 and 7, by size of the data."""
    rows = []
    for name, load in found.items():
        what = f"requests for a change, 2 workers, {name}"
        if load is None:
            rows.append(Row("6", what, "2,000 a second", "not measured: apt-get install wrk"))
            continue
        measured = f"{load.a_second:,.0f} a second, p95 {load.p95:.1f} ms, {load.errors} errors"
        other = f"{naive.a_second:,.1f} a second, p95 {naive.p95:,.0f} ms" if naive else ""
        ratio = f"{load.a_second / naive.a_second:,.0f}x" if naive and naive.a_second else ""
        met = load.a_second >= 2000 and load.p95 <= 20 and not load.errors
        goal = "2,000 a second, p95 20 ms, 0 errors"
        rows.append(Row("6", what, goal, measured, other, ratio, met))
        memory, most = max(load.workers_mb), max(naive.workers_mb) if naive else 0
        rows.append(
            Row(
                "7",
                f"memory of a worker, {name}",
                "180 MB",
                f"{memory:.0f} MB",
                f"{most:.0f} MB" if most else "",
                f"{most / memory:.1f}x" if most else "",
                memory <= 180,
            )
        )
    return rows


def start_rows(times: list[float], installed: Installed | None) -> list[Row]:
    """Budget 8."""
    rows = [Row("8", "start to first answer", "4.5 s", brief(times, "s"), met=median(times) <= 4.5)]
    if installed:
        met = installed.seconds <= 60 and installed.megabytes <= 700
        measured = f"{installed.seconds:.0f} s, {installed.megabytes:.0f} MB"
        rows.append(Row("8", "install into a new environment", "60 s, 700 MB", measured, met=met))
    else:
        rows.append(Row("8", "install into a new environment", "60 s, 700 MB", "not measured"))
    return rows


def import_rows(found: dict[str, Imported]) -> list[Row]:
    """Budget 9, figures finished; by size of the data."""
    rows = []
    for name, taken in found.items():
        progress = f"{taken.progress_lines} lines of progress"
        measured = f"{taken.seconds:.1f} s, {taken.peak_mb:.0f} MB, {progress}"
        met = taken.seconds <= 60 and taken.peak_mb <= 1024 and taken.progress_lines > 1
        what, full = f"import of {name} responses, figures finished", name == "1e6"
        goal = "60 s, 1 GB, with progress" if full else ""
        rows.append(Row("9", what, goal, measured, met=met if full else None))
    return rows
