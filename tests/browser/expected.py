"""What a screen must carry, computed here from the stored rows by pandas and nothing else.

Nothing of the product's own counting is used (no cube, no indicator, no survey, no gateway):
rows come from the store's readers, denominators from the reference tables, and every formula
of METHOD stands in this file once more, in the plainest words that pandas has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from geodata.districts import all_districts
from geodata.inspectorates import links
from geodata.localities import all_localities
from geodata.questionnaire import Questionnaire
from geodata.regions import all_regions
from geodata.residents import residents
from geodata.store import Store

LEAST = 10  # bases of 1 to 9 are never shown
FEW = 30  # bases of 10 to 29 are shown as indicative
COUNTRY = "MD"
PER_1000, PER_100, PLAIN = 1000, 100, 1
DECIMALS = {"reach_rate": 1, "localities_visited": 1, "residents_visited": 1}
SUMS = {
    "contacts": "participants",
    "contacts_women": "participants_female",
    "contacts_men": "participants_male",
    "leaflets": "leaflet",
    "pens": "pen",
    "reflective_strips": "reflective_strip",
    "screenings": "screenings",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What the rows say of one unit.

    Attributes:
        in_scope: Whether the campaign's record counts the unit.
        numerator: The figure, or the upper part of it.
        denominator: The lower part; 1 where there is none.
        scale: What the quotient is multiplied by.
        n: How many contacts, visits or answers stand behind it.
        known: False where somebody was there and nobody recorded what is asked.
        visited: Whether anybody was there (in the whole campaign, for the survey).
    """

    in_scope: bool
    numerator: int
    denominator: int
    scale: int
    n: int
    known: bool = True
    visited: bool = False

    @property
    def value(self) -> Fraction | None:
        """The exact value; None where nothing is known or there is nothing to divide by."""
        if not (self.known and self.denominator):
            return None
        return Fraction(self.scale * self.numerator, self.denominator)


Figures = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the campaign in use.

    Attributes:
        days: Its days in order.
        scope: Codes of the districts that it counts.
        visits: One row a visit that took place or was promised, with `leaflet`, `pen`,
            `reflective_strip` and `screenings` beside it.
        answers: One row a chosen option: question, option, response_id, response_date, mode,
            district_code (NA where unknown).
        form: The questionnaire.
        served: District to its inspectorates in scope.
    """

    days: tuple[date, ...]
    scope: frozenset[str]
    visits: pd.DataFrame
    answers: pd.DataFrame
    form: Questionnaire
    served: dict[str, set[str]]

    def is_opinion(self, indicator: str) -> bool:
        """Whether the indicator comes from the survey."""
        return question_of(indicator) in {question.key for question in self.form.questions}

    def figures(self, indicator: str, days: tuple[int, int], part: str, level: str) -> Figures:
        """Compute an indicator for every unit of a level.

        Args:
            indicator: Its key.
            days: Indexes of the first and the last day, both inside.
            part: `all`, or a part of a breakdown.
            level: `district`, `region` or `country`.
        """
        if self.is_opinion(indicator):
            return self._opinion(indicator, days, part, level)
        assert level == "district", f"{indicator} is shown by districts only"
        return self._visits(indicator, days)

    def _visits(self, indicator: str, days: tuple[int, int]) -> Figures:
        first, last = (pd.Timestamp(self.days[i]) for i in days)
        took_place = self.visits[self.visits["status"].isin(["done", "moved"])]
        inside = took_place[took_place["visit_date"].between(first, last)]
        promised = self.visits[self.visits["planned_date"].between(first, last)]
        formula = _sum_of(SUMS[indicator]) if indicator in SUMS else FORMULAS[indicator]
        out = {}
        for code in districts():
            rows = inside[inside["district_code"] == code]
            planned = promised[promised["district_code"] == code]
            parts = formula(rows, planned, code, self)
            out[code] = Figure(code in self.scope, *parts, visited=len(rows) > 0)
        return out

    def _opinion(self, indicator: str, days: tuple[int, int], part: str, level: str) -> Figures:
        question = self.form.question(question_of(indicator))
        first, last = (pd.Timestamp(self.days[i]) for i in days)
        rows = self.answers[self.answers["question"] == question.key]
        rows = rows[rows["response_date"].between(first, last)]
        rows = rows[rows["district_code"].isna() | rows["district_code"].isin(self.scope)]
        breakdown, _, value = part.partition(":")
        if value:
            parts = ["14-17", "18-29"] if value == "14-29" else [value]
            rows = rows[rows[PERSON.get(breakdown, breakdown)].isin(parts)]
        elif part != "all":
            rows = rows[rows["mode"] == part]
        rows = rows[~rows["option"].isin(question.dont_know)]
        rows = rows.assign(unit=rows["district_code"].map(units_of(level)))
        if level == "country":
            rows = rows.assign(unit=COUNTRY)
        base = rows.groupby("unit")["response_id"].nunique()
        good = rows["option"].isin(question.favourable or question.positive)
        bad = rows["option"].isin(question.unfavourable)
        net = rows[good].groupby("unit").size()
        if indicator.endswith("_balance"):
            net = net.sub(rows[bad].groupby("unit").size(), fill_value=0)
        visited = self._visited(level)
        out = {}
        for code in units(level):
            n = int(base.get(code, 0))
            scoped = level != "district" or code in self.scope
            out[code] = Figure(
                scoped, int(net.get(code, 0)), n, PER_100, n, visited=code in visited
            )
        return out

    def _visited(self, level: str) -> set[str]:
        took_place = self.visits[self.visits["status"].isin(["done", "moved"])]
        if level == "country":
            return {COUNTRY} if len(took_place) else set()
        return set(took_place["district_code"].map(units_of(level)).dropna())

    def days_with_visits(self, days: tuple[int, int], codes: set[str]) -> int:
        """Count days on which somebody was anywhere in `codes`; districts' days do not add up."""
        first, last = (pd.Timestamp(self.days[i]) for i in days)
        rows = self.visits[self.visits["status"].isin(["done", "moved"])]
        rows = rows[rows["visit_date"].between(first, last) & rows["district_code"].isin(codes)]
        return int(rows["visit_date"].nunique())


def read_rows(store_url: str) -> Rows:
    """Read the rows of the campaign in use."""
    store = Store.open(store_url)
    try:
        campaign = store.campaign_in_use()
        visits = store.read_visits(campaign.id)
        handouts = store.read_handouts(campaign.id)
        screenings = store.read_screenings(campaign.id)
        responses = store.read_responses(campaign.id)
        answers = store.read_answers(campaign.id)
        form = store.questionnaire(campaign.id)
    finally:
        store.close()
    for item in ("leaflet", "pen", "reflective_strip"):
        given = handouts[handouts["item"] == item].groupby("visit_id")["quantity"]
        visits[item] = visits["visit_id"].map(given.sum(min_count=1))
    shown = screenings.groupby("visit_id")["screenings"].sum(min_count=1)
    visits["screenings"] = visits["visit_id"].map(shown)
    served: dict[str, set[str]] = {code: set() for code in districts()}
    for link in links(campaign.first_day):
        if link.inspectorate_code in campaign.scope_inspectorates:
            served[link.district_code].add(link.inspectorate_code)
    columns = ["response_id", "response_date", "mode", "district_code", *PERSON_COLUMNS]
    length = (campaign.last_day - campaign.first_day).days + 1
    return Rows(
        days=tuple(campaign.first_day + timedelta(days=i) for i in range(length)),
        scope=frozenset(campaign.scope_districts),
        visits=visits,
        answers=answers.merge(responses[columns], on="response_id", validate="many_to_one"),
        form=form,
        served=served,
    )


PERSON = {"age": "age_group"}
PERSON_COLUMNS = ("sex", "age_group", "residence", "language")


def question_of(indicator: str) -> str:
    """Key of the question behind a survey indicator."""
    return indicator.removesuffix("_favourable").removesuffix("_balance")


def districts() -> list[str]:
    """Codes of the 37 districts."""
    return [district.code for district in all_districts()]


def units(level: str) -> list[str]:
    """Codes of the units of a level."""
    if level == "district":
        return districts()
    return [region.code for region in all_regions()] if level == "region" else [COUNTRY]


def units_of(level: str) -> dict[str, str]:
    """District code to the unit of `level` that it is in; districts of no region are left out."""
    if level == "district":
        return {code: code for code in districts()}
    return {d.code: d.region_code for d in all_districts() if d.region_code}


Parts = tuple[int, int, int, int, bool]  # numerator, denominator, scale, n, known
Formula = Callable[[pd.DataFrame, pd.DataFrame, str, Rows], Parts]


def _sum_of(column: str) -> Formula:
    """Sum over visits; n is the visits at which it was recorded; none recorded is no data."""

    def formula(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
        recorded = rows[column].dropna()
        known = len(rows) == 0 or len(recorded) > 0
        return int(recorded.sum()), 1, PLAIN, len(recorded), known

    return formula


def _reach_rate(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
    """Contacts per 1,000 residents of the district; n is the contacts."""
    recorded = rows["participants"].dropna()
    known = len(rows) == 0 or len(recorded) > 0
    contacts = int(recorded.sum())
    return contacts, residents(code).denominator or 0, PER_1000, contacts, known


def _localities(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
    """Localities visited of those in the district; n is the visits."""
    everywhere = sum(place.district_code == code for place in all_localities())
    return rows["locality_code"].nunique(), everywhere, PER_100, len(rows), True


def _living(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
    """Residents of visited localities, where known, of those of the district."""
    known = {place.code: place.residents_2014 for place in all_localities()}
    visited = [known[locality] for locality in rows["locality_code"].unique()]
    counted = [size for size in visited if size is not None]
    known_at_all = not visited or bool(counted)
    return sum(counted), residents(code).denominator or 0, PER_100, len(rows), known_at_all


def _inspectorates(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
    """Inspectorates in scope with a visit in the district, of those that serve it."""
    served = all_rows.served[code]
    seen = served & set(rows["inspectorate_code"].dropna())
    return len(seen), len(served), PER_100, len(rows), True


def _days(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
    """Days with at least one visit; n is the visits."""
    return rows["visit_date"].nunique(), 1, PLAIN, len(rows), True


def _done(rows: pd.DataFrame, planned: pd.DataFrame, code: str, all_rows: Rows) -> Parts:
    """Of the visits promised for the period, those that took place, whenever they did."""
    done = planned["status"].isin(["done", "moved"]).sum()
    return int(done), len(planned), PER_100, len(planned), True


FORMULAS: dict[str, Formula] = {
    "reach_rate": _reach_rate,
    "localities_visited": _localities,
    "residents_visited": _living,
    "inspectorates_visited": _inspectorates,
    "days_present": _days,
    "visits_done": _done,
}
