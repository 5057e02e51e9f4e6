"""The made-up answers of the illustrative campaign: one national distribution per question.

No district, mode or stop enters here, so that none can look better or worse by design; what
differs between them is chance. Only uniform numbers are drawn, the most stable part of numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import vocabulary as v
from geodata.questionnaire import Question, Questionnaire

Uniform = NDArray[np.float64]

# How much of an answer on a scale is the person's general view: answers go together a little.
COMMON_VIEW = 0.6
NOT_ANSWERED = 0.012

# Shares of the options in the form's order, don't-knows apart.
SHARES: Mapping[str, tuple[float, ...]] = {
    "heard_community_policing": (0.41, 0.59),
    "knows_officer": (0.23, 0.31, 0.46),
    "knows_contact": (0.52, 0.48),
    "trust_police": (0.12, 0.34, 0.33, 0.21),
    "trust_officer": (0.17, 0.35, 0.29, 0.19),
    "safe_day": (0.36, 0.43, 0.15, 0.06),
    "safe_night": (0.17, 0.37, 0.29, 0.17),
    "listens": (0.12, 0.29, 0.25, 0.22, 0.12),
    "fair": (0.10, 0.25, 0.26, 0.25, 0.14),
    "reliable": (0.13, 0.31, 0.23, 0.21, 0.12),
    "matters": (0.12, 0.31, 0.26, 0.20, 0.11),
    "good_job": (0.13, 0.32, 0.27, 0.18, 0.10),
    "willing": (0.22, 0.37, 0.41),
    "useful": (0.32, 0.42, 0.15, 0.07, 0.04),
}
DONT_KNOW: Mapping[str, float] = {
    "heard_community_policing": 0.045,
    "trust_police": 0.05,
    "trust_officer": 0.055,
    "safe_day": 0.04,
    "safe_night": 0.045,
    "listens": 0.055,
    "fair": 0.055,
    "reliable": 0.05,
    "matters": 0.06,
    "good_job": 0.05,
    "useful": 0.045,
}
# Questions with several answers: how often each option is chosen.
CHOSEN: Mapping[str, tuple[float, ...]] = {
    "problems": (0.52, 0.40, 0.37, 0.35, 0.28, 0.24, 0.06),
    "cooperation": (0.43, 0.38, 0.46, 0.34, 0.29, 0.25, 0.05),
    "materials": (0.46, 0.26, 0.27, 0.21, 0.38, 0.14, 0.23, 0.0),
}


def draw_answers(
    form: Questionnaire, responses: int, generator: np.random.Generator
) -> pd.DataFrame:
    """Draw the answers of `responses` persons, numbered from 1.

    Returns:
        `response_id, question, option`, one row per chosen option.
    """
    normal = NormalDist()
    view = np.array([normal.inv_cdf(u) for u in _inside(generator.random(responses))])
    parts = []
    for question in form.questions:
        if question.kind == "multiple":
            chosen = _choose_several(question, generator.random((responses, len(question.codes))))
        else:
            own = _inside(generator.random(responses))
            chosen = _choose_one(question, view, own, generator.random(responses))
        chosen[generator.random(responses) < NOT_ANSWERED] = False
        person, option = np.nonzero(chosen)
        codes = [question.codes[i] for i in option]
        parts.append(
            pd.DataFrame({v.RESPONSE_ID: person + 1, v.QUESTION: question.key, v.OPTION: codes})
        )
    drawn = pd.concat(parts, ignore_index=True)
    return drawn.sort_values(v.RESPONSE_ID, kind="stable", ignore_index=True)


def _choose_one(
    question: Question, view: Uniform, own: Uniform, unsure: Uniform
) -> NDArray[np.bool_]:
    """Choose one option a person: array (persons, options)."""
    normal = NormalDist()
    noise = np.array([normal.inv_cdf(u) for u in own])
    weight = COMMON_VIEW if question.kind.startswith("likert") else 0.0
    score = weight * view + (1 - weight**2) ** 0.5 * noise
    limits = [normal.inv_cdf(share) for share in _cumulated(SHARES[question.key])]
    option = np.searchsorted(limits, score)
    positions = np.array([question.codes.index(code) for code in question.valid])
    chosen = np.zeros((len(view), len(question.codes)), dtype=bool)
    chosen[np.arange(len(view)), positions[option]] = True
    silent = unsure < DONT_KNOW.get(question.key, 0.0)
    if question.dont_know:
        chosen[silent] = False
        chosen[silent, question.codes.index(question.dont_know[0])] = True
    return chosen


def _choose_several(question: Question, uniform: Uniform) -> NDArray[np.bool_]:
    """Choose options independently, at most `max_choices`, `exclusive` where none else."""
    shares = np.array(CHOSEN[question.key])
    chosen = uniform < shares
    if question.max_choices is not None:
        # Of too many, those stay that were drawn furthest below their share.
        order = np.argsort(np.where(chosen, uniform / np.maximum(shares, 1e-9), 2.0), axis=1)
        kept = np.zeros_like(chosen)
        np.put_along_axis(kept, order[:, : question.max_choices], True, axis=1)
        chosen &= kept
    for code in question.exclusive:
        chosen[~chosen.any(axis=1), question.codes.index(code)] = True
    return chosen


def _cumulated(shares: Sequence[float]) -> list[float]:
    return [sum(shares[: i + 1]) for i in range(len(shares) - 1)]


def _inside(uniform: Uniform) -> Uniform:
    """Keep clear of 0, where the normal quantile has no value."""
    return np.maximum(uniform, 1e-12)
