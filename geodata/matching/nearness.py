"""How near a text is to names: whether it is one of them mistyped, and which it resembles.

The bar is such that a name with one or two letters wrong (left out, added, changed, or swapped
with the next) is never taken for another place's: the nearest name must be within one edit, two
for long names, and every other place's at least two edits further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

Codes = tuple[str, ...]

LEAST_LETTERS = 5
LONG = 9
MARGIN = 2
# A letter mistyped in Cyrillic may change several of how it sounds.
SOUND_MARGIN = 3
_RESEMBLES = 62
_MOST = 5


def mistyped(
    texts: Sequence[str],
    names: Mapping[str, Codes],
    within: frozenset[str] | None = None,
    margin: int = MARGIN,
) -> str | None:
    """Return the code of the only place whose name is `texts` mistyped, or None.

    Args:
        texts: The ways to read what is written.
        names: Every name and the codes of the places that have it.
        within: Only these places are meant, though the others' names still stand in the way.
        margin: How many edits further every other place must be.
    """
    farthest = 2 + margin
    distances: dict[str, int] = {}
    edits: dict[str, int] = {}
    for text in texts:
        found = process.extract(
            text,
            names.keys(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=farthest,
            limit=None,
        )
        for name, distance, _ in found:
            distances[name] = min(distance, distances.get(name, farthest))
            if distance <= _allowed(min(len(text), len(name))):
                edits[name] = min(distance, edits.get(name, farthest))
    meant = {name: _meant(names[name], within) for name in edits}
    least = min((edits[name] for name in edits if meant[name]), default=None)
    if least is None:
        return None
    nearest = {code for name in edits if edits[name] == least for code in meant[name]}
    if len(nearest) != 1:
        return None
    (code,) = nearest
    others = (distances[name] for name in distances if code not in names[name])
    return code if min(others, default=farthest + 1) >= least + margin else None


def resembling(texts: Sequence[str], names: Mapping[str, Codes]) -> Codes:
    """Return the codes of at most five places whose names are like `texts`, likeliest first."""
    best: dict[str, float] = {}
    for text in texts:
        for scorer, cutoff in ((fuzz.ratio, _RESEMBLES), (fuzz.token_set_ratio, 90)):
            found = process.extract(
                text, names.keys(), scorer=scorer, score_cutoff=cutoff, limit=2 * _MOST
            )
            for name, score, _ in found:
                for code in names[name]:
                    best[code] = max(score, best.get(code, 0))
    return tuple(sorted(best, key=lambda code: (-best[code], code))[:_MOST])


def _allowed(letters: int) -> int:
    if letters < LEAST_LETTERS:
        return 0
    return 2 if letters >= LONG else 1


def _meant(codes: Iterable[str], within: frozenset[str] | None) -> Codes:
    return tuple(code for code in codes if within is None or code in within)
