"""Responses: a million forms at a time, packed as they are read.

Only what the store takes is kept of a block: a few bytes for each form and six for each answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata import vocabulary as v
from geodata.importing.blocks import Block
from geodata.importing.cells import Codes, Memory
from geodata.importing.duplicates import TWICE, Doubles, Settled
from geodata.importing.issues import Findings
from geodata.importing.kinds import Kind
from geodata.importing.located import Locator
from geodata.importing.parsing import Parser
from geodata.importing.personal import mask
from geodata.importing.places import PlaceReader
from geodata.importing.schemas import Span, check
from geodata.plain_text import clean_text
from geodata.questionnaire import Question, Questionnaire
from geodata.survey_rows import SUBMISSION_HASH, PackedAnswers

SUBMISSION = "submission_id"
LONGEST_TEXT = 2_000  # letters of an open answer that are kept
_PERSON = (v.MODE, v.SEX, v.AGE_GROUP, v.RESIDENCE, v.LANGUAGE)


@dataclass(slots=True)
class ResponseTables:
    """Collects responses block by block.

    Attributes:
        kind: The kind, with a column for each question.
        form: The questionnaire.
        span: The campaign's days, None while unknown.
        salt: Goes into the hash of submission ids.
        findings: Where issues go.
        places: Reads the names of places.
        mapped: Column to folded texts that a person gave a code.
    """

    kind: Kind
    form: Questionnaire
    span: Span
    salt: bytes
    findings: Findings
    places: PlaceReader
    mapped: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _frames: list[pd.DataFrame] = field(default_factory=list)
    _answers: list[tuple[NDArray[np.uint32], NDArray[np.uint16]]] = field(default_factory=list)
    _parser: Parser | None = None
    _locator: Locator | None = None
    _rows: int = 0
    _texts: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Check a block and keep the rows that are not listed."""
        parser = self._parser = self._parser or Parser(
            self.kind, self.form, self.findings, self.places, self.mapped
        )
        locator = self._locator = self._locator or Locator(self.findings, self.places)
        table = parser.frame(block)
        check(table, self.kind, self.span, self.findings)
        table["locality"] = locator.localities(table)
        asked = [question for question in self.form.questions if question.key in block.columns]
        read = {q.key: parser.answers(q.key, block) for q in asked if q.options}
        kept = ~table.index.isin(self.findings.listed) if self.findings.listed else None
        position = _positions(len(table), kept)
        first_option = 0
        for question in self.form.questions:
            if question.key in read:
                self._keep(question, *read[question.key], position, first_option)
            first_option += len(question.options)
        self._keep_texts(block, position)
        self._keep_people(table if kept is None else table[kept])

    def _keep(
        self,
        question: Question,
        codes: Codes,
        memory: Memory,
        position: Codes,
        first_option: int,
    ) -> None:
        """Unfold each cell's options: every form's position with every option it chose."""
        chosen = [value or () for value in memory.values]
        lengths = np.array([len(options) for options in chosen], dtype=np.int64)
        flat = np.array([i for options in chosen for i in options], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        many = np.where(position >= 0, lengths[codes], 0)
        people = np.repeat(np.arange(len(codes)), many)
        within = np.arange(len(people)) - np.repeat(np.cumsum(many) - many, many)
        options = flat[starts[codes[people]] + within] + first_option
        whole = position[people] + self._rows
        self._answers.append((whole.astype(np.uint32), options.astype(np.uint16)))

    def _keep_texts(self, block: Block, position: Codes) -> None:
        """Keep what was written in own words, with whatever is about a person masked."""
        asked = [q.key for q in self.form.questions if q.kind == "open" and q.key in block.columns]
        written = [*((key, block.columns[key]) for key in asked), *block.own_words.items()]
        for key, cells in written:
            for i, cell in enumerate(cells):
                text = mask(clean_text(cell.strip()))[:LONGEST_TEXT]
                if text and position[i] >= 0:
                    self._texts.append((block.numbers[i], key, text))

    def texts_of(self, people: pd.DataFrame) -> pd.DataFrame | None:
        """Return the texts of the forms that are kept, as `ImportBatch` takes them."""
        if not self._texts:
            return None
        ids = dict(zip(people["row"].tolist(), people[v.RESPONSE_ID].tolist(), strict=True))
        kept = [(ids[row], key, text) for row, key, text in self._texts if row in ids]
        return pd.DataFrame(kept, columns=[v.RESPONSE_ID, v.QUESTION, "text"])

    def _keep_people(self, table: pd.DataFrame) -> None:
        people = table[["date", "district", "locality", *_PERSON]].set_axis(
            [v.RESPONSE_DATE, v.DISTRICT_CODE, v.LOCALITY_CODE, *_PERSON], axis=1
        )
        people.insert(0, "row", table.index.to_numpy(dtype=np.int32))
        people[SUBMISSION_HASH] = _hashes(table[SUBMISSION].tolist(), self.salt)
        self._frames.append(people.reset_index(drop=True))
        self._rows += len(people)

    def finish(self) -> tuple[pd.DataFrame, PackedAnswers]:
        """Return the responses (with `row`, their number in the file) and their answers."""
        if self._frames:
            people = pd.concat(self._frames, ignore_index=True)
        else:
            people = pd.DataFrame(columns=["row", v.RESPONSE_DATE, SUBMISSION_HASH], dtype=object)
        self._frames = []
        pairs = tuple((q.key, code) for q in self.form.questions for code in q.codes)
        packed = PackedAnswers(pairs, tuple(self._answers))
        self._answers = []
        return people, packed


def keep_responses(
    people: pd.DataFrame, answers: PackedAnswers, kept: NDArray[np.bool_]
) -> tuple[pd.DataFrame, PackedAnswers]:
    """Leave out responses, and their answers with them."""
    if kept.all():
        return people, answers
    return people[kept].reset_index(drop=True), answers.keep(kept)


def settle_forms(
    people: pd.DataFrame, stored: set[int], rule: Doubles, findings: Findings
) -> Settled:
    """Settle forms whose submission stands in the file twice or is stored already.

    Where both count, the second loses its id, which would say that it is the first.
    What is stored is named by its submission's hash.
    """
    known = people[people[SUBMISSION_HASH].notna()]
    replacing = rule is Doubles.REPLACE
    again = known[SUBMISSION_HASH].duplicated(keep="last" if replacing else "first")
    there = known[SUBMISSION_HASH].isin(stored)
    if rule is Doubles.BOTH:
        twice = known.index[again | there]
        people.loc[twice, SUBMISSION_HASH] = pd.NA
        if len(twice):
            findings.add(None, SUBMISSION, "doubles_both", {"count": len(twice)})
        return Settled({}, len(twice))
    if not replacing:
        code = "row_stored" if rule is Doubles.LIST else "double_stored"
        for row in known["row"][there].tolist():
            findings.add(row, SUBMISSION, code)
        again &= ~there
    if again.any():
        first = known[~again].set_index(SUBMISSION_HASH)["row"]
        others = first.loc[known[SUBMISSION_HASH][again]].tolist()
        for row, other in zip(known["row"][again].tolist(), others, strict=True):
            findings.add(row, SUBMISSION, TWICE[rule], {"other": other})
    taking = known[there & ~again] if replacing else known[:0]
    if len(taking):
        findings.add(None, SUBMISSION, "doubles_replaced", {"count": len(taking)})
    pairs = zip(taking["row"].tolist(), taking[SUBMISSION_HASH].tolist(), strict=True)
    return Settled({row: (int(number),) for row, number in pairs})


def _positions(count: int, kept: NDArray[np.bool_] | None) -> Codes:
    """Number the rows that are kept; -1 for the others."""
    if kept is None:
        return np.arange(count, dtype=np.int64)
    return np.where(kept, np.cumsum(kept) - 1, -1)


def _hashes(submissions: list[str], salt: bytes) -> pd.arrays.IntegerArray:
    """Hash the source's own ids with salt: 63 bits, so that no id can be read back."""
    known = np.array([bool(text) for text in submissions], dtype=np.bool_)
    hashed = np.array([_hash(text, salt) if text else 0 for text in submissions], dtype=np.int64)
    return pd.arrays.IntegerArray(hashed, ~known)


def _hash(text: str, salt: bytes) -> int:
    digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=8, key=salt).digest()
    return int.from_bytes(digest, "big") >> 1
