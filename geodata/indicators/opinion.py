"""Opinion: what respondents said, one or two indicators per question of the questionnaire.

Which answers are favourable, and which say nothing, is the questionnaire's to declare.
Don't-knows are out of the base. Respondents chose themselves: these are shares of those who
answered, not of residents.
"""

from __future__ import annotations

from geodata.indicators.indicator import AnswerIndicator, Unit
from geodata.questionnaire import Question, Questionnaire

BALANCE_BREAKS = (-30.0, -10.0, 10.0, 30.0)


def opinion_indicators(questionnaire: Questionnaire) -> tuple[AnswerIndicator, ...]:
    """Build the indicators of a questionnaire, in its order.

    A share and a balance for each Likert question, a share for each question whose form says
    which answers count as yes and that it is mapped.
    """
    indicators: list[AnswerIndicator] = []
    for question in questionnaire.questions:
        if question.kind in ("likert4", "likert5"):
            indicators += [_share(question, f"{question.key}_favourable"), _balance(question)]
        elif question.kind == "single" and question.positive and question.mapped:
            indicators.append(_share(question, question.key))
    return tuple(indicators)


def _base(question: Question) -> tuple[str, ...]:
    return tuple(o.code for o in question.options if o.code not in question.dont_know)


def _share(question: Question, key: str) -> AnswerIndicator:
    favourable = question.favourable or question.positive
    return AnswerIndicator(
        key, question.key, favourable, (), _base(question), question.dont_know, Unit.PERCENT
    )


def _balance(question: Question) -> AnswerIndicator:
    return AnswerIndicator(
        f"{question.key}_balance",
        question.key,
        question.favourable,
        question.unfavourable,
        _base(question),
        question.dont_know,
        Unit.POINTS,
        breaks=BALANCE_BREAKS,
    )
