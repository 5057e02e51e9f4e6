"""Compares what a screen carries with what the rows give for what its sentence names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from dashboard.viewmodels.text import part_name
from geodata.i18n import MINUS, NBSP, Translator, translators
from geodata.survey import part_keys
from geodata.vocabulary import PERSON_PARTS, Breakdown
from tests.browser.expected import DECIMALS, FEW, LEAST, Figure, Figures, Rows, units

NAMED_LEVELS = {
    "sentence.by_region": "region",
    "sentence.by_region_chosen": "region",
    "sentence.by_region_opened": "region",
    "sentence.by_country": "country",
    "sentence.by_country_chosen": "country",
    "sentence.by_country_opened": "country",
}
PARTS = (*part_keys(Breakdown.MODE), *(p for b in PERSON_PARTS for p in part_keys(b)))


@dataclass(frozen=True, slots=True)
class Named:
    """What the sentence names: days, part of a breakdown, level, choice of districts.

    Attributes:
        days: Indexes of the first and the last day, both inside.
        part: `all`, or a part of a breakdown.
        level: Level of the units.
        chosen: Whether districts were chosen.
    """

    days: tuple[int, int]
    part: str
    level: str
    chosen: bool


def read_sentence(sentence: list[str], lang: str, rows: Rows) -> Named:
    """Read days, part and level out of the words of the sentence's middle part.

    Raises:
        AssertionError: the words name no days, or there are words that say nothing known.
    """
    t = translators()[lang]
    rest = sentence[1]
    periods = _periods(rows, t)
    whole_by_part = {t.text("sentence.part_whole", part=part_name(t, p)): p for p in PARTS}
    part = "all"
    held = _start(rest, whole_by_part)
    if held:
        days, part, rest = (0, len(rows.days) - 1), whole_by_part[held], _after(rest, held)
    else:
        named = _start(rest, periods)
        assert named, f"the sentence names no days: {sentence!r}"
        days, rest = periods[named], _after(rest, named)
        by_part = {t.text("sentence.part", part=part_name(t, p)): p for p in PARTS}
        if only := _start(rest, by_part):
            part, rest = by_part[only], _after(rest, only)
    levels = {t.text(key): level for key, level in NAMED_LEVELS.items()}
    level = "district"
    if by := _start(rest, levels):
        level, rest = levels[by], _after(rest, by)
    chosen = rest in {
        t.text("sentence.selected", districts=t.plural("count.districts", count))
        for count in range(38)
    }
    assert chosen or not rest, f"the sentence says something unknown, {rest!r}: {sentence!r}"
    return Named(days, part, level, chosen)


def _periods(rows: Rows, t: Translator) -> dict[str, tuple[int, int]]:
    size = len(rows.days)
    names = {t.text("period.whole"): (0, size - 1)}
    names |= {t.day(day): (i, i) for i, day in enumerate(rows.days)}
    return names | {
        t.period(rows.days[i], rows.days[j], year=False): (i, j)
        for i in range(size)
        for j in range(i + 1, size)
        if j - i < size - 1
    }


def _start(text: str, names: dict[str, Any]) -> str:
    """The longest of `names` that `text` starts with, as a whole phrase."""
    fitting = [name for name in names if text == name or text.startswith(name + ", ")]
    return max(fitting, key=len, default="")


def _after(text: str, phrase: str) -> str:
    return text.removeprefix(phrase).removeprefix(", ")


def find_wrong(state: dict[str, Any], rows: Rows) -> list[str]:
    """Compare every unit of a page's state, and its hero, with the rows.

    Args:
        state: What `snapshot.js` returned.
        rows: The stored rows.

    Returns:
        One sentence for each thing that is wrong; empty where nothing is.
    """
    (indicator,) = state["indicator"]
    named = read_sentence(state["sentence"], state["lang"], rows)
    opinion = rows.is_opinion(indicator)
    figures = rows.figures(indicator, named.days, named.part, named.level)
    wrong = _units_wrong(state, named)
    for area in state["areas"]:
        figure = figures.get(area["code"])
        if figure is None:
            wrong.append(f"{area['code']}: no such unit")
            continue
        check = _answers_wrong if opinion else _visits_wrong
        wrong += [f"{area['code']}: {text}" for text in check(indicator, area, figure, named)]
    return wrong + _hero_wrong(state, rows, indicator, named, figures)


def _units_wrong(state: dict[str, Any], named: Named) -> list[str]:
    codes = [area["code"] for area in state["areas"]]
    wrong = []
    if sorted(codes) != sorted(units(named.level)):
        wrong.append(f"the sentence names {named.level}, the map has {codes}")
    kinds = {area["kind"] for area in state["areas"]}
    if kinds != {"district" if named.level == "district" else "region"}:
        wrong.append(f"the sentence names {named.level}, the map's elements are {kinds}")
    for area in state["areas"]:
        shown = area["status"] in ("ok", "few")
        if (area["value"] is not None) is not shown or (area["n"] is not None) is not shown:
            wrong.append(f"{area['code']} is {area['status']} and carries {area}")
        extra = set(area["data"]) - {"district", "region", "status", "value", "n"}
        if extra:
            wrong.append(f"{area['code']} carries also {extra}")
    return wrong


def _visits_wrong(indicator: str, area: dict[str, Any], figure: Figure, named: Named) -> list[str]:
    value = figure.value
    status = "out_of_scope" if not figure.in_scope else "no_data" if value is None else "ok"
    if area["status"] != status:
        return [f"status {area['status']}, {status} expected"]
    if status != "ok":
        return []
    assert value is not None
    return _figure_wrong(area, value, figure.n, DECIMALS.get(indicator, 0))


def _answers_wrong(indicator: str, area: dict[str, Any], figure: Figure, named: Named) -> list[str]:
    base, status = figure.n, area["status"]
    allowed = _statuses(figure, named)
    if status not in allowed:
        return [f"status {status} with a base of {base}, one of {sorted(allowed)} expected"]
    if status not in ("ok", "few"):
        return []
    value = figure.value
    assert value is not None
    ends = {-100: "<-90", 100: ">90"} if indicator.endswith("_balance") else {0: "<10", 100: ">90"}
    if status == "few" and value in ends:
        right = area["value"] == ends[int(value)] and area["n"] == str(base)
        return [] if right else [f"{area['value']} (n {area['n']}), {ends[int(value)]} expected"]
    return _figure_wrong(area, value, base, 0)


def _statuses(figure: Figure, named: Named) -> set[str]:
    """Statuses that METHOD allows for a base; withholding to protect another is always allowed."""
    if not figure.in_scope:
        return {"out_of_scope"}
    if figure.n == 0:
        nobody_asked = named.part == "face-to-face" and not figure.visited
        return {"not_asked"} if nobody_asked else {"no_data", "suppressed"}
    if figure.n < LEAST:
        return {"suppressed"}
    return {"few" if figure.n < FEW else "ok", "suppressed"}


def _figure_wrong(area: dict[str, Any], exact: Fraction, n: int, decimals: int) -> list[str]:
    wrong = []
    if area["n"] != str(n):
        wrong.append(f"n {area['n']}, {n} expected")
    try:
        published = Decimal(area["value"])
    except InvalidOperation:
        return [*wrong, f"value {area['value']!r} is not a number"]
    if not is_rounded(published, exact, decimals):
        wrong.append(f"value {published}, {float(exact):.4f} expected, {decimals} decimals")
    return wrong


def is_rounded(published: Decimal, exact: Fraction, decimals: int) -> bool:
    """Whether `published` is `exact` to so many decimals; at a tie either neighbour is right."""
    step = Fraction(1, 10**decimals)
    given = Fraction(published)
    return given % step == 0 and abs(given - exact) <= step / 2


def _hero_wrong(
    state: dict[str, Any], rows: Rows, indicator: str, named: Named, figures: Figures
) -> list[str]:
    """The large figure: the whole area's, or of the chosen districts what is shown of them.

    Of the survey, shown cells are added up; a rate of visits is over every district in scope.
    """
    shown = {area["code"] for area in state["areas"] if area["status"] in ("ok", "few")}
    wanted = set(state["chosen"]) if named.chosen else set(figures)
    value: Fraction | None
    if indicator == "days_present":
        value = Fraction(rows.days_with_visits(named.days, wanted & rows.scope))
    elif rows.is_opinion(indicator) and not named.chosen:
        (figure,) = rows.figures(indicator, named.days, named.part, "country").values()
        value = figure.value if figure.n >= LEAST else None
    else:
        top = [figures[code] for code in wanted & shown]
        inside = {code for code in wanted if figures[code].in_scope}
        below = top if rows.is_opinion(indicator) else [figures[code] for code in inside]
        value = _quotient(top, below)
    published = read_number(state["hero"][0], state["lang"])
    if value is None or published is None:
        right = value is None and published is None
    else:
        right = is_rounded(published, value, DECIMALS.get(indicator, 0))
    if right:
        return []
    exact = "nothing" if value is None else f"{float(value):.4f}"
    return [f"the hero says {state['hero'][0]!r}, {exact} expected"]


def _quotient(top: list[Figure], below: list[Figure]) -> Fraction | None:
    if not top:
        return None
    numerator = sum(figure.numerator for figure in top)
    if top[0].scale == 1:
        return Fraction(numerator)
    denominator = sum(figure.denominator for figure in below)
    return Fraction(top[0].scale * numerator, denominator) if denominator else None


def read_number(text: str, lang: str) -> Decimal | None:
    """Read a number as it is written in a language, its unit aside; None where there is none."""
    group, decimal = (",", ".") if lang == "en" else (NBSP, ",")
    found = re.search(rf"[+{MINUS}]?\d[\d{group}]*(?:{re.escape(decimal)}\d+)?", text)
    if not found:
        return None
    plain = found[0].replace(group, "").replace(decimal, ".").replace(MINUS, "-")
    return Decimal(plain)
