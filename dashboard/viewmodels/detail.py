"""The pinned unit: its figure with n and denominator, visits, handouts, inspectorates, answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.state import EVERYBODY, View
from dashboard.viewmodels.contact_card import ContactCard, describe_contact
from dashboard.viewmodels.places import PlaceList, describe_place_list
from dashboard.viewmodels.reading import Reading, coarser, read
from dashboard.viewmodels.sentence import describe_period
from dashboard.viewmodels.text import (
    format_value,
    indicator_name,
    indicator_words,
    interval_words,
    part_name,
    signed,
    unit_name,
)
from geodata.districts import district
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.residents import residents
from geodata.vocabulary import Breakdown, Level, Mode, Status, VisitStatus

HANDOUTS = ("leaflets", "pens", "reflective_strips", "screenings")
# Favourable answers take the ramp, the others greys: no red or green.
SIDE_TOKENS = {
    "favourable": ("survey-4", "survey-2", "survey-1"),
    "neutral": ("neutral",) * 9,
    "unfavourable": ("against-1", "against-2"),
}
GROUP_SIGNS = {"a": "▲", "e": "≈", "b": "▼"}
TEASER = "trust_police_favourable"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit: day, place, contacts or what became of it."""

    day: str
    place: str
    outcome: str
    took_place: bool


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """One answer option: words, share as a number and in words, its side, its colour's token."""

    label: str
    percent: float
    text: str
    side: str
    token: str


@dataclass(frozen=True, slots=True)
class ModeLine:
    """One survey mode: words, n and value, or the reason there is none."""

    label: str
    n: str
    value: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything the detail panel says, ready to render; empty parts are left out."""

    code: str
    title: str
    trail: str
    period: str
    value: str
    caption: str
    note: str
    reason: str
    visits_title: str
    visits_note: str
    visits_by_day: tuple[int, ...]
    day_names: tuple[str, ...]
    visits: tuple[VisitLine, ...]
    handouts: tuple[tuple[str, str], ...]
    handouts_note: str
    inspectorates: tuple[ContactCard, ...]
    answers: tuple[AnswerShare, ...]
    balance: str
    modes: tuple[ModeLine, ...]
    breakdowns: tuple[tuple[str, tuple[ModeLine, ...]], ...]
    group: str
    group_sign: str
    teaser: str
    teaser_key: str
    places: PlaceList | None


def describe_detail(view: View, published: Published, t: Translator) -> Detail | None:
    """Describe the pinned unit; None where nothing is pinned.

    A unit that the map does not show in these days (a district, while the survey stands at
    regions) keeps its visits, and says the reason where its figure would be.
    """
    if not view.pin:
        return None
    reading = read(view, published)
    if reading.is_opinion and view.pin in published.document["regions"]:
        reading = read(view.to(level=coarser(Level.REGION, reading.level)), published)
    elif reading.opened or _is_whole(reading, published):
        # The map stands at regions, but this district's own figure is of the same days.
        reading = read(view.to(level=Level.DISTRICT), published)
    at = reading.codes.index(view.pin) if view.pin in reading.codes else None
    status = reading.statuses()[at] if at is not None else Status.SUPPRESSED
    letter = reading.groups[at] if reading.groups and at is not None else ""
    visits = _visits(view, published)
    done = [
        v
        for v in visits
        if VisitStatus(v["status"]).took_place and view.first <= v["day"] <= view.last
    ]
    return Detail(
        code=view.pin,
        title=unit_name(t, view.pin),
        trail=_trail(view.pin, t),
        period=describe_period(reading.first, reading.last, published, t),
        value=format_value(t, reading.about, reading.frame["v"][at]) if at is not None else "–",
        caption=_caption(view, published, t),
        note=_note(view, reading, at, t),
        reason=_reason(status, reading, at, published, t),
        visits_title=t.plural("count.visits", len(done)),
        visits_note=_visits_note(view, done, published, t),
        visits_by_day=tuple(
            sum(v["day"] == day for v in done) for day in range(len(published.document["days"]))
        ),
        day_names=tuple(t.short_day(date.fromisoformat(day)) for day in published.document["days"]),
        visits=tuple(describe_visit_line(v, published, t) for v in visits),
        handouts=describe_handouts(done, t),
        handouts_note=_leaflets_per_contact(done, t),
        inspectorates=_inspectorates(view.pin, published, t),
        answers=_answers(reading, at, published, t),
        balance=_balance(view, reading, at, published, t),
        modes=_modes(view, reading, published, t),
        breakdowns=_breakdowns(view, reading, published, t),
        group=t.text(f"group.detail.{letter}") if letter in GROUP_SIGNS else "",
        group_sign=GROUP_SIGNS.get(letter, ""),
        teaser="" if reading.is_opinion else _teaser(view, published, t),
        teaser_key=TEASER if TEASER in published.document["indicators"] else "",
        places=describe_place_list(view, published, t),
    )


def _is_whole(reading: Reading, published: Published) -> bool:
    days = len(published.document["days"])
    return reading.is_opinion and (reading.first, reading.last) == (0, days - 1)


def _trail(code: str, t: Translator) -> str:
    country = t.text("detail.moldova")
    if not code.startswith("MD-") or not district(code).region_code:
        return country
    return f"{country} › {unit_name(t, district(code).region_code)}"


def _caption(view: View, published: Published, t: Translator) -> str:
    return indicator_words(t, view.indicator, published, "unit")


def _note(view: View, reading: Reading, at: int | None, t: Translator) -> str:
    if at is None or reading.frame["v"][at] is None:
        return ""
    frame = reading.frame
    n = t.text("hero.n", n=t.number(frame["n"][at]))
    if reading.is_opinion:
        answered = frame["n"][at] + frame["dk"][at]
        share = t.text("unit.percent", value=t.number(round(100 * frame["dk"][at] / answered)))
        note = t.text(
            "hero.dont_know",
            n=t.number(frame["n"][at]),
            count=t.number(frame["dk"][at]),
            share=share,
        )
        if not view.interval or frame["lo"][at] is None:
            return note
        spread = interval_words(t, frame["lo"][at], frame["hi"][at])
        words = t.text("interval.value", interval=spread)
        return f"{note}. {words}: {t.text('interval.label')}"
    if frame["den"][at] is None:
        return n
    if reading.about["unit"] == "per_1000":
        people = t.plural("count.residents", int(frame["den"][at]))
        estimate = residents(view.pin).estimate_2014 is not None
        key = "detail.residents_estimate" if estimate else "detail.residents"
        contacts = t.plural("count.contacts", frame["n"][at])
        return f"n\u00a0=\u00a0{contacts} {t.text(key, residents=people)}"
    fraction = t.text(
        "detail.fraction",
        numerator=t.number(frame["num"][at]),
        denominator=t.number(frame["den"][at]),
    )
    return f"{fraction}; {n}"


def _reason(
    status: Status, reading: Reading, at: int | None, published: Published, t: Translator
) -> str:
    least = published.document["thresholds"]["least"]
    if at is None:
        finer = reading.level is Level.DISTRICT
        return t.text("detail.other_level" if finer else f"sentence.by_{reading.level}")
    if status is Status.OK:
        return ""
    if status is Status.FEW:
        return t.text("detail.few_reason", n=t.number(reading.frame["n"][at]))
    return t.text(f"detail.{status}_reason", least=least)


def _inside(code: str, published: Published) -> set[int]:
    """Indexes of the districts that a unit is made of."""
    index = published.district_index
    if code in index:
        return {index[code]}
    return {i for each, i in index.items() if district(each).region_code == code}


def _visits(view: View, published: Published) -> list[dict[str, Any]]:
    inside = _inside(view.pin, published)
    return [
        visit
        for visit in published.document["visits"]
        if visit["district"] in inside
        and (
            view.first <= visit["day"] <= view.last
            or view.first <= visit["planned_day"] <= view.last
        )
    ]


def _visits_note(
    view: View, done: list[dict[str, Any]], published: Published, t: Translator
) -> str:
    localities = published.document["places"]["localities"]
    everywhere = sum(localities[i] for i in _inside(view.pin, published))
    some = len({visit["locality"] for visit in done})
    return t.text("detail.visits_of", some=t.number(some), all=t.number(everywhere))


def describe_visit_line(visit: dict[str, Any], published: Published, t: Translator) -> VisitLine:
    """Describe a visit: its day, its place, and its contacts or what became of it."""
    days = [date.fromisoformat(day) for day in published.document["days"]]
    status = VisitStatus(visit["status"])
    day = visit["day"] if visit["day"] >= 0 else visit["planned_day"]
    contacts = visit["contacts"]
    if not status.took_place:
        outcome = t.text(f"detail.status.{status}")
    elif contacts is None:
        outcome = t.text("detail.contacts_unknown")
    else:
        outcome = t.number(contacts)
    if status is VisitStatus.MOVED and visit["planned_day"] >= 0:
        moved = t.text("detail.status.moved", day=t.short_day(days[visit["planned_day"]]))
        outcome = f"{outcome} ({moved})"
    return VisitLine(t.short_day(days[day]), visit["name"], outcome, status.took_place)


def describe_handouts(done: list[dict[str, Any]], t: Translator) -> tuple[tuple[str, str], ...]:
    """Sum up what was given out and shown, as far as it was noted: number and words."""
    figures = []
    for item in HANDOUTS:
        known = [visit[item] for visit in done if visit[item] is not None]
        if known:
            words = t.plural(f"count.{item}", int(sum(known))).split(" ", 1)
            figures.append((t.number(sum(known)), words[1].removeprefix("de ")))
    return tuple(figures)


def _leaflets_per_contact(done: list[dict[str, Any]], t: Translator) -> str:
    both = [v for v in done if v["leaflets"] is not None and v["contacts"]]
    contacts = sum(v["contacts"] for v in both)
    if not contacts:
        return ""
    ratio = sum(v["leaflets"] for v in both) / contacts
    return t.text("detail.per_contact", value=t.number(ratio, 1))


def _inspectorates(code: str, published: Published, t: Translator) -> tuple[ContactCard, ...]:
    served = published.document["places"]["inspectorates"]
    codes = [c for i in sorted(_inside(code, published)) for c in served[i]]
    return tuple(describe_contact(c, published, t) for c in codes)


def _answers(
    reading: Reading, at: int | None, published: Published, t: Translator
) -> tuple[AnswerShare, ...]:
    if at is None or not reading.is_opinion or reading.frame["v"][at] is None:
        return ()
    question = published.document["questions"][reading.about["question"]]
    counts = reading.frame["o"][at]
    n = reading.frame["n"][at]
    few = reading.statuses()[at] is Status.FEW
    shares: list[AnswerShare] = []
    tokens = {side: iter(names) for side, names in SIDE_TOKENS.items()}
    for (code, words), count in zip(question["options"], counts, strict=True):
        if code in question["dont_know"]:
            continue
        percent: float | str = round(100 * count / n)
        if few and percent in (0, 100):
            percent = "<10" if percent == 0 else ">90"
        text = format_value(t, {"unit": "percent", "decimals": 0}, percent)
        side = "favourable" if code in question["favourable"] else "neutral"
        side = "unfavourable" if code in question["unfavourable"] else side
        token = next(tokens[side], "neutral")
        shares.append(AnswerShare(words[t.language], 100 * count / n, text, side, token))
    return tuple(shares)


def _balance(
    view: View, reading: Reading, at: int | None, published: Published, t: Translator
) -> str:
    """The balance beside the distribution, where the question has one."""
    if at is None or not reading.is_opinion or reading.frame["v"][at] is None:
        return ""
    key = f"{reading.about['question']}_balance"
    if key not in published.document["indicators"]:
        return ""
    other = read(view.to(indicator=key, level=reading.level), published)
    value = other.frame["v"][at]
    about = other.about
    text = signed(t, value) if isinstance(value, int) else format_value(t, about, value)
    return t.text("detail.balance", value=text)


def _modes(
    view: View, reading: Reading, published: Published, t: Translator
) -> tuple[ModeLine, ...]:
    """Both modes side by side, over the whole campaign, where the partition may be shown."""
    if not reading.is_opinion or view.part != EVERYBODY or view.pin not in reading.codes:
        return ()
    lines = []
    at = reading.codes.index(view.pin)
    for mode in (Mode.FACE_TO_FACE, Mode.ONLINE):
        frame = reading.about["whole"][mode][reading.level]
        lines.append(_part_line(t, t.text(f"mode.{mode}"), reading, frame, at))
    return tuple(lines)


def _breakdowns(
    view: View, reading: Reading, published: Published, t: Translator
) -> tuple[tuple[str, tuple[ModeLine, ...]], ...]:
    """What is known of the persons, one thing after another, where the partition may be shown."""
    if not reading.is_opinion or view.part != EVERYBODY or view.pin not in reading.codes:
        return ()
    at = reading.codes.index(view.pin)
    found = []
    for breakdown, parts in published.document["breakdowns"].items():
        frames = [reading.about["whole"][part][reading.level] for part in parts]
        hidden = all(frame["s"][at] in "sx" for frame in frames)
        if breakdown == Breakdown.MODE or hidden:
            continue
        lines = (
            _part_line(t, part_name(t, part), reading, frame, at)
            for part, frame in zip(parts, frames, strict=True)
        )
        found.append((t.text(f"breakdown.{breakdown}"), tuple(lines)))
    return tuple(found)


def _part_line(
    t: Translator, label: str, reading: Reading, frame: dict[str, Any], at: int
) -> ModeLine:
    """One part of a breakdown: n and value, or the reason there is none."""
    if frame["s"][at] not in "of":
        words = {"a": "status.not_asked", "n": "status.no_data", "x": "status.out_of_scope"}
        return ModeLine(label, "", t.text(words.get(frame["s"][at], "detail.mode_hidden")))
    n = t.text("hero.n", n=t.number(frame["n"][at]))
    return ModeLine(label, n, format_value(t, reading.about, frame["v"][at]))


def _teaser(view: View, published: Published, t: Translator) -> str:
    """One line of what respondents of this district said, over the whole campaign."""
    if TEASER not in published.document["indicators"] or not view.pin.startswith("MD-"):
        return ""
    days = published.document["days"]
    whole = View(view.lang, TEASER, 0, len(days) - 1, level=Level.DISTRICT)
    reading = read(whole, published)
    at = reading.codes.index(view.pin)
    name = indicator_name(t, TEASER, published)
    value = reading.frame["v"][at]
    if value is None:
        return f"{name}: {t.text(f'status.{reading.statuses()[at]}')}"
    n = t.text("hero.n", n=t.number(reading.frame["n"][at]))
    return f"{name}: {format_value(t, reading.about, value)} ({n})"
