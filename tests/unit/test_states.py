"""What the screen says where there is nothing: a sentence of its own, and what to do."""

from __future__ import annotations

import pytest

from dashboard.factory import create_app
from dashboard.state import View
from dashboard.viewmodels.page import describe_blank, describe_page
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES
from tests import world

TOY = world.toy()


def without(*, visits: bool = True, answers: bool = True) -> Published:
    """The toy campaign before anybody brought its visits, or its answers."""
    document = dict(TOY.document)
    if not visits:
        document["visits"] = []
    if not answers:
        document["indicators"] = {
            key: about if about["kind"] == "visits" else {**about, "whole": _nobody(about)}
            for key, about in document["indicators"].items()
        }
    return Published("without", document)


def _nobody(about: dict) -> dict:
    everybody = about["whole"]["all"]
    return {"all": {**everybody, "country": {**everybody["country"], "s": "n"}}}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_campaign_without_data_says_so(lang: str) -> None:
    t = translators()[lang]
    said = {key: t.text(f"empty.{key}") for key in ("no_visits", "no_answers")}
    assert describe_blank(TOY, t) == []
    assert describe_blank(without(visits=False), t) == [said["no_visits"]]
    assert describe_blank(without(answers=False), t) == [said["no_answers"]]
    both = without(visits=False, answers=False)
    assert describe_blank(both, t) == list(said.values())
    page = describe_page(View(lang, last=2), without(visits=False), t, "ro")
    assert page["blank"] == [said["no_visits"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_that_are_not_there_and_that_failed_lead_back(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(world.illustrative().settings)
    client, t = app.server.test_client(), translators()[lang]
    missing = client.get(f"/nowhere?lang={lang}")
    assert missing.status_code == 404
    for words in ("error.missing.title", "error.missing.text", "error.back"):
        assert t.text(words) in missing.text, words
    monkeypatch.setattr(app, "_asked", lambda: 1 / 0)
    failed = client.get(f"/?lang={lang}")
    assert failed.status_code == 500
    for words in ("error.failed.title", "error.failed.text", "error.back"):
        assert t.text(words) in failed.text, words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_sent_to_a_command_line(lang: str) -> None:
    """Readers of the screen own spreadsheets; whoever runs the server reads the README."""
    messages = [message.string for message in translators()[lang].catalog]
    words = " ".join(
        text for each in messages for text in ([each] if isinstance(each, str) else each)
    )
    assert "python -m" not in words and "--kind" not in words
