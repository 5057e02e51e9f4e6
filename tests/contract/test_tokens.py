"""Colours have one home: the stylesheet. Both themes name the same ones, charts find theirs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from dashboard.theme import THEMES, TOKENS, read_tokens
from dashboard.viewmodels.detail import SIDE_TOKENS

ROOT = Path(__file__).parents[2]
# Said once, for both themes: sizes, the font, and what the dark theme leaves as it is.
COLOUR = re.compile(r"#[0-9a-f]{3,8}$|^rgba?\(|^hsl")


def declared(selector: str) -> dict[str, str]:
    text = TOKENS.read_text("utf-8")
    bodies = re.findall(re.escape(selector) + r"\s*\{([^{}]*)\}", text)
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", "".join(bodies)))


def test_light_and_dark_name_the_same_colours() -> None:
    light = {n for n, value in declared("\n:root").items() if COLOUR.search(value)}
    dark = {n for n, v in declared(':root[data-theme="dark"]').items() if COLOUR.search(v)}
    assert len(light) > 30
    assert light == dark


def test_the_reader_finds_every_token_of_both_themes() -> None:
    tokens = read_tokens()
    assert set(tokens) == set(THEMES)
    assert set(tokens["light"]) == set(tokens["dark"])
    for name, value in declared("\n:root").items():
        assert tokens["light"][name] == value.strip()
    for name, value in declared(':root[data-theme="dark"]').items():
        assert tokens["dark"][name] == value.strip()


@pytest.mark.parametrize("theme", THEMES)
def test_charts_find_every_token_they_ask_for(theme: str) -> None:
    tokens = read_tokens()[theme]
    asked: set[str] = {name for names in SIDE_TOKENS.values() for name in names}
    for path in [*(ROOT / "dashboard").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Subscript)
                and isinstance(node.value, ast.Name)
                and node.value.id == "tokens"
                and isinstance(node.slice, ast.Constant)
            ):
                asked.add(str(node.slice.value))
    assert len(asked) > 8
    for token in asked - {"watermark"}:  # a strength
        assert COLOUR.search(tokens[token]), f"{token} is no colour in {theme}"


def test_every_variable_that_styles_and_scripts_use_is_declared() -> None:
    known = set(declared("\n:root"))
    text = "\n".join(
        p.read_text("utf-8")
        for folder in ("assets", "assets/js", "dashboard/templates")
        for p in sorted((ROOT / folder).glob("*.*"))
        if p.suffix in (".css", ".js", ".html") and p != TOKENS
    )
    own = set(re.findall(r"--([\w-]+)\s*:", text)) | set(
        re.findall(r'setProperty\("--([\w-]+)"', text)
    )
    used = set(re.findall(r"var\(--([\w-]+)[,)]", text))
    assert used - known - own == set()


def test_no_colour_is_said_outside_the_tokens() -> None:
    for path in (ROOT / "assets").glob("*.css"):
        if path == TOKENS:
            continue
        body = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        found = re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8})\b", body)
        assert not found, f"{path.name}: {found}"
    for path in (ROOT / "dashboard").rglob("*.py"):
        found = re.findall(r"""["']#[0-9a-fA-F]{3,8}["']""", path.read_text("utf-8"))
        assert not found, f"{path.name}: {found}"
