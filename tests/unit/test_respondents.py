"""Who answered: parts under the partition rule, districts under the gateway, margins beside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geodata.margins import KNOWN_BY, Margins, build_margins
from geodata.respondents import describe_respondents, select_responses
from geodata.vocabulary import AGE_GROUPS
from tests import world
from tests.world import BALTI, CHISINAU, CODES, DAYS, DROCHIA, GAGAUZIA, SOROCA

COLUMNS = ["district_code", "mode", *KNOWN_BY, "count"]
Row = tuple[str, str, str, str, str, int]


def row(n: int, district: str = "MD-BA", mode: str = "online", **known: str) -> Row:
    return (district, mode, *(known.get(name, "") for name in KNOWN_BY), n)


def described(*rows: Row, margins: Margins | None = None) -> dict[str, Any]:
    table = pd.DataFrame(rows, columns=COLUMNS)
    return describe_respondents(table, world.units(), margins, least=10, few=30)


def margins(name: str, **residents: int) -> Margins:
    rows = [
        dict.fromkeys(KNOWN_BY, "")
        | {"unit": "MD", name: category.replace("_", "-"), "residents": n, "source": "made up"}
        for category, n in residents.items()
    ]
    found = build_margins(pd.DataFrame(rows), CODES[:5], ())
    assert found is not None
    return found


def test_shares_are_of_those_who_said_and_nobody_is_lost() -> None:
    found = described(row(33, sex="female"), row(17, sex="male"), row(10))
    assert (found["s"], found["n"]) == ("o", 60)
    sex = found["by"]["sex"]
    assert (sex["n"], sex["unknown"]) == ([33, 17], 10)
    assert sex["share"] == [66, 34]
    assert (sex["compared"], sex["census"]) == ("no_margins", [None, None])


def test_a_mode_is_never_compared_with_residents() -> None:
    rows = (row(30, sex="female"), row(12, mode="face-to-face", sex="male"))
    mode = described(*rows, margins=margins("sex", female=1, male=1))["by"]["mode"]
    assert (mode["n"], mode["unknown"], mode["share"]) == ([30, 12], 0, [71, 29])
    assert (mode["compared"], mode["by_mode"]) == ("never", None)


@pytest.mark.parametrize(("small", "shown"), [(0, True), (1, False), (9, False), (10, True)])
def test_a_breakdown_with_a_small_part_is_not_shown(small: int, shown: bool) -> None:
    for part in ({"sex": "male"}, {}):  # who did not say is a part too
        rows = [row(50, sex="female"), *([row(small, **part)] if small else [])]
        sex = described(*rows)["by"]["sex"]
        assert sex["shown"] is shown
        assert shown or set(sex) == {"shown"}


@pytest.mark.parametrize("n", [1, 9])
def test_a_handful_of_responses_is_not_told(n: int) -> None:
    found = described(row(n, sex="female"))
    assert (found["s"], found["n"]) == ("s", None)
    assert not any(part["shown"] for part in found["by"].values())
    assert str(n) not in str(found["districts"]["n"])


def test_no_responses_at_all() -> None:
    found = described()
    assert (found["s"], found["n"]) == ("n", None)
    assert not found["by"]["mode"]["shown"]
    assert [found["districts"]["s"][d] for d in (BALTI, SOROCA)] == ["n", "n"]


def test_modes_side_by_side_only_where_every_part_of_both_is_large_enough() -> None:
    rows = [row(20, sex="female"), row(30, sex="male"), row(40, mode="face-to-face", sex="female")]
    assert described(*rows)["by"]["sex"]["by_mode"] == {
        "online": [20, 30, 0],
        "face-to-face": [40, 0, 0],
    }
    few = described(*rows, row(9, mode="face-to-face", sex="male"))["by"]["sex"]
    assert few["n"] == [60, 39]
    assert few["by_mode"] is None


def test_the_margins_stand_beside_in_percents() -> None:
    known = margins("sex", female=520, male=480)
    sex = described(row(33, sex="female"), row(17, sex="male"), margins=known)["by"]["sex"]
    assert (sex["share"], sex["census"], sex["compared"]) == ([66, 34], [52, 48], "")
    assert described(row(33, residence="rural"), margins=known)["by"]["residence"]["compared"] == (
        "not_in_margins"
    )


def test_margins_of_adults_are_compared_with_adults() -> None:
    # 40, 20, 20, 20 of the 100 who are 18 or over; twenty younger ones have no share.
    counts = dict(zip(AGE_GROUPS, (20, 40, 20, 20, 20), strict=True))
    rows = [row(n, age_group=age) for age, n in counts.items()]
    adults = margins("age_group", **{age.replace("-", "_"): 25 for age in AGE_GROUPS[1:]})
    found = described(*rows, margins=adults)
    age = found["by"]["age_group"]
    assert found["ages"] == "18+"
    assert age["n"] == [20, 40, 20, 20, 20]
    assert age["share"] == [None, 40, 20, 20, 20]
    assert age["census"] == [None, 25, 25, 25, 25]


def test_margins_with_a_hole_are_not_compared() -> None:
    known = margins("sex", female=520)
    sex = described(row(33, sex="female"), row(17, sex="male"), margins=known)["by"]["sex"]
    assert (sex["compared"], sex["census"]) == ("not_in_margins", [None, None])
    assert sex["share"] == [66, 34]


def districts(*counts: int, nowhere: int = 0) -> dict[str, Any]:
    rows = [row(n, code) for code, n in zip(CODES, counts, strict=False) if n]
    return described(*rows, *([row(nowhere, "")] if nowhere else []))["districts"]


def test_districts_pass_the_gateway() -> None:
    # Drochia has 5; the north minus Bălți and Soroca would tell, so Soroca's 12 go too.
    found = districts(100, 12, 5, 40, 0)
    assert [found["s"][d] for d in (BALTI, SOROCA, DROCHIA, CHISINAU, GAGAUZIA)] == list("osson")
    assert found["n"] == [100, None, None, 40, 0, None]
    assert found["share"] == [63.7, None, None, 25.5, 0.0, None]
    assert found["s"][5] == "x"


@pytest.mark.parametrize("nowhere", [1, 9])
def test_a_few_without_a_district_are_not_found_by_taking_away(nowhere: int) -> None:
    found = districts(100, 100, 100, 60, 70, nowhere=nowhere)
    assert [found["s"][d] for d in range(5)] == list("oooso")


@pytest.mark.parametrize("seed", range(20))
def test_what_the_districts_leave_of_the_country_is_nobody_or_enough(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([0, 2, 8, 15, 60], 5))
    nowhere = int(rng.choice([0, 3, 12]))
    found = described(
        *(row(int(n), code) for code, n in zip(CODES, counts, strict=False) if n),
        row(nowhere, ""),
        row(300, "MD-CU"),
    )
    shown = [n for n in found["districts"]["n"] if n is not None]
    left = found["n"] - sum(shown)
    assert left == 0 or left >= 10
    assert all(n == 0 or n >= 10 for n in shown)


def test_residents_of_districts_stand_beside_where_all_have_them() -> None:
    rows = [
        dict.fromkeys(KNOWN_BY, "") | {"unit": code, "residents": n, "source": ""}
        for code, n in zip(CODES, (100, 200, 80, 500, 120), strict=False)
    ]
    known = build_margins(pd.DataFrame(rows), CODES[:5], ())
    found = described(row(50), row(50, "MD-CU"), margins=known)["districts"]
    assert found["census"] == [10.0, 20.0, 8.0, 50.0, 12.0, None]
    assert found["compared"] == ""
    partial = build_margins(pd.DataFrame(rows[:3]), CODES[:5], ())
    found = described(row(50), margins=partial)["districts"]
    assert found["census"] == [None] * 6
    assert found["compared"] == "not_in_margins"


def test_only_days_and_scope_of_the_campaign_count() -> None:
    days = pd.to_datetime([DAYS[0], DAYS[2], DAYS[0] - timedelta(1), DAYS[1], DAYS[1]])
    table = pd.DataFrame(
        {
            "district_code": ["MD-BA", "", "MD-BA", "MD-BD", "MD-SO"],
            "date": days.astype("datetime64[us]"),
            "count": [1, 2, 4, 8, 16],
        }
    )
    assert select_responses(table, world.places(), DAYS)["count"].tolist() == [1, 2, 16]


def test_the_illustrative_campaign_says_who_answered() -> None:
    document = world.illustrative().published.document
    found = document["respondents"]
    for part in found["by"].values():
        assert part["shown"]
        assert sum(part["n"]) + part["unknown"] == found["n"]
    # Of the forms online nine do not say an age: there are no two columns of ages.
    assert found["by"]["age_group"]["by_mode"] is None
    assert found["by"]["sex"]["by_mode"] is not None
    assert set(found["districts"]["s"]) <= set("ofsnx")
    assert document["weighting"] == {"refused": "no_margins", "about": []}
