"""The addresses of saved views: the link of each, the list as a page and for the menu."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Flask, Response, jsonify, redirect, request
from werkzeug.exceptions import NotFound

from dashboard.editing.access import access
from dashboard.editing.sign_in import asked_language
from dashboard.editing.view_routes import register_view_deeds
from dashboard.page_templates import templates
from dashboard.reading_page import describe_surroundings
from dashboard.services import Services
from dashboard.shelf import read_saved
from dashboard.viewmodels.data import describe_right
from dashboard.viewmodels.meeting import propose_steps
from dashboard.viewmodels.saved_views import describe_saved
from geodata.i18n import Translator, translators
from geodata.saved_views import LONGEST_HEADLINE, LONGEST_NAME, LONGEST_NOTES, is_id, steps_of
from geodata.vocabulary import LANGUAGES


class Gone(NotFound):
    """Nobody has saved such a view, or it was deleted."""

    words = "saved.gone"


def register_saved_views(app: Dash, services: Services) -> None:
    """Wire `/v/<view>`, `/views` and `/views.json`, and what editors do to views."""
    server: Flask = app.server
    settings = services.settings
    register_view_deeds(server, services)

    @server.get("/v/<view>")
    def open_view(view: str) -> Response:
        """Lead to what a view shows; its name stays behind the address, so that the page knows."""
        saved = read_saved(settings).find(view) if is_id(view) else None
        if saved is None:
            raise Gone
        lang = request.args.get("lang", "")
        own = f"lang={lang}" if lang in LANGUAGES and lang != settings.default_language else ""
        query = "&".join(part for part in (own, saved.query) if part)
        answer = redirect(f"/{'?' if query else ''}{query}#view-{saved.id}", 302)
        answer.headers["Cache-Control"] = "no-store"
        assert isinstance(answer, Response)
        return answer

    @server.get("/views.json")
    def list_views() -> Response:
        t = translators()[asked_language(settings.default_language)]
        right = access().right()
        lines = _lines(services, t)
        answer = jsonify(
            writes=right.writes,
            right=describe_right(right, access().who(), t),
            views=[
                {
                    "id": line.id,
                    "name": line.name,
                    "query": line.query,
                    "link": line.link,
                    "about": line.about,
                    "notes": line.notes,
                }
                for line in lines
            ],
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @server.get("/views")
    def views() -> Response:
        text = templates().get_template("views.html").render(_page(services))
        answer = Response(text, content_type="text/html; charset=utf-8")
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _page(services: Services) -> dict[str, Any]:
    published = services.published()
    home = services.settings.default_language
    query = request.query_string.decode("utf-8", "replace")
    t = translators()[asked_language(home)]
    campaign = published.document["campaign"]
    right = access().right()
    lines = _lines(services, t)
    by_id = {line.id: line for line in lines}
    steps = steps_of(read_saved(services.settings).views, campaign["id"])
    steps = tuple(step for step in steps if step.id in by_id)  # else deleted a moment ago
    return {
        **describe_surroundings(published, query, home, "data"),
        "right": right,
        "right_text": describe_right(right, access().who(), t),
        "longest": LONGEST_NAME,
        "longest_headline": LONGEST_HEADLINE,
        "longest_notes": LONGEST_NOTES,
        "views": lines,
        "steps": [by_id[step.id] for step in steps],
        "proposed": [] if steps else propose_steps(published, t),
        "local_links": not services.settings.public_url,
    }


def _lines(services: Services, t: Translator) -> Any:
    settings = services.settings
    origin = settings.public_url or request.host_url.rstrip("/")
    shelf = read_saved(settings)
    return describe_saved(shelf, services.published(), t, settings.default_language, origin)
