"""Several options in one cell, taken apart; and what a respondent wrote besides them.

Exports join options by a space, a comma or a semicolon, and an option may itself hold the sign.
So a cell is not split but covered: by options as they are written, the rest being own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from geodata.names import fold

_MOST_PIECES = 120


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a cell holds.

    Attributes:
        codes: Codes of the options.
        own: Texts that are no option.
        clear: Whether it can be read in one way only.
    """

    codes: tuple[str, ...]
    own: tuple[str, ...]
    clear: bool = True


def take_apart(text: str, separator: str, codes: Mapping[str, str]) -> Chosen:
    """Cover a cell by options, leaving as little as possible over.

    Args:
        text: The cell.
        separator: What joins options.
        codes: Codes by folded text.
    """
    pieces = [piece for piece in text.split(separator) if piece.strip()]
    if len(pieces) > _MOST_PIECES:
        return Chosen((), (text,))
    # Signs between words make pieces of their own, so an option may have more pieces than words.
    longest = 4 + max((len(folded.split()) for folded in codes), default=1)

    @cache
    def best(start: int) -> tuple[int, int, tuple[tuple[int, int, str], ...]]:
        """Least pieces left over from here on, in how many ways, and the first of them."""
        if start == len(pieces):
            return 0, 1, ()
        over, ways, cover = best(start + 1)
        least = (over + 1, ways, cover)
        for end in range(start + 1, min(len(pieces), start + longest) + 1):
            code = codes.get(fold(separator.join(pieces[start:end])))
            if code is None:
                continue
            over, ways, cover = best(end)
            cover = ((start, end, code), *cover)
            if over < least[0]:
                least = (over, ways, cover)
            elif over == least[0]:
                least = (over, least[1] + ways, min(cover, least[2], key=len))
        return least

    _, ways, cover = best(0)
    own, position = [], 0
    for start, end, _ in (*cover, (len(pieces), len(pieces), "")):
        if start > position:
            own.append(separator.join(pieces[position:start]).strip())
        position = end
    return Chosen(tuple(dict.fromkeys(code for *_, code in cover)), tuple(own), ways == 1)
