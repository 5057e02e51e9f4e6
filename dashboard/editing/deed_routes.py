"""The addresses of deeds: undo, redo, refresh, records, words, backup and restore, slides.

Each is a command in a process of its own, followed as a file on its way in is.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, abort, request, send_file

from dashboard.editing.access import access
from dashboard.editing.commands import CommandFailed, run, start_task
from dashboard.editing.guard import editors_only
from dashboard.editing.sign_in import asked_language
from dashboard.editing.upload_routes import (
    LARGEST_FORM,
    Busy,
    Gone,
    Undone,
    back_to_upload,
    find_upload,
    take_from_form,
)
from dashboard.editing.uploads import DEED, LONGEST_NAME, Upload, Uploads
from dashboard.services import Services
from dashboard.viewmodels.data import CHISINAU
from geodata.plain_text import clean_text
from geodata.tasks import State
from geodata.vocabulary import PlaceKind

SHOW, UNDO, REDO, REFRESH, RECORD = "show", "undo", "redo", "refresh", "record"
RELEASE, WITHDRAW = "release", "withdraw"
BACKUP, RESTORE = "backup", "restore"
SLIDES, PLAIN_SLIDES, SLIDES_BEFORE = "slides", "plain_slides", "slides_before"
FORGET_MAPPING, FORGET_PLACE = "forget_mapping", "forget_place"
# The command of each deed; what it is done to follows.
COMMANDS = {
    SHOW: ("campaign", "use"),
    UNDO: ("undo", "--json"),
    REDO: ("redo", "--json"),
    REFRESH: ("refresh",),
    RECORD: ("campaign", "new"),
    RELEASE: ("answers", "release"),
    WITHDRAW: ("answers", "withdraw"),
    BACKUP: ("backup",),
    RESTORE: ("restore", "--json"),
    SLIDES: ("slides-template", "set"),
    PLAIN_SLIDES: ("slides-template", "remove"),
    SLIDES_BEFORE: ("slides-template", "undo"),
    FORGET_MAPPING: ("mapping", "forget"),
    FORGET_PLACE: ("places", "forget"),
}
# Of those that change nothing nobody's name is kept.
NAMELESS = (BACKUP,)
# Of those that wait until somebody is sure: how the command is told.
SURE = {UNDO: "--yes", REDO: "--yes", REFRESH: "--yes", RECORD: "--replace", RESTORE: "--yes"}
BACKUP_FILE = "atlas.backup"
RECORD_FILE = "campaign.toml"
MOST_WORDS = 100  # as many as one page of them has
LONGEST_TEXT = 200
_SHAPE = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
_HOME = re.compile(r"(?:MD-[A-Z]{2})?", re.ASCII)
_WORDS = re.compile(r"[a-z0-9_]{1,80}:\d{1,12}", re.ASCII)
_SAFE = re.compile(r"[^A-Za-z0-9-]")


def register_deeds(server: Flask, services: Services, uploads: Uploads) -> None:
    """Wire the address of each deed in `COMMANDS`, and of what makes sure of it."""
    settings = services.settings

    def begin(name: str, *to: str) -> Response:
        with uploads.starting() as busy:
            if busy:
                raise Busy
            deed = uploads.begin_deed(name, *to)
            start(deed)
        return back_to_upload(settings, deed)

    def start(deed: Upload, *options: str) -> None:
        name, *to = deed.command
        lang = asked_language(settings.default_language)
        who = () if name in NAMELESS else (f"--who={access().who()}",)
        if name == FORGET_PLACE:
            home = to.pop()
            options += (f"--district={home}",) if home else ()
        given = (*COMMANDS[name], *who, f"--lang={lang}", *options)
        # Behind the dashes it is a name, however it begins.
        start_task(settings, deed.task(DEED), *given, *(("--", *to) if to else ()))

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

    @server.post("/editing/words")
    @editors_only
    def decide_words() -> Response:
        """Release respondents' own words to the dashboard, or take them back."""
        request.max_content_length = LARGEST_FORM
        names = [name for name in request.form.getlist("name") if _WORDS.fullmatch(name)]
        deed = request.form.get("deed", "")
        if deed not in (RELEASE, WITHDRAW) or not names:
            return back_to_upload(settings)
        return begin(deed, *names[:MOST_WORDS])

    @server.post("/editing/record")
    @editors_only
    def take_record() -> Response:
        """Take in a campaign's record that was filled in."""
        file = request.files.get("file")
        if file is None or not file.filename:
            return back_to_upload(settings)
        content = file.stream.read().decode("utf-8", "replace")
        with uploads.starting() as busy:
            if busy:
                raise Busy
            deed = uploads.begin_deed(RECORD, "")
            path = deed.write(RECORD_FILE, content)
            deed = deed.aim(str(path.resolve()))
            start(deed)
        return back_to_upload(settings, deed)

    @server.get("/editing/campaigns/<campaign>.toml")
    @editors_only
    def record(campaign: str) -> Response:
        """Answer with a campaign's record, or with one to fill in."""
        lang = asked_language(settings.default_language)
        try:
            text = run(settings, "campaign", "show", f"--lang={lang}", "--", campaign)
        except CommandFailed as error:
            raise Undone(str(error)) from None
        return _toml(text, campaign)

    @server.get("/editing/campaign.toml")
    @editors_only
    def empty_record() -> Response:
        lang = asked_language(settings.default_language)
        return _toml(run(settings, "campaign", "template", f"--lang={lang}"), "campaign")

    @server.post("/editing/refresh")
    @editors_only
    def refresh_source() -> Response:
        request.max_content_length = LARGEST_FORM
        return begin(REFRESH, clean_text(request.form.get("source", ""))[:LONGEST_NAME])

    @server.post("/editing/forget-mapping")
    @editors_only
    def forget_mapping() -> Response:
        """Forget what was said of the columns of files of one shape: it is asked again."""
        request.max_content_length = LARGEST_FORM
        shape = request.form.get("shape", "")
        if not _SHAPE.fullmatch(shape):
            abort(400, "A mapping is named by its shape.")
        return begin(FORGET_MAPPING, shape)

    @server.post("/editing/forget-place")
    @editors_only
    def forget_place() -> Response:
        """Forget what a name was decided to mean: it is asked again."""
        request.max_content_length = LARGEST_FORM
        kind, home = request.form.get("kind", ""), request.form.get("district", "")
        text = clean_text(request.form.get("text", ""))[:LONGEST_TEXT]
        if kind not in map(str, PlaceKind) or not text or not _HOME.fullmatch(home):
            abort(400, "A decision is named by its kind, text and district.")
        return begin(FORGET_PLACE, kind, text, home)

    @server.post("/editing/backup")
    @editors_only
    def make_backup() -> Response:
        """Write everything into one file, to be fetched."""
        with uploads.starting() as busy:
            if busy:
                raise Busy
            deed = uploads.begin_deed(BACKUP, "")
            deed = deed.aim(str((deed.folder / BACKUP_FILE).resolve()))
            start(deed)
        return back_to_upload(settings, deed)

    @server.get("/editing/uploads/<upload>/atlas.backup")
    @editors_only
    def fetch_backup(upload: str) -> Response:
        deed = uploads.find(upload)
        seen = deed.look(DEED) if deed else None
        if deed is None or deed.command[:1] != (BACKUP,) or seen is None or not seen.result:
            raise Gone
        if seen.result["code"]:
            raise Gone
        made = datetime.fromtimestamp(seen.begun, CHISINAU)
        answer = send_file(
            deed.folder.resolve() / BACKUP_FILE,
            "application/zip",
            as_attachment=True,
            download_name=f"atlas-{made:%Y-%m-%d}.backup",
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def take(upload: Upload, name: str) -> Response:
        with uploads.starting() as busy:
            if busy:
                raise Busy
            if not upload.is_whole:
                raise Gone
            deed = upload.aim(str(_under_its_name(upload).resolve()), name)
            start(deed)
        return back_to_upload(settings, deed)

    @server.post("/editing/uploads/<upload>/restore")
    @editors_only
    def restore_upload(upload: str) -> Response:
        """Put a backup that was sent in pieces in the place of everything."""
        return take(find_upload(uploads, upload), RESTORE)

    @server.post("/editing/restore")
    @editors_only
    def restore_file() -> Response:
        """Take a small backup from a form, where no script sends it in pieces."""
        upload = take_from_form(uploads)
        return take(upload, RESTORE) if upload is not None else back_to_upload(settings)

    @server.post("/editing/uploads/<upload>/slides")
    @editors_only
    def take_slides(upload: str) -> Response:
        """Take a presentation that was sent in pieces as the template of slides."""
        return take(find_upload(uploads, upload), SLIDES)

    @server.post("/editing/slides")
    @editors_only
    def take_slides_file() -> Response:
        """Take a small presentation from a form, where no script sends it in pieces."""
        upload = take_from_form(uploads)
        return take(upload, SLIDES) if upload is not None else back_to_upload(settings)

    @server.post("/editing/slides/plain")
    @editors_only
    def remove_slides() -> Response:
        return begin(PLAIN_SLIDES)

    @server.post("/editing/slides/before")
    @editors_only
    def undo_slides() -> Response:
        return begin(SLIDES_BEFORE)

    @server.post("/editing/uploads/<upload>/sure")
    @editors_only
    def make_sure(upload: str) -> Response:
        """Do what was refused until somebody is sure of it."""
        deed = uploads.find(upload)
        seen = deed.look(DEED) if deed else None
        if deed is None or seen is None or deed.command[0] not in SURE:
            raise Gone
        with uploads.starting() as busy:
            if busy:
                raise Busy
            if seen.state is State.DONE:
                shutil.rmtree(deed.task(DEED))
                start(deed, SURE[deed.command[0]])
        return back_to_upload(settings, deed)


def _under_its_name(upload: Upload) -> Path:
    """Give a file its own name, under which it is spoken of."""
    place = upload.folder / "named"
    place.mkdir(mode=0o700, exist_ok=True)
    for name in (upload.name, BACKUP_FILE):
        with contextlib.suppress(OSError):  # no name that this system takes
            return upload.file.rename(place / name)
    raise Gone


def _toml(text: str, name: str) -> Response:
    answer = Response(text, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_SAFE.sub("_", name)}.toml"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
