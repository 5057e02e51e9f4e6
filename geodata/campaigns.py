"""A campaign's record: names, days, target, scope, partners, funding and fieldwork.

The record speaks of the campaign, never of this product. What it does not know it does not
say; scope is part of it, so every denominator can be printed with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from geodata import districts, inspectorates
from geodata.vocabulary import LANGUAGES, Mode

Words = Mapping[str, str]

# No count of residents exists for Bender and the left bank, and no campaign could work there.
OUT_OF_SCOPE_DISTRICTS = ("MD-BD", "MD-SN")
OUT_OF_SCOPE_INSPECTORATES = ("IP-BD",)


@dataclass(frozen=True, slots=True)
class Campaign:
    """The record of one campaign. Days are inclusive; texts are by language.

    Attributes:
        id: Short name in URLs and files (letters, digits, hyphens).
        names: The campaign's name.
        first_day: First day of the campaign.
        last_day: Last day, inside the campaign.
        target_localities: Localities it set out to visit.
        scope_districts: Codes of the districts it counts.
        scope_inspectorates: Codes of the inspectorates it counts.
        partners: Who carried it out.
        funding: The funding statement.
        disclaimer: Whose views the contents are, and who answers for them.
        publisher: Who is responsible for the content.
        modes: Modes in which the survey was offered.
        fieldwork: How the survey was done.
        survey_first_day: First day of fieldwork.
        survey_last_day: Last day of fieldwork, inside it.
        illustrative: Whether its figures are made up; then every screen and file says so.
        questionnaire_id: The form that was used.

    Raises:
        ValueError: the record contradicts itself or lacks a language; the text says where.
    """

    id: str
    names: Words
    first_day: date
    last_day: date
    target_localities: int
    scope_districts: tuple[str, ...]
    scope_inspectorates: tuple[str, ...]
    partners: tuple[str, ...]
    funding: Words
    disclaimer: Words
    publisher: str
    modes: tuple[Mode, ...]
    fieldwork: Words
    survey_first_day: date
    survey_last_day: date
    illustrative: bool
    questionnaire_id: str

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"campaign {self.id}: its last day is before its first")
        if self.survey_last_day < self.survey_first_day:
            raise ValueError(f"campaign {self.id}: the survey's last day is before its first")
        if self.target_localities < 0:
            raise ValueError(f"campaign {self.id}: the target of localities is below zero")
        for field in ("names", "funding", "disclaimer", "fieldwork"):
            words: Words = getattr(self, field)
            missing = [lang for lang in LANGUAGES if lang not in words]
            if missing:
                raise ValueError(f"campaign {self.id}: {field} lacks {', '.join(missing)}")

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the campaign in order, both ends included."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=i) for i in range(count))

    def name(self, lang: str) -> str:
        """Return the campaign's name in `lang`."""
        return self.names[lang]


def default_scope_districts() -> tuple[str, ...]:
    """Return the 35 districts that a campaign counts unless its record says otherwise."""
    codes = (district.code for district in districts.all_districts())
    return tuple(code for code in codes if code not in OUT_OF_SCOPE_DISTRICTS)


def default_scope_inspectorates() -> tuple[str, ...]:
    """Return the 41 inspectorates that a campaign counts unless its record says otherwise."""
    codes = (each.code for each in inspectorates.all_inspectorates())
    return tuple(code for code in codes if code not in OUT_OF_SCOPE_INSPECTORATES)
