"""The addresses of what a file leaves open: columns, words and places that a person decides.

What is answered is a mapping beside the file, as `python -m geodata mapping` writes it, and
decisions about names of places; the file is checked anew with them. The mapping goes out and
comes in as a file of its own, and so do the rows that were left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Flask, Response, request

from dashboard.editing.access import access
from dashboard.editing.commands import CommandFailed, run, run_for_file
from dashboard.editing.guard import editors_only
from dashboard.editing.handing import hand_out
from dashboard.editing.sign_in import asked_language
from dashboard.editing.upload_routes import (
    LARGEST_FORM,
    Gone,
    Undone,
    back_to_upload,
    check,
    find_upload,
    options_of,
)
from dashboard.editing.uploads import CHECK, Upload, Uploads
from dashboard.services import Services
from dashboard.viewmodels.questions import LEAVE_OUT, UNDECIDED
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.importing.mapping import (
    LEFT_OUT,
    MOST_BYTES,
    FileMapping,
    parse_mapping,
    read_mapping,
    write_toml,
)
from geodata.names import fold
from geodata.settings import Settings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_answers(server: Flask, services: Services, uploads: Uploads) -> None:
    """Wire the addresses under `/editing/uploads/<upload>` that answer what a file asks."""
    settings = services.settings
    found = partial(find_upload, uploads)

    @server.post("/editing/uploads/<upload>/answers")
    @editors_only
    def take_answers(upload: str) -> Response:
        """Keep what columns, words and names of places mean, then check the file anew."""
        request.max_content_length = LARGEST_FORM
        one = found(upload)
        result = _checked(one)
        if questions := result.get("questions"):
            answered = read_answers(questions, request.form)
            if answered or one.mapping_file.exists():
                one.map(answered or FileMapping())
        _decide(settings, one, _places(result, request.form))
        check(settings, uploads, one)
        return back_to_upload(settings, one)

    @server.post("/editing/uploads/<upload>/mapping")
    @editors_only
    def take_mapping(upload: str) -> Response:
        """Take a mapping that was saved as a file, or take back what was answered."""
        request.max_content_length = MOST_BYTES + LARGEST_FORM
        one = found(upload)
        _checked(one)
        file = request.files.get("file")
        if file is not None and file.filename:
            path = one.write("loaded", file.stream.read().decode("utf-8", "replace"))
            try:
                one.map(read_mapping(path))
            except Refused as refusal:
                raise Undone(_said(refusal, settings)) from None
        elif request.form.get("anew"):
            one.map(FileMapping())
        check(settings, uploads, one)
        return back_to_upload(settings, one)

    @server.get("/editing/uploads/<upload>/mapping.toml")
    @editors_only
    def mapping(upload: str) -> Response:
        """Answer with what was said of the file's columns and words, as a file."""
        one = found(upload)
        questions = _checked(one).get("questions") or {"mapping": {}}
        text = write_toml(parse_mapping(questions["mapping"]))
        return hand_out(text.encode(), f"{_stem(one.name)}.toml", "application/toml")

    @server.get("/editing/uploads/<upload>/rows.xlsx")
    @editors_only
    def rows_left_out(upload: str) -> Response:
        """Answer with the rows that were left out, to correct; made now and kept nowhere."""
        one = found(upload)
        _checked(one)
        lang = asked_language(settings.default_language)
        options = ("--dry-run", "--errors=-", f"--lang={lang}")
        try:
            book = run_for_file(
                settings, "import", str(one.file.resolve()), *options_of(one), *options
            )
        except CommandFailed as error:
            raise Undone(str(error)) from None
        if not book:
            raise Gone
        return hand_out(book, f"{_stem(one.name)} ✎.xlsx", XLSX)


def read_answers(questions: Mapping[str, Any], given: Mapping[str, str]) -> FileMapping | None:
    """Read what a form says of the questions; what was never asked cannot be answered.

    Returns:
        The mapping so far with the answers; None where there are none.
    """
    before, offered = parse_mapping(questions["mapping"]), questions["names"]
    kind = given.get("kind", "")
    kind = kind if kind in offered else questions["kind"]
    names = {name for each in ([kind] if kind in offered else offered) for name in offered[each]}
    # What was said of another kind is not said of this one.
    columns = {k: name for k, name in before.columns.items() if name in (LEFT_OUT, *names)}
    for column in questions["columns"]:
        field = f"column-{column['position']}"
        if not column["key"] or field not in given:
            continue
        meant = given[field]
        if meant == LEAVE_OUT:
            columns[column["key"]] = LEFT_OUT
        elif meant in names:
            columns[column["key"]] = meant
        elif meant == UNDECIDED:
            columns.pop(column["key"], None)
    values = {name: dict(words) for name, words in before.values.items() if name in names}
    for i, word in enumerate(questions["words"]):
        code = given.get(f"word-{i}", "")
        if code in word["codes"]:
            values.setdefault(word["column"], {})[fold(word["text"])] = code
    if not columns and not values and kind == questions["kind"]:
        return None
    return FileMapping(kind, before.shape, columns, values)


def _checked(one: Upload) -> Mapping[str, Any]:
    """Return what was found in a file.

    Raises:
        Gone: it was not checked, or is not there any more.
    """
    checked = one.look(CHECK)
    if checked is None or not checked.result or not one.is_whole:
        raise Gone
    return checked.result


def _places(result: Mapping[str, Any], given: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"kind": asked["kind"], "text": asked["text"], "code": code}
        for i, asked in enumerate(result["asked"])
        if (code := given.get(f"place-{i}", "")) in asked["codes"]
    ]


def _decide(settings: Settings, upload: Upload, answers: list[dict[str, str]]) -> None:
    if not answers:
        return
    file = upload.write("answers.json", json.dumps(answers, ensure_ascii=False))
    lang = asked_language(settings.default_language)
    who = f"--who={access().who()}"
    try:
        run(settings, "places", "answer", str(file.resolve()), who, f"--lang={lang}")
    except CommandFailed as error:
        raise Undone(str(error)) from None


def _said(refusal: Refused, settings: Settings) -> str:
    t = translators(DOMAIN)[asked_language(settings.default_language)]
    return " ".join(issue.message(t) for issue in refusal.issues)


def _stem(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and stem and len(suffix) < 9 else name
