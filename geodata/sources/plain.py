"""Plain tables: the templates, and the logs people keep by hand under like headings.

A log has titles above its header, a header in two rows, cells merged over several visits, dates
written once for all that follows, and TOTAL rows. What a person sees at a glance is read so, and
the report says it; what stands for several visits at once is never divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geodata import vocabulary as v
from geodata.importing.cells import is_total
from geodata.importing.issues import Issue
from geodata.importing.quoting import quote
from geodata.names import fold
from geodata.sources.formats.book import Block, Row
from geodata.sources.layout import Head, Layout, Made, changed
from geodata.sources.words import Words
from geodata.sources.years import Years

# Columns that may be written once for several rows.
REPEATED = frozenset({"date", v.PLANNED_DATE, "district", "inspectorate", v.MOBILE_CENTRE})
_DATES = ("date", v.PLANNED_DATE)
_NUMBER = re.compile(r"\s*[\d.,]+\s*|\s*\d{4}-\d\d-\d\d.*")
_ORDINAL = frozenset({"nr", "nr crt", "nr d o", "nr ord", "no", "no п п", "п п", "n п п", "crt"})


@dataclass(frozen=True, slots=True)
class _Header:
    """A header: its last row, what its columns are called, and how many are known."""

    above: int
    below: int
    names: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def known(self) -> int:
        return sum(map(bool, self.names))


class Plain:
    """A table with a header somewhere in its first rows. Takes everything."""

    key = "plain"

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read the sheet: the header is where most headings are known."""
        header = max(_headers(head, words), key=lambda each: each.known)
        numbered = _numbering(head.rows, header.below)
        below = numbered or header.below
        merged = tuple(each for each in head.merged if each[0] > below and each[2] > each[0])
        by_hand = bool(merged) or _is_by_hand(head, header, words)
        years = Years(head, header.above)
        names = list(header.names)
        made, remarks = [], list(_others(head))
        for position, heading in enumerate(header.names):
            if words.name(heading) in _DATES and (by_hand or years.lack(head, position, below)):
                found = years.of(head.cells(position, below))
                if found:
                    made.append(Made(heading, changed(position, found.add), position))
                    remarks.append(found.remark(header.titles[position]))
                    names[position] = ""
        if numbered:
            remarks.append(Issue(numbered, None, "numbering_row"))
        said = list(header.titles)
        for position, title in enumerate(header.titles):
            is_made = header.names[position] and not names[position]
            if is_made or fold(title[:20]) in _ORDINAL:
                said[position] = ""
        return Layout(
            self.key,
            tuple(names),
            tuple(said),
            below,
            header.known,
            tuple(made),
            filled=REPEATED if by_hand else frozenset(),
            merged=merged,
            remarks=tuple(remarks),
        )


def _headers(head: Head, words: Words) -> Iterator[_Header]:
    """Yield every row, and every two rows, that may be the header; single rows first."""
    for number, cells in head.rows:
        titles = tuple(cells)
        yield _Header(number, number, tuple(map(words.heading, titles)), titles)
    for (first, upper), (second, lower) in zip(head.rows, head.rows[1:], strict=False):
        if second == first + 1 and not any(_NUMBER.fullmatch(cell) for cell in lower):
            yield _two_rows(first, upper, lower, head.merged, words)


def _two_rows(
    first: int, upper: Sequence[str], lower: Sequence[str], merged: Sequence[Block], words: Words
) -> _Header:
    """Read a header in two rows: the upper one spans columns that the lower one names."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    ends = {block[1]: block[3] for block in merged if block[0] == first}
    names, titles = [], []
    spanning, last = "", -1
    for position in range(width):
        own = above[position].strip()
        if own:
            spanning, last = own, ends.get(position, width)
        over = spanning if position <= last and (own or below[position].strip()) else ""
        name = words.heading(f"{over} {below[position]}") or words.heading(below[position])
        if not name and (not below[position].strip() or is_total(below[position])):
            name = words.heading(own)
        names.append(name)
        titles.append(" / ".join(filter(None, (over, below[position].strip()))))
    return _Header(first, first + 1, tuple(names), tuple(titles))


def _is_by_hand(head: Head, header: _Header, words: Words) -> bool:
    """Whether somebody keeps the table by hand: titles above, two rows, names of their own."""
    if header.below != header.above or header.above != head.rows[0][0]:
        return True
    known = [i for i, name in enumerate(header.names) if name]
    own = sum(words.name(header.names[i]) == header.titles[i].strip() for i in known)
    return 2 * own < len(known)


def _numbering(rows: Sequence[Row], below: int) -> int:
    """Return the row under the header that only numbers the columns, 0 where there is none."""
    cells = next((cells for number, cells in rows if number == below + 1), [])
    filled = [cell.strip() for cell in cells if cell.strip()]
    is_numbers = len(filled) > 2 and filled == [str(i) for i in range(1, len(filled) + 1)]
    return below + 1 if is_numbers else 0


def _others(head: Head) -> Iterator[Issue]:
    if head.others:
        names = ", ".join(quote(name) for name in head.others[:5])
        yield Issue(None, None, "sheets_left_out", (("sheets", names),))
