"""What next: four lists of what is left open, each with its reason and a way to the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard.state import View, format_view
from dashboard.viewmodels.open_ends import (
    NeverVisited,
    ShortOfAnswers,
    Unvisited,
    asked_question,
    districts_short_of_answers,
    never_visited,
    open_promises,
    unvisited_localities,
)
from dashboard.viewmodels.selected import promised_date
from dashboard.viewmodels.sentence import describe_period
from dashboard.viewmodels.text import indicator_name, inspectorate_name, unit_name
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Status

EXPORT = "/export/next.csv"


@dataclass(frozen=True, slots=True)
class Step:
    """One open end: what and where it is, why it is listed, and the map that shows it."""

    name: str
    where: str
    reason: str
    pin: str
    address: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StepList:
    """Open ends of one kind; `nothing` is said instead where there are none."""

    key: str
    title: str
    why: str
    nothing: str
    steps: tuple[Step, ...]
    download: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The page, and in `line` what of it every other page ends in."""

    title: str
    lead: str
    lists: tuple[StepList, ...]
    line: str
    download: str
    watermark: str


def describe_next(view: View, published: Published, t: Translator) -> NextSteps:
    """Describe what is open in the days and districts of the view."""
    words = _Words(view, published, t)
    lists = (
        words.unvisited(unvisited_localities(view, published)),
        words.promises(open_promises(view, published)),
        words.answers(districts_short_of_answers(view, published)),
        words.inspectorates(never_visited(view, published)),
    )
    illustrative = published.document["campaign"]["illustrative"]
    return NextSteps(
        title=t.text("nav.next"),
        lead=t.text("next.lead", period=describe_selection(view, published, t)),
        lists=lists,
        line=_line({each.key: len(each.steps) for each in lists}, t),
        download=words.download(""),
        watermark=t.text("band.watermark") if illustrative else "",
    )


def describe_line(view: View, published: Published, t: Translator) -> str:
    """How much is open, in one line: what every view ends in, without making the lists."""
    counts = {
        "unvisited": len(unvisited_localities(view, published)),
        "promises": len(open_promises(view, published)),
        "answers": len(districts_short_of_answers(view, published)),
        "inspectorates": len(never_visited(view, published)),
    }
    return _line(counts, t)


def _line(counts: dict[str, int], t: Translator) -> str:
    said = [t.plural(f"next.{key}.short", count) for key, count in counts.items() if count]
    return " · ".join(said) or t.text("next.nothing")


def describe_selection(view: View, published: Published, t: Translator) -> str:
    """Days and, where chosen, how many districts: `whole campaign, 2 districts chosen`."""
    period = describe_period(view.first, view.last, published, t)
    if not view.districts:
        return period
    chosen = t.plural("count.districts", len(view.districts))
    return f"{period}, {t.text('sentence.selected', districts=chosen)}"


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one view in the reader's words."""

    view: View
    published: Published
    t: Translator

    def unvisited(self, found: list[Unvisited]) -> StepList:
        steps = [
            self._step(
                each.name,
                each.district,
                unit_name(self.t, each.district),
                "; ".join(self._promise(visit) for visit in each.promises),
                date=promised_date(each.promises[0]),
                centre=each.promises[0]["mobile_centre"],
            )
            for each in found
        ]
        return self._list("unvisited", steps, self.t.text("next.unvisited.why"))

    def promises(self, found: list[dict[str, Any]]) -> StepList:
        steps = []
        for visit in found:
            code = self.published.document["districts"][visit["district"]]
            where = unit_name(self.t, code)
            if visit["mobile_centre"]:
                where = f"{where} · {visit['mobile_centre']}"
            reason = self._promise(visit)
            day, centre = promised_date(visit), visit["mobile_centre"]
            steps.append(self._step(visit["name"], code, where, reason, date=day, centre=centre))
        return self._list("promises", steps, self.t.text("next.promises.why"))

    def answers(self, found: list[ShortOfAnswers]) -> StepList:
        steps = [
            self._step(
                unit_name(self.t, each.district),
                each.district,
                self.t.plural("count.contacts", each.contacts),
                self._shortage(each),
                contacts=each.contacts,
                answers=each.answers,
                missing=each.missing,
            )
            for each in found
        ]
        question = asked_question(self.view, self.published)
        if question is None:
            no_survey = self.t.text("next.answers.no_survey")
            return replace(self._list("answers", steps, no_survey), nothing=no_survey)
        why = self.t.text(
            "next.answers.why",
            question=indicator_name(self.t, question, self.published),
            **self.published.document["thresholds"],
        )
        return self._list("answers", steps, why)

    def inspectorates(self, found: list[NeverVisited]) -> StepList:
        steps = [
            self._step(
                inspectorate_name(self.published, each.inspectorate, self.t),
                each.district,
                unit_name(self.t, each.district),
                self._unnamed(each),
            )
            for each in found
        ]
        in_scope = len(self.published.document["campaign"]["scope_inspectorates"])
        why = self.t.text("next.inspectorates.why", all=self.t.number(in_scope))
        return self._list("inspectorates", steps, why)

    def download(self, key: str) -> str:
        """Address of the file with the view's lists, or with one of them."""
        query = format_view(self.view.to(page="map", sort="name"), self.published, "")
        return EXPORT + query + (f"&{urlencode({'list': key})}" if key else "")

    def _list(self, key: str, steps: list[Step], why: str) -> StepList:
        return StepList(
            key=key,
            title=self.t.plural(f"next.{key}.title", len(steps)),
            why=why,
            nothing=self.t.text(f"next.{key}.none"),
            steps=tuple(steps),
            download=self.download(key),
        )

    def _step(self, name: str, code: str, where: str, reason: str, **facts: Any) -> Step:
        # The language is always said: the browser's own default is not known here.
        address = format_view(self.view.to(page="map", pin=code), self.published, "")
        return Step(name, where, reason, code, address, facts)

    def _promise(self, visit: dict[str, Any]) -> str:
        day = self.t.day(date.fromisoformat(promised_date(visit)))
        return self.t.text(f"next.promise.{visit['status']}", day=day)

    def _shortage(self, each: ShortOfAnswers) -> str:
        if each.status is not Status.FEW:
            return self.t.text(f"next.answers.{each.status}")
        few = self.published.document["thresholds"]["few"]
        missing = self.t.number(each.missing or 0)
        return self.t.text(
            "next.answers.few",
            answers=self.t.plural("count.answers", each.answers or 0),
            missing=missing,
            few=few,
        )

    def _unnamed(self, each: NeverVisited) -> str:
        if not each.unnamed:
            return self.t.text("next.inspectorates.reason")
        visits = self.t.plural("count.visits", each.unnamed)
        return self.t.text("next.inspectorates.unnamed", visits=visits)
