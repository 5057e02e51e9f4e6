"""The answers page: every question for the country, a region or a district, as published.

A question's figures come from the publication's distributions, after the gateway; shares are
written in whole percents, at the ends of few answers masked. What may not be shown says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.state import EVERYBODY, View, format_view
from dashboard.viewmodels.reading import LETTERS
from dashboard.viewmodels.sentence import describe_period
from dashboard.viewmodels.text import format_value, indicator_of, part_name, unit_name
from geodata.districts import district
from geodata.i18n import Translator
from geodata.masking import mask_ends
from geodata.publication import Published
from geodata.vocabulary import COUNTRY_CODE, Item, Level, Mode, Status, VisitStatus

PERCENT = {"unit": "percent", "decimals": 0}
# Favourable answers take the ramp, the others greys: no red or green. From the end inwards.
FAVOURABLE = ("survey-4", "survey-2")
UNFAVOURABLE = ("against-2", "against-1")
NEUTRAL = "neutral"
ADULTS = "adults"
GIVEN_OUT = {
    str(Item.LEAFLET): "leaflets",
    str(Item.PEN): "pens",
    str(Item.REFLECTIVE_STRIP): "reflective_strips",
    "video": "screenings",
}


@dataclass(frozen=True, slots=True)
class Share:
    """One answer: its words, its share of the base drawn and written, how many gave it.

    Attributes:
        label: The option.
        percent: Share of the base in percent, for drawing.
        text: The same in words, masked at the ends where answers are few.
        count: Answers, in words.
        side: favourable, unfavourable or neutral.
        token: Colour of its bar.
        beside: What was given out of it, where that is known.
    """

    label: str
    percent: float
    text: str
    count: str
    side: str
    token: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The same question for another part: its heading, its base, and a text for every share."""

    label: str
    n: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question.

    Attributes:
        key: Its key.
        text: As asked.
        asked: Whom it was asked, where not everybody.
        short: Its short label.
        kind: `scale` for a diverging bar, `several` for shares by size.
        n: Base and don't-knows in words; empty where none is shown.
        headline: The favourable share in words, with the balance where it has one.
        status: What may be said, in words; empty where it is `ok`.
        reason: Why nothing is shown, or why the figure is indicative.
        shares: Answers, don't-knows apart; as asked, or the largest first.
        columns: Modes side by side, where all respondents are shown.
        address: View of the question's map; empty where it has none.
    """

    key: str
    text: str
    asked: str
    short: str
    kind: str
    n: str
    headline: str
    status: str
    reason: str
    shares: tuple[Share, ...]
    columns: tuple[Column, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one construct."""

    key: str
    label: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published national figure: value with its date, n, wording and source."""

    value: str
    period: str
    n: str
    wording: str
    source: str


@dataclass(frozen=True, slots=True)
class BenchmarkPanel:
    """Published figures beside the campaign's own of those aged 18 and over."""

    title: str
    own: str
    benchmarks: tuple[Benchmark, ...]


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """Respondents' own words that a person released, for one question."""

    question: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswersView:
    """The whole page."""

    title: str
    lead: str
    pooled: str
    proposal: str
    groups: tuple[Group, ...]
    panels: tuple[BenchmarkPanel, ...]
    open_answers: tuple[OpenAnswers, ...]
    watermark: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose answers are read: unit, level, its place in frames, part and days."""

    code: str
    level: Level
    at: int
    part: str
    window: str


def describe_answers(view: View, published: Published, t: Translator) -> AnswersView:
    """Describe the answers of the pinned unit, else of the country."""
    document = published.document
    place = _place(view, published)
    constructs: dict[str, list[QuestionView]] = {}
    for key, question in document["questions"].items():
        own = _question(key, question, place, view, published, t)
        constructs.setdefault(question["construct"], []).append(own)
    illustrative = document["campaign"]["illustrative"]
    return AnswersView(
        title=t.text("answers.title", unit=unit_name(t, place.code)),
        lead=_lead(place, view, published, t),
        pooled=t.text("answers.pooled") if place.part == EVERYBODY else "",
        proposal=t.text("sources.form") if document["proposal"] else "",
        groups=tuple(
            Group(code, document["constructs"][code][t.language], tuple(questions))
            for code, questions in constructs.items()
        ),
        panels=_panels(published, t) if place.code == COUNTRY_CODE else (),
        open_answers=_open_answers(place, published, t),
        watermark=t.text("band.watermark") if illustrative else "",
    )


def describe_asked(
    key: str, view: View, published: Published, t: Translator
) -> tuple[str, str, QuestionView]:
    """Describe one question as the page has it: the page's title, its lead, the question."""
    place = _place(view, published)
    question = published.document["questions"][key]
    return (
        t.text("answers.title", unit=unit_name(t, place.code)),
        _lead(place, view, published, t),
        _question(key, question, place, view, published, t),
    )


def _place(view: View, published: Published) -> _Place:
    document = published.document
    code = view.pin or COUNTRY_CODE
    units: dict[Level, list[str]] = {
        Level.DISTRICT: document["districts"],
        Level.REGION: document["regions"],
        Level.COUNTRY: [COUNTRY_CODE],
    }
    level = next(level for level, codes in units.items() if code in codes)
    whole = (view.first, view.last) == (0, len(document["days"]) - 1)
    window = "" if whole or view.part != EVERYBODY else f"{view.first}-{view.last}"
    return _Place(code, level, units[level].index(code), view.part, window)


def _lead(place: _Place, view: View, published: Published, t: Translator) -> str:
    days = len(published.document["days"])
    period = (
        describe_period(view.first, view.last, published, t)
        if place.window
        else describe_period(0, days - 1, published, t)
    )
    if place.part == EVERYBODY:
        return t.text("answers.lead", period=period)
    return t.text("answers.lead_part", period=period, part=part_name(t, place.part))


def _frame(key: str, place: _Place, part: str, published: Published) -> dict[str, Any] | None:
    """The frame that holds the place's answers; None where days carry no such unit."""
    found = published.document["distributions"][key]
    levels = found["windows"][place.window] if place.window else found["parts"].get(part, {})
    frame: dict[str, Any] | None = levels.get(place.level)
    return frame


def _question(
    key: str,
    question: dict[str, Any],
    place: _Place,
    view: View,
    published: Published,
    t: Translator,
) -> QuestionView:
    frame = _frame(key, place, place.part, published)
    status = LETTERS[frame["s"][place.at]] if frame else Status.SUPPRESSED
    several = question["kind"] == "multiple"
    shares: tuple[Share, ...] = ()
    n = headline = ""
    if frame and status.shown:
        shares = _shares(question, frame, place.at, status, t)
        if several:
            shares = _with_given_out(question, shares, view, place, published, t)
        n = _base(frame, place.at, question, t)
        headline = "" if several else _headline(question, frame, place.at, status, t)
    columns = _modes(key, question, place, published, t) if not place.window else ()
    order = sorted(range(len(shares)), key=lambda i: -shares[i].percent) if several else None
    if order is not None and shares:
        shares = tuple(shares[i] for i in order)
        columns = tuple(
            Column(c.label, c.n, tuple(c.texts[i] for i in order) if c.texts else ())
            for c in columns
        )
    return QuestionView(
        key=key,
        text=question["text"][t.language],
        asked=_asked(question, published, t),
        short=question["short"][t.language],
        kind="several" if several else "scale",
        n=n,
        headline=headline,
        status="" if status is Status.OK else t.text(f"status.{status}"),
        reason=_reason(status, frame, place, published, t),
        shares=shares,
        columns=columns if shares else (),
        address=_address(key, view, published),
    )


def _address(key: str, view: View, published: Published) -> str:
    indicator = indicator_of(key, published)
    if not indicator:
        return ""
    classes = view.classes if indicator == view.indicator else ()
    return format_view(view.to(page="map", indicator=indicator, classes=classes), published, "")


def _asked(question: dict[str, Any], published: Published, t: Translator) -> str:
    if not question["asked_of"]:
        return ""
    key, codes = question["asked_of"]
    before = published.document["questions"][key]
    words = [text[t.language] for code, text in before["options"] if code in codes]
    return t.text("answers.asked_of", question=before["text"][t.language], options="; ".join(words))


def _reason(
    status: Status, frame: dict[str, Any] | None, place: _Place, published: Published, t: Translator
) -> str:
    if frame is None:
        return t.text("answers.days_carry_no_such_unit")
    if status is Status.OK:
        return ""
    if status is Status.FEW:
        return t.text("detail.few_reason", n=t.number(frame["n"][place.at]))
    least = published.document["thresholds"]["least"]
    return t.text(f"detail.{status}_reason", least=least)


def _base(frame: dict[str, Any], at: int, question: dict[str, Any], t: Translator) -> str:
    n, unsure = frame["n"][at], frame["dk"][at]
    if not question["dont_know"]:
        return t.text("hero.n", n=t.number(n))
    share = t.text("unit.percent", value=t.number(round(100 * unsure / (n + unsure))))
    return t.text("hero.dont_know", n=t.number(n), count=t.number(unsure), share=share)


def _percent(count: int, n: int, status: Status, t: Translator) -> str:
    value: int | str = round(100 * count / n)
    if status is Status.FEW:
        value = mask_ends(int(value), "percent")
    return format_value(t, PERCENT, value)


def _valid(question: dict[str, Any]) -> list[tuple[int, str, dict[str, str]]]:
    """Options of the base with their place in frames."""
    return [
        (i, code, words)
        for i, (code, words) in enumerate(question["options"])
        if code not in question["dont_know"]
    ]


def _shares(
    question: dict[str, Any], frame: dict[str, Any], at: int, status: Status, t: Translator
) -> tuple[Share, ...]:
    counts, n = frame["o"][at], frame["n"][at]
    shares = []
    for i, code, words in _valid(question):
        side, token = _side(question, code)
        shares.append(
            Share(
                label=words[t.language],
                percent=100 * counts[i] / n,
                text=_percent(counts[i], n, status, t),
                count=t.number(counts[i]),
                side=side,
                token=token,
            )
        )
    return tuple(shares)


def _side(question: dict[str, Any], code: str) -> tuple[str, str]:
    if question["kind"] == "multiple":
        return "neutral", "survey-3"
    valid = [code for _, code, _ in _valid(question)]
    against = question["unfavourable"] or _opposite(question)
    for side, codes, tokens in (
        ("favourable", question["favourable"], FAVOURABLE),
        ("unfavourable", against, UNFAVOURABLE),
    ):
        if code in codes:
            # The outermost answer is the one at an end of the scale.
            outwards = codes if codes[0] in (valid[0], valid[-1]) else codes[::-1]
            return side, tokens[min(outwards.index(code), len(tokens) - 1)]
    return "neutral", NEUTRAL


def _opposite(question: dict[str, Any]) -> list[str]:
    """Of a yes-or-no question the last answer; a middle one stays neutral."""
    valid = [code for _, code, _ in _valid(question)]
    last = valid[-1:]
    return last if question["favourable"] and last[0] not in question["favourable"] else []


def _headline(
    question: dict[str, Any], frame: dict[str, Any], at: int, status: Status, t: Translator
) -> str:
    """The favourable share, and the balance where both ends are declared."""
    if not question["favourable"]:
        return ""
    codes = [code for code, _ in question["options"]]
    counts = dict(zip(codes, frame["o"][at], strict=True))
    n = frame["n"][at]
    good = sum(counts[code] for code in question["favourable"])
    share = _percent(good, n, status, t)
    if not question["unfavourable"]:
        return t.text("answers.share", share=share)
    bad = sum(counts[code] for code in question["unfavourable"])
    balance: int | str = round(100 * (good - bad) / n)
    if status is Status.FEW:
        balance = mask_ends(int(balance), "points")
    points = {"unit": "points", "decimals": 0}
    words = format_value(t, points, balance)
    return t.text("answers.share_balance", share=share, balance=words)


def _modes(
    key: str, question: dict[str, Any], place: _Place, published: Published, t: Translator
) -> tuple[Column, ...]:
    """Both modes side by side, where all respondents of the whole campaign are shown."""
    offered = published.document["breakdowns"]["mode"]
    if place.part != EVERYBODY or len(offered) < 2:
        return ()
    columns = []
    for mode in (Mode.FACE_TO_FACE, Mode.ONLINE):
        frame = _frame(key, place, str(mode), published)
        status = LETTERS[frame["s"][place.at]] if frame else Status.SUPPRESSED
        label = t.text(f"mode.{mode}")
        if frame is None or not status.shown:
            columns.append(Column(label, t.text(f"status.{status}"), ()))
            continue
        shares = _shares(question, frame, place.at, status, t)
        n = t.text("hero.n", n=t.number(frame["n"][place.at]))
        if status is Status.FEW:
            n = f"{n}, {t.text('status.few')}"
        columns.append(Column(label, n, tuple(share.text for share in shares)))
    return tuple(columns)


def _with_given_out(
    question: dict[str, Any],
    shares: tuple[Share, ...],
    view: View,
    place: _Place,
    published: Published,
    t: Translator,
) -> tuple[Share, ...]:
    """Put what was given out beside what respondents say they got: dose delivered, received."""
    codes = [code for _, code, _ in _valid(question)]
    if question["construct"] != "exposure" or not set(GIVEN_OUT) & set(codes):
        return shares
    visits = _visits(view, place, published)
    out = []
    for code, share in zip(codes, shares, strict=True):
        item = GIVEN_OUT.get(code)
        known = [visit[item] for visit in visits if item and visit[item] is not None]
        words = t.plural(f"count.{item}", int(sum(known))) if item and known else ""
        out.append(
            Share(
                share.label,
                share.percent,
                share.text,
                share.count,
                share.side,
                share.token,
                words,
            )
        )
    return tuple(out)


def _visits(view: View, place: _Place, published: Published) -> list[dict[str, Any]]:
    document = published.document
    first, last = (view.first, view.last) if place.window else (0, len(document["days"]) - 1)
    inside = {
        i
        for i, code in enumerate(document["districts"])
        if place.code in (COUNTRY_CODE, code, district(code).region_code)
        and (place.code != COUNTRY_CODE or document["in_scope"][i])
    }
    return [
        visit
        for visit in document["visits"]
        if VisitStatus(visit["status"]).took_place
        and visit["district"] in inside
        and first <= visit["day"] <= last
    ]


def _panels(published: Published, t: Translator) -> tuple[BenchmarkPanel, ...]:
    """Published figures by what they measure, each beside the campaign's own of 18 and over."""
    document = published.document
    measured: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in document["benchmarks"]:
        if row["question"] in document["questions"]:
            known = (row["question"], row["measure"], row["option"] or "")
            measured.setdefault(known, []).append(row)
    panels = []
    for (key, measure, option), rows in measured.items():
        question = document["questions"][key]
        codes, words = _measured(question, measure, option, t)
        panels.append(
            BenchmarkPanel(
                title=f"{question['short'][t.language]}: {words}",
                own=_own_of_adults(key, question, codes, published, t),
                benchmarks=tuple(
                    _benchmark(row, t) for row in sorted(rows, key=lambda row: str(row["date"]))
                ),
            )
        )
    return tuple(panels)


def _measured(
    question: dict[str, Any], measure: str, option: str, t: Translator
) -> tuple[list[str], str]:
    """The options that a published figure counts, and what it measures in words."""
    if measure == "option":
        return [option], next(w[t.language] for code, w in question["options"] if code == option)
    if measure == "favourable":
        return question["favourable"], t.text("answers.favourable")
    against = question["unfavourable"] or [
        code for _, code, _ in _valid(question) if code not in question["favourable"]
    ]
    return against, t.text("answers.unfavourable")


def _own_of_adults(
    key: str, question: dict[str, Any], codes: list[str], published: Published, t: Translator
) -> str:
    levels = published.document["distributions"][key]["parts"].get(ADULTS)
    frame = levels[Level.COUNTRY] if levels else None
    status = LETTERS[frame["s"][0]] if frame else Status.SUPPRESSED
    if frame is None or not status.shown:
        return t.text("answers.adults_unknown")
    counts = dict(zip([code for code, _ in question["options"]], frame["o"][0], strict=True))
    share = _percent(sum(counts[code] for code in codes), frame["n"][0], status, t)
    return t.text("answers.adults", share=share, n=t.number(frame["n"][0]))


def _benchmark(row: dict[str, Any], t: Translator) -> Benchmark:
    value = t.text("unit.percent", value=t.number(row["value"], 0 if row["value"] % 1 == 0 else 1))
    if row["qualifier"]:
        value = t.text(f"answers.{row['qualifier']}", value=value)
    return Benchmark(
        value=value,
        period=_month(str(row["period"]), t),
        n=t.text("hero.n", n=t.number(row["n"])) if row["n"] else t.text("answers.n_unknown"),
        wording=f"{row[f'wording_{t.language}']}; {row[f'population_{t.language}']}",
        source=str(row[f"source_{t.language}"]),
    )


def _month(period: str, t: Translator) -> str:
    """`2016-04` as a month in words; `2021` as it is."""
    year, _, month = period.partition("-")
    return t.month(date(int(year), int(month), 1)) if month else year


def _open_answers(place: _Place, published: Published, t: Translator) -> tuple[OpenAnswers, ...]:
    """Released words are shown for the country only: a place could say whose they are."""
    if place.code != COUNTRY_CODE:
        return ()
    document = published.document
    return tuple(
        OpenAnswers(document["open_questions"][key][t.language], tuple(texts))
        for key, texts in document["open_answers"].items()
    )
