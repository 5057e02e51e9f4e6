"""Reads a file for a campaign: everything up to the point where it would be stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from geodata.campaigns import Campaign
from geodata.districts import find_district
from geodata.gazetteer import SHIPPED
from geodata.i18n import Translator
from geodata.importing.blocks import BlockReader
from geodata.importing.building import Builder
from geodata.importing.choices import option_words
from geodata.importing.collecting import without_collection
from geodata.importing.duplicates import Doubles
from geodata.importing.error_workbook import rows_to_correct, write_error_workbook
from geodata.importing.issues import Findings, Issue, Refused, Said, Unread, refused
from geodata.importing.kinds import AUTO, BESIDE, Kind, all_kinds
from geodata.importing.mapping import FileMapping, check_mapping
from geodata.importing.report import Report
from geodata.importing.table import Hints, RawTable, open_table, personal_names
from geodata.importing.target import find_form, find_target
from geodata.imports import ImportBatch
from geodata.localities import find_localities
from geodata.names import fold
from geodata.questionnaire import Questionnaire
from geodata.store import Store


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked to bring in."""

    path: Path
    kind: str = AUTO
    campaign_id: str | None = None
    strict: bool = False
    dry_run: bool = False
    least_answers: int = 10
    who: str = ""
    mode: str = ""
    name: str = ""
    doubles: Doubles = Doubles.LIST
    mapping: FileMapping | None = None
    hold_few: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read.

    Attributes:
        report: Counts and findings.
        batch: What would be stored, None where the file is refused.
        unread: Texts that a person may say the meaning of, by what was said of them.
    """

    report: Report
    batch: ImportBatch | None
    unread: Mapping[Said, Unread] = field(default_factory=dict)


def read_file(request: Request, store: Store, progress: Callable[[int], None]) -> Outcome:
    """Read, check and build what a file brings. Writes nothing.

    Args:
        request: The file and what is wanted of it.
        store: What is known already.
        progress: Told the number of rows so far.
    """
    reading = _Reading(request, store, progress)
    try:
        with without_collection():
            batch = reading.run()
            if request.hold_few and reading.adds_few:
                raise refused("few_held")
    except Refused as refusal:
        return Outcome(reading.refusal(refusal.issues), None, reading.unread)
    return Outcome(reading.report(), batch, reading.unread)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a file: its campaign, the form, mappings of earlier files."""

    target: Campaign | None
    form: Questionnaire
    kinds: tuple[Kind, ...]
    hints: Hints

    @classmethod
    def of(cls, request: Request, store: Store, checked: bool = True) -> Around:
        """Find it; `checked` is whether the mapping is looked at, which is a person's.

        Raises:
            Refused: there is no such campaign, or the mapping says what cannot be.
        """
        target = find_target(store, request.campaign_id)
        form = find_form(store, target)
        kinds = all_kinds(form)
        if request.mapping is not None and checked:
            check_mapping(request.mapping, kinds)
        span = (target.first_day, target.last_day) if target else None
        hints = Hints(span, request.mode, request.mapping, store.mappings())
        return cls(target, form, kinds, hints)

    def known(self) -> Callable[[str], bool]:
        """Return a test of texts: a place, or an answer of the form."""
        return _known(self.form)


def open_request(request: Request, around: Around) -> RawTable:
    """Open a file as it was asked for.

    Raises:
        Refused: it is no table, of no known kind, or lacks a needed column.
    """
    return open_table(request.path, around.kinds, request.kind, around.known(), around.hints)


def errors_of(request: Request, report: Report, store: Store, t: Translator) -> bytes:
    """Return the workbook of the rows that were left out; nothing where none were.

    Args:
        request: The file, which is read once more.
        report: What was found when it was read.
        store: What was known then; nothing must have been stored since.
        t: Words of the reader's language.
    """
    wrong = rows_to_correct(report)
    if not wrong:
        return b""
    table = open_request(request, Around.of(request, store))
    return write_error_workbook(table, wrong, t)


class _Reading:
    """One file on its way; holds what is known of it when it is refused half-way."""

    def __init__(self, request: Request, store: Store, progress: Callable[[int], None]) -> None:
        self._request = request
        self._store = store
        self._progress = progress
        self._read_at = store.data_version()
        self._findings = Findings()
        self._kind: Kind | None = None
        self._target: Campaign | None = None
        self._new = False
        self._reader: BlockReader | None = None
        self._gazetteer = SHIPPED

    @property
    def unread(self) -> Mapping[Said, Unread]:
        """Texts that a person may say the meaning of."""
        return self._findings.unread

    def run(self) -> ImportBatch:
        """Read everything.

        Raises:
            Refused: nothing of the file can be stored.
        """
        check_path(self._request.path)
        around = Around.of(self._request, self._store)
        self._target, form = around.target, around.form
        table = open_request(self._request, around)
        self._kind = table.kind
        self._findings.quiet |= personal_names(table)
        if table.kind.name == "population" and self._target is None:
            raise refused("population_needs_campaign")
        if table.kind.name in BESIDE and self._target is None:
            raise refused("beside_needs_campaign")
        self._findings.extend(table.remarks)
        self._reader = BlockReader(table, self._findings, self._progress)
        sha256 = _sha256(self._request.path)
        again = self._find_again(sha256)
        if again and table.kind.name == "responses" and "submission_id" not in table.places:
            # Nothing else would tell these forms from the stored ones.
            raise Refused(again)
        if again:
            self._findings.extend([again])
        builder = Builder(
            self._store,
            self._findings,
            self._reader,
            self._target,
            self._request.least_answers,
            self._request.doubles,
            table.kind.name,
        )
        self._gazetteer = builder.places.gazetteer
        try:
            batch = builder.build(table, form)
        finally:
            self._target, self._new = builder.target, builder.new
        self._check_left()
        assert self._target is not None
        return replace(
            batch,
            campaign_id=self._target.id,
            kind=table.kind.name,
            file_name=self._request.name or self._request.path.name,
            sha256=sha256,
            who=self._request.who,
            mapping=table.mapping if self._request.mapping else None,
            campaign=self._target if self._new else None,
            questionnaire=form if self._new else None,
            show=self._new,
            rows_read=self._reader.rows_read,
            rows_listed=len(self._findings.listed),
            read_at=self._read_at,
        )

    @property
    def adds_few(self) -> bool:
        """Whether a shown district gains so few answers that two versions tell them apart."""
        return any(issue.code == "few_added" for issue in self._findings.issues)

    def report(self) -> Report:
        """Report on what was read."""
        return Report(
            kind=self._kind.name if self._kind else "",
            campaign=self._target.id if self._target else "",
            new_campaign=self._new,
            rows_read=self._reader.rows_read if self._reader else 0,
            rows_listed=len(self._findings.listed),
            issues=tuple(self._findings.in_order()),
            refused=False,
            dry_run=self._request.dry_run,
            gazetteer=self._gazetteer,
        )

    def refusal(self, reasons: tuple[Issue, ...]) -> Report:
        """Report a refusal: every row counts as listed."""
        report = self.report()
        return replace(
            report,
            rows_listed=report.rows_read,
            issues=(*reasons, *report.issues),
            refused=True,
            new_campaign=False,
        )

    def _check_left(self) -> None:
        assert self._reader is not None
        listed, read = len(self._findings.listed), self._reader.rows_read
        if not read:
            raise refused("no_rows")
        wrong = listed - len(self._findings.settled)
        if listed >= read:
            raise refused("nothing_left" if wrong else "nothing_new")
        if wrong and self._request.strict:
            raise refused("strict", listed=wrong)

    def _find_again(self, sha256: str) -> Issue | None:
        """Find an earlier import of the same bytes into the same campaign."""
        if self._target is None:
            return None
        log = self._store.read_imports()
        same = log[(log["sha256"] == sha256) & (log["campaign_id"] == self._target.id)]
        if same.empty:
            return None
        at = same["at"].iloc[-1]
        return Issue(None, None, "same_file", (("day", f"{at:%Y-%m-%d}"),))


def check_path(path: Path) -> None:
    """Refuse what is no readable file, before anything waits on it.

    Raises:
        Refused: it is missing, a folder, a device, or may not be read.
    """
    name = path.name[:100]
    try:
        if not path.exists():
            raise refused("file_missing", file=name)
        if not path.is_file():
            raise refused("file_not_regular", file=name)
        with path.open("rb") as file:
            if not file.read(1):
                raise refused("file_empty")
    except (OSError, ValueError):
        raise refused("file_unreadable", file=name) from None


def _known(form: Questionnaire) -> Callable[[str], bool]:
    """Make a test of texts: a place, or an answer of the form."""
    words = {text for question in form.questions for text in option_words(question)}

    def known(text: str) -> bool:
        if "\ufffd" in text:
            return False
        return fold(text) in words or bool(find_district(text) or find_localities(text))

    return known


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
