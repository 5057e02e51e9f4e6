"""Columns of survey exports that are read alike, whoever exported them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from geodata.questionnaire import Question
from geodata.sources.layout import Columns, Made, Make, Rule, changed, column, differing, first_of
from geodata.sources.options import take_apart
from geodata.sources.words import Words

_CHOSEN = frozenset({"1", "1.0", "TRUE", "True", "true"})


@dataclass(slots=True)
class SurveyColumns:
    """Collects what becomes of the columns of a survey.

    Attributes:
        words: Headings and options.
        header: What each column is called; changed on the way.
        made: Columns made of others.
        rules: Rows that are set aside.
        own_words: Question key to what respondents wrote besides its options.
    """

    words: Words
    header: list[str]
    made: list[Made] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    own_words: dict[str, Make] = field(default_factory=dict)

    def join_twins(self, but: Sequence[str] = ()) -> None:
        """Make one column of those that ask the same, such as a form's two languages."""
        twins: dict[str, list[int]] = defaultdict(list)
        for position, heading in enumerate(self.header):
            if heading and heading not in but:
                twins[self._meaning(heading)].append(position)
        for name, positions in twins.items():
            if len(positions) < 2:
                continue
            heading = self.header[positions[0]]
            self.made.append(Made(heading, first_of([_as_it_is(p) for p in positions])))
            self.rules.append(differing(positions, name))
            self.drop(positions)

    def drop(self, positions: Sequence[int]) -> None:
        """Take columns out of what is matched by name."""
        for position in positions:
            self.header[position] = ""

    def take_apart(self, separators: Sequence[str], replaced: bool) -> None:
        """Take joined options apart.

        Args:
            separators: What may join them.
            replaced: Whether own words stand where the option "other" would.
        """
        for position, heading in enumerate(self.header):
            question = self.words.question(heading) if heading else None
            if question is None or not question.options:
                continue
            if question.kind != "multiple" and not (replaced and question.other):
                continue
            self._take_apart(position, question, separators, replaced)

    def _take_apart(
        self, position: int, question: Question, separators: Sequence[str], replaced: bool
    ) -> None:
        codes = self.words.options(question)
        other = question.other[0] if question.other else ""

        def read(text: str) -> tuple[str, str]:
            whole = self.words.option(question, text)
            if not text.strip() or whole:
                return whole, ""
            if question.kind != "multiple":
                return other, text
            ways = [take_apart(text, separator, codes) for separator in separators]
            best = min(ways, key=lambda way: sum(map(len, way.own)))
            if not best.clear or (best.own and not (other and replaced)):
                return text, ""
            found = dict.fromkeys((*best.codes, *([other] if best.own else [])))
            return ";".join(found), "; ".join(best.own)

        self.made.append(Made(question.key, changed(position, lambda text: read(text)[0])))
        if other and replaced:
            self.own_words[question.key] = changed(position, lambda text: read(text)[1])
        self.header[position] = ""

    def unite(self, question: Question, options: Sequence[tuple[int, str]]) -> None:
        """Make one column of an option's columns of ones and zeros; all blank is unanswered."""

        def make(columns: Columns) -> list[str]:
            flags = [(column(columns, position), code) for position, code in options]
            rows = zip(*(cells for cells, _ in flags), strict=True)
            codes = [code for _, code in flags]
            return [
                ";".join(c for c, x in zip(codes, row, strict=True) if x.strip() in _CHOSEN)
                for row in rows
            ]

        self.made.append(Made(question.key, make))
        self.drop([position for position, _ in options])

    def _meaning(self, heading: str) -> str:
        question = self.words.question(heading)
        return question.key if question else self.words.name(heading)


def _as_it_is(position: int) -> Make:
    return lambda columns: list(column(columns, position))
