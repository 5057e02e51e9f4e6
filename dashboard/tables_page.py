"""The addresses of the long tables; the grid's script is loaded on these pages and on no other.

The grid is AG Grid Community itself, the library inside dash-ag-grid: importing that package
would put its scripts on every page of the app, used or not.
"""

from __future__ import annotations

import json

from dash import Dash
from flask import Flask, abort, request
from markupsafe import Markup

from dashboard.page_templates import templates
from dashboard.reading_page import describe_surroundings
from dashboard.services import Services
from dashboard.state import parse_view
from dashboard.viewmodels.long_tables import FOLDER, LONG_TABLES, describe_long_table
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES

GRID = "vendor/ag-grid-36.2.0.min.js"
# In a script element only these could end it or open a comment.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def register_tables(app: Dash, services: Services) -> None:
    """Wire `/tables/<table>?<view>`."""
    server: Flask = app.server

    @server.get(f"{FOLDER}<table>")
    def long_table(table: str) -> str:
        if table not in LONG_TABLES:
            abort(404, "There is nothing at this address.")
        published = services.published()
        home = services.settings.default_language
        query = request.query_string.decode("utf-8", "replace")
        view = parse_view(query, published, home)
        t = translators()[view.lang]
        page = describe_long_table(table, view, published, t, request.args, home, LANGUAGES)
        return (
            templates()
            .get_template("tables.html")
            .render(
                describe_surroundings(published, query, home, "tables"),
                home=page.map,
                languages=page.languages,
                page=page,
                grid=GRID,
                data=_as_data(page.data),
                watermark=t.text("band.watermark"),
            )
        )


def _as_data(record: object) -> Markup:
    """Write a record for a script element that holds data."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(ESCAPES))
