"""What is said of a file on its way, for the script that saves files."""

from __future__ import annotations

from geodata.i18n import Translator

WORDS = ("title", "making", "part", "saved", "cancel", "cancelled", "again", "broken")


def describe_saving(t: Translator) -> dict[str, str]:
    """Return the words by key; `{at}` and `{all}` are filled in by the script."""
    words = {key: t.text(f"saving.{key}", at="{at}", all="{all}") for key in WORDS}
    return words | {"close": t.text("nav.close")}
