"""The build's part on who answered: counts, margins and weighting, from the store to JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geodata import vocabulary as v
from geodata.campaigns import Campaign
from geodata.cube import AnswerCube, Places
from geodata.indicators import AnswerIndicator
from geodata.margins import KNOWN_BY, build_margins
from geodata.respondents import describe_respondents, select_responses
from geodata.settings import Settings
from geodata.store import Store
from geodata.survey import Units
from geodata.vocabulary import Level
from geodata.weighted_shares import describe_weighting


def describe_who_answered(
    store: Store,
    campaign: Campaign,
    places: Places,
    units: Units,
    answers: Mapping[str, AnswerCube],
    indicators: Sequence[AnswerIndicator],
    figures: Mapping[str, Mapping[str, Any]],
    settings: Settings,
) -> dict[str, Any]:
    """Describe who answered and what weighting would change: `respondents` and `weighting`.

    Args:
        store: Where the facts are.
        campaign: The campaign in use.
        places: Districts in scope.
        units: The units and their nesting.
        answers: Question to its counted answers.
        indicators: The survey's indicators.
        figures: Key to the country's published frame of the whole campaign.
        settings: Thresholds of the gateway.
    """
    by = (v.DISTRICT_CODE, v.DATE, v.MODE, *KNOWN_BY)
    counted = store.count_responses(campaign.id, by)
    responses = select_responses(counted, places, campaign.days)
    in_scope = {
        level: [units.codes[u] for u in units.at(level) if units.in_scope[u]] for level in Level
    }
    margins = build_margins(
        store.read_population(campaign.id), in_scope[Level.DISTRICT], in_scope[Level.REGION]
    )
    least, few = settings.least_answers, settings.few_answers
    people = responses.groupby([*KNOWN_BY], as_index=False)[v.COUNT].sum()
    return {
        "respondents": describe_respondents(responses, units, margins, least, few),
        "weighting": describe_weighting(people, margins, indicators, figures, answers, least),
    }
