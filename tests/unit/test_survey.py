"""Survey figures: values, statuses, the step to a coarser level, and what is never finer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geodata.indicators import Unit
from geodata.masking import mask_ends
from geodata.survey import Opinion, compute_opinion, guard_question
from geodata.vocabulary import Level, Mode, Status
from geodata.windows import all_windows
from tests import world
from tests.world import (
    BALTI,
    BENDER,
    CHISINAU,
    COUNTRY,
    DROCHIA,
    FACE_TO_FACE,
    GAGAUZIA,
    NORTH,
    ONLINE,
    R_CHISINAU,
    R_GAGAUZIA,
    SOROCA,
    TRUST,
    TRUST_BALANCE,
)

Cells = list[tuple[int, int, str, str, int]]
OFFERED = (Mode.ONLINE, Mode.FACE_TO_FACE)
NOWHERE = 6


def opinion(cells: Cells, visited: tuple[int, ...] = (), modes=OFFERED, indicator=TRUST) -> Opinion:
    cube, units = world.answer_cube(cells), world.units(visited)
    guarded = guard_question(cube, indicator.base, units, least=10)
    return compute_opinion(indicator, guarded, all_windows(3), modes, few=30)


def large(skip: tuple[int, ...] = (), days: tuple[int, ...] = (0, 1, 2), n: int = 40) -> Cells:
    """Enough answers everywhere in scope but in `skip`, on each of `days`."""
    return [
        (district, day, ONLINE, "very_much", n)
        for district in range(5)
        for day in days
        if district not in skip
    ]


def test_a_share_leaves_out_the_dont_knows() -> None:
    # 20 + 10 favourable of 20 + 10 + 15 + 5 = 50: 60 %. The 25 don't-knows are not in the base.
    answers = [("very_much", 20), ("somewhat", 10), ("not_much", 15), ("not_at_all", 5)]
    cells = [(BALTI, 0, ONLINE, option, n) for option, n in (*answers, ("dont_know", 25))]
    cell = opinion(large((BALTI,)) + cells).whole["all"][BALTI]
    assert (cell.status, cell.value, cell.n, cell.numerator) == (Status.OK, 60, 50, 30)
    assert cell.dont_know == 25
    assert cell.options == (20, 10, 15, 5, 25)


def test_a_share_has_the_interval_of_its_number_of_answers() -> None:
    # Wilson's interval of 30 in 50: 46.2 to 72.4 %. A balance has none.
    cells = [(BALTI, 0, ONLINE, "very_much", 30), (BALTI, 0, ONLINE, "not_much", 20)]
    share = opinion(large((BALTI,)) + cells).whole["all"][BALTI]
    assert (share.lo, share.hi) == (46, 72)
    balance = opinion(large((BALTI,)) + cells, indicator=TRUST_BALANCE).whole["all"][BALTI]
    assert (balance.lo, balance.hi) == (None, None)


def test_a_balance_is_favourable_minus_unfavourable() -> None:
    # 12 favourable, 27 unfavourable of 39: -15 / 39 = -38.46, so -38.
    cells = [(BALTI, 0, ONLINE, "somewhat", 12), (BALTI, 0, ONLINE, "not_at_all", 27)]
    cell = opinion(large((BALTI,)) + cells, indicator=TRUST_BALANCE).whole["all"][BALTI]
    assert (cell.value, cell.n, cell.numerator, cell.against) == (-38, 39, 12, 27)


@pytest.mark.parametrize("n", [1, 5, 9])
def test_a_hidden_cell_says_nothing(n: int) -> None:
    cells = [*large((SOROCA,)), (SOROCA, 0, ONLINE, "very_much", n)]
    cell = opinion(cells).whole["all"][SOROCA]
    assert cell.status is Status.SUPPRESSED
    assert (cell.value, cell.n, cell.numerator, cell.against, cell.dont_know) == (None,) * 5
    assert cell.options == () and (cell.lo, cell.hi) == (None, None)


@pytest.mark.parametrize(("n", "status"), [(10, "few"), (29, "few"), (30, "ok")])
def test_few_ends_at_thirty(n: int, status: str) -> None:
    cells = [*large((SOROCA,)), (SOROCA, 0, ONLINE, "very_much", n)]
    cell = opinion(cells).whole["all"][SOROCA]
    assert (cell.status, cell.n) == (Status(status), n)


def test_dont_knows_do_not_make_a_base() -> None:
    # 40 people answered in Soroca, 35 of them "don't know": the base is 5 and hidden.
    cells = [(SOROCA, 0, ONLINE, "very_much", 5), (SOROCA, 0, ONLINE, "dont_know", 35)]
    assert opinion(large((SOROCA,)) + cells).whole["all"][SOROCA].status is Status.SUPPRESSED


@pytest.mark.parametrize(
    ("option", "indicator", "value"),
    [
        ("very_much", TRUST, ">90"),
        ("not_at_all", TRUST, "<10"),
        ("very_much", TRUST_BALANCE, ">90"),
        ("not_at_all", TRUST_BALANCE, "<-90"),
    ],
)
def test_few_answers_all_alike_are_not_said_to_be_all(option: str, indicator, value: str) -> None:
    few = [*large((SOROCA,)), (SOROCA, 0, ONLINE, option, 12)]
    assert opinion(few, indicator=indicator).whole["all"][SOROCA].value == value
    # With 30 answers the plain number stands.
    ok = [*large((SOROCA,)), (SOROCA, 0, ONLINE, option, 30)]
    assert opinion(ok, indicator=indicator).whole["all"][SOROCA].value in (0, 100, -100)


@pytest.mark.parametrize("value", [-99, -10, 0, 1, 50, 99])
def test_a_balance_is_masked_at_its_ends_only(value: int) -> None:
    assert mask_ends(value, Unit.POINTS) == value


@pytest.mark.parametrize("value", [1, 9, 50, 91, 99])
def test_a_share_is_masked_at_its_ends_only(value: int) -> None:
    assert mask_ends(value, Unit.PERCENT) == value


def test_a_share_that_rounds_to_the_end_is_masked_too() -> None:
    # One of 29 is not favourable: 96.6 is 97 and stands; 0 of 29 is "<10".
    cells = [(SOROCA, 0, ONLINE, "very_much", 28), (SOROCA, 0, ONLINE, "not_much", 1)]
    assert opinion(large((SOROCA,)) + cells).whole["all"][SOROCA].value == 97


def test_nobody_asked_is_not_nobody_answered() -> None:
    found = opinion(large((SOROCA, DROCHIA)), visited=(DROCHIA, NORTH, COUNTRY))
    # Online was open to everybody: nobody answered. Face to face needs a visit.
    assert found.whole["all"][SOROCA].status is Status.NO_DATA
    assert found.whole[ONLINE][SOROCA].status is Status.NO_DATA
    assert found.whole[FACE_TO_FACE][SOROCA].status is Status.NOT_ASKED
    assert found.whole[FACE_TO_FACE][DROCHIA].status is Status.NO_DATA


def test_a_mode_that_was_not_offered_was_asked_nowhere() -> None:
    found = opinion([], visited=(BALTI,), modes=(Mode.FACE_TO_FACE,))
    assert found.whole[ONLINE][BALTI].status is Status.NOT_ASKED
    assert found.whole["all"][BALTI].status is Status.NO_DATA
    assert found.whole["all"][SOROCA].status is Status.NOT_ASKED


def test_what_is_out_of_scope_is_said_to_be() -> None:
    for cells in opinion(large()).whole.values():
        assert cells[BENDER].status is Status.OUT_OF_SCOPE
        assert cells[BENDER].n is None


def test_the_country_has_the_answers_without_a_district() -> None:
    # 5 districts x 3 days x 40 and 15 of nobody's district.
    cells = [*large(), (NOWHERE, 1, ONLINE, "not_much", 15)]
    whole = opinion(cells).whole["all"]
    assert whole[COUNTRY].n == 615
    assert whole[NORTH].n == 360
    assert whole[R_CHISINAU].n == whole[CHISINAU].n == 120


def test_modes_are_a_partition() -> None:
    # Soroca: 30 online and 4 face to face. Both modes are hidden, the total stands.
    cells = [
        *large((SOROCA,)),
        (SOROCA, 0, ONLINE, "very_much", 30),
        (SOROCA, 0, FACE_TO_FACE, "very_much", 4),
        (BALTI, 0, FACE_TO_FACE, "very_much", 50),
    ]
    found = opinion(cells)
    assert found.whole["all"][SOROCA].n == 34
    assert found.whole[ONLINE][SOROCA].status is Status.SUPPRESSED
    assert found.whole[FACE_TO_FACE][SOROCA].status is Status.SUPPRESSED
    # The north has 54 face to face: minus Bălți's 50 it would give Soroca's 4.
    assert found.whole[FACE_TO_FACE][BALTI].status is Status.SUPPRESSED
    assert found.whole[FACE_TO_FACE][NORTH].n == 54


def test_a_mode_that_only_one_district_was_asked_in_is_not_said_with_its_total() -> None:
    # Nobody was in Soroca and Drochia: what the north has face to face (58) is Bălți's, and
    # its total (65) minus that is its 7 online.
    cells = [
        (BALTI, 0, ONLINE, "very_much", 7),
        (BALTI, 0, FACE_TO_FACE, "very_much", 58),
        (SOROCA, 0, ONLINE, "very_much", 21),
        (DROCHIA, 0, ONLINE, "very_much", 54),
        (CHISINAU, 0, ONLINE, "very_much", 200),
        (GAGAUZIA, 0, ONLINE, "very_much", 200),
    ]
    found = opinion(cells, visited=(BALTI, NORTH, COUNTRY))
    assert found.whole[ONLINE][BALTI].status is Status.SUPPRESSED
    said = (found.whole["all"][BALTI].n, found.whole[FACE_TO_FACE][NORTH].n)
    assert said != (65, 58)


def test_a_window_is_the_sum_of_its_days() -> None:
    cells = [
        (district, day, ONLINE, option, 30 + 3 * day)
        for district in range(5)
        for day in range(3)
        for option in ("very_much", "not_much")
    ]
    found = opinion(cells)
    assert found.level[0, 1] is Level.DISTRICT
    for unit in (*range(5), NORTH, R_GAGAUZIA, COUNTRY):
        by_day = [found.windows[day, day][unit] for day in range(3)]
        assert found.windows[0, 1][unit].n == by_day[0].n + by_day[1].n
        assert found.windows[1, 2][unit].numerator == by_day[1].numerator + by_day[2].numerator
        assert found.whole["all"][unit].n == sum(day.n for day in by_day)


def test_the_whole_campaign_is_not_a_window() -> None:
    assert (0, 2) not in opinion(large()).windows


def test_districts_carry_days_with_half_of_those_in_scope() -> None:
    # Five districts in scope; day 0 has 40 in three of them: 3 of 5 are ok.
    cells = large((DROCHIA, SOROCA)) + large((BALTI, CHISINAU, GAGAUZIA), (1, 2))
    found = opinion(cells)
    assert found.level[0, 0] is Level.DISTRICT
    assert found.windows[0, 0][BALTI].n == 40
    assert found.windows[0, 0][SOROCA].status is Status.NO_DATA
    # Day 2 with two of five ok... all five again have answers on days 1 and 2.
    assert found.level[1, 1] is Level.DISTRICT


def test_regions_carry_days_that_districts_do_not() -> None:
    # Each of the three northern districts has 15 on each day (few); Chișinău 40. One district
    # of five is ok; of three regions the north (45) and Chișinău are.
    north = [(d, day, ONLINE, "very_much", 15) for d in range(3) for day in range(3)]
    found = opinion(north + large((0, 1, 2, GAGAUZIA)))
    assert found.level[0, 0] is Level.REGION
    assert [found.windows[0, 0][d] for d in range(6)] == [None] * 6
    assert found.windows[0, 0][NORTH].n == 45
    # The whole campaign keeps districts.
    assert found.whole["all"][BALTI].n == 45


def test_only_the_country_carries_a_thin_day() -> None:
    # 12 answers a district and day: no district is ok, of regions only the north with 36.
    thin = large(n=12)
    found = opinion(thin)
    assert found.level[0, 0] is Level.COUNTRY
    cells = found.windows[0, 0]
    assert cells[:COUNTRY] == [None] * COUNTRY
    assert cells[COUNTRY].n == 60
    # Two days: 24 a district, 72 in the north, 24 in the others: still the country.
    assert found.level[0, 1] is Level.COUNTRY


def test_days_of_a_country_with_one_small_day_are_all_hidden() -> None:
    cells = [*large(days=(0, 1)), (BALTI, 2, ONLINE, "very_much", 4)]
    found = opinion(cells)
    for window in ((0, 0), (1, 1), (2, 2), (0, 1), (1, 2)):
        assert found.windows[window][COUNTRY].status is Status.SUPPRESSED
        assert found.windows[window][COUNTRY].n is None
    assert found.whole["all"][COUNTRY].n == 404
    # Nobody else answered on that day: the other districts' days are theirs to show.
    assert found.level[0, 0] is Level.DISTRICT
    assert found.windows[0, 0][SOROCA].n == 40


def test_a_district_whose_days_are_hidden_is_hidden_on_every_day() -> None:
    # Drochia has 40, 40 and 3: no day of it is shown, not even the large ones; and the north
    # minus the others must not give the 3 away.
    cells = [*large((DROCHIA,)), *large((0, 1, 3, 4), (0, 1)), (DROCHIA, 2, ONLINE, "somewhat", 3)]
    found = opinion(cells)
    assert found.level[0, 0] is Level.DISTRICT
    for window in found.windows:
        assert found.windows[window][DROCHIA].status is Status.SUPPRESSED
    left = found.windows[2, 2][NORTH].n - sum(
        cell.n for cell in found.windows[2, 2][:3] if cell.n is not None
    )
    assert left == 43  # Drochia's 3 and the 40 of the district withheld with it


def test_gather_adds_districts_to_their_region_and_everything_to_the_country() -> None:
    counts = np.array([1, 2, 4, 8, 16, 32, 64])[:, None, None]
    assert world.units().gather(counts).ravel().tolist() == [1, 2, 4, 8, 16, 32, 7, 8, 16, 127]


def test_modes_say_the_whole_campaign() -> None:
    found = opinion(large())
    assert found.whole[ONLINE][BALTI].n == 120
    assert set(found.whole) == {"all", *map(str, Mode)}


def test_share_and_balance_of_a_question_hide_the_same_cells() -> None:
    cells = [*large((SOROCA,)), (SOROCA, 0, ONLINE, "very_much", 7)]
    share, balance = opinion(cells), opinion(cells, indicator=TRUST_BALANCE)
    for mode in share.whole:
        assert [c.status for c in share.whole[mode]] == [c.status for c in balance.whole[mode]]
    assert share.level == balance.level


def test_an_indicator_may_read_options_in_any_order() -> None:
    cells = [(BALTI, 0, ONLINE, "somewhat", 33), (BALTI, 0, ONLINE, "not_much", 11)]
    turned = replace(TRUST, base=TRUST.base[::-1], favourable=TRUST.favourable[::-1])
    one = opinion(large((BALTI,)) + cells)
    two = opinion(large((BALTI,)) + cells, indicator=turned)
    assert one == two
