"""Frames: every district once, zero is a number, totals, disjoint windows, odd campaigns."""

from __future__ import annotations

import json

import pytest

from geodata.frames import answer_frames, visit_frames
from geodata.indicators import VISIT_INDICATORS, VisitIndicator
from geodata.survey import compute_opinion, guard_question
from geodata.vocabulary import Level, Mode
from geodata.windows import all_windows
from tests import world
from tests.asserts import (
    assert_every_unit_once,
    assert_figures_exactly_where_shown,
    assert_hidden_says_nothing,
    assert_rises,
)
from tests.unit.test_indicators import HANDOUTS, INDICATORS, SCREENINGS, VISITS
from tests.world import BALTI, CHISINAU, ONLINE, SOROCA, TRUST

WINDOWS = all_windows(3)


def frames(indicator: VisitIndicator, visits=VISITS, handouts=HANDOUTS):
    cube = world.visit_cube(visits, handouts, SCREENINGS)
    return visit_frames(indicator, cube, WINDOWS)


def frame(key: str, window: tuple[int, int] = (0, 2), **changes):
    return frames(INDICATORS[key], **changes)[1][WINDOWS.index(window)]


@pytest.mark.parametrize("indicator", VISIT_INDICATORS, ids=lambda i: i.key)
@pytest.mark.parametrize("visits", [VISITS, VISITS[:1], VISITS[5:6], ()])
def test_every_frame_holds_every_district(indicator: VisitIndicator, visits) -> None:
    breaks, built = frames(
        indicator, visits, [h for h in HANDOUTS if h[0] in {v[0] for v in visits}]
    )
    assert_rises(breaks)
    assert len(built) == len(WINDOWS)
    for one in built:
        assert_every_unit_once(one, world.CODES)
        assert_figures_exactly_where_shown(one)
        assert one["s"][world.BENDER] == "x"
        assert json.loads(json.dumps(one, allow_nan=False)) == one


def test_no_visit_is_a_class_of_its_own_and_a_zero() -> None:
    one = frame("reach_rate")
    assert (one["s"][4], one["c"][4], one["v"][4], one["n"][4]) == ("o", "z", 0, 0)


def test_a_visit_with_nothing_recorded_is_no_data_and_no_zero() -> None:
    one = frame("reach_rate")
    assert (one["s"][2], one["c"][2], one["v"][2], one["n"][2]) == ("n", "-", None, None)


def test_a_recorded_zero_is_in_a_class() -> None:
    # Bălți was visited and gave out no leaflet: 0, and not "no visit".
    one = frame("leaflets")
    assert (one["s"][BALTI], one["v"][BALTI]) == ("o", 0)
    assert one["c"][BALTI] == "0"


def test_what_was_promised_and_done_elsewhen_is_not_no_visit() -> None:
    # Bălți's visit of day 1 took place on day 2: for day 1 all that was promised was done. It
    # must not stand in the row "no visit" beside its 100 %.
    one = frame("visits_done", (1, 1))
    assert one["v"][BALTI] == 100
    assert one["c"][BALTI] == "4"


def test_the_country_is_the_sum_over_scope() -> None:
    # Contacts 25 + 180 + 100 = 305; residents of all five districts in scope 10,000 + 20,000 +
    # 8,000 + 50,000 + 30,000 = 118,000 (Drochia's too, though nobody counted there): 2.58.
    # Bender's 500 contacts are nowhere in it.
    total = frame("reach_rate")["t"]
    assert (total["v"], total["num"], total["den"], total["n"]) == (2.6, 305, 118_000, 305)


def test_the_country_counts_a_day_once() -> None:
    # Somebody was somewhere on each of the three days: 3, not the sum over districts (6).
    assert frame("days_present")["t"]["v"] == 3
    assert frame("days_present", (0, 0))["t"]["v"] == 1


def test_the_country_has_no_figure_where_no_district_has_one() -> None:
    # Nothing was planned for day 2 but Gagauzia's visit; without it nothing at all.
    visits = [v for v in VISITS if v[2] != 2]
    one = frame("visits_done", (2, 2), visits=visits)
    assert set(one["s"]) == {"n", "x"}
    assert one["t"]["v"] is None


def test_the_country_does_not_say_zero_where_nobody_counted() -> None:
    # Every district in scope was visited and nobody counted anywhere: there is no zero to say.
    rows = [
        (i, 0, 0, "done", code, f"L{i}", None, None, None, None)
        for i, code in enumerate(world.CODES[:5])
    ]
    one = frame("contacts", visits=rows, handouts=())
    assert one["s"] == "nnnnnx"
    assert one["t"]["v"] is None


def test_breaks_are_of_the_whole_campaign() -> None:
    breaks, built = frames(INDICATORS["contacts"])
    assert breaks == frames(INDICATORS["contacts"])[0]
    day = built[WINDOWS.index((1, 1))]
    # The same number of contacts falls in the same class on a day as over the campaign.
    whole = built[0]
    by_value = dict(zip(whole["v"], whole["c"], strict=True))
    for value, klass in zip(day["v"], day["c"], strict=True):
        if value in by_value and klass not in "z-" and by_value[value] not in "z-":
            assert by_value[value] == klass


def test_places_nobody_visited_do_not_pull_the_breaks_down() -> None:
    rows = [(i, 0, 0, "done", "MD-SO", f"S{i}", "IP-SO", 50, None, None) for i in (1, 2)]
    breaks, built = frames(INDICATORS["contacts"], rows, ())
    assert breaks == ()  # one visited district: one class
    assert built[0]["c"] == "z0zzz-"


@pytest.mark.parametrize("key", ["contacts", "leaflets", "contacts_men", "screenings"])
def test_disjoint_windows_add_up(key: str) -> None:
    days = [frame(key, (day, day)) for day in range(3)]
    whole, pair = frame(key), frame(key, (1, 2))
    for i in range(5):
        values = [day["v"][i] or 0 for day in days]
        assert (whole["v"][i] or 0) == sum(values)
        assert (pair["v"][i] or 0) == sum(values[1:])
        assert (whole["n"][i] or 0) == sum(day["n"][i] or 0 for day in days)
    assert whole["t"]["v"] == sum(day["t"]["v"] or 0 for day in days)


def survey(cells, modes=tuple(Mode)):
    cube, units = world.answer_cube(cells), world.units()
    found = compute_opinion(TRUST, guard_question(cube, TRUST.base, units, 10), WINDOWS, modes, 30)
    return answer_frames(TRUST, found, units), units


CELLS = [
    (BALTI, 0, ONLINE, "very_much", 40),
    (BALTI, 1, ONLINE, "not_much", 20),
    (SOROCA, 0, ONLINE, "not_at_all", 12),
    (SOROCA, 1, ONLINE, "dont_know", 3),
    (CHISINAU, 1, ONLINE, "somewhat", 50),
]


def test_survey_frames_hold_every_unit_of_their_level() -> None:
    (breaks, built), units = survey(CELLS)
    assert_rises(breaks)
    for levels in built["whole"].values():
        assert set(levels) == set(map(str, Level))
        for level, one in levels.items():
            assert_every_unit_once(one, [units.codes[u] for u in units.at(Level(level))])
            assert_figures_exactly_where_shown(one)
            assert_hidden_says_nothing(one)


def test_survey_frames_are_never_finer_than_what_carries_the_days() -> None:
    (_, built), _ = survey(CELLS)
    order = list(Level)
    assert set(built["windows"]) == {f"{a}-{b}" for a, b in WINDOWS[1:]}
    for window in built["windows"].values():
        finest = order.index(Level(window["level"]))
        assert set(window) == {"level", *map(str, order[finest:])}


def test_few_answers_all_alike_have_a_class_and_no_number() -> None:
    (_, built), _ = survey(CELLS)
    one = built["whole"]["all"]["district"]
    assert (one["s"][SOROCA], one["v"][SOROCA], one["n"][SOROCA]) == ("f", "<10", 12)
    assert one["c"][SOROCA] == "0"
    assert one["dk"][SOROCA] == 3


def test_a_survey_nobody_answered_is_no_data() -> None:
    (breaks, built), _ = survey([])
    assert breaks == ()
    assert built["whole"]["all"]["district"]["s"] == "nnnnnx"
    assert built["whole"]["all"]["country"]["s"] == "n"
    assert built["whole"]["face-to-face"]["district"]["s"] == "aaaaax"
    assert {w["level"] for w in built["windows"].values()} == {"country"}


def test_all_equal_shares_make_one_class() -> None:
    cells = [(d, 0, ONLINE, "very_much", 40) for d in range(5)]
    (breaks, built), _ = survey(cells)
    assert breaks == ()
    assert built["whole"]["all"]["district"]["c"] == "00000-"
