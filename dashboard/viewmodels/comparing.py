"""Two sides of one view: what each says, how far apart they are, and what may be made of it.

Differences are taken of published figures alone, and of the survey only those are called
differences that the publication has judged to be more than chance (`geodata.differences`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any

from dashboard.state import (
    COMPARED,
    DAYS,
    DISTRICT,
    EVERYBODY,
    INDICATOR,
    PART,
    View,
    other_side,
)
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.reading import LETTERS, Reading, read
from dashboard.viewmodels.sentence import Sentence, describe_period
from dashboard.viewmodels.summary import summarise
from dashboard.viewmodels.text import format_value, indicator_name, part_name, unit_name
from geodata.i18n import Translator
from geodata.masking import PLACES
from geodata.names import romanian_order
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE, Level, Status
from geodata.windows import MOST_COMPARED

TURNED = {"a": "b", "b": "a"}
EVEN = "2"  # the class in the middle of the colours of differences
NONE = "-"


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its name, its figure over the whole area or its districts, its base in words."""

    label: str
    value: str
    caption: str
    note: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit on both sides.

    Attributes:
        code: Its code.
        name: Its name.
        values: Both values in words; a status in words where one is not shown.
        ns: Both bases in words.
        difference: The first minus the second, in words; a dash where it cannot be said.
        judgement: What may be made of it, in words; empty of visits, which are no sample.
        klass: Colour of the map of differences, `0` to `4`, or `-` for none.
        size: The difference as a number, for marks whose size it is; None where it has none.
        plain: Both values as published, to sort by and for files.
        bases: Both bases as published; None where a value is not shown.
        statuses: The statuses of both sides in words.
    """

    code: str
    name: str
    values: tuple[str, str]
    ns: tuple[str, str]
    difference: str
    judgement: str
    klass: str
    size: float | None
    plain: tuple[float | str | None, float | str | None]
    bases: tuple[int | None, int | None]
    statuses: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that the page of a comparison says.

    Attributes:
        key: Name of both frames, so that the browser can tell whether it shows the same.
        sentence: The sentence of state.
        sides: The first and the second side.
        finding: What may be said of the difference, in a sentence or two.
        reason: Why there is no map of differences; empty where there is one.
        legend: Labels of the five classes of the map of differences, the lowest first.
        counts: Units in each class, and those that have none.
        total: The whole area, or nothing where the sides are of different districts.
        groups: Two groups of districts, each added up; nothing of the other kinds.
        rows: The units, as the view sorts them, else the largest difference first.
    """

    key: str
    sentence: Sentence
    sides: tuple[Side, Side]
    finding: str
    reason: str
    legend: tuple[str, ...]
    counts: tuple[int, ...]
    total: Pair | None
    groups: Pair | None
    rows: tuple[Pair, ...]


def sides_of(view: View, published: Published) -> tuple[View, View] | None:
    """The two views that are compared: alike but for one thing, at a level that both carry.

    None where nothing is chosen to compare with, or where the figures shown know no such thing:
    visits have no respondents.
    """
    kind = view.against.partition(":")[0]
    about = published.document["indicators"][view.indicator]
    asked = about["kind"] == "answers"
    if not kind or (kind == PART and not asked):
        return None
    whole = {"first": 0, "last": len(published.document["days"]) - 1}
    first = view.to(districts=()) if kind in (DAYS, PART, INDICATOR) and asked else view
    if asked and kind == DAYS:
        first = first.to(part=EVERYBODY)  # a breakdown is shown over the whole campaign only
    elif asked and kind == DISTRICT:
        first = first.to(level=None, **whole)  # days rarely carry districts
    second = other_side(first, published)
    if kind == DISTRICT:
        return first, second
    order = tuple(Level)
    readings = [read(each, published) for each in (first, second)]
    opinions = [reading for reading in readings if reading.is_opinion]
    if not opinions:
        return first, second
    level = max((reading.level for reading in readings), key=order.index)
    return first.to(level=level), second.to(level=level)


def describe_comparison(view: View, published: Published, t: Translator) -> Comparison | None:
    """Describe the comparison of a view; None where there is none."""
    sides = sides_of(view, published)
    if sides is None:
        return None
    kind = view.against.partition(":")[0]
    readings = (read(sides[0], published), read(sides[1], published))
    reason = _reason(kind, sides, readings, t)
    judged = _judged(sides, readings, published)
    threshold = _threshold(readings[0], published)
    rows = (
        ()
        if kind == DISTRICT or _levels_differ(readings)
        else tuple(
            _pair(i, code, readings, judged, reason, threshold, t)
            for i, code in enumerate(readings[0].codes)
        )
    )
    described = (
        _side(kind, sides[0], readings[0], published, t),
        _side(kind, sides[1], readings[1], published, t),
    )
    whole = _total(sides, readings, published, reason, threshold, t)
    letter = judge_groups(sides, readings[0], published) if kind == DISTRICT else ""
    total = whole if kind != DISTRICT else None
    klasses = [row.klass for row in rows]
    return Comparison(
        key=f"{sides[0].indicator}:{readings[0].key}|{sides[1].indicator}:{readings[1].key}",
        sentence=_sentence(view, described, readings, published, t),
        sides=described,
        finding=_finding(kind, rows, total, readings[0], reason, t)
        if kind != DISTRICT
        else _groups_finding(readings[0], letter, reason, t),
        reason=reason,
        legend=() if reason else _legend(readings[0], threshold, t),
        counts=tuple(klasses.count(k) for k in ("0", "1", EVEN, "3", "4", NONE)),
        total=total,
        groups=replace(whole, name=t.text("compare.both_groups")) if kind == DISTRICT else None,
        rows=_ordered(rows, view.sort, t),
    )


def _ordered(rows: Sequence[Pair], sort: str, t: Translator) -> tuple[Pair, ...]:
    """Rows as a head sorts them; what has no figure comes last either way."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    named = sorted(rows, key=lambda row: place_of(row.name, t))
    if key == "unit":
        return tuple(reversed(named) if falling else named)
    if key == "judgement":
        return tuple(sorted(named, key=lambda row: row.judgement, reverse=falling))
    if key not in COMPARED:
        return tuple(sorted(named, key=lambda row: (row.size is None, -abs(row.size or 0))))
    known = [(row, figure) for row in named if (figure := _figure(row, key)) is not None]
    known.sort(key=lambda pair: pair[1], reverse=falling)
    blank = [row for row in named if _figure(row, key) is None]
    return (*(row for row, _ in known), *blank)


def _figure(row: Pair, key: str) -> float | None:
    """What a column of figures sorts a row by."""
    if key == "difference":
        return row.size
    side = 0 if key in ("first", "n_first") else 1
    if key.startswith("n_"):
        n = row.bases[side]
        return None if n is None else float(n)
    value = row.plain[side]
    return PLACES[value] if isinstance(value, str) else value


def place_of(name: str, t: Translator) -> Any:
    """Place of a name in the alphabet of the reader's language."""
    return name if t.language == "ru" else romanian_order(name)


def judge_groups(sides: tuple[View, View], reading: Reading, published: Published) -> str:
    """The letter of two groups of districts that the publication judges; empty of all others.

    Judged are two development regions, and one district against all others. Any other pair is
    not: groups chosen freely, tested on what is hidden too, would let somebody ask the hidden
    answers out one district at a time.
    """
    one, other = (set(side.districts) for side in sides)
    if one & other or not reading.is_opinion or sides[0].part != EVERYBODY:
        return ""
    pair = [_region_of(side.districts, published) for side in sides]
    if all(pair):
        judged = reading.about.get("regions", {})
        turned = TURNED.get(letter := judged.get(f"{pair[1]}~{pair[0]}", NONE), letter)
        return str(judged.get(f"{pair[0]}~{pair[1]}", turned))
    groups = reading.about.get("groups", "")
    for alone, rest, turn in ((one, other, {}), (other, one, TURNED)):
        if len(alone) == 1 and groups and _are_the_rest(rest, alone, published):
            letter = groups[published.district_index[next(iter(alone))]]
            return str(turn.get(letter, letter))
    return ""


def _are_the_rest(rest: set[str], alone: set[str], published: Published) -> bool:
    """Whether these are all other districts, with or without those out of scope."""
    document = published.document
    pairs = zip(document["districts"], document["in_scope"], strict=True)
    needed = {code for code, inside in pairs if inside}
    return needed - alone <= rest


def _groups_finding(reading: Reading, letter: str, reason: str, t: Translator) -> str:
    """What may be said of two groups of districts, and why of most it cannot be said."""
    if not reading.is_opinion:
        return reason
    if reading.about["unit"] != "percent":
        return f"{reason} {t.text('compare.no_map.balance')}"
    if letter == "":
        return f"{reason} {t.text('compare.groups_not_judged')}"
    if letter == NONE:
        return f"{reason} {t.text('compare.groups_few')}"
    words = t.text(f"compare.judged.{_judged_word(letter)}")
    return f"{reason} {t.text('compare.groups_judged', judgement=words)}"


def _levels_differ(readings: Sequence[Reading]) -> bool:
    return readings[0].level is not readings[1].level


def _reason(
    kind: str, sides: tuple[View, View], readings: tuple[Reading, Reading], t: Translator
) -> str:
    """Why no difference can be drawn unit by unit; empty where it can."""
    one, other = readings
    if kind == DISTRICT:
        return t.text("compare.no_map.districts")
    if sides[0] == sides[1] or (one.key, one.about) == (other.key, other.about):
        return t.text("compare.no_map.same")
    if one.about["unit"] != other.about["unit"] or one.is_opinion != other.is_opinion:
        return t.text("compare.no_map.units")
    if not one.is_opinion:
        return ""
    if one.about["unit"] != "percent":
        return t.text("compare.no_map.balance")
    if kind == INDICATOR:
        return t.text("compare.no_map.questions")
    if kind == PART and EVERYBODY in (sides[0].part, sides[1].part):
        return t.text("compare.no_map.overlap")
    if kind == PART and _breakdown(sides[0].part) != _breakdown(sides[1].part):
        return t.text("compare.no_map.overlap")
    if kind == DAYS and sides[0].first <= sides[1].last and sides[1].first <= sides[0].last:
        return t.text("compare.no_map.days")
    if kind == DAYS and _is_untested(readings):
        return t.text("compare.no_map.long")
    return ""


def _is_untested(readings: tuple[Reading, Reading]) -> bool:
    """Whether these are days that a long campaign does not test against each other.

    The publication judges every pair of windows of a short campaign, and of a long one the
    single days: its pairs of windows are thousands.
    """
    single = all(reading.first == reading.last for reading in readings)
    return not single and len(readings[0].about["windows"]) > MOST_COMPARED


def _breakdown(part: str) -> str:
    return part.partition(":")[0] if ":" in part else PART


def _judged(
    sides: tuple[View, View], readings: tuple[Reading, Reading], published: Published
) -> dict[str, str]:
    """By level one letter a unit, the first side above or below the second; empty if not judged."""
    about = readings[0].about
    names = [side.part if side.part != EVERYBODY else f"{side.first}-{side.last}" for side in sides]
    published_pairs = about.get("differences", {})
    straight = published_pairs.get(f"{names[0]}~{names[1]}")
    if straight is not None:
        return dict(straight)
    turned = published_pairs.get(f"{names[1]}~{names[0]}", {})
    return {
        level: "".join(TURNED.get(letter, letter) for letter in letters)
        for level, letters in turned.items()
    }


def _pair(
    i: int,
    code: str,
    readings: tuple[Reading, Reading],
    judged: dict[str, str],
    reason: str,
    threshold: float,
    t: Translator,
) -> Pair:
    one, other = readings
    letters = judged.get(str(one.level), "")
    return _written(
        code,
        readings,
        (one.frame["v"][i], other.frame["v"][i]),
        (one.frame["n"][i], other.frame["n"][i]),
        (one.frame["s"][i], other.frame["s"][i]),
        letters[i] if letters else NONE,
        reason,
        threshold,
        t,
    )


def _total(
    sides: tuple[View, View],
    readings: tuple[Reading, Reading],
    published: Published,
    reason: str,
    threshold: float,
    t: Translator,
) -> Pair:
    sums = [summarise(side, each, published) for side, each in zip(sides, readings, strict=True)]
    letter = _judged(sides, readings, published).get(str(Level.COUNTRY), NONE)
    chosen = any(each.chosen for each in sums)
    states = [each.total.get("s", "o") for each in readings]
    return _written(
        COUNTRY_CODE,
        readings,
        (sums[0].value, sums[1].value),
        (sums[0].n, sums[1].n),
        (states[0], states[1]),
        NONE if chosen else letter,
        reason,
        threshold,
        t,
    )


def _written(
    code: str,
    readings: tuple[Reading, Reading],
    values: tuple[Any, Any],
    ns: tuple[int | None, int | None],
    states: tuple[str, str],
    letter: str,
    reason: str,
    threshold: float,
    t: Translator,
) -> Pair:
    about = readings[0].about
    size: float | None = None
    if not reason and all(isinstance(value, (int, float)) for value in values):
        size = round(values[0] - values[1], int(about["decimals"]))
    opinion = readings[0].is_opinion
    klass = NONE
    if (size is not None and not opinion) or (size is not None and letter in ("a", "b")):
        klass = _class(size, threshold)
    elif size is not None and letter == "e":
        klass = EVEN
    judgement = ""
    if opinion and not reason:
        judgement = t.text(f"compare.judged.{_judged_word(letter)}") if size is not None else ""
    return Pair(
        code=code,
        name=unit_name(t, code),
        values=(
            _value(readings[0], values[0], states[0], t),
            _value(readings[1], values[1], states[1], t),
        ),
        ns=(_number(ns[0], values[0], t), _number(ns[1], values[1], t)),
        difference=format_difference(t, about, size),
        judgement=judgement,
        klass=klass,
        size=size,
        plain=values,
        bases=(
            None if values[0] is None else ns[0],
            None if values[1] is None else ns[1],
        ),
        statuses=(t.text(f"status.{LETTERS[states[0]]}"), t.text(f"status.{LETTERS[states[1]]}")),
    )


def _judged_word(letter: str) -> str:
    return {"a": "above", "b": "below", "e": "alike"}.get(letter, "few")


def _value(reading: Reading, value: Any, state: str, t: Translator) -> str:
    if value is not None:
        return format_value(t, reading.about, value)
    names = {"s": "suppressed", "n": "no_data", "a": "not_asked", "x": "out_of_scope"}
    return t.text(f"status.{names[state]}") if state in names else "–"


def _number(n: int | None, value: Any, t: Translator) -> str:
    return "–" if n is None or value is None else t.number(n)


def format_difference(t: Translator, about: dict[str, Any], size: float | None) -> str:
    """Write a difference with its sign; of shares in percentage points."""
    if size is None:
        return "–"
    text = t.number(size, int(about["decimals"]))
    text = f"+{text}" if size > 0 else text
    return t.text("unit.points", value=text) if about["unit"] in ("percent", "points") else text


def _threshold(reading: Reading, published: Published) -> float:
    """From where on a difference is large: fixed by the whole campaign, never by what is shown."""
    if reading.is_opinion:
        return 10.0
    largest = float(reading.about["largest"])
    step = 10.0 ** floor(log10(largest / 4)) if largest > 0 else 1.0
    nice = max(m * step for m in (1, 2, 5) if m * step <= max(largest / 4, step))
    return float(max(round(nice, int(reading.about["decimals"])), _least(reading)))


def _least(reading: Reading) -> float:
    """The smallest difference that figures of these decimals can have, twice."""
    return float(2 * 10.0 ** -int(reading.about["decimals"]))


def _class(size: float, threshold: float) -> str:
    if size == 0:
        return EVEN
    if size > 0:
        return "4" if size >= threshold else "3"
    return "0" if size <= -threshold else "1"


def _legend(reading: Reading, threshold: float, t: Translator) -> tuple[str, ...]:
    about = reading.about
    large, small = (format_difference(t, about, sign * threshold) for sign in (1, -1))
    even = "compare.even_judged" if reading.is_opinion else "compare.even"
    return (
        t.text("compare.at_least", value=small),
        t.text("compare.second_more"),
        t.text(even),
        t.text("compare.first_more"),
        t.text("compare.at_least", value=large),
    )


def _side(kind: str, view: View, reading: Reading, published: Published, t: Translator) -> Side:
    hero = describe_hero(view, reading, published, t)
    summary = summarise(view, reading, published)
    hidden = summary.counts.get(Status.SUPPRESSED, 0) if summary.chosen else 0
    parts = [hero.note, t.plural("count.hidden", hidden) if hidden else ""]
    note = "; ".join(part for part in parts if part)
    return Side(_label(kind, view, reading, published, t), hero.value, hero.caption, note)


def _label(kind: str, view: View, reading: Reading, published: Published, t: Translator) -> str:
    if kind == DAYS:
        return describe_period(reading.first, reading.last, published, t)
    if kind == PART:
        return t.text("part.all") if view.part == EVERYBODY else part_name(t, view.part)
    if kind == INDICATOR:
        return indicator_name(t, view.indicator, published)
    if not view.districts:
        return t.text("compare.everywhere")
    names = [unit_name(t, code) for code in view.districts]
    if len(names) <= 2:
        return ", ".join(names)
    region = _region_of(view.districts, published)
    return unit_name(t, region) if region else t.plural("count.districts", len(names))


def _region_of(districts: Sequence[str], published: Published) -> str:
    """The region whose districts these are, all of them; else nothing."""
    from geodata.districts import district

    homes = {district(code).region_code for code in districts}
    region = homes.pop() if len(homes) == 1 else ""
    whole = [c for c in published.document["districts"] if district(c).region_code == region]
    return region if region and sorted(whole) == sorted(districts) else ""


def _sentence(
    view: View,
    sides: tuple[Side, Side],
    readings: tuple[Reading, Reading],
    published: Published,
    t: Translator,
) -> Sentence:
    kind = view.against.partition(":")[0]
    versus = t.text(
        "compare.versus",
        first=f"{sides[0].label} {sides[0].value}",
        second=f"{sides[1].label} {sides[1].value}",
    )
    period = describe_period(readings[0].first, readings[0].last, published, t)
    if kind == INDICATOR:
        return Sentence(versus, period, "")
    name = indicator_name(t, view.indicator, published)
    return Sentence(f"{name}: {versus}", "" if kind == DAYS else period, "")


def _finding(
    kind: str,
    rows: Sequence[Pair],
    total: Pair | None,
    reading: Reading,
    reason: str,
    t: Translator,
) -> str:
    """What may be said: that most are not distinguishable is itself the finding."""
    if reason:
        return reason
    parts = []
    if total is not None and total.size is not None:
        key = "compare.total_judged" if total.judgement else "compare.total"
        words = {"difference": total.difference, "judgement": total.judgement}
        parts.append(t.text(key, **words))
    if not reading.is_opinion:
        more = sum(row.size is not None and row.size > 0 for row in rows)
        less = sum(row.size is not None and row.size < 0 for row in rows)
        known = sum(row.size is not None for row in rows)
        parts.append(t.text("compare.finding_visits", more=more, less=less, of=known))
        return " ".join(parts)
    judged = [row for row in rows if row.klass != NONE]
    out = [row for row in judged if row.klass != EVEN]
    if reading.level is Level.COUNTRY:
        return " ".join([*parts, t.text("compare.country_only")])
    unit = t.text(f"legend.units.{reading.level}")
    if not judged:
        return " ".join([*parts, t.text("compare.none_carries", unit=unit)])
    key = "compare.none_out" if not out else "compare.some_out"
    return " ".join([*parts, t.text(key, out=len(out), judged=len(judged), unit=unit)])
