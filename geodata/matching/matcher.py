"""The matcher: a text and, for localities and inspectorates, its district in; a place out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geodata.districts import find_district
from geodata.gazetteer import SHIPPED, Gazetteer
from geodata.inspectorates import Structure
from geodata.localities import Locality, find_localities
from geodata.matching.index import (
    Names,
    all_locality_sounds,
    district_names,
    inspectorate_core,
    inspectorate_full_names,
    inspectorate_names,
    locality_names,
    names_of,
)
from geodata.matching.nearness import MARGIN, SOUND_MARGIN, Codes, mistyped, resembling
from geodata.matching.places import Decision, How, Match, is_place, place_name
from geodata.matching.sounds import is_cyrillic, sound
from geodata.names import fold, in_other_letters, readings
from geodata.vocabulary import PlaceKind

LONGEST = 200
MOST_CANDIDATES = 5

_Key = tuple[PlaceKind, str, str]


class PlaceMatcher:
    """Finds places; made anew for each file, with what was decided until then.

    Args:
        decisions: What people decided; one for a place that is no longer there says nothing.
        gazetteer: The places there are.
    """

    def __init__(self, decisions: Iterable[Decision] = (), gazetteer: Gazetteer = SHIPPED) -> None:
        self.gazetteer = gazetteer
        self._decided: dict[_Key, str] = {
            (each.kind, each.text, each.district_code): each.code
            for each in decisions
            if is_place(each.kind, each.code, gazetteer)
        }

    def district(self, text: str) -> Match:
        """Find a district by its code or by any spelling of its name."""
        text = text[:LONGEST]
        found = next((each for way in _ways(text) if (each := find_district(way))), None)
        if found:
            return Match(How.NAME, found.code)
        decided = self._decided.get((PlaceKind.DISTRICT, decision_key(text), ""))
        return _decided(decided) or _compared(text, district_names())

    def locality(self, text: str, district_code: str) -> Match:
        """Find a locality of a district by its code or by any spelling of its name."""
        text = text[:LONGEST].strip()
        added = self.gazetteer.added
        by_code = self._locality_of_code(text)
        if by_code:
            here = by_code == district_code
            code = text.upper()
            return Match(How.NAME, code) if here else Match(How.ELSEWHERE, candidates=(code,))
        named = _named(text, district_code, added)
        if len(named) == 1:
            return Match(How.NAME, named[0])
        key = (PlaceKind.LOCALITY, decision_key(text), district_code)
        if key in self._decided:
            return Match(How.DECIDED, self._decided[key])
        if named:
            return Match(How.AMBIGUOUS, candidates=named[:MOST_CANDIDATES])
        match = _compared(text, locality_names(district_code, added))
        if match.how in (How.SOUND, How.AMBIGUOUS):
            return match
        elsewhere = _named(text, None, added) or _sounding(text, all_locality_sounds(added))
        if not elsewhere:
            return match
        # A name of another district's is not this one's mistyped.
        near = (match.code,) if match.code else match.candidates
        return Match(How.ELSEWHERE, candidates=(*near, *elsewhere)[:MOST_CANDIDATES])

    def inspectorate(self, text: str, district_code: str | None) -> Match:
        """Find an inspectorate by code or name, among namesakes the one of the district."""
        text = text[:LONGEST]
        structure = self.gazetteer.structure
        within = structure.serving(district_code) if district_code else None
        for named in _inspectorates_named(text, structure):
            here = [code for code in named if within is None or code in within]
            if len(here) == 1:
                return Match(How.NAME, here[0])
        decided = self._decided.get((PlaceKind.INSPECTORATE, decision_key(text), ""), "")
        if decided and (within is None or decided in within):
            return Match(How.DECIDED, decided)
        named = next(filter(None, _inspectorates_named(text, structure)), ())
        if named:
            how = How.AMBIGUOUS if within is None else How.ELSEWHERE
            return Match(how, candidates=named)
        return _compared(inspectorate_core(text), inspectorate_names(structure), within)

    def _locality_of_code(self, text: str) -> str:
        try:
            return self.gazetteer.locality(text.upper()).district_code
        except KeyError:
            return ""


def decision_key(text: str) -> str:
    """Return the key under which a decision about a text is kept."""
    return fold(text[:LONGEST])


def holds_for(kind: PlaceKind, code: str, gazetteer: Gazetteer = SHIPPED) -> str:
    """Return the district in which a decision for this place holds, "" where in all.

    Raises:
        KeyError: no place of this kind has the code.
    """
    if kind is PlaceKind.LOCALITY:
        return gazetteer.locality(code).district_code
    place_name(kind, code, gazetteer=gazetteer)
    return ""


def _compared(text: str, names: Names, within: frozenset[str] | None = None) -> Match:
    """Find by sound, then by nearness, then say what it resembles."""
    sounding = _sounding(text, names.sounds)
    here = tuple(code for code in sounding if within is None or code in within)
    if len(here) == 1:
        return Match(How.SOUND, here[0])
    if sounding:
        how = How.AMBIGUOUS if here or within is None else How.ELSEWHERE
        return Match(how, candidates=(here or sounding)[:MOST_CANDIDATES])
    cyrillic = is_cyrillic(fold(text))
    keys = tuple(sound(way) for way in readings(text)) if cyrillic else readings(text)
    compared = names.sounds if cyrillic else names.spelled
    near = mistyped(keys, compared, within, SOUND_MARGIN if cyrillic else MARGIN)
    if near:
        return Match(How.NEAR, near)
    candidates = resembling(keys, compared)
    return Match(How.UNSURE if candidates else How.UNKNOWN, candidates=candidates)


def _named(text: str, district_code: str | None, added: tuple[Locality, ...]) -> Codes:
    for way in _ways(text):
        found = tuple(each.code for each in find_localities(way, district_code))
        own = names_of(added).spelled if added else {}
        keys = [key for key in readings(way) if key in own][:1]
        districts = {each.code: each.district_code for each in added}
        also = (code for key in keys for code in own[key])
        found += tuple(c for c in also if district_code in (None, districts[c]))
        if found:
            return found
    return ()


def _sounding(text: str, sounds: dict[str, Codes]) -> Codes:
    """Return the codes of places that a text in Cyrillic letters sounds like."""
    for way in _ways(text):
        for reading in readings(way) if is_cyrillic(fold(way)) else ():
            found = sounds.get(sound(reading))
            if found:
                return found
    return ()


def _ways(text: str) -> tuple[str, ...]:
    """The text, and the same in the letters of the other script where it could be those."""
    return (text, *in_other_letters(text))


def _inspectorates_named(text: str, structure: Structure) -> Iterator[Codes]:
    """Yield what a text could name, surest first: a whole name, then the part that tells."""
    names = inspectorate_names(structure)
    for way in _ways(text):
        core = inspectorate_core(way)
        yield inspectorate_full_names(structure).get(fold(way), ())
        yield names.spelled.get(fold(core), ()) or _sounding(core, names.sounds)


def _decided(code: str | None) -> Match | None:
    return Match(How.DECIDED, code) if code else None
