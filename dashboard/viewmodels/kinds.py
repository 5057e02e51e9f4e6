"""Names of the kinds of file."""

from __future__ import annotations

from geodata.i18n import Translator


def kind_name(kind: str, t: Translator) -> str:
    """Name a kind of file."""
    return t.text(f"kind.{kind}") if t.has(f"kind.{kind}") else kind
