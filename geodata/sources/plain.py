"""Plain tables: the templates, and whatever somebody keeps by hand under like headings."""

from __future__ import annotations

from geodata.importing.issues import Issue
from geodata.importing.quoting import quote
from geodata.sources.layout import Head, Layout
from geodata.sources.words import Words


class Plain:
    """A table with a header somewhere in its first rows. Takes everything."""

    key = "plain"

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read the sheet: the header is the row with most known headings."""
        scores = [sum(bool(words.heading(cell)) for cell in cells) for _, cells in head.rows]
        best = scores.index(max(scores))
        below, titles = head.rows[best]
        remarks = []
        if head.others and head.format != "text":
            names = ", ".join(quote(name) for name in head.others[:5])
            remarks.append(Issue(None, None, "sheets_left_out", (("sheets", names),)))
        return Layout(
            self.key,
            tuple(words.heading(title) for title in titles),
            tuple(titles),
            below,
            scores[best],
            remarks=tuple(remarks),
        )
