"""Which campaign a file goes to: the one named, the one in use, or a new one over its dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geodata.campaigns import (
    Campaign,
    default_scope_districts,
    default_scope_inspectorates,
)
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, refused
from geodata.importing.quoting import quote
from geodata.questionnaire import Questionnaire, proposed_questionnaire
from geodata.store import Store
from geodata.vocabulary import LANGUAGES, Mode

# A campaign made from dates alone is no longer than this, so that a mistyped year does not
# stretch it over a decade: such rows are listed instead.
LONGEST_DAYS = 92


def find_target(store: Store, campaign_id: str | None) -> Campaign | None:
    """Return the campaign a file goes to; None for a new one.

    Raises:
        Refused: there is no campaign of this id.
    """
    campaigns = store.campaigns()
    if campaign_id is not None:
        for each in campaigns:
            if each.id == campaign_id:
                return each
        ids = ", ".join(each.id for each in campaigns) or "—"
        raise refused("campaign_unknown", id=quote(campaign_id), ids=ids)
    if not campaigns or store.campaign_in_use().illustrative:
        return None
    return store.campaign_in_use()


def find_form(store: Store, target: Campaign | None) -> Questionnaire:
    """Return the questionnaire of the campaign; a new one uses the shipped form."""
    return proposed_questionnaire() if target is None else store.questionnaire(target.id)


def span_of(dates: pd.Series) -> tuple[date, date]:
    """Return the days a new campaign spans: of at most 92 days those with most rows.

    Raises:
        Refused: there is no date.
    """
    days = dates.dropna().dt.date.value_counts().sort_index()
    if days.empty:
        raise refused("no_dates")
    first_days, counts = list(days.index), days.to_numpy()
    sums = np.concatenate([[0], np.cumsum(counts)])
    best = (0, 0, 0)
    for i, first in enumerate(first_days):
        end = np.searchsorted(first_days, first + timedelta(days=LONGEST_DAYS))
        best = max(best, (int(sums[end] - sums[i]), -i, int(end)))
    _, minus_first, end = best
    return first_days[-minus_first], first_days[end - 1]


def new_campaign(first: date, last: date, taken: set[str]) -> Campaign:
    """Make the record of a campaign of which only the days are known; the rest stays empty."""
    base = f"campaign-{first.isoformat()}"
    ids = (base if i == 1 else f"{base}-{i}" for i in range(1, len(taken) + 2))
    names = {
        lang: t.text("import.new_campaign_name", period=t.period(first, last))
        for lang, t in translators(DOMAIN).items()
    }
    nothing: Mapping[str, str] = dict.fromkeys(LANGUAGES, "")
    return Campaign(
        id=next(each for each in ids if each not in taken),
        names=names,
        first_day=first,
        last_day=last,
        target_localities=0,
        scope_districts=default_scope_districts(),
        scope_inspectorates=default_scope_inspectorates(),
        partners=(),
        funding=nothing,
        disclaimer=nothing,
        publisher="",
        modes=tuple(Mode),
        fieldwork=nothing,
        survey_first_day=first,
        survey_last_day=last,
        illustrative=False,
        questionnaire_id=proposed_questionnaire().id,
    )
