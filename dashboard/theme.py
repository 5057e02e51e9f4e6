"""Colours for charts, read from the stylesheet's tokens, so that there is one home for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parents[1] / "assets" / "20-tokens.css"
THEMES = ("light", "dark")


@cache
def read_tokens() -> Mapping[str, Mapping[str, str]]:
    """Read the custom properties of both themes: theme to name (without dashes) to value."""
    text = TOKENS.read_text("utf-8")
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    light = _properties("".join(body for head, body in blocks if head.strip().endswith(":root")))
    dark = _properties(
        "".join(body for head, body in blocks if head.strip() == ':root[data-theme="dark"]')
    )
    return {"light": light, "dark": light | dark}


def _properties(text: str) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+):\s*([^;]+);", text)
    return {name: value.strip() for name, value in pairs}
