"""The address of the search: `/search?q=&lang=` answers with what is found, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from dash import Dash
from flask import Flask, Response, jsonify, request

from dashboard.services import Services
from dashboard.state import parse_view
from dashboard.viewmodels.search import find
from geodata.i18n import translators


def register_search(app: Dash, services: Services) -> None:
    """Wire the address."""
    server: Flask = app.server

    @server.get("/search")
    def search() -> Response:
        published = services.published()
        query = request.query_string.decode("utf-8", "replace")
        view = parse_view(query, published, services.settings.default_language)
        found = find(request.args.get("q", ""), published, translators()[view.lang])
        return jsonify(results=[asdict(each) for each in found])
