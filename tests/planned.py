"""The toy campaign with more of a plan: promises kept, moved, broken; centres; quantities meant."""

from __future__ import annotations

from functools import cache

import pandas as pd

from geodata.publication import Published
from tests import world

# By visit; 7 and 11 have none.
CENTRES = {1: "CM-1", 2: "CM-1", 3: "CM-2", 4: "CM-2", 5: "CM-2", 6: "CM-1", 8: "CM-1", 9: "CM-1",
           10: "CM-2"}  # fmt: skip


@cache
def busier() -> Published:
    """The toy campaign with more of a plan, and contacts where answers are few."""
    folder = world._folder()
    changed = (
        *(visit for visit in world.VISITS if visit[0] != 5),
        (5, 2, 2, "done", "MD-GA", "L0699", "IP-GA-COM", 25, None, None),
        # Soroca L1393 was visited on day 0, promised again for day 1: still open.
        (8, 1, 1, "planned", "MD-SO", "L1393", "IP-SO", None, None, None),
        # Soroca L1394 was cancelled on day 0 and visited on day 1: kept after all.
        (9, 0, 0, "cancelled", "MD-SO", "L1394", "IP-SO", None, None, None),
        # Nobody noted which of Chișinău's inspectorates this visit was with.
        (10, 1, 1, "done", "MD-CU", "L0385", None, 10, None, None),
        # Promised for a day before the campaign.
        (11, -3, -3, "cancelled", "MD-DR", "L0520", "IP-DR", None, None, None),
    )
    visits = world.visits_table(changed)
    visits["mobile_centre"] = visits["visit_id"].map(CENTRES)
    handouts = world.handouts_table(world.HANDOUTS)
    handouts["planned"] = pd.array([150, None, 80, 0], dtype="Int64")
    more = pd.DataFrame(
        {"visit_id": [4, 8], "item": ["leaflet", "leaflet"], "quantity": [None, 0], "planned": 50}
    ).astype({"quantity": "Int64", "planned": "Int64"})
    store = world.open_store(folder, visits=visits, handouts=pd.concat([handouts, more]))
    published = world.build_quickly(store)
    store.close()
    return published
