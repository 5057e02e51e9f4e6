"""What the atlas remembers of files, in words: what columns are, and what names of places mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.viewmodels.data import moment
from dashboard.viewmodels.kinds import kind_name
from dashboard.viewmodels.text import unit_name
from geodata.i18n import Translator
from geodata.vocabulary import PlaceKind


@dataclass(frozen=True, slots=True)
class Remembered:
    """One thing that is remembered.

    Attributes:
        name: The file it was said for, or the text that a name stands in.
        about: What it is: kind of file, or the place that is meant.
        details: What columns are, heading by heading.
        at: When, as ISO text for machines.
        when: The same for people.
        who: Who said so.
        address: Where the form goes that forgets it.
        fields: What that form says.
    """

    name: str
    about: str
    details: tuple[str, ...]
    at: str
    when: str
    who: str
    address: str
    fields: tuple[tuple[str, str], ...]


def describe_remembered(
    mappings: Sequence[Mapping[str, Any]], decisions: Sequence[Mapping[str, Any]], t: Translator
) -> tuple[Remembered, ...]:
    """Describe mappings and decisions as the command `overview` lists them."""
    return (
        *(_mapping(each, t) for each in mappings),
        *(_decision(each, t) for each in decisions),
    )


def _mapping(each: Mapping[str, Any], t: Translator) -> Remembered:
    left_out = t.text("remembered.left_out")
    words = [t.text("remembered.words", count=t.number(each["words"]))] if each["words"] else []
    return Remembered(
        name=each["name"] or each["shape"],
        about=t.text("remembered.mapping", kind=kind_name(each["kind"] or "auto", t)),
        details=(*(f"{head} → {name or left_out}" for head, name in each["columns"]), *words),
        at=each["at"],
        when=moment(each["at"], t),
        who=each["who"],
        address="forget-mapping",
        fields=(("shape", each["shape"]),),
    )


def _decision(each: Mapping[str, Any], t: Translator) -> Remembered:
    place = f"{each['place']} ({each['code']})" if each["place"] else t.text("remembered.gone")
    home = unit_name(t, each["district"]) if each["district"] else ""
    if PlaceKind(each["kind"]) is PlaceKind.LOCALITY and home:
        place = f"{place}, {home}"
    return Remembered(
        name=each["text"],
        about=t.text("remembered.means", place=place),
        details=(),
        at=each["at"],
        when=moment(each["at"], t),
        who=each["who"],
        address="forget-place",
        fields=tuple((key, each[key]) for key in ("kind", "text", "district")),
    )
