"""Whoever reads facts leaves out those of undone imports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "geodata"
# What undoes looks at undone rows too.
EXEMPT = {"undoing.py", "records.py", "log.py"}
CONDITION = re.compile(r"campaign_id == (?:campaign_id|batch\.campaign_id)\b")
COUNTS = re.compile(r"in_force\(|(?:visit|cell|media)_counts\(|newest")


def conditions(text: str) -> list[str]:
    """The arguments of every `where(...)`, brackets inside them included."""
    found = []
    for start in re.finditer(r"\.where\(", text):
        depth, at = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        found.append(text[start.end() : at - 1])
    return found


FILES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name not in EXEMPT
    and any(CONDITION.search(each) for each in conditions(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_reader_of_a_campaign_s_facts_asks_what_is_in_force(path: Path) -> None:
    asked = [each for each in conditions(path.read_text("utf-8")) if CONDITION.search(each)]
    assert asked
    missing = [each for each in asked if not COUNTS.search(each)]
    assert not missing


def test_there_are_such_readers() -> None:
    assert {"facts.py", "counting.py", "tally.py"} <= {path.name for path in FILES}
