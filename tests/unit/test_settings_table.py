"""The README's table of settings is the settings' own, row by row."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from geodata.settings import Settings, SettingsError, describe_settings, read_settings

README = Path(__file__).parents[2] / "README.md"


def rows(markdown: str) -> list[tuple[str, ...]]:
    """Rows of every table whose first cell is a name in code and capitals."""
    lines = re.findall(r"^\| *(`[A-Z_]+`) *\|(.*)\|(.*)\| *$", markdown, re.M)
    return [tuple(cell.strip() for cell in line) for line in lines]


def test_readme_has_each_setting_with_its_default_and_meaning() -> None:
    assert rows(README.read_text(encoding="utf-8")) == list(describe_settings())


def test_every_setting_is_described_and_its_default_is_the_true_one() -> None:
    described = {name.strip("`"): (default, words) for name, default, words in describe_settings()}
    assert list(described) == [each.name.upper() for each in fields(Settings)]
    for name, (default, words) in described.items():
        assert words.endswith(".") and "|" not in words + default, name
        value = getattr(Settings(), name.lower())
        if value not in ("", ()):
            assert default == f"`{value}`"


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().least_answers = 1  # type: ignore[misc]


def test_hosts_origins_and_frames_are_read() -> None:
    given = read_settings(
        {
            "ALLOWED_HOSTS": "Atlas.example.org, .Example.net,10.0.0.5 ::1",
            "PUBLIC_URL": "https://Atlas.example.org/",
            "FRAME_ANCESTORS": "self https://www.example.org:8443",
        }
    )
    assert given.allowed_hosts == ("atlas.example.org", ".example.net", "10.0.0.5", "[::1]")
    assert given.public_url == "https://atlas.example.org"
    assert given.frame_ancestors == ("self", "https://www.example.org:8443")
    assert read_settings({"FRAME_ANCESTORS": "'none'"}).frame_ancestors == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "https://atlas.example.org"),
        ("ALLOWED_HOSTS", "atlas.example.org:443"),
        ("ALLOWED_HOSTS", "a b/c"),
        ("PUBLIC_URL", "atlas.example.org"),
        ("PUBLIC_URL", "ftp://atlas.example.org"),
        ("PUBLIC_URL", "https://atlas.example.org/under/path"),
        ("PUBLIC_URL", "https://user@atlas.example.org"),
        ("FRAME_ANCESTORS", "https://x.example; script-src *"),
        ("FRAME_ANCESTORS", "none self"),
        ("DATABASE_URL", "mysql://x/y"),
        ("HOST", "http://127.0.0.1"),
        ("HOST", "a\x00b"),
        ("PORT", "٨٠"),
        ("PORT", "8" * 5000),
        ("DATA_DIR", __file__),
    ],
)
def test_what_cannot_be_used_names_its_setting(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        read_settings({name: value})
    assert str(refused.value).endswith(".")
