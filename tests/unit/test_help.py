"""Help by an indicator: whole for every one, with the question as it was asked."""

from __future__ import annotations

import pytest

from dashboard.viewmodels.help import describe_help
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

PUBLISHED = world.illustrative().published


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_says_what_it_is_and_what_to_beware_of(lang: str) -> None:
    for key, about in PUBLISHED.document["indicators"].items():
        found = describe_help(key, PUBLISHED, translators()[lang])
        assert found.name and len(found.lines) == 5
        assert all(head and text for head, text in found.lines)
        if about["kind"] == "answers":
            question = PUBLISHED.document["questions"][about["question"]]["text"][lang]
            assert found.lines[0][1].casefold() == question.casefold()


def test_a_rate_is_written_as_it_is_computed() -> None:
    t = translators()["en"]
    rate = dict(describe_help("reach_rate", PUBLISHED, t).lines)["How it is computed"]
    assert rate.startswith("Contacts counted at visits ÷ residents of the district")
    assert rate.endswith("× 1,000")
    count = dict(describe_help("contacts", PUBLISHED, t).lines)["How it is computed"]
    assert "÷" not in count
