"""KoboToolbox and ODK: exports of forms filled in on a phone, with labels or names.

Headings may carry their groups (`group/question`). A select-multiple comes as a summary that
cannot be split, and as one column of ones and zeros an option, which is what is read; blank
there is unanswered. The moment of submission is UTC and says no zone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from geodata.importing.issues import Issue
from geodata.importing.quoting import quote
from geodata.names import fold
from geodata.questionnaire import Question
from geodata.sources.layout import (
    Columns,
    Head,
    Layout,
    Made,
    Make,
    Rule,
    SetAside,
    changed,
    column,
    first_of,
)
from geodata.sources.moments import day_of
from geodata.sources.survey_columns import SurveyColumns
from geodata.sources.words import Words

# Folded names of columns that the server or the phone adds; what is in front counts first.
_SUBMITTED = ("submission time", "submissiondate", "submission date")
_DATES = ("today", "start", "end", *_SUBMITTED)
_IDS = ("uuid", "meta instanceid", "instanceid", "key", "id")
_REVIEWS = ("validation status", "reviewstate")
_REPEAT = frozenset({"parent index", "submission id", "submission uuid", "parent key"})
_PERSONAL = frozenset(
    {
        *("deviceid", "device id", "phonenumber", "simserial", "subscriberid", "username", "email"),
        *("submitted by", "submitterid", "submittername", "geolocation", "audit", "attachments"),
    }
)
_ADDED = frozenset(
    {
        *(*_DATES, *_IDS, *_REVIEWS, *_REPEAT),
        *("version", "index", "status", "notes", "tags", "xform id string", "formhub uuid"),
        *("meta instancename", "instancename", "meta rootuuid", "meta deprecatedid", "edits"),
        *("attachmentspresent", "attachmentsexpected", "formversion", "media all received"),
        *("parent table name", "submission version", "submission tags", "submission notes"),
        *("submission validation status", "submission status", "submission submitted by"),
    }
)
_REJECTED = frozenset({"not approved", "validation status not approved", "rejected"})
_OPEN = frozenset({"on hold", "validation status on hold", "hasissues", "has issues"})
_POSITION = ("latitude", "longitude", "altitude", "precision")
_GROUPS = ("/", "-")


class Kobo:
    """Exports of KoboToolbox, ODK Central and their kin."""

    key = "kobo"

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read the sheet; None where it is no such export."""
        below, titles = head.rows[0]
        names = [fold(title.removeprefix("_")) if len(title) < 300 else "" for title in titles]
        added = {names[i]: i for i in range(len(names) - 1, -1, -1) if _is_added(titles[i])}
        if not _is_export(added):
            return None
        if _REPEAT & added.keys():
            return Layout(self.key, ("",) * len(titles), ("",) * len(titles), below, -1)
        columns = SurveyColumns(words, ["" if _is_added(t) else _heading(t, words) for t in titles])
        known = sum(map(bool, columns.header)) + len(added)
        said = [
            "" if name in _ADDED and _is_added(titles[i]) else titles[i]
            for i, name in enumerate(names)
        ]
        united = _unite_options(columns, titles)
        for position in united:
            said[position] = ""
        personal = _personal(titles, names)
        self._add(columns, added)
        columns.join_twins()
        columns.take_apart((" ",), replaced=False)
        own_words = _own_words(columns, titles, said)
        reviewed = [added[name] for name in _REVIEWS if name in added]
        rules = (*columns.rules, *(_reviewed(position) for position in reviewed))
        return Layout(
            self.key,
            tuple(columns.header),
            tuple(said),
            below,
            known,
            tuple(columns.made),
            rules,
            own_words,
            frozenset(personal),
            remarks=tuple(_repeats(head)),
        )

    def _add(self, columns: SurveyColumns, added: dict[str, int]) -> None:
        """Make the submission's id and its local day."""
        found = [added[name] for name in _IDS if name in added]
        if found:
            columns.made.append(Made("submission_id", changed(found[0], str)))
        asked = [
            i for i, heading in enumerate(columns.header) if columns.words.name(heading) == "date"
        ]
        makers: list[Make] = [changed(position, str) for position in asked[:1]]
        makers += [_day(added[name], name in _SUBMITTED) for name in _DATES if name in added]
        if makers:
            columns.made.append(Made("date", first_of(makers)))
            columns.drop(asked[:1])


def _is_export(added: dict[str, int]) -> bool:
    kobo = {"uuid", "submission time"} <= added.keys() or {"uuid", "index"} <= added.keys()
    odk = {"submissiondate", "key"} <= added.keys()
    return kobo or odk or bool({"submission uuid", "parent key"} & added.keys())


def _is_added(title: str) -> bool:
    """Whether the server or the phone added a column; a question may have a like name."""
    folded = fold(title.removeprefix("_"))
    if folded in ("start", "end", "today"):
        return title in ("start", "end", "today")
    if folded in ("id", "index", "status", "notes", "tags", "version", "uuid", "geolocation"):
        return title.startswith("_")
    return folded in _ADDED or folded in _PERSONAL


def _heading(title: str, words: Words) -> str:
    """Return the known heading in a title, with its groups taken away as far as needed."""
    if found := words.heading(title):
        return found
    for sign in _GROUPS:
        parts = title.split(sign)
        for start in range(1, min(len(parts), 12)):
            if found := words.heading(sign.join(parts[start:])):
                return found
    return ""


def _unite_options(columns: SurveyColumns, titles: Sequence[str]) -> list[int]:
    """Unite the columns of each question's options; returns their positions."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    questions: dict[str, Question] = {}
    for position, title in enumerate(titles):
        for question, option in _splits(title, columns.words):
            questions[question.key] = question
            code = columns.words.option(question, option)
            found[question.key].append((position, code or option))
            break
    united = []
    for key, options in found.items():
        summary = [
            i
            for i, heading in enumerate(columns.header)
            if heading
            and columns.words.question(heading) is questions[key]
            and i not in {position for position, _ in options}
        ]
        columns.drop(summary)
        columns.unite(questions[key], options)
        united += [*summary, *(position for position, _ in options)]
    return united


def _splits(title: str, words: Words) -> Iterator[tuple[Question, str]]:
    """Yield the ways in which a title may be a question and its option, surest first."""
    parts = title.split("/")
    likely = []
    for end in range(1, min(len(parts), 12)):
        heading = _heading("/".join(parts[:end]), words)
        question = words.question(heading) if heading else None
        if question is None or question.kind != "multiple":
            continue
        option = "/".join(parts[end:])
        if words.option(question, option):
            yield question, option
        likely.append((question, option))
    yield from likely


def _day(position: int, utc: bool) -> Make:
    return changed(position, lambda text: day_of(text, utc=utc))


def _reviewed(position: int) -> Rule:
    """Set aside what a reviewer rejected, or has not approved yet."""

    def find(_numbers: Sequence[int], columns: Columns) -> Iterator[SetAside]:
        for at, text in enumerate(column(columns, position)):
            if text.strip():
                status = fold(text[:60])
                if status in _REJECTED:
                    yield SetAside(at, "submission_rejected")
                elif status in _OPEN:
                    yield SetAside(at, "submission_on_hold")

    return find


def _own_words(columns: SurveyColumns, titles: Sequence[str], said: list[str]) -> dict[str, Make]:
    """Find the texts beside "other": even with labels they are called by the question's name."""
    keys = {made.heading for made in columns.made}
    keys |= {q.key for q in map(columns.words.question, filter(None, columns.header)) if q}
    found = {}
    for position, title in enumerate(titles):
        name = title.rsplit("/", 1)[-1]
        key = name.removesuffix("_other")
        if key != name and key in keys:
            found[key] = changed(position, str)
            said[position] = ""
    return found


def _personal(titles: Sequence[str], names: Sequence[str]) -> set[int]:
    """Find what phones and servers add about persons: devices, positions, media."""
    found = {i for i, name in enumerate(names) if name in _PERSONAL}
    bare = {title.rsplit("/", 1)[-1]: i for i, title in enumerate(titles)}
    for title, position in bare.items():
        for end in _POSITION:
            if title.startswith("_") and title.endswith(f"_{end}"):
                found |= {position, bare.get(title[1 : -len(end) - 1], position)}
        if title.endswith("_URL"):
            found |= {position, bare.get(title.removesuffix("_URL"), position)}
    return found


def _repeats(head: Head) -> Iterator[Issue]:
    if head.others:
        names = ", ".join(quote(name) for name in head.others[:5])
        yield Issue(None, None, "repeats_left_out", (("sheets", names),))
