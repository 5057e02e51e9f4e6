"""The method page says every rule that decides what is shown, in the reader's language."""

from __future__ import annotations

import pytest

from dashboard.factory import create_app
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

RULES = (
    "formulas", "days", "levels", "breakdowns", "groups", "interval", "weighting", "disclosure",
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_heading_and_its_words(lang: str) -> None:
    client = create_app(world.illustrative().settings).server.test_client()
    html = client.get(f"/method?lang={lang}").get_data(as_text=True)
    t = translators()[lang]
    for rule in RULES:
        assert f"<h2>{t.text(f'method.{rule}')}</h2>" in html, rule
        words = t.text(f"method.{rule}.text", least=10, few=30, most=29, under=9)
        assert words.split(".")[0][:60] in html, rule
