"""The cube: windows of days, sums, and answers counted where they belong."""

from __future__ import annotations

from tests import world

VISITS = (
    (1, 0, 0, "done", "MD-SO", "S1", "IP-SO", 100, None, None),
    (2, 2, 1, "moved", "MD-SO", "S2", "IP-SO", 50, None, None),
    (3, 1, 1, "cancelled", "MD-SO", "S3", "IP-SO", None, None, None),
    (4, 5, 1, "done", "MD-SO", "S4", "IP-SO", 7, None, None),
    (5, 1, None, "planned", "MD-SO", "S5", "IP-SO", None, None, None),
)


def test_both_ends_of_a_window_are_inside() -> None:
    cube = world.visit_cube(VISITS)
    seen = {w: cube.window(*w).took_place["visit_id"].tolist() for w in ((0, 0), (0, 2), (2, 2))}
    # Visit 4 took place after the campaign; 3 and 5 did not take place.
    assert seen == {(0, 0): [1], (0, 2): [1, 2], (2, 2): [2]}


def test_planned_goes_by_the_planned_day() -> None:
    cube = world.visit_cube(VISITS)
    assert cube.window(1, 1).planned["visit_id"].tolist() == [2, 3, 4]
    assert cube.window(2, 2).planned["visit_id"].tolist() == []


def test_totals_say_at_how_many_visits_something_was_recorded() -> None:
    rows = [*VISITS, (6, 0, 0, "done", "MD-BA", "B1", "IP-BA", None, None, None)]
    sums, recorded = world.visit_cube(rows).total("participants")
    assert sums.tolist() == [0, 150, 0, 0, 0, 0]
    assert recorded.tolist() == [0, 2, 0, 0, 0, 0]
    assert world.visit_cube(rows).visits().tolist() == [1, 2, 0, 0, 0, 0]


def test_a_campaign_without_visits_has_a_cube() -> None:
    cube = world.visit_cube(())
    assert cube.visits().tolist() == [0] * 6
    assert cube.total("leaflet")[0].tolist() == [0] * 6
    assert cube.distinct("locality_code").tolist() == [0] * 6


def test_a_log_without_a_plan_has_a_cube() -> None:
    rows = [(*visit[:2], None, *visit[3:]) for visit in VISITS]
    cube = world.visit_cube(rows)
    assert cube.planned.empty
    assert cube.visits()[world.SOROCA] == 2


def test_handouts_do_not_multiply_visits() -> None:
    handouts = [(1, "leaflet", 10), (1, "pen", 5), (2, "leaflet", 1)]
    screenings = [(1, "A", 1), (1, "B", 1)]
    cube = world.visit_cube(VISITS, handouts, screenings)
    assert len(cube.rows) == len(VISITS)
    assert cube.total("participants")[0][world.SOROCA] == 150
    assert cube.total("screenings")[0][world.SOROCA] == 2
