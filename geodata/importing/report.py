"""What became of a file: counts and findings, as one JSON object or as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from geodata.gazetteer import SHIPPED, Gazetteer
from geodata.i18n import Translator, translators
from geodata.importing.issues import DOMAIN, Issue

SHOWN = 60
# On a page; the error workbook has all.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an import or a dry run.

    Attributes:
        kind: The kind of file, "" where it could not be told.
        campaign: Id of the campaign, "" where none was found.
        new_campaign: Whether the import makes it.
        rows_read: Data rows.
        rows_listed: Rows left out; all of them when the file is refused.
        issues: Findings in order.
        refused: Whether nothing is stored.
        dry_run: Whether nothing was meant to be stored.
        data_version: Of the store once the rows are in; None where nothing was stored.
        gazetteer: The places that its names could mean.
    """

    kind: str
    campaign: str
    new_campaign: bool
    rows_read: int
    rows_listed: int
    issues: tuple[Issue, ...]
    refused: bool
    dry_run: bool
    data_version: int | None = None
    gazetteer: Gazetteer = field(default=SHIPPED, repr=False)

    @property
    def rows_stored(self) -> int:
        """Rows stored, or that would be."""
        return self.rows_read - self.rows_listed

    def document(self, t: Translator) -> dict[str, Any]:
        """Return the report as JSON-ready data with messages in the translator's language."""
        return {
            "result": self._result(),
            "kind": self.kind,
            "campaign": self.campaign,
            "new_campaign": self.new_campaign,
            "rows_read": self.rows_read,
            "rows_stored": self.rows_stored,
            "rows_listed": self.rows_listed,
            "data_version": self.data_version,
            "issues": [
                {
                    "row": issue.row,
                    "column": issue.column,
                    "code": issue.code,
                    "left_out": issue.lists_row,
                    "message": issue.message(t),
                    "text": issue.text(t),
                }
                for issue in self.issues
            ],
        }

    def lines(self, t: Translator) -> Iterator[str]:
        """Yield the report as text: findings, then one line with the result."""
        for issue in self.issues[:SHOWN]:
            yield issue.message(t)
        if len(self.issues) > SHOWN:
            yield t.text("import.more", count=t.number(len(self.issues) - SHOWN))
        counts = {
            "read": t.number(self.rows_read),
            "stored": t.number(self.rows_stored),
            "listed": t.number(self.rows_listed),
            "campaign": self.campaign,
            "version": self.data_version,
        }
        yield t.text(f"import.result.{self._result()}", **counts)

    def _result(self) -> str:
        if self.refused:
            return "refused"
        return "would_be_stored" if self.dry_run else "stored"


def _asked(report: Report) -> list[dict[str, Any]]:
    # Every place there is: only for those who ask.
    from geodata.importing.asked import describe_asked

    return describe_asked(report.issues, report.gazetteer)


def describe_result(report: Report) -> dict[str, Any]:
    """Describe a report for a page, in every language: its first findings, all of them counted."""
    first = replace(report, issues=report.issues[:MOST_SHOWN])
    return {
        "refused": report.refused,
        "dry_run": report.dry_run,
        "issues": len(report.issues),
        "codes": Counter(issue.code for issue in report.issues),
        "asked": _asked(report),
        "reports": {lang: first.document(t) for lang, t in translators(DOMAIN).items()},
    }
