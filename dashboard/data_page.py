"""The address of the data page; drawn by the server, as its forms need no script."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any

from dash import Dash
from flask import Flask, Response, abort, request

from dashboard.editing.access import Right, access
from dashboard.editing.answer_routes import register_answers
from dashboard.editing.commands import ask
from dashboard.editing.deed_routes import register_deeds
from dashboard.editing.guard import editors_only
from dashboard.editing.overview import Overview
from dashboard.editing.sign_in import asked_language, register_sign_in
from dashboard.editing.upload_routes import register_uploads
from dashboard.editing.uploads import LARGEST, Uploads
from dashboard.page_templates import templates
from dashboard.reading_page import describe_surroundings
from dashboard.services import Services
from dashboard.viewmodels.data import (
    describe_deeds,
    describe_imports,
    describe_right,
    describe_sources,
)
from dashboard.viewmodels.kinds import kind_name
from dashboard.viewmodels.own_words import describe_own_words
from dashboard.viewmodels.remembered import describe_remembered
from dashboard.viewmodels.uploads import describe_limits, describe_upload
from geodata.i18n import Translator, translators
from geodata.slides_template import BEFORE, CURRENT
from geodata.sources.presentation import MOST_BYTES
from geodata.vocabulary import Mode

# What the script that sends a file says on its way.
UPLOAD_WORDS = ("sending", "broken", "failed", "none", "empty", "too_large")


class DataPage:
    """Draws the page for the sender of the request under way."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._overview = Overview(services)
        self._uploads = Uploads(services.settings.data_dir / "uploads")

    def draw(self, alert: str = "") -> Response:
        """Draw the page.

        Args:
            alert: A sentence to say first, such as why a passphrase was not taken.
        """
        published = self._services.published()
        home = self._services.settings.default_language
        query = request.query_string.decode("utf-8", "replace")
        t = translators()[asked_language(home)]
        rights = access()
        right = rights.right()
        page = {
            **describe_surroundings(published, query, home, "data"),
            "alert": alert,
            "right": right,
            "right_text": describe_right(right, rights.who(), t),
            "exposed": right is Right.SIGN_IN and rights.is_exposed(),
            "file": None,
            "words": None,
        }
        if right.writes:
            page |= self._editors_part(t, alert)
        text = templates().get_template("data.html").render(page)
        answer = Response(text, content_type="text/html; charset=utf-8")
        # What an editor sees is for nobody else, and is other at every look.
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _editors_part(self, t: Translator, alert: str) -> dict[str, Any]:
        if "words" in request.args:
            return self._words_part(t)
        number = request.args.get("upload", "")
        upload = self._uploads.find(number) if number else None
        found = self._overview.of(t.language, upload is not None and upload.broke_off)
        return {
            "alert": alert or (t.text("upload.gone") if number and upload is None else ""),
            "file": describe_upload(upload, t, found["history"]) if upload else None,
            "largest": LARGEST,
            "limits": describe_limits(t),
            "upload_words": {word: _pattern(f"upload.{word}", t) for word in UPLOAD_WORDS},
            "campaigns": found["campaigns"],
            "templates": [
                {**each, "name": kind_name(each["kind"], t)} for each in found["templates"]
            ],
            "modes": [(mode, t.text(f"mode.{mode}")) for mode in Mode],
            "history": describe_imports(found["history"], found["campaigns"], t),
            "sources": describe_sources(found["sources"], t),
            "sources_wrong": found["sources_wrong"],
            **self._slides_part(),
            "remembered": describe_remembered(found["mappings"], found["decisions"], t),
            "deeds": describe_deeds(found["events"], t, translators("import")[t.language]),
        }

    def _slides_part(self) -> dict[str, Any]:
        """Which template slides are set into, and whether one from before is kept."""
        settings = self._services.settings
        own = (settings.data_dir / CURRENT).is_file()
        which = "own" if own else "setting" if settings.slides_template else "shipped"
        return {
            "slides_in": which,
            "slides_before": (settings.data_dir / BEFORE).is_file(),
            "slides_largest": MOST_BYTES,
        }

    def _words_part(self, t: Translator) -> dict[str, Any]:
        """What respondents wrote, to be read and released."""
        published = self._services.published()
        listed = ask(self._services.settings, "answers", "list", "--json")
        released = request.args["words"] == "released"
        page = request.args.get("page", 1, int)
        return {"words": describe_own_words(listed, released, page, published, t)}

    def template(self, kind: str) -> Response:
        """Answer with the header of a kind of file, as CSV."""
        found = self._overview.of(self._services.settings.default_language)["templates"]
        names = [[c["name"] for c in each["columns"]] for each in found if each["kind"] == kind]
        if not names:
            abort(404)
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow(names[0])
        answer = Response(text.getvalue(), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f"attachment; filename={kind}.csv"
        return answer


def register_data(app: Dash, services: Services) -> None:
    """Wire `/data?lang=&upload=` and the addresses its forms are sent to."""
    server: Flask = app.server
    page = DataPage(services)
    register_sign_in(server, services, page.draw)
    uploads = register_uploads(server, services)
    register_answers(server, services, uploads)
    register_deeds(server, services, uploads)

    server.add_url_rule("/data", "data_page", partial(page.draw, ""))

    @server.get("/editing/templates/<kind>.csv")
    @editors_only
    def template(kind: str) -> Response:
        return page.template(kind)


def _pattern(key: str, t: Translator) -> str:
    """A sentence whose `{percent}` or `{most}` the browser fills in."""
    return t.text(key, percent="{percent}", most="{most}")
