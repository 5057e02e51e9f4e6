"""The address of the method page; drawn by the server, no script needed."""

from __future__ import annotations

from dash import Dash
from flask import Flask, request

from dashboard.page_templates import templates
from dashboard.reading_page import describe_surroundings
from dashboard.services import Services
from dashboard.state import parse_view
from dashboard.viewmodels.method import describe_method
from geodata.i18n import translators


def register_method(app: Dash, services: Services) -> None:
    """Wire `/method?lang=`."""
    server: Flask = app.server

    @server.get("/method")
    def method() -> str:
        published = services.published()
        home = services.settings.default_language
        query = request.query_string.decode("utf-8", "replace")
        t = translators()[parse_view(query, published, home).lang]
        return (
            templates()
            .get_template("method.html")
            .render(
                **describe_surroundings(published, query, home),
                method=describe_method(published, t),
            )
        )
