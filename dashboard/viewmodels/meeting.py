"""A meeting: its steps with all that is said of them, so that the browser needs nobody afterwards.

The steps are the saved views that have a place in the script; where there are none, a script is
proposed from the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import segno

from dashboard.state import View, format_view, parse_view
from dashboard.viewmodels.comparing import describe_comparison
from dashboard.viewmodels.findings import describe_findings
from dashboard.viewmodels.next_steps import describe_next
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.saved_views import ADDRESS
from dashboard.viewmodels.spoken import describe_spoken
from dashboard.viewmodels.text import indicator_words
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.saved_view_glance import Shelf
from geodata.saved_views import SavedView, steps_of
from geodata.vocabulary import Level

QUESTIONS_PROPOSED = 1
WORDS = (
    "start",
    "preparing",
    "position",
    "previous",
    "next",
    "play",
    "pause",
    "black",
    "black_said",
    "full",
    "park",
    "park_title",
    "park_field",
    "park_kept",
    "park_private",
    "presenter",
    "findings",
    "share",
    "share_title",
    "share_none",
    "leave",
    "end",
    "parked",
    "parked_none",
    "parked_save",
    "parked_clear",
    "parked_columns",
    "close",
    "blocked",
    "bar",
    "keys",
)


@dataclass(frozen=True, slots=True)
class MeetingStep:
    """A step of a meeting.

    Attributes:
        view: What it shows.
        headline: What stands over it.
        notes: What the presenter says.
        plays: Whether its days are played.
        saved: Id of the saved view that it is; nothing where it is proposed.
    """

    view: View
    headline: str
    notes: str
    plays: bool = False
    saved: str = ""


def describe_meeting(
    shelf: Shelf, published: Published, t: Translator, home: str, public_url: str
) -> dict[str, Any]:
    """Return a meeting as plain JSON for the browser.

    Args:
        shelf: What is saved.
        published: What is shown.
        t: The reader's language.
        home: The language of an address that names none.
        public_url: Where readers open the atlas; without it there is no link to give away.
    """
    own = steps_of(shelf.views, published.document["campaign"]["id"])
    steps = saved_steps(own, published, t, home) or propose_steps(published, t)
    return {
        "proposed": not own,
        "steps": [_step(step, published, t, home, public_url) for step in steps],
        "words": {key: t.text(f"meeting.{key}") for key in WORDS},
    }


def saved_steps(
    saved: Sequence[SavedView], published: Published, t: Translator, home: str
) -> list[MeetingStep]:
    """Return steps that somebody saved."""
    steps = []
    for each in saved:
        view = parse_view(each.query, published, home).to(lang=t.language)
        headline = each.headline or each.name
        steps.append(MeetingStep(view, headline, each.notes, each.plays, each.id))
    return steps


def propose_steps(published: Published, t: Translator) -> list[MeetingStep]:
    """Propose a script from the data: where the campaign was, what people said, what is open."""
    last = len(published.document["days"]) - 1
    whole = View(t.language, last=last)
    steps = [
        _proposed(whole, 2, published, t, plays=last > 0),
        *_busiest_day(whole.to(indicator="contacts"), published, t),
        _proposed(whole.to(indicator="localities_visited"), None, published, t),
    ]
    for key in _questions(published)[:QUESTIONS_PROPOSED]:
        view = whole.to(indicator=key)
        steps.append(_proposed(view, 0, published, t))
        if _stands_out(key, published):
            steps.append(_standing_out(view.to(level=Level.DISTRICT), published, t))
    following = describe_next(whole, published, t)
    headline = t.text("meeting.headline.next", what=following.line)
    steps.append(MeetingStep(whole.to(page="next"), headline, ""))
    return steps


def _proposed(
    view: View, part: int | None, published: Published, t: Translator, plays: bool = False
) -> MeetingStep:
    """A step whose headline is a part of its own sentence, or its figure with what it is."""
    spoken = describe_spoken(view, read(view, published), published, t)
    headline = f"{spoken[0]}: {spoken[3]}" if part is None else spoken[part]
    return MeetingStep(view, headline, _notes(view, spoken, published, t), plays)


def _notes(view: View, spoken: Sequence[str], published: Published, t: Translator) -> str:
    """What a presenter is asked: of how many, and what to beware of."""
    caution = indicator_words(t, view.indicator, published, "caution")
    figure = f"{spoken[3]} {spoken[4]}".strip()
    return "\n".join(line for line in (figure, spoken[5], caution) if line)


def _busiest_day(view: View, published: Published, t: Translator) -> list[MeetingStep]:
    """The day with the most contacts, where one has more than every other."""
    frames = {
        first: published.document["indicators"][view.indicator]["windows"][i]
        for i, (first, last) in enumerate(published.document["windows"])
        if first == last
    }
    totals = {day: sum(value or 0 for value in frame["v"]) for day, frame in frames.items()}
    most = max(totals.values(), default=0)
    days = [day for day, total in totals.items() if total == most]
    if most <= 0 or len(days) != 1 or len(totals) < 2:
        return []
    busy = view.to(first=days[0], last=days[0])
    spoken = describe_spoken(busy, read(busy, published), published, t)
    headline = t.text("meeting.headline.busiest", day=spoken[1], what=spoken[2])
    return [MeetingStep(busy, headline, _notes(busy, spoken, published, t))]


def _questions(published: Published) -> list[str]:
    """Shares of the survey that may be shown for the country, those with the most answers first."""
    shown = {}
    for key, about in published.document["indicators"].items():
        if about["kind"] != "answers" or about["unit"] != "percent":
            continue
        country = about["whole"]["all"]["country"]
        if country["s"][0] == "o":
            # Of scales first: they have a favourable side.
            shown[key] = (key.endswith("_favourable"), country["n"][0])
    return sorted(shown, key=lambda key: shown[key], reverse=True)


def _stands_out(key: str, published: Published) -> bool:
    groups = published.document["indicators"][key].get("groups") or ""
    return "a" in groups or "b" in groups


def _standing_out(view: View, published: Published, t: Translator) -> MeetingStep:
    groups = published.document["indicators"][view.indicator]["groups"]
    spoken = describe_spoken(view, read(view, published), published, t)
    headline = t.text(
        "meeting.headline.groups",
        above=t.plural("count.districts", groups.count("a")),
        below=t.plural("count.districts", groups.count("b")),
    )
    return MeetingStep(view, headline, _notes(view, spoken, published, t))


def _step(
    step: MeetingStep, published: Published, t: Translator, home: str, public_url: str
) -> dict[str, Any]:
    view = step.view
    query = format_view(view, published, home)
    link = _link(step, query, public_url)
    compared = describe_comparison(view, published, t) if view.page == "compare" else None
    return {
        "id": step.saved,
        "query": query,
        "headline": step.headline,
        "notes": step.notes,
        "spoken": describe_spoken(view, read(view, published), published, t, compared),
        "findings": [
            {"text": each.text, "note": each.note} for each in describe_findings(view, published, t)
        ],
        "days": _days(view, published, t) if step.plays else [],
        "link": link,
        "qr": draw_qr(link) if link else None,
    }


def _days(view: View, published: Published, t: Translator) -> list[dict[str, Any]]:
    """What each day of a step says; days without finished figures are passed over."""
    days = []
    for day in range(view.first, view.last + 1):
        if [day, day] in published.document["windows"]:
            one = view.to(first=day, last=day)
            spoken = describe_spoken(one, read(one, published), published, t)
            days.append({"day": day, "spoken": spoken})
    return days if len(days) > 1 else []


def _link(step: MeetingStep, query: str, public_url: str) -> str:
    if not public_url:
        return ""
    if not step.saved:
        return f"{public_url}/{query}"
    lang = urlencode({"lang": step.view.lang})
    return f"{public_url}{ADDRESS}{step.saved}?{lang}"


def draw_qr(text: str) -> dict[str, Any]:
    """Draw a text as a QR code: its size in modules with a quiet margin, and an SVG path."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            width = 1
            if row[x]:
                while x + width < len(row) and row[x + width]:
                    width += 1
                parts.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return {"size": len(rows), "path": "".join(parts)}
