"""The list of contents of an archive: what its files are, and what every file of the view says."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.viewmodels.extract import Extract
from geodata.i18n import Translator


def describe_contents(
    extract: Extract, done: Sequence[tuple[str, str]], failed: Sequence[str], t: Translator
) -> str:
    """Write the list as plain text: sentence, marks, (name, what) of each file, sources.

    Args:
        extract: What the files say.
        done: The files that are there.
        failed: What those would have been that could not be made.
        t: The reader's language.
    """
    hero = " ".join(part for part in (extract.hero.value, extract.hero.caption) if part)
    lines = [str(extract.sentence), extract.campaign, extract.mark, hero, extract.hero.note, ""]
    lines += [f"{name}\n    {what}" for name, what in done]
    if failed:
        lines += ["", t.text("contents.failed"), *(f"    {what}" for what in failed)]
    lines += ["", *extract.sources, extract.address, "", extract.funding, extract.disclaimer]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip() + "\n"
