"""What a preview asks, for a page: in every language, with all there is to choose from."""

from __future__ import annotations

from typing import Any

from geodata.importing.kinds import Column
from geodata.importing.preview import Preview, ValueQuestion
from geodata.vocabulary import LANGUAGES


def describe_questions(found: Preview) -> dict[str, Any]:
    """Describe columns, what they may be, words that wait for a code, and what was said so far.

    `names` has the template's names by kind: one kind where it is clear. `questions` has what was
    asked, in words, for names that are questions of the form.
    """
    columns = {column.name: column for kind in found.kinds for column in kind.columns}
    asked = {name: c.question for name, c in columns.items() if c.question is not None}
    return {
        "kind": found.kind,
        "columns": [column.document() for column in found.columns],
        "names": {kind.name: list(kind.names) for kind in found.kinds},
        "questions": {
            lang: {name: question.short[lang] for name, question in asked.items()}
            for lang in LANGUAGES
        },
        "words": [_describe_word(word, columns[word.column]) for word in found.values],
        "mapping": found.mapping.document(),
    }


def _describe_word(word: ValueQuestion, column: Column) -> dict[str, Any]:
    options = column.question.options if column.question is not None else ()
    texts = {option.code: option.text for option in options}
    return {
        "column": word.column,
        "text": word.text,
        "rows": word.rows,
        "codes": list(word.codes),
        "names": {lang: _names(word.codes, texts, lang) for lang in LANGUAGES if texts},
    }


def _names(codes: tuple[str, ...], texts: dict[str, Any], lang: str) -> list[str]:
    return [texts[code][lang] if code in texts else code for code in codes]
