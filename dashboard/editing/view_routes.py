"""The addresses of what editors do to saved views: save, rename, delete, put into the meeting.

Each is a command in a process of its own; it is quick, so its end is waited for.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from flask import Flask, Response, abort, jsonify, redirect, request

from dashboard.editing.access import access
from dashboard.editing.commands import CommandFailed, run
from dashboard.editing.guard import editors_only
from dashboard.editing.sign_in import LARGEST_FORM, asked_language
from dashboard.editing.upload_routes import Undone
from dashboard.services import Services
from dashboard.shelf import read_saved
from dashboard.state import format_view, parse_view
from dashboard.viewmodels.meeting import propose_steps
from geodata.i18n import translators
from geodata.saved_views import LONGEST_HEADLINE, LONGEST_QUERY, steps_of


def register_view_deeds(server: Flask, services: Services) -> None:
    """Wire the addresses under `/editing/views`."""
    settings = services.settings

    def do(*command: str, to: tuple[str, ...]) -> str:
        lang = asked_language(settings.default_language)
        given = ("views", *command, f"--who={access().who()}", f"--lang={lang}")
        try:
            # Behind the dashes it is a name, however it begins.
            return run(settings, *given, "--", *to)
        except CommandFailed as error:
            raise Undone(str(error)) from None

    def field(name: str) -> str:
        request.max_content_length = LARGEST_FORM
        # No text ends a command's argument early.
        return request.form.get(name, "").replace("\0", "")

    @server.post("/editing/views")
    @editors_only
    def save_view() -> Response:
        """Save a view as the address has it when everything that says nothing is left out."""
        published = services.published()
        asked = field("view")[:LONGEST_QUERY]
        view = parse_view(asked, published, settings.default_language)
        home = settings.default_language
        query = format_view(view.to(lang=home), published, home)
        saved = json.loads(do("save", "--json", to=(field("name"), query or "?")))
        if request.accept_mimetypes.best == "application/json":
            return jsonify(id=saved["id"], name=saved["name"])
        return _back(f"/v/{saved['id']}")

    @server.post("/editing/views/<view>/rename")
    @editors_only
    def rename_view(view: str) -> Response:
        do("rename", to=(view, field("name")))
        return _back("/views")

    @server.post("/editing/views/<view>/delete")
    @editors_only
    def delete_view(view: str) -> Response:
        do("delete", to=(view,))
        return _back("/views")

    @server.post("/editing/views/<view>/step")
    @editors_only
    def set_step(view: str) -> Response:
        """Make a view a step of the meeting, or change it as one."""
        texts = (f"--headline={field('headline')}", f"--notes={field('notes')}")
        played = "--play" if field("plays") else "--no-play"
        do("step", *texts, played, to=(view,))
        return _back("/views")

    @server.post("/editing/views/<view>/drop")
    @editors_only
    def drop_step(view: str) -> Response:
        do("drop", to=(view,))
        return _back("/views")

    @server.post("/editing/views/<view>/<direction>")
    @editors_only
    def move_step(view: str, direction: str) -> Response:
        """Move a step `earlier` or `later` by one place."""
        by = {"earlier": -1, "later": 1}.get(direction)
        campaign = services.published().document["campaign"]["id"]
        ids = [step.id for step in steps_of(read_saved(settings).views, campaign)]
        if by is None or view not in ids:
            abort(404)
        at = ids.index(view)
        if 0 <= at + by < len(ids):
            ids[at], ids[at + by] = ids[at + by], ids[at]
            do("order", to=tuple(ids))
        return _back("/views")

    @server.post("/editing/meeting")
    @editors_only
    def adopt_proposal() -> Response:
        """Keep the script that is proposed, in the editor's language."""
        published = services.published()
        home = settings.default_language
        t = translators()[asked_language(home)]
        steps = [
            {
                "name": step.headline,
                "view": format_view(step.view.to(lang=home), published, home) or "?",
                "headline": step.headline[:LONGEST_HEADLINE],
                "notes": step.notes,
                "plays": step.plays,
            }
            for step in propose_steps(published, t)
        ]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "steps.json"
            file.write_text(json.dumps(steps, ensure_ascii=False), "utf-8")
            do("adopt", to=(str(file),))
        return _back("/views")


def _back(address: str) -> Response:
    lang = asked_language("")
    answer = redirect(f"{address}?lang={lang}" if lang else address, 303)
    assert isinstance(answer, Response)
    return answer
