"""A file on its way in, in words: how far it is, what was found in it, what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dashboard.editing.uploads import CHECK, DEED, DOUBLES, STORE, Choices, Upload
from dashboard.viewmodels.kinds import kind_name
from dashboard.viewmodels.questions import Questions, describe_questions
from geodata.i18n import Translator
from geodata.importing.kinds import AUTO, KIND_NAMES
from geodata.sources.limits import LIMITS, MB
from geodata.tasks import Phase, Sighting, State

DEFAULT = Choices()
# Code of what a command says where it waits for somebody to be sure.
ASKS = "few_ask"
HELD = "few_held"
# The same of a backup, which would take the place of everything.
RESTORES = "restore_replaces"
BACKUP = "backup"
# What a command says of where it would take the place of something.
REPLACES = "--replace"


@dataclass(frozen=True, slots=True)
class Line:
    """A finding: where, and what to do."""

    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a file, as its report says it.

    Attributes:
        sentence: The result with its counts.
        kind: What the file holds, in words; nothing where it could not be told.
        about: What there is to say of the file as a whole.
        left_out: Rows that are left out, and why.
        remarks: Rows that are read, and what should be known of them.
        more: How many findings are not among these; nothing where all are.
        questions: What a person may decide; None where that is no file.
    """

    sentence: str
    kind: str
    about: tuple[str, ...]
    left_out: tuple[Line, ...]
    remarks: tuple[Line, ...]
    more: str
    questions: Questions | None


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file on its way in, ready to render.

    Attributes:
        id: Names it in addresses.
        title: The file's name, or what is being done.
        said: How far it is, or what became of it.
        running: Whether something works on it.
        stoppable: Whether that can be stopped.
        failed: Whether it came to a bad end.
        stored: Whether its rows are in.
        is_deed: Whether it is a deed without a file.
        asks: Whether it is done only if somebody is sure of it.
        offers_backup: Whether it made a backup, to be fetched.
        offers_check: Whether it can be checked, with other choices too.
        offers_store: Whether it can be stored now.
        offers_rows: Whether the rows left out can be had as a workbook.
        findings: What was found in it.
        choices: What was chosen for it.
        kinds: Kinds of file to choose from, with their names.
        doubles: Rules for doubles to choose from, with their names.
    """

    id: str
    title: str
    said: str
    running: bool = False
    stoppable: bool = False
    failed: bool = False
    stored: bool = False
    is_deed: bool = False
    asks: bool = False
    offers_backup: bool = False
    offers_check: bool = False
    offers_store: bool = False
    offers_rows: bool = False
    findings: Findings | None = None
    choices: Choices = DEFAULT
    kinds: tuple[tuple[str, str], ...] = ()
    doubles: tuple[tuple[str, str], ...] = ()


def describe_upload(
    upload: Upload, t: Translator, history: Sequence[Mapping[str, Any]] | None = None
) -> UploadView:
    """Describe a file as it stands now.

    Args:
        upload: The file.
        t: The words.
        history: The log of imports, by which it is known whether the rows came in before
            storing broke off; without it that is not said.
    """
    current = upload.current()
    if current is None:
        return UploadView(upload.id, upload.name, t.text("upload.gone"), failed=True)
    what, seen = current
    if what == DEED:
        return _deed(upload, seen, t)
    view = UploadView(
        upload.id,
        upload.name,
        describe_progress(seen, t),
        running=seen.state is State.RUNNING,
        stoppable=seen.phase.can_be_stopped,
        failed=seen.state in (State.FAILED, State.STOPPED),
        offers_check=seen.state is not State.RUNNING and upload.is_whole,
        choices=upload.choices,
        kinds=tuple((kind, kind_name(kind, t)) for kind in (AUTO, *KIND_NAMES)),
        doubles=tuple((rule, t.text(f"doubles.{rule}")) for rule in DOUBLES),
    )
    if seen.result is None:
        gone = what == STORE and not view.running
        return _broken_off(view, upload, seen, history, t) if gone else view
    findings = describe_findings(seen.result, t)
    refused = bool(seen.result["refused"])
    stored = upload.is_stored
    return replace(
        view,
        said=findings.sentence,
        failed=refused,
        stored=stored,
        offers_check=upload.is_whole and not stored,
        offers_store=what == CHECK and not refused and upload.is_whole,
        offers_rows=what == CHECK and upload.is_whole and bool(findings.left_out),
        findings=findings,
    )


def _broken_off(
    view: UploadView,
    upload: Upload,
    seen: Sighting,
    history: Sequence[Mapping[str, Any]] | None,
    t: Translator,
) -> UploadView:
    """Say whether the rows came in before storing was stopped or broke off."""
    if history is None:
        return replace(view, said=t.text(f"task.{State.DONE}"))
    arrived = any(
        entry["file_name"] == upload.name
        and datetime.fromisoformat(entry["at"]).timestamp() >= seen.begun - 1
        for entry in history
    )
    if not arrived:
        return view
    return replace(view, said=t.text("task.arrived"), stored=True, offers_check=False)


def _deed(upload: Upload, seen: Sighting, t: Translator) -> UploadView:
    """Describe a deed; at its end it says its command's own sentences."""
    view = UploadView(
        upload.id,
        t.text(f"deed.{upload.command[0]}"),
        t.text("task.deed") if seen.state is State.RUNNING else describe_progress(seen, t),
        running=seen.state is State.RUNNING,
        failed=seen.state is State.FAILED,
        is_deed=True,
    )
    if not seen.result:
        return view
    done = seen.result["code"] == 0
    if "reports" in seen.result:
        return _refreshed(view, upload, seen.result, t)
    try:
        answer = json.loads(seen.result["out"])
    except ValueError:  # it says itself in plain words
        lines = seen.result["out" if done else "err"].strip().splitlines()
        text = " ".join(lines[-1:] if done else lines) or view.said
        asks, backup = not done and REPLACES in text, done and upload.command[0] == BACKUP
        return replace(view, said=text, failed=not done, asks=asks, offers_backup=backup)
    issues = {issue["code"]: issue["message"] for issue in answer["issues"]}
    asks = issues.pop(ASKS, "") != ""
    if RESTORES in issues:
        asks, issues[RESTORES] = True, t.text("backup.replaces")
    name = _name(answer) if answer.get("import") else upload.name
    said = [t.text(f"deed.{answer['result']}", name=name)] if done else []
    return replace(view, said=" ".join([*said, *issues.values()]), failed=not done, asks=asks)


def _refreshed(
    view: UploadView, upload: Upload, result: Mapping[str, Any], t: Translator
) -> UploadView:
    """Describe a live source that was read anew: a report like a file's, or nothing new."""
    title = f"{view.title}: {upload.command[1]}"
    if result["unchanged"]:
        return replace(view, title=title, said=t.text("sources.unchanged"))
    findings = describe_findings(result, t)
    said = findings.sentence
    if result["refused"] and not result["reports"][t.language]["rows_read"] and findings.about:
        said, *about = findings.about  # nothing came of which rows could be counted
        findings = replace(findings, about=tuple(about))
    return replace(
        view,
        title=title,
        said=said,
        failed=bool(result["refused"]),
        asks=HELD in result["codes"],
        findings=findings,
    )


def _name(answer: Mapping[str, Any]) -> str:
    return str(answer["import"]["file_name"] or answer["import"]["campaign"])


def describe_progress(seen: Sighting, t: Translator) -> str:
    """Say in a sentence how far a task is, or what became of it."""
    if seen.state is not State.RUNNING:
        return t.text(f"task.{seen.state}")
    if seen.phase is Phase.READING and seen.rows:
        return t.text("task.reading", rows=t.plural("count.rows", seen.rows))
    return t.text(f"task.{Phase.STARTING if seen.phase is Phase.READING else seen.phase}")


def describe_findings(result: Mapping[str, Any], t: Translator) -> Findings:
    """Describe the result of a check or an import."""
    report = result["reports"][t.language]
    issues: Sequence[Mapping[str, Any]] = report["issues"]
    rows = [issue for issue in issues if issue["row"] is not None]
    hidden = result["issues"] - len(issues)
    questions = describe_questions(result, t) if "asked" in result else None
    return Findings(
        sentence=_sentence(report, t),
        kind=kind_name(report["kind"], t) if report["kind"] else "",
        about=tuple(_about(issues, questions, t)),
        left_out=tuple(_line(issue, t) for issue in rows if issue["left_out"]),
        remarks=tuple(_line(issue, t) for issue in rows if not issue["left_out"]),
        more=t.plural("upload.more", hidden) if hidden else "",
        questions=questions,
    )


def _about(
    issues: Sequence[Mapping[str, Any]], questions: Questions | None, t: Translator
) -> Iterator[str]:
    """Yield what there is to say of the file; what is asked below is said as a question."""
    asks = questions is not None and bool(questions.open)
    for issue in issues:
        if issue["row"] is not None or (asks and issue["code"] == "column_unknown"):
            continue
        key = f"mapping.said.{issue['code']}"
        yield t.text(key) if asks and t.has(key) else issue["text"]


def describe_limits(t: Translator) -> str:
    """Say how large a file may be."""
    return t.text(
        "upload.limits",
        text=t.number(LIMITS["text"].most_bytes // MB),
        workbook=t.number(LIMITS["workbook"].most_bytes // MB),
        shapes=t.number(LIMITS["shapes"].most_bytes // MB),
    )


def _sentence(report: Mapping[str, Any], t: Translator) -> str:
    return t.text(
        f"upload.result.{report['result']}",
        read=t.plural("count.rows", report["rows_read"]),
        stored=t.number(report["rows_stored"]),
        listed=t.number(report["rows_listed"]),
    )


def _line(issue: Mapping[str, Any], t: Translator) -> Line:
    return Line(t.number(issue["row"]), issue["column"] or "", issue["text"])
