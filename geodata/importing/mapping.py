"""A mapping: what the columns of a file are that no template knows, and what its words mean.

It is made once, by a person, for a shape: the headings of a file, whatever its rows. The next
file of that shape is read by it. A column is mapped to one of a template or left out; a word of
an answer is mapped to an option's code. What a heading announces as personal can be mapped to a
place, a day, a number or a choice, of which only codes are kept, and never to free text.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.kinds import CHOICES, Column, Kind
from geodata.importing.quoting import announces_person, quote
from geodata.names import fold
from geodata.plain_text import clean_text

LEFT_OUT = ""
MOST_BYTES = 500_000
_MOST = 2_000
# Cells of these are kept as codes, days and numbers, or hashed: nothing that was written.
_CODED = frozenset(
    ("date", "time", "count", "choice", "district", "locality", "inspectorate", "unit", "id")
)
_FIELDS = ("kind", "shape", "columns", "values")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What the columns of files of one shape are.

    Attributes:
        kind: What such a file holds, "" where its headings tell.
        shape: Of the headings, see `shape_of`; "" for any file with these columns.
        columns: Folded heading to the template's name of the column, or `LEFT_OUT`.
        values: Template's name to folded text to code.
    """

    kind: str = ""
    shape: str = ""
    columns: Texts = field(default_factory=dict)
    values: Mapping[str, Texts] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return it as JSON-ready data that `parse_mapping` reads back equal."""
        return {
            "kind": self.kind,
            "shape": self.shape,
            "columns": dict(self.columns),
            "values": {name: dict(words) for name, words in self.values.items()},
        }


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping that is remembered: of which file it was made, by whom and when (UTC)."""

    mapping: FileMapping
    name: str
    who: str
    at: datetime


def shape_of(headings: Sequence[str]) -> str:
    """Return what stands for a file's headings: a hash, so that no heading is kept."""
    folded = [fold(heading[:300]) for heading in headings]
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()[:16]


def read_mapping(path: Path) -> FileMapping:
    """Read a mapping from a file, TOML or JSON.

    Raises:
        Refused: it cannot be read, or says what no mapping says.
    """
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise refused("mapping_unreadable", reason="500 KB")
    try:
        text = content.decode("utf-8-sig")
        return parse_mapping(json.loads(text) if text.lstrip()[:1] == "{" else tomllib.loads(text))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise refused("mapping_unreadable", reason=quote(error)) from None


def parse_mapping(document: Any) -> FileMapping:
    """Build a mapping from JSON-ready data; headings and texts are folded.

    Raises:
        Refused: a part is missing or not what it should be.
    """
    if not isinstance(document, dict) or any(key not in _FIELDS for key in document):
        raise refused("mapping_fields", fields=", ".join(_FIELDS))
    kind, shape = document.get("kind", ""), document.get("shape", "")
    columns, values = document.get("columns", {}), document.get("values", {})
    if not (isinstance(kind, str) and isinstance(shape, str) and len(shape) <= 64):
        raise refused("mapping_fields", fields=", ".join(_FIELDS))
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise refused("mapping_fields", fields=", ".join(_FIELDS))
    meant = {name: _texts(words) for name, words in values.items()}
    # A word without a code is one that nobody has answered yet.
    given = {name: {t: code for t, code in words.items() if code} for name, words in meant.items()}
    return FileMapping(
        kind, shape, _texts(columns), {name: words for name, words in given.items() if words}
    )


def check_mapping(mapping: FileMapping, kinds: Sequence[Kind]) -> None:
    """Check that a mapping names what there is, and takes nothing personal in.

    Raises:
        Refused: with every reason.
    """
    known = {kind.name: kind for kind in kinds}
    if mapping.kind and mapping.kind not in known:
        raise refused("mapping_kind", value=quote(mapping.kind), kinds=", ".join(known))
    of_kind = [known[mapping.kind]] if mapping.kind else list(kinds)
    columns = {column.name: column for kind in of_kind for column in kind.columns}
    issues = [*_column_issues(mapping, columns), *_value_issues(mapping, columns)]
    if issues:
        raise Refused(*issues)


def write_toml(mapping: FileMapping, notes: Mapping[str, str] | None = None) -> str:
    """Write a mapping as `read_mapping` reads it; `notes` are comments by heading or text."""
    notes = notes or {}
    lines = [f"kind = {_toml(mapping.kind)}", f"shape = {_toml(mapping.shape)}", "", "[columns]"]
    for name, words in (("", mapping.columns), *mapping.values.items()):
        if name:
            lines += ["", f"[values.{_toml(name)}]"]
        for text, meant in words.items():
            note = f"  # {clean_text(notes[text])}" if text in notes else ""
            lines.append(f"{_toml(text)} = {_toml(meant)}{note}")
    return "\n".join(lines) + "\n"


def _column_issues(mapping: FileMapping, columns: Mapping[str, Column]) -> Iterator[Issue]:
    taken: set[str] = set()
    for heading, name in mapping.columns.items():
        about = (("heading", quote(heading)), ("name", quote(name)))
        if name == LEFT_OUT:
            continue
        if name not in columns:
            yield Issue(None, None, "mapping_column", (*about, ("names", ", ".join(columns))))
        elif name in taken:
            yield Issue(None, None, "mapping_twice", about)
        elif announces_person(heading) and keeps_text(columns[name]):
            yield Issue(None, None, "mapping_personal", about)
        taken.add(name)


def _value_issues(mapping: FileMapping, columns: Mapping[str, Column]) -> Iterator[Issue]:
    for name, words in mapping.values.items():
        codes = codes_of(columns[name]) if name in columns else ()
        if not codes:
            yield Issue(None, None, "mapping_values", (("name", quote(name)),))
        for text, code in words.items() if codes else ():
            if code not in codes:
                about = (("value", quote(text)), ("code", quote(code)), ("codes", ", ".join(codes)))
                yield Issue(None, name, "mapping_code", about)


def keeps_text(column: Column) -> bool:
    """Whether a column's cells are kept as they are written."""
    return column.reads not in _CODED and (column.question is None or not column.question.options)


def codes_of(column: Column) -> tuple[str, ...]:
    """Return the codes that a column's cells may have, none where it is no choice."""
    if column.question is not None:
        return column.question.codes
    return CHOICES.get(column.name, ()) if column.reads == "choice" else ()


def _texts(words: Any) -> dict[str, str]:
    if not isinstance(words, dict) or len(words) > _MOST:
        raise refused("mapping_fields", fields=", ".join(_FIELDS))
    if not all(isinstance(key, str) and isinstance(word, str) for key, word in words.items()):
        raise refused("mapping_fields", fields=", ".join(_FIELDS))
    return {fold(key[:300]): word.strip() for key, word in words.items() if fold(key[:300])}


def _toml(text: str) -> str:
    return json.dumps(clean_text(text), ensure_ascii=False).replace("\x7f", "\\u007f")
