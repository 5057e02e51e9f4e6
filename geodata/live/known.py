"""Which of a form's names and labels the importer understands: those are written down."""

from __future__ import annotations

from collections.abc import Sequence

from geodata import vocabulary as v
from geodata.districts import find_district
from geodata.importing import choices
from geodata.importing.kinds import PERSON, all_kinds
from geodata.names import fold
from geodata.questionnaire import Questionnaire
from geodata.sources.words import Words


class Known:
    """Chooses among the texts that mean one thing."""

    def __init__(self, form: Questionnaire) -> None:
        self._form = form
        self._words = Words(all_kinds(form))

    def heading(self, path: str, labels: Sequence[str]) -> str:
        """Return a question's label where that alone is understood, else its name."""
        last = path.rsplit("/", 1)[-1]
        if self._words.heading(path) or self._words.heading(last):
            return path
        return next((label for label in labels if self._words.heading(label)), path)

    def option(self, heading: str, code: str, labels: Sequence[str]) -> str:
        """Return what is written for an option of the question with this heading.

        The code, or a label that is understood; of places and the like a label, which is what
        people call them.
        """
        last = heading.rsplit("/", 1)[-1]
        for text in (code, *labels):
            if self._takes(last, text):
                return text
        name = self._words.name(self._words.heading(last))
        asks = self._words.question(last) is not None
        return labels[0] if labels and name and not asks else code

    def _takes(self, heading: str, text: str) -> bool:
        question = self._words.question(heading)
        if question is not None:
            return bool(self._words.option(question, text))
        name = self._words.name(self._words.heading(heading))
        if name in (*PERSON, v.MODE):
            return fold(text) in choices.person(name, self._form)
        if name == v.STATUS:
            return fold(text) in choices.visit_status()
        return name == "district" and find_district(text) is not None
