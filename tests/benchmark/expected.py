"""What a map must say, computed by pandas from the raw rows, apart from the product's code."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from geodata import vocabulary as v
from geodata.districts import all_districts
from geodata.localities import all_localities
from geodata.questionnaire import proposed_questionnaire
from geodata.residents import residents
from tests.benchmark.naive import QUESTIONS

FEW = 30
MASKS = {("percent", 0): "<10", ("percent", 100): ">90"}


class Truth:
    """Figures of one data set, from its files of raw rows."""

    def __init__(self, folder: Path, days: tuple[str, ...]) -> None:
        self._folder = folder
        self._days = days
        self._home = {d.code: d.region_code for d in all_districts()}
        self.values = lru_cache(maxsize=None)(self._values)

    @cached_property
    def _responses(self) -> pd.DataFrame:
        columns = ["date", "district", *QUESTIONS]
        return pd.read_csv(self._folder / "responses.csv", usecols=columns, dtype="category")

    @cached_property
    def _visits(self) -> pd.DataFrame:
        visits = pd.read_csv(self._folder / "visits.csv")
        return visits[visits[v.STATUS].isin(["done", "moved"])]

    def _values(self, indicator: str, first: int, last: int) -> dict[str, str]:
        """Values as text by unit (district, region, country); absent where none can be said."""
        if indicator == "reach_rate":
            return self._reach(first, last)
        if indicator == "localities_visited":
            return self._localities(first, last)
        return self._share(indicator.removesuffix("_favourable"), first, last)

    def visits_between(self, first: int, last: int) -> int:
        """How many visits took place on these days."""
        return len(self._held(first, last))

    def _held(self, first: int, last: int) -> pd.DataFrame:
        days = self._visits[v.VISIT_DATE].str[:10]
        return self._visits[(days >= self._days[first]) & (days <= self._days[last])]

    def _reach(self, first: int, last: int) -> dict[str, str]:
        held = self._held(first, last)
        contacts = held.groupby(v.DISTRICT_CODE)[v.PARTICIPANTS].sum(min_count=1)
        values = {}
        for code in self._home:
            people = residents(code).denominator
            total = contacts.get(code, 0.0)
            if people is None or pd.isna(total):
                continue
            values[code] = f"{round(1000 * total / people, 1):g}"
        return values

    def _localities(self, first: int, last: int) -> dict[str, str]:
        visited = self._held(first, last).groupby(v.DISTRICT_CODE)[v.LOCALITY_CODE].nunique()
        total = pd.Series([place.district_code for place in all_localities()]).value_counts()
        counted = [code for code in self._home if residents(code).denominator is not None]
        return {code: f"{round(100 * visited.get(code, 0) / total[code], 1):g}" for code in counted}

    def _share(self, key: str, first: int, last: int) -> dict[str, str]:
        question = proposed_questionnaire().question(key)
        rows = self._responses
        wanted = self._days[first : last + 1]
        rows = rows[rows["date"].isin(wanted) & rows[key].isin(question.valid)]
        good = rows[key].isin(question.favourable or question.positive)
        district = rows["district"].astype(object).fillna("")
        values: dict[str, str] = {}
        for unit in (district, district.map(self._home).fillna(""), district.map(lambda _: "MD")):
            table = good.groupby(unit).agg(["sum", "count"])
            for code, numerator, n in table.itertuples():
                if code:
                    value = round(100 * int(numerator) / int(n))
                    text = MASKS.get(("percent", value), str(value)) if n < FEW else str(value)
                    values[str(code)] = text
        return values


def differences(shown: dict[str, str], truth: dict[str, str]) -> list[str]:
    """Units whose shown value is not what the rows say; text `12.0` and `12` are one."""
    return [
        f"{code}: {value} shown, {truth.get(code)} in the rows"
        for code, value in shown.items()
        if not _same(value, truth.get(code))
    ]


def _same(one: str, other: str | None) -> bool:
    if other is None or "<" in one or ">" in one:
        return one == other
    try:
        return abs(float(one) - float(other)) < 1e-9
    except ValueError:
        return False
