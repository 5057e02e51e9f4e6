"""Settings: read from the environment, refused in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geodata.settings import Settings, SettingsError, read_settings


def test_nothing_given_is_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert Settings().store_url == "sqlite:///atlas-data/atlas.sqlite"
    assert Settings().published_dir == Path("atlas-data/published")
    assert (Settings().least_answers, Settings().few_answers) == (10, 30)
    assert Settings().default_language == "ro"


def test_every_setting_can_be_given() -> None:
    given = read_settings(
        {
            "HOST": "0.0.0.0",
            "PORT": "80",
            "DATA_DIR": "/srv/atlas",
            "DATABASE_URL": "postgresql://x/y",
            "DEFAULT_LANGUAGE": "ru",
            "LEAST_ANSWERS": "12",
            "FEW_ANSWERS": "40",
            "PATH": "ignored",
        }
    )
    assert given.host == "0.0.0.0"
    assert (given.port, given.least_answers, given.few_answers) == (80, 12, 40)
    assert given.data_dir == Path("/srv/atlas")
    assert given.store_url == "postgresql://x/y"
    assert given.default_language == "ru"


def test_blank_is_not_given() -> None:
    assert read_settings({"PORT": "  ", "DATABASE_URL": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "x", "PORT='x' is not a whole number"),
        ("PORT", "0", "from 1 to 65535"),
        ("PORT", "65536", "from 1 to 65535"),
        ("DEFAULT_LANGUAGE", "de", "ro, ru, en"),
        ("LEAST_ANSWERS", "9", "10 or more"),
        ("LEAST_ANSWERS", "1.5", "not a whole number"),
        ("FEW_ANSWERS", "10", "above LEAST_ANSWERS"),
        ("LEAST_ANSWERS", "30", "above LEAST_ANSWERS"),
    ],
)
def test_what_cannot_be_used_is_said(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(words)):
        read_settings({name: value})
