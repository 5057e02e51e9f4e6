"""Weighting of the respondents: by hand, and every reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geodata.margins import CATEGORIES, KNOWN_BY, Margins, build_margins
from geodata.vocabulary import AGE_GROUPS
from geodata.weighted_shares import Refusal, Refused, Weights, weigh
from tests import world

SEX, AGE, HOME = KNOWN_BY
CELLS = list(product(*CATEGORIES.values()))
# 14 women and 6 men in each of ten cells; residents are half and half, and a tenth in each.
EVERYBODY = [(*cell, 14 if cell[0] == "female" else 6) for cell in CELLS]
ALIKE = {name: dict.fromkeys(CATEGORIES[name], 1_000 // len(CATEGORIES[name])) for name in KNOWN_BY}


def people(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KNOWN_BY, "count"])


def population(shares: dict[str, dict[str, int]], unit: str = "MD") -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        dict.fromkeys(KNOWN_BY, "") | {"unit": unit, name: category, "residents": residents}
        for name, table in shares.items()
        for category, residents in table.items()
    ]
    return pd.DataFrame(rows).assign(source="made up")


def margins(shares: dict[str, dict[str, int]] = ALIKE) -> Margins | None:
    return build_margins(population(shares), (), ())


def weights(rows: list[tuple[str, str, str, int]], loaded: Margins | None = None) -> Weights:
    found = weigh(people(*rows), loaded or margins(), 10)
    assert isinstance(found, Weights), found
    return found


def test_weights_by_hand() -> None:
    # 140 women and 60 men, 100 of each wanted: 100 / 140 and 100 / 60. Kish: 200 squared over
    # 140 x 0.714 squared + 60 x 1.667 squared = 40,000 / 238.1 = 168.
    found = weights(EVERYBODY)
    assert found.of("female", "30-44", "rural") == pytest.approx(100 / 140)
    assert found.of("male", "60+", "urban") == pytest.approx(100 / 60)
    assert found.largest == pytest.approx(5 / 3)
    assert found.effective_n == pytest.approx(168)
    assert found.margins == ((SEX,), (AGE,), (HOME,))


def test_who_did_not_say_weighs_one() -> None:
    found = weights([*EVERYBODY, ("", "30-44", "rural", 15), ("", "", "", 5)])
    assert found.of("male", "60+", "urban") == pytest.approx(100 / 60)
    assert found.of("", "30-44", "rural") == found.of("", "", "") == 1
    # 220 squared over 238.1 + 20.
    assert found.effective_n == pytest.approx(187.5, abs=0.1)


def test_young_people_weigh_one_where_the_margins_begin_at_18() -> None:
    adults = ALIKE | {AGE: dict.fromkeys(AGE_GROUPS[1:], 250)}
    found = weights(EVERYBODY, margins(adults))
    assert found.of("female", "14-17", "rural") == 1
    assert found.of("female", "30-44", "rural") == pytest.approx(100 / 140)


def test_a_joint_margin_of_all_three_is_post_stratification() -> None:
    table = pd.DataFrame(CELLS, columns=list(KNOWN_BY)).assign(
        unit="MD", residents=100, source="made up"
    )
    crowded = [(*cell, 10 * (i + 1)) for i, cell in enumerate(CELLS)]
    found = weights(crowded, build_margins(table, (), ()))
    # 2,100 persons in twenty cells: 105 wanted in each.
    assert found.of(*CELLS[0]) == pytest.approx(10.5)
    assert found.of(*CELLS[19]) == pytest.approx(105 / 200)


def without(*gone: str) -> list[tuple[str, str, str, int]]:
    return [row for row in EVERYBODY if not set(row) & set(gone)]


SAID_NO_HOME = [(sex, age, "", n) for sex, age, _, n in EVERYBODY]
ONE_SIDED = [row for row in EVERYBODY if (row[0] == "female") == (row[2] == "urban")]
LITTLE_KNOWN = [*EVERYBODY, ("female", "", "", 250)]
NO_OLD = ALIKE | {AGE: dict.fromkeys(AGE_GROUPS[:4], 250)}
APART = ALIKE | {SEX: {"female": 600, "male": 450}}
LEANING = ALIKE | {SEX: {"female": 900, "male": 100}, HOME: {"urban": 100, "rural": 900}}


@pytest.mark.parametrize(
    ("rows", "loaded", "reason", "about"),
    [
        (EVERYBODY, None, "no_margins", ()),
        (SAID_NO_HOME, margins(), "not_asked", (HOME,)),
        (EVERYBODY, margins({SEX: ALIKE[SEX]}), "margin_missing", (AGE, HOME)),
        (EVERYBODY, margins(APART), "margins_apart", (1_000, 1_050)),
        (EVERYBODY, margins(NO_OLD), "margin_empty", (("60+",),)),
        (without("60+"), margins(), "sample_empty", (("60+",),)),
        ([(s, a, h, 1 if a == "60+" else n) for s, a, h, n in EVERYBODY], margins(),
         "sample_thin", ()),
        (LITTLE_KNOWN, margins(), "mostly_unknown", ()),
        (ONE_SIDED, margins(LEANING), "cannot_meet", ()),
    ],
)  # fmt: skip
def test_every_refusal_has_its_reason(
    rows: list[tuple[str, str, str, int]], loaded: Margins | None, reason: str, about: tuple
) -> None:
    assert weigh(people(*rows), loaded, 10) == Refused(Refusal(reason), about)


def test_a_refusal_never_says_where_few_answered() -> None:
    # 4 of 60 and over, and nobody of 18 to 29: only the empty one is named.
    rows = [
        (sex, age, home, 1 if age == "60+" else n)
        for sex, age, home, n in EVERYBODY
        if age != "18-29"
    ]
    assert weigh(people(*rows), margins(), 10) == Refused(Refusal.SAMPLE_EMPTY, (("18-29",),))


# From the database to the publication -----------------------------------------------------------


def publish(folder: Path, shares: dict[str, dict[str, int]] | None = ALIKE) -> dict[str, Any]:
    """Publish women who all trust very much, men who do not at all, and 20 who said nothing."""
    rows = [*EVERYBODY, ("", "", "", 20)]
    cells = [
        ("MD-BA", 0, "online", "not_at_all" if row[0] == "male" else "very_much", row[3])
        for row in rows
    ]
    # None of these counts: Bender is out of scope, and a week later is not of the campaign.
    cells += [("MD-BD", 0, "online", "not_at_all", 30), ("MD-BA", 9, "online", "not_at_all", 30)]
    responses, answers = world.survey_tables(cells)
    known = [row[:3] for row in rows for _ in range(row[3])] + [("male", "60+", "rural")] * 60
    for i, name in enumerate(KNOWN_BY):
        responses[name] = [cell[i] or None for cell in known]
    loaded = None if shares is None else population(shares)
    store = world.open_store(folder, responses=responses, answers=answers, population=loaded)
    document = world.build_quickly(store).document
    store.close()
    return document


def test_raked_shares_of_a_campaign_by_hand(tmp_path: Path) -> None:
    found = publish(tmp_path)["weighting"]
    # Raw: 140 + 20 of 220. Raked: 100 + 20 of 220, worth 187.5 answers.
    assert found["refused"] == ""
    assert (found["effective_n"], found["largest"], found["ages"]) == (188, 1.7, "14+")
    assert found["margins"] == [[SEX], [AGE], [HOME]]
    assert found["shares"] == {
        "trust_police_favourable": {
            "raw": 73, "raked": 55, "n": 220, "effective_n": 188, "lo": 47, "hi": 62,
        }
    }  # fmt: skip


def test_without_margins_there_are_no_raked_shares(tmp_path: Path) -> None:
    assert publish(tmp_path, None)["weighting"] == {"refused": "no_margins", "about": []}


def test_a_country_of_few_answers_is_not_raked(tmp_path: Path) -> None:
    few = replace(world.Settings(), few_answers=300)
    cells = [("MD-BA", 0, "online", "very_much", n) for *_, n in EVERYBODY]
    responses, answers = world.survey_tables(cells)
    for i, name in enumerate(KNOWN_BY):
        responses[name] = [row[i] for row in EVERYBODY for _ in range(row[3])]
    store = world.open_store(
        tmp_path, responses=responses, answers=answers, population=population(ALIKE)
    )
    assert world.build_quickly(store, few).document["weighting"]["shares"] == {}
