"""Media: from the checked table to what the store takes."""

from __future__ import annotations

import pandas as pd

from geodata import vocabulary as v
from geodata.importing.duplicates import Doubles, Settled, ids_by_key, key_of, settle_doubles
from geodata.importing.issues import Findings
from geodata.importing.kinds import MEDIA, MEDIA_KINDS
from geodata.importing.schemas import Span, check

_KEY = (v.DATE, v.OUTLET, v.TITLE)


def check_media(
    table: pd.DataFrame, span: Span, stored: pd.DataFrame, rule: Doubles, findings: Findings
) -> tuple[pd.DataFrame, Settled]:
    """Check a table of media appearances, which may name no kind (other) and no title.

    A double has the same day, outlet and title.

    Returns:
        The table, rows listed too, and what became of the doubles.
    """
    check(table, MEDIA, span, findings)
    table = table.copy()
    table[v.KIND] = table[v.KIND].where(table[v.KIND].notna(), MEDIA_KINDS[-1])
    table[v.TITLE] = table[v.TITLE].where(table[v.TITLE].notna(), "")
    keys = key_of(table, _KEY)
    held = ids_by_key(key_of(stored, _KEY), stored[v.MEDIA_ID])
    return table, settle_doubles(keys, held, rule, findings, v.OUTLET)
