"""Classes of the maps stay apart for those who see colours otherwise, and on grey paper.

Sight is simulated by coloraide, which takes Brettel's, Viénot's and Mollon's model for colour
blindness by default (https://facelessuser.github.io/coloraide/filters/); distances are
CIEDE2000, of which about 2 is just seen.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from coloraide import Color

from dashboard.theme import THEMES, read_tokens

SIGHTS: dict[str, Callable[[Color], Color]] = {
    "as most people see": lambda colour: colour,
    "protanopia": lambda colour: colour.filter("protan"),
    "deuteranopia": lambda colour: colour.filter("deutan"),
    "tritanopia": lambda colour: colour.filter("tritan"),
    "grey paper": lambda colour: colour.filter("grayscale"),
}
# How far neighbouring classes are apart at least: those of figures, the softer ones of few
# answers, which a hatch tells apart from the others, and those around a middle.
APART = {"survey": 6.0, "soft": 3.0, "diverging": 14.0}


def seen(theme: str, ramp: str, sight: str) -> list[Color]:
    tokens = read_tokens()[theme]
    return [SIGHTS[sight](Color(tokens[f"{ramp}-{i}"])) for i in range(5)]


def lightness(colours: list[Color]) -> list[float]:
    return [colour.convert("lab-d65")["lightness"] for colour in colours]


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("ramp", APART)
@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_classes_are_apart(theme: str, ramp: str, sight: str) -> None:
    for one, other in pairwise(seen(theme, ramp, sight)):
        assert one.delta_e(other, method="2000") >= APART[ramp]


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("ramp", ["survey", "soft"])
@pytest.mark.parametrize("theme", THEMES)
def test_more_is_always_darker_or_always_lighter(theme: str, ramp: str, sight: str) -> None:
    steps = [b - a for a, b in pairwise(lightness(seen(theme, ramp, sight)))]
    assert all(step < 0 for step in steps) if theme == "light" else all(step > 0 for step in steps)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_the_middle_is_the_palest_and_both_sides_go_one_way(theme: str, sight: str) -> None:
    found = lightness(seen(theme, "diverging", sight))
    sign = 1 if theme == "light" else -1
    assert [sign * (b - a) > 0 for a, b in pairwise(found)] == [True, True, False, False]


@pytest.mark.parametrize("sight", [name for name in SIGHTS if name != "grey paper"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_two_sides_are_told_apart_by_hue(theme: str, sight: str) -> None:
    colours = seen(theme, "diverging", sight)
    for one, other in ((0, 4), (1, 3)):  # on grey paper the table tells which side is which
        assert colours[one].delta_e(colours[other], method="2000") > 20


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_what_is_chosen_stands_out_from_every_class(theme: str, sight: str) -> None:
    accent = SIGHTS[sight](Color(read_tokens()[theme]["accent"]))
    page = SIGHTS[sight](Color(read_tokens()[theme]["page"]))
    assert accent.contrast(page) >= 3
