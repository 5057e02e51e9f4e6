"""Made-up raw rows to measure with: filled forms and visits, the same for a seed.

Districts, days and questions differ on purpose, so that every change repaints the map.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geodata import vocabulary as v
from geodata.campaigns import Campaign, default_scope_districts
from geodata.inspectorates import links
from geodata.localities import all_localities
from geodata.questionnaire import Question, proposed_questionnaire
from geodata.sample import sample_record

CAMPAIGN_ID = "benchmark"
WITHOUT_DISTRICT = 0.02
DISTRICTS = (*default_scope_districts(), "")


def benchmark_campaign() -> Campaign:
    """The record that all measured rows belong to."""
    return replace(sample_record(), id=CAMPAIGN_ID)


def make_responses(count: int, seed: int = 7) -> pd.DataFrame:
    """Make filled forms as the template `responses` has them, one row a form."""
    random = np.random.default_rng(seed)
    days = benchmark_campaign().days
    place = random.integers(0, len(DISTRICTS) - 1, count)
    place[random.random(count) < WITHOUT_DISTRICT] = len(DISTRICTS) - 1
    day = random.integers(0, len(days), count)
    group = place * len(days) + day
    table = {
        "submission_id": np.char.add("b", np.arange(count).astype(str)),
        "date": _words([each.isoformat() for each in days], day),
        v.MODE: _words(["online", "face-to-face"], random.integers(0, 2, count)),
        "district": _words(DISTRICTS, place),
        "locality": _words([""], np.zeros(count, dtype=int)),
        v.SEX: _words([str(x) for x in v.Sex], random.integers(0, 2, count)),
        v.AGE_GROUP: _words(v.AGE_GROUPS, random.integers(0, len(v.AGE_GROUPS), count)),
        v.RESIDENCE: _words([str(x) for x in v.Residence], random.integers(0, 2, count)),
        v.LANGUAGE: _words(["ro", "ru"], random.integers(0, 2, count)),
    }
    groups = len(DISTRICTS) * len(days)
    for question in proposed_questionnaire().questions:
        if question.kind != "open":
            table[question.key] = _answers(question, group, groups, random)
    return pd.DataFrame(table)


def _words(words: object, codes: np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, pd.Index(words))


def _answers(
    question: Question, group: np.ndarray, groups: int, random: np.random.Generator
) -> pd.Categorical:
    if question.kind == "multiple":
        return _several(question, len(group), random)
    weights = random.random((groups, len(question.codes))) + 0.2
    # Whole districts lean one way, so that the classes of a map spread.
    lean = np.repeat(random.random(len(DISTRICTS)) * 4 + 0.25, groups // len(DISTRICTS))
    good = [code in (question.favourable or question.positive) for code in question.codes]
    weights[:, good] *= lean[:, None]
    limits = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    drawn = random.random(len(group))
    chosen = np.zeros(len(group), dtype=int)
    for column in limits.T:
        chosen += drawn > column[group]
    return _words(question.codes, chosen)


def _several(question: Question, count: int, random: np.random.Generator) -> pd.Categorical:
    """Choose up to three options; every set of options is one word."""
    usual = [code for code in question.codes if code not in question.exclusive][:6]
    sets = [
        "; ".join(code for i, code in enumerate(usual) if mask >> i & 1)
        for mask in range(1, 1 << len(usual))
        if mask.bit_count() <= 3
    ]
    return _words(sets, random.integers(0, len(sets), count))


def make_visits_everywhere(seed: int = 7) -> pd.DataFrame:
    """Make one visit to each of the 1,684 localities, spread over the campaign's days."""
    random = np.random.default_rng(seed)
    days = benchmark_campaign().days
    served = {link.district_code: link.inspectorate_code for link in links(days[0])}
    places = all_localities()
    day = [days[i] for i in random.integers(0, len(days), len(places))]
    contacts = random.integers(20, 320, len(places))
    women = (contacts * random.random(len(places))).astype(int)
    return pd.DataFrame(
        {
            v.VISIT_ID: range(1, len(places) + 1),
            v.VISIT_DATE: pd.to_datetime(day),
            v.PLANNED_DATE: pd.to_datetime(day),
            v.STATUS: "done",
            v.LOCALITY_CODE: [place.code for place in places],
            v.DISTRICT_CODE: [place.district_code for place in places],
            v.INSPECTORATE_CODE: [served.get(place.district_code) for place in places],
            v.MOBILE_CENTRE: None,
            v.START_TIME: "10:00",
            v.END_TIME: "11:00",
            v.PARTICIPANTS: pd.array(contacts, dtype="Int64"),
            v.PARTICIPANTS_FEMALE: pd.array(women, dtype="Int64"),
            v.PARTICIPANTS_MALE: pd.array(contacts - women, dtype="Int64"),
            v.VENUE: None,
            v.TOPICS: None,
        }
    )
