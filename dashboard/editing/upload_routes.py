"""The addresses of files on their way in: piece by piece, then checked, then stored or let go.

Each answers a script with JSON and a plain form with the page. The work itself is a task: a
command in a process of its own, which any worker can follow.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.exceptions import Conflict, HTTPException, RequestEntityTooLarge

from dashboard.editing.access import access
from dashboard.editing.commands import run_later, start_task
from dashboard.editing.guard import editors_only
from dashboard.editing.sign_in import asked_language
from dashboard.editing.uploads import (
    CHECK,
    LARGEST,
    PIECE,
    STORE,
    Choices,
    NoRoom,
    Upload,
    Uploads,
)
from dashboard.services import Services
from dashboard.viewmodels.uploads import describe_upload
from geodata import tasks
from geodata.i18n import translators
from geodata.importing.kinds import AUTO
from geodata.settings import Settings
from geodata.sources.limits import MB
from geodata.tasks import State

LARGEST_FORM = 64 * 1024


class Busy(Conflict):
    """Another task runs."""

    words = "upload.busy"


class TooLarge(RequestEntityTooLarge):
    """The file is larger than any that is taken."""

    words = "upload.too_large"
    values = {"most": LARGEST // MB}  # noqa: RUF012


class Full(HTTPException):
    """There is no room."""

    code = 507
    words = "upload.no_room"


class Gone(Conflict):
    """The file is not there any more, or not whole."""

    words = "upload.gone"


class Undone(Conflict):
    """A command refused; `said` is its own sentence."""

    def __init__(self, said: str) -> None:
        super().__init__("The command refused.")
        self.said = said


def register_uploads(server: Flask, services: Services) -> Uploads:
    """Wire the addresses under `/editing/uploads`."""
    settings = services.settings
    uploads = Uploads(settings.data_dir / "uploads")
    uploads.forget_old_regularly()

    found = partial(find_upload, uploads)

    @server.post("/editing/uploads")
    @editors_only
    def begin_upload() -> Response:
        given = request.get_json()
        name, size = _named(given)
        upload = begin(uploads, name, size)
        answer = jsonify(id=upload.id, piece=PIECE)
        answer.status_code = 201
        return answer

    @server.put("/editing/uploads/<upload>")
    @editors_only
    def add_piece(upload: str) -> Response:
        one = found(upload)
        start = request.args.get("at", "", str)
        if not start.isdecimal() or len(start) > 15:
            abort(400, "A piece says where it begins.")
        try:
            added = one.add(int(start), request.stream)
        except ValueError:
            abort(400, "The file is longer than it was said to be.")
        except OSError:  # the disk is full after all
            raise Full from None
        answer = jsonify(received=one.received)
        # Whoever sends it takes up where this one says, after a break of the line too.
        answer.status_code = 200 if added else 409
        return answer

    @server.post("/editing/files")
    @editors_only
    def take_file() -> Response:
        """Take a small file from a form, where no script sends it in pieces."""
        upload = take_from_form(uploads)
        if upload is None:
            return back_to_upload(settings)
        check(settings, uploads, upload)
        return back_to_upload(settings, upload)

    @server.post("/editing/uploads/<upload>/check")
    @editors_only
    def check_upload(upload: str) -> Response:
        request.max_content_length = LARGEST_FORM
        one = found(upload).choose(Choices.of(request.form))
        mapping = one.mapping
        if mapping and mapping.kind not in ("", one.choices.kind) and one.choices.kind != AUTO:
            one.map(None)  # its columns are those of another kind
        check(settings, uploads, one)
        return back_to_upload(settings, one)

    @server.post("/editing/uploads/<upload>/store")
    @editors_only
    def store_upload(upload: str) -> Response:
        one = found(upload)
        with uploads.starting() as busy:
            checked = one.look(CHECK)
            if one.look(STORE) is not None:
                return back_to_upload(settings, one)  # pressed twice
            if busy:
                raise Busy
            if not one.is_whole or checked is None or checked.result is None:
                raise Gone
            if checked.result["refused"]:
                return back_to_upload(settings, one)
            _start(settings, one, STORE, f"--who={access().who()}")
        return back_to_upload(settings, one)

    @server.post("/editing/uploads/<upload>/stop")
    @editors_only
    def stop_upload(upload: str) -> Response:
        one = found(upload)
        current = one.current()
        if current and current[1].state is State.RUNNING:
            tasks.stop(one.task(current[0]))
        return back_to_upload(settings, one)

    @server.post("/editing/uploads/<upload>/forget")
    @editors_only
    def forget_upload(upload: str) -> Response:
        one = uploads.find(upload)
        if one is not None:
            one.forget()
        return back_to_upload(settings)

    @server.get("/editing/uploads/<upload>")
    @editors_only
    def follow_upload(upload: str) -> Response:
        one = found(upload)
        t = translators()[asked_language(settings.default_language)]
        view = describe_upload(one, t)
        answer = jsonify(running=view.running, stoppable=view.stoppable, text=view.said)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return uploads


def _named(given: Any) -> tuple[str, int]:
    if not isinstance(given, dict):
        abort(400, "A file is named with its size.")
    name, size = given.get("name"), given.get("size")
    if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool):
        abort(400, "A file is named with its size.")
    return name, size


def begin(uploads: Uploads, name: str, size: int) -> Upload:
    """Make room for a file, or say why there is none."""
    if size > LARGEST:
        raise TooLarge
    if size <= 0:
        abort(400, "The file is empty.")
    try:
        return uploads.begin(name, size)
    except NoRoom:
        raise Full from None


def take_from_form(uploads: Uploads) -> Upload | None:
    """Take the file that a form sent whole; None where it sent none."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    body = file.stream.read()
    upload = begin(uploads, file.filename, len(body))
    upload.add(0, io.BytesIO(body))
    return upload


def check(settings: Settings, uploads: Uploads, upload: Upload) -> None:
    """Check a file as it is, writing nothing; what was found before is forgotten."""
    with uploads.starting() as busy:
        if busy:
            raise Busy
        if not upload.is_whole:
            raise Gone
        for what in (CHECK, STORE):
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(upload.task(what))
        _start(settings, upload, CHECK, "--dry-run")


def _start(settings: Settings, upload: Upload, what: str, *options: str) -> None:
    start_task(
        settings,
        upload.task(what),
        "import",
        str(upload.file.resolve()),
        *options_of(upload),
        *options,
        then=partial(_finish, settings, upload),
    )


def options_of(upload: Upload) -> list[str]:
    """Return the options with which a command reads a file as it was chosen and answered."""
    mapped = [f"--mapping={upload.mapping_file.resolve()}"] if upload.mapping_file.exists() else []
    return [f"--name={upload.name}", *upload.choices.options(), *mapped]


def _finish(settings: Settings, upload: Upload) -> None:
    """Leave nothing behind; where storing broke off, the figures are those of what is stored."""
    upload.drop_stored()
    if upload.broke_off:
        run_later(settings, "build")


def back_to_upload(settings: Settings, upload: Upload | None = None) -> Response:
    """Answer a script in one word, and a form with the page."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(done=True)
    lang = asked_language(settings.default_language)
    given = {"lang": "" if lang == settings.default_language else lang}
    if upload is not None:
        given["upload"] = upload.id
    query = urlencode({key: value for key, value in given.items() if value})
    answer = redirect("/data" + (f"?{query}" if query else "") + ("#file" if upload else ""), 303)
    assert isinstance(answer, Response)
    return answer


def find_upload(uploads: Uploads, number: str) -> Upload:
    """Return a file by its id.

    Raises:
        Gone: it is not there.
    """
    upload = uploads.find(number)
    if upload is None:
        raise Gone
    return upload
