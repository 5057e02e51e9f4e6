"""Random views of the atlas, the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from urllib.parse import urlencode

from geodata.regions import all_regions
from tests.browser.expected import Rows, districts

LANGUAGES = ("ro", "ru", "en")
PARTS = (
    ("mode", "online"),
    ("mode", "face-to-face"),
    ("sex", "female"),
    ("age", "45-59"),
    ("residence", "rural"),
    ("answered_in", "ru"),
)
LEGEND_ROWS = ("0", "1", "2", "3", "4", "z", "f", "s", "n", "a", "x")


def random_views(count: int, indicators: Sequence[str], rows: Rows, seed: int = 2021) -> list[str]:
    """Draw query strings: every indicator about equally often, the rest by chance.

    Args:
        count: How many.
        indicators: Keys to draw from.
        rows: The campaign's days.
        seed: Another seed, other views.
    """
    chance = random.Random(seed)
    order = list(indicators)
    views = []
    for i in range(count):
        if i % len(order) == 0:
            chance.shuffle(order)
        views.append(random_view(order[i % len(order)], rows, chance))
    return views


def random_view(indicator: str, rows: Rows, chance: random.Random) -> str:
    """Draw a view of one indicator."""
    keys = {"indicator": indicator, "lang": chance.choice(LANGUAGES)}
    last_day = len(rows.days) - 1
    if chance.random() < 0.6:
        first = chance.randint(0, last_day)
        last = first if chance.random() < 0.4 else chance.randint(first, last_day)
        keys |= {"from": rows.days[first].isoformat(), "to": rows.days[last].isoformat()}
    opinion = rows.is_opinion(indicator)
    if chance.random() < (0.35 if opinion else 0.1):
        key, value = chance.choice(PARTS)
        keys[key] = value
    if chance.random() < (0.35 if opinion else 0.1):
        keys["level"] = chance.choice(("district", "region", "country"))
    if chance.random() < 0.3:
        keys["district"] = ",".join(chance.sample(districts(), chance.randint(1, 8)))
    if chance.random() < 0.2:
        keys["class"] = ",".join(chance.sample(LEGEND_ROWS, chance.randint(1, 3)))
    if chance.random() < 0.25:
        keys["pin"] = chance.choice([*districts(), *(region.code for region in all_regions())])
    return "?" + urlencode(keys, safe=",")
