"""Names of places that only a person can decide, as a page asks about them: with all choices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from geodata.districts import all_districts, find_district
from geodata.gazetteer import SHIPPED, Gazetteer
from geodata.importing.issues import Issue
from geodata.importing.quoting import ELLIPSIS
from geodata.matching import PlaceKind, is_place, place_name
from geodata.vocabulary import LANGUAGES

MOST = 30
_ASKING = re.compile(r"(district|locality|inspectorate)_(unknown|unsure|ambiguous)")
# Codes stand in brackets behind names, or alone.
_CODE = re.compile(r"(?<=\()[A-Z\d-]{1,10}(?=\))|(?<![^ ])[A-Z\d-]{1,10}(?=,|$)")


def describe_asked(issues: Iterable[Issue], gazetteer: Gazetteer = SHIPPED) -> list[dict[str, Any]]:
    """Describe what is asked: kind, text, rows, likely codes, and names of all codes there are.

    A name that was shortened is not asked about: it could not be found again.
    """
    asked: dict[tuple[str, str, str], dict[str, Any]] = {}
    for issue in issues:
        found = _ASKING.fullmatch(issue.code)
        values = dict(issue.values)
        text, home = str(values.get("value", "")), str(values.get("district", ""))
        if found is None or not text or text.endswith(ELLIPSIS):
            continue
        key = (found[1], text, home)
        if key in asked:
            asked[key]["rows"] += 1
            continue
        if len(asked) >= MOST:
            continue
        kind = PlaceKind(found[1])
        likely = _CODE.findall(f"{values.get('places', '')} {values.get('codes', '')}")
        every = () if found[2] == "ambiguous" else _all(kind, home, gazetteer)
        likely = [code for code in likely if is_place(kind, code, gazetteer)]
        codes = [*likely, *(code for code in every if code not in likely)]
        asked[key] = {
            "kind": str(kind),
            "text": text,
            "district": home,
            "rows": 1,
            "likely": len(likely),
            "codes": codes,
            "names": {
                lang: [place_name(kind, code, lang, gazetteer) for code in codes]
                for lang in LANGUAGES
            },
        }
    return list(asked.values())


def _all(kind: PlaceKind, home: str, gazetteer: Gazetteer) -> list[str]:
    """Return every place that could be meant: of localities those of the district."""
    if kind is PlaceKind.DISTRICT:
        return [each.code for each in all_districts()]
    if kind is PlaceKind.INSPECTORATE:
        return [each.code for each in gazetteer.structure.inspectorates]
    found = find_district(home)
    inside = [each for each in gazetteer.localities() if found and each.district_code == found.code]
    return [each.code for each in sorted(inside, key=lambda each: each.name_ro)]
