"""Population margins, for weighting later: residents by sex, age group and residence.

A row is one cell of a margin: a unit (the country, a development region or a district), what it
is broken down by, and the residents. A blank means "not broken down by this", so one file may
hold several margins of one unit: a row for each sex, a row for each age group, and a row for
each residence are three margins for raking; rows with both sex and age group are one joint
margin. Age groups are those of the questionnaire. None of these figures ships with the product:
who loads them names the source.

A file takes the place of the margins loaded before; those stay in the database unread.
"""

from __future__ import annotations

import pandas as pd

from geodata import vocabulary as v
from geodata.importing.duplicates import Doubles, key_of, settle_doubles
from geodata.importing.issues import Findings
from geodata.importing.kinds import POPULATION
from geodata.importing.schemas import check

BROKEN_DOWN_BY = (v.SEX, v.AGE_GROUP, v.RESIDENCE)
_APART = 0.01


def check_population(table: pd.DataFrame, rule: Doubles, findings: Findings) -> pd.DataFrame:
    """Check margins: no cell twice; margins of one unit that differ by over 1 % are remarked."""
    check(table, POPULATION, None, findings)
    table = table.copy()
    for name in (*BROKEN_DOWN_BY, "source"):
        table[name] = table[name].where(table[name].notna(), "")
    keys = key_of(table, ("unit", *BROKEN_DOWN_BY))
    # A cell counts once, whatever was picked: two numbers of residents are no sum.
    settle_doubles(keys, {}, Doubles.LIST if rule is Doubles.BOTH else rule, findings, "unit")
    return table


def remark_sums(table: pd.DataFrame, findings: Findings) -> None:
    """Remark units whose margins do not add up to the same number of residents."""
    by = table[list(BROKEN_DOWN_BY)].ne("")
    margin = by.apply(lambda row: " x ".join(by.columns[row]), axis=1)
    sums = table.groupby([table["unit"], margin])["residents"].sum()
    for unit, of_unit in sums.groupby(level=0):
        least, most = int(of_unit.min()), int(of_unit.max())
        if most - least > _APART * most:
            values = {"unit": unit, "least": least, "most": most}
            findings.add(None, "residents", "margins_differ", values)
