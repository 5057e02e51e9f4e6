"""The registry of indicators: one line here, one file beside, its words in the catalogues."""

from __future__ import annotations

from geodata.indicators.coverage import COVERAGE
from geodata.indicators.indicator import (
    AnswerIndicator,
    Indicator,
    Polarity,
    Unit,
    VisitIndicator,
)
from geodata.indicators.opinion import opinion_indicators
from geodata.indicators.reach import REACH
from geodata.questionnaire import Questionnaire

VISIT_INDICATORS: tuple[VisitIndicator, ...] = (*REACH, *COVERAGE)


def all_indicators(questionnaire: Questionnaire) -> tuple[Indicator, ...]:
    """Every indicator in the order of the screen: reach, opinion, coverage."""
    return (*REACH, *opinion_indicators(questionnaire), *COVERAGE)


__all__ = [
    "VISIT_INDICATORS",
    "AnswerIndicator",
    "Indicator",
    "Polarity",
    "Unit",
    "VisitIndicator",
    "all_indicators",
]
