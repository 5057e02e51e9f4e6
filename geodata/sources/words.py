"""The words a source may meet: headings of the templates, questions of the form, their options.

A heading in a file may carry more than the template's name: a number, a group in front, a grid's
question around. What is found is always the heading as the template knows it, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from geodata.importing.choices import option_words
from geodata.importing.kinds import Kind
from geodata.names import fold
from geodata.questionnaire import Question

LONGEST_HEADING = 300
_NUMBER = re.compile(
    r"^\s*(?:[A-Za-zА-Яа-яÎîÂâ]{0,3}\s?)?\d{1,3}(?:[.\-]\d{1,3})*\s*[.):]\s*(?=\S)"
)
_GRID = re.compile(r"\[([^\[\]]+)\]\s*$")


class Words:
    """Looks up headings and options, whatever their spelling."""

    def __init__(
        self,
        kinds: Sequence[Kind],
        mapped: Mapping[str, str] = {},
        values: Mapping[str, Mapping[str, str]] = {},
    ) -> None:
        """Collect the words.

        Args:
            kinds: Every kind there is.
            mapped: Further headings, folded, to template names.
            values: Further words of answers: template name to folded text to code.
        """
        self._headings: dict[str, str] = {}
        self._values = values
        self._questions: dict[str, Question] = {}
        self._options: dict[str, dict[str, str]] = {}
        for kind in kinds:
            self._headings = {**kind.headings, **self._headings}
            asked = {column.name: column.question for column in kind.columns if column.question}
            for text, name in kind.headings.items():
                if name in asked:
                    self._questions.setdefault(text, asked[name])
        questions = {question.key: question for question in self._questions.values()}
        for text, name in mapped.items():  # where no template knows the heading
            self._headings.setdefault(text, name)
            if name in questions:
                self._questions.setdefault(text, questions[name])

    def known(self, text: str) -> bool:
        """Whether a text as it stands is a heading."""
        return len(text) < LONGEST_HEADING and fold(text) in self._headings

    def heading(self, text: str) -> str:
        """Return the heading that a text holds, folded; "" where it holds none."""
        if len(text) > 2 * LONGEST_HEADING:
            return ""
        for form in _forms(text):
            folded = fold(form)
            if folded in self._headings:
                return folded
        return ""

    def name(self, heading: str) -> str:
        """Return the template name of a folded heading, of the first kind that has it."""
        return self._headings.get(heading, "")

    def question(self, text: str) -> Question | None:
        """Return the question that a text asks."""
        return self._questions.get(self.heading(text))

    def option(self, question: Question, text: str) -> str:
        """Return the code of an option, "" where the question has no such option."""
        return self.options(question).get(fold(text[:LONGEST_HEADING]), "")

    def options(self, question: Question) -> dict[str, str]:
        """Return the codes of a question's options by folded text."""
        if question.key not in self._options:
            words = option_words(question)
            codes = question.codes
            known = {text: codes[i] for text, i in words.items()}
            self._options[question.key] = {**known, **self._values.get(question.key, {})}
        return self._options[question.key]


def _forms(text: str) -> Iterator[str]:
    """Yield a heading as written, without its number, and the row of a grid."""
    yield text
    if found := _NUMBER.match(text):
        yield text[found.end() :]
    if found := _GRID.search(text):
        yield found[1]
        if number := _NUMBER.match(found[1]):
            yield found[1][number.end() :]
