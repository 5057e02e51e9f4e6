"""Proofs that the shipped geography and census tables are whole and right.

`python -m geodata check` prints them. Every check takes what it looks at as a parameter, so
that a test can break it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import TextIO

from geodata import check_shapes, check_tables
from geodata.findings import Finding, Reference, read_reference

CHECKS: tuple[Callable[[Reference], Iterator[Finding]], ...] = (
    check_shapes.check_units,
    check_shapes.check_coverage,
    check_tables.check_census,
    check_tables.check_localities,
    check_tables.check_locality_residents,
    check_shapes.check_inside,
    check_tables.check_names,
    check_tables.check_inspectorates,
)


def run_checks(reference: Reference | None = None) -> list[Finding]:
    """Check the shipped reference, or the one given; failures are findings, not exceptions."""
    try:
        checked = read_reference() if reference is None else reference
    except (ValueError, KeyError, TypeError, OSError, RuntimeError) as error:
        # A missing file, column or number; GDAL's own errors are RuntimeErrors.
        return [Finding("reference.unreadable", "failure", str(error))]
    return [finding for check in CHECKS for finding in check(checked)]


def main(stream: TextIO) -> int:
    """Print every finding, one a line, and return 1 if any is a failure, else 0."""
    findings = run_checks()
    if isinstance(stream, TextIOWrapper):
        # A console without Romanian letters prints their codes instead of failing.
        stream.reconfigure(errors="backslashreplace")
    for finding in findings:
        print(f"{finding.level:8} {finding.code:24} {finding.text}", file=stream)
    failures = sum(finding.level == "failure" for finding in findings)
    proofs = sum(finding.level == "proof" for finding in findings)
    print(f"{proofs} proofs, {failures} failures", file=stream)
    return 1 if failures else 0
