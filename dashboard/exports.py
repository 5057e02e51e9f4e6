"""Files by address: `/export/<name>.csv?<view>` gives the view's rows in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import Dash
from flask import Flask, Response, abort, request

from dashboard.services import Services
from dashboard.state import View, parse_view
from dashboard.viewmodels.download import Download
from dashboard.viewmodels.inspectorates_download import describe_inspectorates_download
from dashboard.viewmodels.next_download import describe_next_download
from dashboard.viewmodels.visits_download import describe_visits_download
from geodata.export.csv_table import MEDIA_TYPE, write_csv
from geodata.i18n import Translator, translators
from geodata.publication import Published

Describe = Callable[[View, Published, Translator, Mapping[str, str]], Download]

TABLES: Mapping[str, Describe] = {
    "next": describe_next_download,
    "plan": describe_visits_download,
    "inspectorates": describe_inspectorates_download,
}


def register_exports(app: Dash, services: Services) -> None:
    """Wire the address of every table in `TABLES`."""
    server: Flask = app.server

    @server.get("/export/<name>.csv")
    def export(name: str) -> Response:
        describe = TABLES.get(name)
        if describe is None:
            abort(404, "There is nothing at this address.")
        published = services.published()
        query = request.query_string.decode("utf-8", "replace")
        view = parse_view(query, published, services.settings.default_language)
        download = describe(view, published, translators()[view.lang], request.args)
        response = Response(
            write_csv(download.head, download.rows, view.lang), content_type=MEDIA_TYPE
        )
        file = file_name(download, view, published)
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        response.headers["Cache-Control"] = "no-cache"
        return response


def file_name(download: Download, view: View, published: Published) -> str:
    """Name a file by its table, campaign, days and language, in letters every system takes."""
    document = published.document
    days = document["days"]
    parts = (download.name, document["campaign"]["id"], days[view.first], days[view.last])
    text = "-".join((*parts, view.lang))
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else "_" for c in text) + ".csv"
