"""Which frame answers a view, and what the browser finds ready for it."""

from __future__ import annotations

from itertools import product

import pytest

from dashboard.state import EVERYBODY, View, parse_view, snap
from dashboard.viewmodels.missing import describe_opened
from dashboard.viewmodels.reading import coarser, read, units_at
from dashboard.viewmodels.words import describe_words, spoken_key
from geodata.i18n import translators
from geodata.vocabulary import Level, Mode, Status
from tests import world

TOY = world.toy()
SHARE = "trust_police_favourable"
LAST = 2


def view(**changes) -> View:
    return View("en", **{"indicator": SHARE, "last": LAST, **changes})


def test_visits_follow_the_days() -> None:
    reading = read(view(indicator="contacts", first=1, last=1), TOY)
    assert (reading.first, reading.last, reading.level) == (1, 1, Level.DISTRICT)
    # Soroca's second visit, with 50 contacts, was on day 1.
    assert reading.frame["v"][reading.codes.index("MD-SO")] == 50
    assert reading.total["v"] == 50


@pytest.mark.parametrize("level", [None, *Level])
def test_visits_are_shown_by_district_whatever_is_wished(level: Level | None) -> None:
    reading = read(view(indicator="contacts", level=level, part="online"), TOY)
    assert reading.level is Level.DISTRICT and not reading.held_days


@pytest.mark.parametrize("level", list(Level))
def test_the_whole_campaign_comes_at_any_level(level: Level) -> None:
    reading = read(view(level=level), TOY)
    assert reading.level is level and not reading.stepped
    assert reading.codes == units_at(level, TOY)
    assert len(reading.statuses()) == len(reading.codes)


def test_narrowed_days_step_to_what_carries_them() -> None:
    reading = read(view(first=0, last=0), TOY)
    assert (reading.level, reading.stepped) == (Level.COUNTRY, True)
    assert reading.frame["n"] == [58]
    assert (reading.first, reading.last) == (0, 0)
    # A wish for something finer is not granted.
    assert read(view(first=0, last=0, level=Level.DISTRICT), TOY).level is Level.COUNTRY


def test_with_a_mode_the_survey_stays_at_the_whole_campaign() -> None:
    reading = read(view(first=0, last=0, part="online"), TOY)
    assert (reading.level, reading.first, reading.last) == (Level.REGION, 0, LAST)
    reading = read(view(first=0, last=0, part="online", level=Level.DISTRICT), TOY)
    assert reading.held_days and not reading.stepped
    assert reading.frame["n"][reading.codes.index("MD-BA")] == 20
    assert not read(view(part="online"), TOY).held_days


@pytest.mark.parametrize(
    ("wanted", "finest", "shown"),
    [
        (None, "district", "district"),
        (None, "region", "region"),
        ("district", "region", "region"),
        ("region", "district", "region"),
        ("country", "region", "country"),
        ("region", "country", "country"),
    ],
)
def test_never_finer_than_carried(wanted: str | None, finest: str, shown: str) -> None:
    assert coarser(Level(wanted) if wanted else None, Level(finest)) == shown


def test_legend_rows_are_classes_where_there_is_enough_and_statuses_elsewhere() -> None:
    reading = read(view(level=Level.DISTRICT), TOY)
    rows = dict(zip(reading.codes, reading.legend_classes(), strict=True))
    assert rows["MD-GA"] == "f" and rows["MD-DR"] == "s" and rows["MD-BD"] == "x"
    assert rows["MD-BA"].isdigit()
    assert reading.statuses()[reading.codes.index("MD-GA")] is Status.FEW
    reach = read(view(indicator="reach_rate"), TOY)
    assert dict(zip(reach.codes, reach.legend_classes(), strict=True))["MD-CU"] == "z"


def test_a_map_of_too_few_answers_opens_on_regions_and_says_so() -> None:
    reading = read(view(), TOY)
    # Of five districts in scope Soroca and Drochia are hidden, Găgăuzia has few.
    assert (reading.level, reading.opened) == (Level.REGION, True)
    # A wish is granted; chosen districts are a wish for districts.
    assert read(view(level=Level.DISTRICT), TOY).level is Level.DISTRICT
    assert not read(view(level=Level.REGION), TOY).opened
    chosen = read(view(districts=("MD-BA",)), TOY)
    assert (chosen.level, chosen.opened) == (Level.DISTRICT, False)


def every_view() -> list[View]:
    days = [tuple(window) for window in TOY.document["windows"]]
    modes = [EVERYBODY, *map(str, Mode)]
    return [
        View("en", key, first, last, part=mode, level=level)
        for key in ("contacts", SHARE)
        for (first, last), mode, level in product(days, modes, [None, *Level])
    ]


def test_the_words_the_browser_takes_are_those_of_the_view() -> None:
    """The browser looks under days, mode and level; visits know days alone (frames.js)."""
    from dashboard.viewmodels.hero import describe_hero
    from dashboard.viewmodels.sentence import describe_sentence

    t = translators()["en"]
    words = describe_words(TOY, t)
    spoken = words["spoken"]
    for each in every_view():
        asked = TOY.document["indicators"][each.indicator]["kind"] == "answers"
        key = spoken_key(each if asked else each.to(part="all", level=None))
        views, *columns = spoken["of"][each.indicator]
        at = spoken["views"][views].index(key)
        found = [texts[places[at]] for texts, places in map(spoken["columns"].__getitem__, columns)]
        reading = read(each, TOY)
        sentence = describe_sentence(each, reading, TOY, t)
        hero = describe_hero(each, reading, TOY, t)
        wanted = [sentence.lead, sentence.middle, sentence.tail]
        wanted += [hero.value, hero.caption, hero.note]
        wanted.append(describe_opened(each, reading, TOY, t))
        assert found == wanted, each


@pytest.mark.parametrize("days", [(5, 7), (3, 39), (0, 20), (39, 39)])
def test_any_days_of_a_long_campaign_can_be_read(days: tuple[int, int]) -> None:
    long = world.long()
    first, last = snap(*days, long.document["windows"])
    for key in ("contacts", SHARE):
        reading = read(View("en", key, first, last), long)
        assert 0 <= reading.first <= reading.last <= 39
    from_day, to_day = long.document["days"][days[0]], long.document["days"][days[1]]
    view = parse_view(f"?from={from_day}&to={to_day}", long, "ro")
    assert [view.first, view.last] in long.document["windows"]
