"""The one door for places named by people: districts, localities and inspectorates.

A text is read as a place where it is one of the place's names in any spelling, sounds like it in
Cyrillic, was decided by a person before, or is so near to one name and so far from every other
that it can only be mistyped; the last is said wherever it happens. Everything else is a question
with the places it could mean: nothing is guessed. `geodata.names` holds the spellings,
`geodata.districts` and `geodata.localities` what the search field needs of them.
"""

from __future__ import annotations

from geodata.matching.matcher import PlaceMatcher, decision_key, holds_for
from geodata.matching.places import Decision, How, Match, is_place, place_name
from geodata.vocabulary import PlaceKind

__all__ = [
    "Decision",
    "How",
    "Match",
    "PlaceKind",
    "PlaceMatcher",
    "decision_key",
    "holds_for",
    "is_place",
    "place_name",
]
