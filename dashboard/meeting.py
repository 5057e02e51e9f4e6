"""The addresses of the meeting: its steps for the browser, and the presenter's own window."""

from __future__ import annotations

from dash import Dash
from flask import Flask, Response, jsonify

from dashboard import assets
from dashboard.editing.sign_in import asked_language
from dashboard.page_templates import templates
from dashboard.services import Services
from dashboard.shelf import read_saved
from dashboard.viewmodels.meeting import describe_meeting
from geodata.i18n import translators


def register_meeting(app: Dash, services: Services) -> None:
    """Wire `/meeting.json?lang=` and `/presenter?lang=`."""
    server: Flask = app.server
    settings = services.settings

    @server.get("/meeting.json")
    def meeting() -> Response:
        home = settings.default_language
        t = translators()[asked_language(home)]
        shelf = read_saved(settings)
        answer = jsonify(
            describe_meeting(shelf, services.published(), t, home, settings.public_url)
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @server.get("/presenter")
    def presenter() -> str:
        """Answer with an empty window that the meeting's own window fills."""
        t = translators()[asked_language(settings.default_language)]
        return (
            templates()
            .get_template("presenter.html")
            .render(
                lang=t.language,
                t=t.text,
                asset=assets.address,
                styles=assets.styles(),
                illustrative=services.published().document["campaign"]["illustrative"],
            )
        )
