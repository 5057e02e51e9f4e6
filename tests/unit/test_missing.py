"""Where answers are missing: said of few answers only how many more, of hidden ones nothing."""

from __future__ import annotations

import pytest

from dashboard.state import View
from dashboard.viewmodels.missing import describe_missing, describe_opened
from dashboard.viewmodels.reading import read
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES, Level
from tests import world

TOY = world.toy()
SHARE = "trust_police_favourable"


def view(lang: str = "en", **changes) -> View:
    return View(lang, **{"indicator": SHARE, "last": 2, **changes})


def opened(given: View) -> str:
    return describe_opened(given, read(given, TOY), TOY, translators()[given.lang])


def test_what_can_be_said_is_said_in_one_sentence() -> None:
    # Bălți and Chișinău have 30 answers and more; the north, Chișinău and Găgăuzia are shown.
    assert opened(view()) == (
        "Districts with 30 answers or more: 2 of 5. So the map opens on regions; "
        "regions with figures: 3 of 3."
    )
    assert opened(view(level=Level.DISTRICT)) == ""
    assert opened(view(indicator="contacts")) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_every_language(lang: str) -> None:
    assert "30" in opened(view(lang)) and "2" in opened(view(lang))


def test_how_many_more_is_said_for_few_only() -> None:
    said = {each.code: each.text for each in describe_missing(view(), TOY, translators()["en"])}
    # Găgăuzia has 12 of 30; Soroca and Drochia are hidden, with 12 and 5 answers.
    assert said == {"MD-GA": "18 more to 30", "MD-DR": "hidden", "MD-SO": "hidden"}


def test_hidden_bases_stand_in_the_order_of_the_map_whatever_they_are() -> None:
    published = world.illustrative().published
    last = len(published.document["days"]) - 1
    for key, about in published.document["indicators"].items():
        given = View("ro", key, 0, last)
        listed = describe_missing(given, published, translators()["ro"])
        if about["kind"] == "visits":
            assert listed == []
            continue
        frame = about["whole"]["all"]["district"]
        letters = dict(zip(published.document["districts"], frame["s"], strict=True))
        assert len(listed) == sum(letter in "fsn" for letter in frame["s"])
        hidden = [each.code for each in listed if letters[each.code] == "s"]
        assert hidden == [code for code, letter in letters.items() if letter == "s"]
        for each in listed:
            assert (each.text == "ascuns") == (letters[each.code] == "s")
