"""Budgets 1, 2 and 3: every app changes once a round, in random order, by a real input."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.benchmark.browsers import (
    Browser,
    Painted,
    emulate,
    requests_between,
    settle,
    watch,
)
from tests.benchmark.drivers import KINDS, AtlasDriver, NaiveDriver
from tests.benchmark.expected import Truth, differences
from tests.benchmark.processes import Server

WARM_UPS = 2
LEAST_UNITS = 5


@dataclass(slots=True)
class Contestant:
    """An app in the race, and what was measured of it.

    Attributes:
        name: Such as `atlas 1e6`.
        circles: Whether circles are counted against the visits in the rows.
        times: Milliseconds from input to paint, one a round, by kind of change.
        requests: Requests begun before the map was painted, one number a round.
        sent: Their bytes.
        missed: Changes that were never painted and are in no figure.
        cpu: Server CPU in ms from before the input until after the paint.
    """

    name: str
    server: Server
    browser: Browser
    driver: AtlasDriver | NaiveDriver
    truth: Truth
    circles: bool = False
    times: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    requests: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    checked: int = 0
    missed: int = 0

    @property
    def all_times(self) -> list[float]:
        """Times of every kind of change."""
        return [time for times in self.times.values() for time in times]


MOST_MISSED = 4  # of some thirty


def race(contestants: list[Contestant], rounds: int, seed: int = 11) -> None:
    """Run warm-ups and rounds; every map is checked against the raw rows.

    Raises:
        AssertionError: a map does not say what the rows say, or kept its colours.
    """
    order = random.Random(seed)
    for at in range(-WARM_UPS, rounds):
        kind = KINDS[at % len(KINDS)]
        for contestant in order.sample(contestants, len(contestants)):
            _change(contestant, kind, order, counts=at >= 0)


def _change(contestant: Contestant, kind: str, order: random.Random, counts: bool) -> None:
    page = contestant.driver.page
    act = contestant.driver.change(kind, order)
    before = contestant.server.cpu()
    try:
        painted = watch(page, act)
    except TimeoutError:
        _start_again(contestant)
        return
    cpu = contestant.server.cpu() - before
    settle(page)
    seen = requests_between(page, painted.start, painted.painted)
    verify(contestant, painted)
    if counts:
        contestant.times[kind].append(painted.took)
        contestant.requests.append(seen["count"])
        contestant.sent.append(seen["bytes"])
        contestant.cpu.append(1000 * cpu)


def _start_again(contestant: Contestant) -> None:
    """Load the naive app anew where its controls lost a click; the atlas has no such excuse.

    Raises:
        TimeoutError: it is the atlas, or it happened more often than can be passed over.
    """
    contestant.missed += 1
    driver = contestant.driver
    if isinstance(driver, AtlasDriver) or contestant.missed > MOST_MISSED:
        raise TimeoutError(f"{contestant.name}: a change was not painted")
    driver.page.reload()
    driver.page.locator(".choroplethlayer path").first.wait_for()
    settle(driver.page)
    contestant.driver = NaiveDriver(driver.page, driver.days)


def verify(contestant: Contestant, painted: Painted) -> None:
    """Check that what is painted changed, and is what pandas makes of the rows."""
    state = contestant.driver.state
    what = f"{contestant.name}, {state}"
    shown = painted.shown["values"]
    wrong = differences(shown, contestant.truth.values(state.indicator, state.first, state.last))
    assert not wrong, f"{what}: {'; '.join(wrong[:5])}"
    assert len(shown) >= LEAST_UNITS, f"{what}: only {len(shown)} values"
    changed = painted.before["fills"] != painted.shown["fills"]
    moved = painted.before["circles"] != painted.shown["circles"]
    assert changed or (contestant.circles and moved), f"{what}: the colours did not change"
    if contestant.circles:
        visits = contestant.truth.visits_between(state.first, state.last)
        opinion = isinstance(contestant.driver, AtlasDriver) and "_fav" in state.indicator
        expected = 0 if opinion else visits
        assert painted.shown["circles"] == expected, f"{what}: {painted.shown['circles']} circles"
    contestant.checked += 1


def without_server(contestant: Contestant, rounds: int, seed: int = 12) -> tuple[float, int]:
    """Change with the network cut: server CPU in ms a change, and how many maps were right."""
    order = random.Random(seed)
    page = contestant.driver.page
    session = emulate(page, offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    before, right = contestant.server.cpu(), contestant.checked
    for at in range(rounds):
        verify(contestant, watch(page, contestant.driver.change(KINDS[at % len(KINDS)], order)))
    cpu = 1000 * (contestant.server.cpu() - before) / rounds
    restored = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", {"offline": False, **restored})
    return cpu, contestant.checked - right
