"""The addresses of deeds without a file: which campaign is shown, undo, redo.

Each is a command in a process of its own, followed as a file on its way in is.
"""

from __future__ import annotations

import shutil

from flask import Flask, Response, abort, request

from dashboard.editing.access import access
from dashboard.editing.commands import start_task
from dashboard.editing.guard import editors_only
from dashboard.editing.sign_in import asked_language
from dashboard.editing.upload_routes import LARGEST_FORM, Busy, Gone, back_to_upload
from dashboard.editing.uploads import DEED, LONGEST_NAME, Upload, Uploads
from dashboard.services import Services
from geodata.plain_text import clean_text
from geodata.tasks import State

SHOW, UNDO, REDO = "show", "undo", "redo"
# The command of each deed; what it is done to follows.
COMMANDS = {SHOW: ("campaign", "use"), UNDO: ("undo", "--json"), REDO: ("redo", "--json")}


def register_deeds(server: Flask, services: Services, uploads: Uploads) -> None:
    """Wire `/editing/show`, `/editing/undo`, `/editing/redo` and what makes sure of them."""
    settings = services.settings

    def begin(name: str, to: str) -> Response:
        with uploads.starting() as busy:
            if busy:
                raise Busy
            deed = uploads.begin_deed(name, to)
            start(deed)
        return back_to_upload(settings, deed)

    def start(deed: Upload, *options: str) -> None:
        name, to = deed.command
        lang = asked_language(settings.default_language)
        given = (*COMMANDS[name], f"--who={access().who()}", f"--lang={lang}", *options)
        # Behind the dashes it is a name, however it begins.
        start_task(settings, deed.task(DEED), *given, "--", to)

    def number() -> str:
        request.max_content_length = LARGEST_FORM
        given = request.form.get("import", "")
        if not (given.isascii() and given.isdecimal() and len(given) < 10):
            abort(400, "An import is named by its number.")
        return given

    @server.post("/editing/show")
    @editors_only
    def show_campaign() -> Response:
        request.max_content_length = LARGEST_FORM
        return begin(SHOW, clean_text(request.form.get("campaign", ""))[:LONGEST_NAME])

    @server.post("/editing/undo")
    @editors_only
    def undo_import() -> Response:
        return begin(UNDO, number())

    @server.post("/editing/redo")
    @editors_only
    def redo_import() -> Response:
        return begin(REDO, number())

    @server.post("/editing/uploads/<upload>/sure")
    @editors_only
    def make_sure(upload: str) -> Response:
        """Do what was refused until somebody is sure of it."""
        deed = uploads.find(upload)
        seen = deed.look(DEED) if deed else None
        if deed is None or seen is None or deed.command[0] not in (UNDO, REDO):
            raise Gone
        with uploads.starting() as busy:
            if busy:
                raise Busy
            if seen.state is State.DONE:
                shutil.rmtree(deed.task(DEED))
                start(deed, "--yes")
        return back_to_upload(settings, deed)
