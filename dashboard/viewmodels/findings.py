"""Findings: three to five sentences that a view's figures carry, each with its n and its proof.

Each is a rule over the publication and the view. None ranks what people said, none takes a
difference for a change, and none speaks where a figure is hidden or unknown. That most districts
cannot be told apart is a finding like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.state import EVERYBODY, View, format_view
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.plan_facts import measure_progress
from dashboard.viewmodels.reading import LETTERS, Reading, read
from dashboard.viewmodels.selected import Visit, is_whole, visits_in
from dashboard.viewmodels.sentence import describe_claim, describe_when
from dashboard.viewmodels.summary import summarise
from dashboard.viewmodels.text import format_value, indicator_name, unit_name
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import Level, Mode, Status

MOST = 5
LEAST = 3
NAMED = 3  # districts that a sentence names of a kind; the others are counted
# The proof of a sentence: the same view without what only its reader has set.
BARE = {"page": "map", "pin": "", "focus": "", "classes": (), "sort": "name"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, what stands behind it (its n first), and the view that proves it."""

    key: str
    text: str
    note: str
    address: str


def describe_findings(view: View, published: Published, t: Translator) -> tuple[Finding, ...]:
    """Describe what the figures of a view come to, the most important first."""
    words = _Words(view, read(view, published), published, t)
    rules = words.of_answers() if words.reading.is_opinion else words.of_visits()
    found = [finding for finding in rules if finding is not None]
    if len(found) < LEAST:
        found.append(words.visited())
    return tuple(found[:MOST])


@dataclass(frozen=True, slots=True)
class _Words:
    """The rules for one view, in the reader's words."""

    view: View
    reading: Reading
    published: Published
    t: Translator

    def of_answers(self) -> Iterable[Finding | None]:
        return (self.claim(), self.beside(), self.modes(), self.groups(), self.statuses())

    def of_visits(self) -> Iterable[Finding | None]:
        return (self.claim(), self.visited(), self.most_contacts(), self.busiest(), self.plan())

    def claim(self) -> Finding:
        """The figure over all that the view selects."""
        view = self.view.to(interval=False)
        hero = describe_hero(view, self.reading, self.published, self.t)
        summary = summarise(view, self.reading, self.published)
        when = describe_when(view, self.reading, self.published, self.t)
        where = self.t.text("hero.selected" if summary.chosen else "hero.country")
        if self.reading.is_opinion:
            claim = describe_claim(view, self.reading, summary, self.published, self.t)
            text = self.t.text("finding.claim", claim=claim, where=where)
        else:
            name = indicator_name(self.t, view.indicator, self.published)
            text = self.t.text("finding.figure", name=name, value=hero.value, where=where)
        return self._finding("claim", text, (hero.note, when))

    def beside(self) -> Finding | None:
        """A narrowed view's question, of all respondents of the whole campaign."""
        summary = summarise(self.view, self.reading, self.published)
        whole = (self.reading.first, self.reading.last) == (0, self._last)
        if whole and self.view.part == EVERYBODY and not summary.chosen:
            return None
        plain = self._wide()
        total = read(plain, self.published).total
        if total["v"] is None:
            return None
        value = format_value(self.t, self.reading.about, total["v"])
        text = self.t.text("finding.beside", value=value)
        note = (self._n(total["n"]), self.t.text("finding.others"))
        return self._finding("beside", text, note, plain)

    def modes(self) -> Finding | None:
        """Face to face and online side by side, where the figure pools them."""
        if self.view.part != EVERYBODY or self.view.districts or not self._whole:
            return None
        frames = [self.reading.about["whole"].get(str(mode)) for mode in Mode]
        cells = [frame[Level.COUNTRY] for frame in frames if frame]
        if len(cells) < len(Mode) or any(cell["v"][0] is None for cell in cells):
            return None
        parts = [
            self.t.text(
                "finding.mode",
                mode=self.t.text(f"mode.{mode}"),
                value=format_value(self.t, self.reading.about, cell["v"][0]),
                n=self.t.number(cell["n"][0]),
            )
            for mode, cell in zip(Mode, cells, strict=True)
        ]
        text = self.t.text("finding.modes", modes=", ".join(reversed(parts)))
        total = sum(cell["n"][0] for cell in cells)
        note = (self._n(total), self.t.text("finding.chose"))
        return self._finding("modes", text, note, self._wide().to(page="answers"))

    def groups(self) -> Finding | None:
        """Which districts stand out from the rest, or that none does."""
        if self.view.part != EVERYBODY or self.view.districts or not self._whole:
            return None
        view = self._by_district()
        reading = read(view, self.published)
        pairs = list(zip(reading.codes, reading.groups, strict=False))
        compared = [at for at, (_, letter) in enumerate(pairs) if letter in "aeb"]
        if not compared:
            return None
        alike = sum(letter == "e" for _, letter in pairs)
        if alike == len(compared):
            text = self.t.plural("finding.groups.none", alike)
        else:
            kinds = [
                self.t.text(f"finding.groups.{letter}", names=names)
                for letter in "ab"
                if (names := self._names([code for code, each in pairs if each == letter]))
            ]
            kinds.append(self.t.plural("finding.groups.alike", alike))
            text = self.t.text("finding.groups.some", kinds="; ".join(kinds))
        n = sum(reading.frame["n"][at] for at in compared)
        all_in_scope = sum(letter != "x" for letter in reading.frame["s"])
        note = (
            self._n(n),
            self.t.text("finding.groups.compared", some=len(compared), all=all_in_scope),
        )
        return self._finding("groups", text, note, view)

    def statuses(self) -> Finding | None:
        """For how many districts there are enough answers; or that these days carry none."""
        if self.reading.stepped:
            text = self.t.text(f"finding.stepped.{self.reading.level}")
            return self._finding("statuses", text, self._base(), self._by_district())
        view = self.view.to(level=Level.DISTRICT, **BARE)
        reading = read(view, self.published)
        if reading.level is not Level.DISTRICT:
            return None
        counts = summarise(view, reading, self.published).counts
        all_in_scope = sum(counts.values()) - counts.get(Status.OUT_OF_SCOPE, 0)
        if not all_in_scope:
            return None
        least, few = self.published.document["thresholds"].values()
        text = self.t.text(
            "finding.statuses",
            few=few,
            least=least,
            most=few - 1,
            ok=counts.get(Status.OK, 0),
            some=counts.get(Status.FEW, 0),
            none=all_in_scope - counts.get(Status.OK, 0) - counts.get(Status.FEW, 0),
            all=all_in_scope,
        )
        weak = tuple(letter for letter in "fsna" if counts.get(LETTERS[letter]))
        return self._finding("statuses", text, self._base(), view.to(classes=weak))

    def visited(self) -> Finding:
        """In how many districts there were visits, and in how many none."""
        view = self.view.to(indicator="reach_rate", part=EVERYBODY, level=None, **BARE)
        summary = summarise(view, read(view, self.published), self.published)
        text = self.t.text(
            "finding.visited",
            some=summary.visited,
            all=summary.units,
            none=summary.units - summary.visited,
        )
        note = (f"n\u00a0=\u00a0{self.t.plural('count.visits', summary.visits)}", self._days(view))
        classes = ("z",) if summary.units > summary.visited else ()
        return self._finding("visited", text, note, view.to(classes=classes))

    def most_contacts(self) -> Finding | None:
        """The districts with most contacts, of those that were written down."""
        visits = self._counted_visits()
        by_district: dict[int, int] = {}
        for visit in visits:
            by_district[visit["district"]] = (
                by_district.get(visit["district"], 0) + visit["contacts"]
            )
        order = sorted(by_district, key=lambda at: (-by_district[at], at))
        total = sum(by_district.values())
        # Where two share a place, none of the two is said to be before the other.
        several = [
            k
            for k in range(1, NAMED + 1)
            if k < len(order) and by_district[order[k - 1]] > by_district[order[k]]
        ]
        if not several:
            return None
        first = order[: several[-1]]
        codes = self.published.document["districts"]
        named = [f"{unit_name(self.t, codes[at])} {self.t.number(by_district[at])}" for at in first]
        share = round(100 * sum(by_district[at] for at in first) / total)
        percent = self.t.text("unit.percent", value=self.t.number(share))
        text = self.t.text("finding.most_contacts", named=", ".join(named), share=percent)
        view = self.view.to(indicator="contacts", part=EVERYBODY, level=None, **BARE)
        proof = view.to(page="table", sort="-value")
        return self._finding("most_contacts", text, self._of(visits), proof)

    def busiest(self) -> Finding | None:
        """The day with most contacts, of several."""
        visits = self._counted_visits()
        by_day: dict[int, list[Visit]] = {}
        for visit in visits:
            by_day.setdefault(visit["day"], []).append(visit)
        contacts = {day: sum(v["contacts"] for v in held) for day, held in by_day.items()}
        highest = max(contacts.values(), default=0)
        days = [day for day, count in contacts.items() if count == highest]
        if len(contacts) < 2 or len(days) > 1:
            return None
        day = days[0]
        text = self.t.text(
            "finding.busiest",
            day=self.t.day(date.fromisoformat(self.published.document["days"][day])),
            contacts=self.t.plural("count.contacts", highest),
            visits=self.t.plural("count.visits", len(by_day[day])),
        )
        view = self.view.to(indicator="contacts", part=EVERYBODY, level=None, **BARE)
        return self._finding(
            "busiest", text, self._of(visits), view.to(page="plan", first=day, last=day)
        )

    def plan(self) -> Finding:
        """Localities visited, of the campaign's target where the view is of the whole of it."""
        progress = measure_progress(self.view, self.published)
        numbers = {
            "visited": self.t.number(progress.visited),
            "planned": self.t.number(progress.planned),
        }
        if progress.target:
            target = self.t.number(progress.target)
            text = self.t.text("finding.plan_target", target=target, **numbers)
        else:
            text = self.t.text("finding.plan", **numbers)
        visits = visits_in(self.view, self.published)
        n = f"n\u00a0=\u00a0{self.t.plural('count.visits', len(visits))}"
        return self._finding(
            "plan", text, (n, self._days(self.view)), self.view.to(**BARE | {"page": "plan"})
        )

    def _finding(
        self, key: str, text: str, note: Iterable[str], proof: View | None = None
    ) -> Finding:
        proof = self.view.to(**BARE) if proof is None else proof
        # The language is always said: the browser's own default is not known here.
        address = format_view(proof, self.published, "")
        text = text.removesuffix("..") + "." if text.endswith("..") else text  # "p.p." ends in one
        return Finding(key, text, "; ".join(part for part in note if part), address)

    @property
    def _last(self) -> int:
        return len(self.published.document["days"]) - 1

    @property
    def _whole(self) -> bool:
        return is_whole(self.view, self.published)

    def _wide(self) -> View:
        """The question of all respondents of the whole campaign."""
        changes: dict[str, Any] = {"first": 0, "last": self._last, "part": EVERYBODY}
        return self.view.to(districts=(), level=Level.COUNTRY, **changes, **BARE)

    def _by_district(self) -> View:
        return self.view.to(first=0, last=self._last, level=Level.DISTRICT, **BARE)

    def _names(self, codes: list[str]) -> str:
        named = [unit_name(self.t, code) for code in codes[:NAMED]]
        more = len(codes) - len(named)
        return ", ".join([*named, *([self.t.text("finding.more", count=more)] if more else [])])

    def _n(self, n: int) -> str:
        return self.t.text("hero.n", n=self.t.number(n))

    def _base(self) -> tuple[str, str]:
        summary = summarise(self.view, self.reading, self.published)
        when = describe_when(self.view, self.reading, self.published, self.t)
        return (self._n(summary.n) if summary.value is not None else "", when)

    def _days(self, view: View) -> str:
        return describe_when(view, read(view, self.published), self.published, self.t)

    def _counted_visits(self) -> list[Visit]:
        """Visits of the view at which contacts were written down."""
        visits = visits_in(self.view, self.published)
        return [visit for visit in visits if visit["contacts"] is not None]

    def _of(self, visits: list[Visit]) -> tuple[str, str, str]:
        contacts = self.t.plural("count.contacts", sum(visit["contacts"] for visit in visits))
        held = self.t.plural("count.visits", len(visits))
        silent = len(visits_in(self.view, self.published)) - len(visits)
        unknown = self.t.plural("finding.unrecorded", silent) if silent else ""
        return f"n\u00a0=\u00a0{contacts}, {held}", unknown, self._days(self.view)
