"""Proofs that the shipped geography and census tables are whole and right.

`python -m geodata check` prints them. Every check takes what it looks at as a parameter, so
that a test can break it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from geodata import check_shapes, check_tables
from geodata.findings import Finding, Reference, read_reference
from geodata.i18n import Translator, translators
from geodata.importing.issues import DOMAIN
from geodata.questionnaire import FormError, parse_questionnaire, proposed_questionnaire
from geodata.vocabulary import LANGUAGES

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


def check_form(path: Path | None = None, t: Translator | None = None) -> list[Finding]:
    """Check a questionnaire's file, by default the shipped one: a proof, or its failures."""
    t = t or translators(DOMAIN)["en"]
    name = t.text("form.shipped") if path is None else path.name

    def failure(key: str, **values: object) -> list[Finding]:
        return [Finding("questionnaire", "failure", t.text(f"form.{key}", name=name, **values))]

    try:
        if path is None:
            form = proposed_questionnaire()
        else:
            form = parse_questionnaire(json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        return failure("unreadable", reason=error.strerror)
    except UnicodeDecodeError:
        return failure("no_utf8")
    except json.JSONDecodeError as error:
        return failure("no_json", reason=error.msg, line=error.lineno, column=error.colno)
    except FormError as error:
        return [Finding("questionnaire", "failure", text) for text in error.sentences(t)]
    except (ValueError, RecursionError) as error:
        return failure("no_form", reason=error)
    kinds = Counter(question.kind for question in form.questions)
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    values = {"words": words, "languages": ", ".join(LANGUAGES)}
    text = t.plural("form.proof", len(form.questions), name=name, **values)
    return [Finding("questionnaire", "proof", text)]


def main(stream: TextIO, form: Path | None = None, t: Translator | None = None) -> int:
    """Print every finding, one a line, and return 1 if any is a failure, else 0.

    Args:
        stream: Where to.
        form: A questionnaire's file to check alone; without it everything that is shipped.
        t: The words for a form's own check; proofs of what is shipped are in English.
    """
    t = t or translators(DOMAIN)["en"]
    findings = check_form(form, t) if form else [*run_checks(), *check_form()]
    if isinstance(stream, TextIOWrapper):
        # A console without Romanian letters prints their codes instead of failing.
        stream.reconfigure(errors="backslashreplace")
    failures = sum(finding.level == "failure" for finding in findings)
    if form:
        for finding in findings:
            print(f"{t.text(f'form.level.{finding.level}')}: {finding.text}", file=stream)
        print(t.plural("form.wrong", failures) if failures else t.text("form.good"), file=stream)
        return 1 if failures else 0
    for finding in findings:
        print(f"{finding.level:8} {finding.code:24} {finding.text}", file=stream)
    proofs = sum(finding.level == "proof" for finding in findings)
    print(f"{proofs} proofs, {failures} failures", file=stream)
    return 1 if failures else 0
