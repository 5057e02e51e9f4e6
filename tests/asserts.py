"""Assertions in the field's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from geodata.publication import Published
from geodata.vocabulary import Level

SHOWN = "of"  # letters of the statuses that carry a value and an n
LETTERS = "ofsnax"

Frame = Mapping[str, Any]


def assert_every_unit_once(frame: Frame, units: Sequence[str]) -> None:
    """Every column of a frame has one entry per unit, and statuses are known letters."""
    assert len(set(units)) == len(units)
    for column, entries in frame.items():
        if column != "t":
            assert len(entries) == len(units), f"{column} has {len(entries)} entries"
    assert set(frame["s"]) <= set(LETTERS), frame["s"]


def assert_figures_exactly_where_shown(frame: Frame) -> None:
    """Value, n and class stand exactly where the status shows them."""
    for i, letter in enumerate(frame["s"]):
        shown = letter in SHOWN
        for column in ("v", "n", "num"):
            there = frame[column][i] is not None
            assert there == shown, f"{column}[{i}] is {frame[column][i]!r} under {letter!r}"
        assert (frame["c"][i] != "-") == shown, f"class {frame['c'][i]!r} under {letter!r}"


def assert_hidden_says_nothing(frame: Frame) -> None:
    """A cell that is not shown carries no count in any column of a survey frame."""
    for i, letter in enumerate(frame["s"]):
        if letter not in SHOWN:
            said = [frame[c][i] for c in ("v", "n", "num", "against", "dk", "lo", "hi")]
            assert said == [None] * 7 and not frame["o"][i], (i, letter, said, frame["o"][i])


def assert_interval_around_the_value(frame: Frame, unit: str) -> None:
    """A shown share lies in its interval of whole percents; a balance has none."""
    for value, low, high in zip(frame["v"], frame["lo"], frame["hi"], strict=True):
        if value is None or unit != "percent":
            assert (low, high) == (None, None)
        else:
            middle = {"<10": 0, ">90": 100}.get(value, value)
            assert 0 <= low <= middle <= high <= 100 and low < high


def assert_rises(numbers: Iterable[float]) -> None:
    """Numbers rise strictly."""
    given = list(numbers)
    assert given == sorted(set(given)), given


def visit_frames_of(published: Published) -> Iterator[tuple[str, tuple[int, int], Frame]]:
    """Every frame made from visits: indicator, window, frame."""
    windows = published.document["windows"]
    for key, about in published.document["indicators"].items():
        if about["kind"] == "visits":
            for window, frame in zip(windows, about["windows"], strict=True):
                yield key, tuple(window), frame


def survey_frames_of(published: Published) -> Iterator[tuple[str, str, Level, Frame]]:
    """Every frame of the survey: indicator, mode or window, level, frame."""
    for key, about in published.document["indicators"].items():
        if about["kind"] != "answers":
            continue
        for mode, levels in about["whole"].items():
            for level, frame in levels.items():
                yield key, mode, Level(level), frame
        for window, levels in about["windows"].items():
            for level in Level:
                if level in levels:
                    yield key, window, level, levels[level]


def units_of(published: Published, level: Level) -> list[str]:
    """Codes of the units of a level."""
    document = published.document
    by_level = {
        Level.DISTRICT: document["districts"],
        Level.REGION: document["regions"],
        Level.COUNTRY: ["MD"],
    }
    return list(by_level[level])
