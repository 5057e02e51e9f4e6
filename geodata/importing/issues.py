"""Findings of validation: what is wrong, where, and whether it keeps its row out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geodata.i18n import Translator
from geodata.importing.quoting import ELLIPSIS

DOMAIN = "import"
# Beyond this many findings one for each row is kept: the row is still listed.
DETAILED = 100_000

MOST_UNREAD = 500

_Values = tuple[tuple[str, object], ...]
Said = tuple[str, str, _Values]

# Doubles that a rule of the user's settled: left out, with nothing to mend.
SETTLED = frozenset({"double_earlier", "double_later", "double_stored"})
# Findings that keep their row out; every other code is a remark or refuses the file.
ROW_CODES = frozenset(
    {
        "missing",
        "date_unreadable",
        "date_outside",
        "date_several",
        "date_without_year",
        "time_unreadable",
        "end_before_start",
        "count_unreadable",
        "count_range",
        "count_negative",
        "count_absurd",
        "sexes_above_participants",
        "choice_unknown",
        "option_unknown",
        "option_exclusive",
        "options_too_many",
        "district_unknown",
        "district_unsure",
        "locality_unknown",
        "locality_unsure",
        "locality_several",
        "inspectorate_several",
        "locality_elsewhere",
        "locality_ambiguous",
        "locality_without_district",
        "inspectorate_unknown",
        "inspectorate_unsure",
        "inspectorate_elsewhere",
        "inspectorate_ambiguous",
        "unit_unknown",
        "not_held_with_counts",
        "row_twice",
        "row_stored",
        *SETTLED,
        "text_too_long",
        "too_many_cells",
        "answered_twice",
        "count_of_several",
        "degrees_unreadable",
        "phone_unreadable",
        "email_unreadable",
        "web_unreadable",
        "contact_empty",
        "locality_empty",
        "locality_namesake",
        "locality_without_point",
        "locality_name",
        "code_of_another",
        "code_unreadable",
        "code_elsewhere",
        "inspectorate_without_district",
        "seat_unknown",
        "area_outside",
        "area_not_whole",
        "areas_overlap",
        "position_half",
        "place_outside",
        "residents_above",
        "shape_no_area",
        "submission_rejected",
        "submission_on_hold",
    }
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text whose meaning a person may say.

    Attributes:
        text: As it stands in the file.
        district_code: Of a locality the district that its row names.
        candidates: Codes of places that it could mean; None where it is a word of an answer.
    """

    text: str
    district_code: str = ""
    candidates: tuple[str, ...] | None = None


class Fault(ValueError):
    """A cell that cannot be read: the finding's code and what its sentence names."""

    def __init__(self, code: str, /, unread: Unread | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.unread = unread
        self.values = values


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding.

    Attributes:
        row: Row of the file as a spreadsheet numbers it, None where it is about the file.
        column: The template's name of the column, or its heading, or None.
        code: Key of its sentence in the catalogue, without `import.`.
        values: What the sentence names, safe to show.
    """

    row: int | None
    column: str | None
    code: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def lists_row(self) -> bool:
        """Whether it keeps its row out."""
        return self.code in ROW_CODES

    def message(self, t: Translator) -> str:
        """Say it: where, what, and what to do."""
        if self.row is None:
            return self.text(t)
        where = {"row": t.number(self.row), "column": self.column}
        place = t.text("import.at_cell" if self.column else "import.at_row", **where)
        return f"{place} {self.text(t)}"

    def text(self, t: Translator) -> str:
        """Say what and what to do, without where."""
        return t.text(f"import.{self.code}", **dict(self.values))


class Refused(Exception):
    """The file as a whole cannot be taken; `issues` say why."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__(", ".join(issue.code for issue in issues))
        self.issues = issues


def refused(code: str, /, column: str | None = None, **values: object) -> Refused:
    """Make a refusal with one reason."""
    return Refused(Issue(None, column, code, tuple(values.items())))


@dataclass(slots=True)
class Findings:
    """Collects issues and knows which rows they list, and which of these are settled.

    Attributes:
        issues: The findings so far.
        listed: Numbers of the rows that are kept out.
        settled: Those of them that a rule of the user's keeps out.
        quiet: Columns of which no value is quoted.
        unread: Texts that a person may say the meaning of, by what was said of them.
    """

    issues: list[Issue] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    quiet: set[str] = field(default_factory=set)
    unread: dict[Said, Unread] = field(default_factory=dict)
    _cells: set[tuple[int, str | None]] = field(default_factory=set)
    _remarks: dict[tuple[str, str, _Values], tuple[int, int]] = field(default_factory=dict)

    def add(
        self, row: int | None, column: str | None, code: str, values: Mapping[str, object] = {}
    ) -> None:
        """Add a finding; of one cell only the first one that lists its row is kept."""
        issue = Issue(row, column, code, self._values(column, values))
        if row is None or not issue.lists_row:
            self.issues.append(issue)
            return
        full = len(self.issues) >= DETAILED
        if (row, column) in self._cells or (full and row in self.listed):
            return
        if code in SETTLED and row not in self.listed:
            self.settled.add(row)
        elif code not in SETTLED:
            self.settled.discard(row)
        self.listed.add(row)
        if not full:
            self._cells.add((row, column))
        self.issues.append(issue)

    def remark(
        self, row: int, column: str, code: str, values: Mapping[str, object], rows: int = 1
    ) -> None:
        """Add a remark about how a text was read; the same one is said once, at its first row.

        Its sentence may name `rows`, the number of rows it is about.
        """
        key = (column, code, self._values(column, values))
        if key not in self._remarks and len(self._remarks) >= DETAILED:
            return
        first, count = self._remarks.get(key, (row, 0))
        self._remarks[key] = (min(first, row), count + rows)

    def add_fault(self, row: int, column: str, fault: Fault) -> None:
        """Add what is wrong with a cell, and what a person may be asked about it."""
        self.add(row, column, fault.code, fault.values)
        if fault.unread and len(self.unread) < MOST_UNREAD and column not in self.quiet:
            said = (column, fault.code, self._values(column, fault.values))
            self.unread.setdefault(said, fault.unread)

    def _values(self, column: str | None, values: Mapping[str, object]) -> _Values:
        if column in self.quiet and "value" in values:
            values = {**values, "value": ELLIPSIS}
        return tuple(values.items())

    def extend(self, issues: Iterable[Issue]) -> None:
        """Add issues that were found elsewhere."""
        for issue in issues:
            self.add(issue.row, issue.column, issue.code, dict(issue.values))

    def in_order(self) -> list[Issue]:
        """Return the findings about the file first, then by row."""
        remarks = (
            Issue(row, column, code, (*values, ("rows", rows)))
            for (column, code, values), (row, rows) in self._remarks.items()
        )
        every = (*self.issues, *remarks)
        return sorted(every, key=lambda issue: -1 if issue.row is None else issue.row)
