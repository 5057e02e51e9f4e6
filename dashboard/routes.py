"""Addresses beside Dash's callbacks: health, static files, finished frames and words."""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Callable
from pathlib import Path

import brotli
from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Flask, Response, abort, jsonify, request

from dashboard import assets
from dashboard.finished_files import FILES, FinishedFiles
from dashboard.services import Services
from dashboard.static_files import ASK_AGAIN, FOR_A_YEAR, answer, pack_files
from geodata.settings import Settings

SUITES = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"
# Of Dash's files, what an atlas page can ask for: not full plotly.js, MathJax or data tables.
UNUSED = ("package_data/", "dash_table/async-", "dcc/async-mathjax", "dash-renderer/build/dash-ws")
SMALLEST_TO_COMPRESS = 600
TEXTUAL = {"application/json", "application/geo+json", "image/svg+xml"}


def register_routes(app: Dash, services: Services) -> None:
    """Wire the addresses that are not Dash's own."""
    server: Flask = app.server
    finished = FinishedFiles(services.settings.published_dir)
    finished.prepare(services.published())

    @server.get("/healthz")
    def health() -> Response:
        return jsonify(status="ok", data_version=services.published().data_version)

    @server.get("/data/<name>/<file>")
    def data(name: str, file: str) -> Response:
        published = services.published()
        if name != f"{published.id}-{assets.version()}":
            abort(404, "These figures are not current any more.")
        if file not in FILES:
            abort(404, "There is nothing at this address.")
        return answer(finished.get(file, published), FOR_A_YEAR)

    @server.after_request
    def compress(response: Response) -> Response:
        return _compressed(response)


def take_over(app: Dash, serve_page: Callable[[], Response], settings: Settings) -> None:
    """Answer Dash's own addresses: the page at `/` only, its scripts compressed, no others.

    Args:
        app: An app whose page was rendered once, so that it knows its scripts.
        serve_page: Answers with the page.
        settings: Where compressed files are kept.
    """
    server: Flask = app.server
    files = pack_files(_sources(app), settings.data_dir)

    def page() -> Response:
        return serve_page()

    def suite(package_name: str, fingerprinted_path: str) -> Response:
        path, has_fingerprint = check_fingerprint(fingerprinted_path)  # type: ignore[no-untyped-call]
        found = files.get(f"/{package_name}/{path}")
        if found is None:
            abort(404, "There is nothing at this address.")
        return answer(found, FOR_A_YEAR if has_fingerprint else ASK_AGAIN)

    def asset(version: str, name: str) -> Response:
        found = files.get(name)
        if found is None:
            abort(404)
        # A page of an older version still gets its file, but must not keep it under that name.
        return answer(found, FOR_A_YEAR if version == assets.tree_version() else ASK_AGAIN)

    def nothing(**_parts: str) -> Response:
        abort(404)

    server.view_functions["/"] = page
    server.view_functions[SUITES] = suite
    for closed in ("/<path:path>", "/_reload-hash", "/_favicon.ico", "_dash_assets.static"):
        server.view_functions[closed] = nothing
    server.add_url_rule("/assets/<version>/<path:name>", "assets", asset)
    server.add_url_rule("/favicon.ico", "favicon", lambda: answer(files["favicon.ico"]))


def _sources(app: Dash) -> dict[str, bytes]:
    """Every static file: name under `assets/`, or `/package/path` of Dash's."""
    sources = dict(assets.contents())
    for package, paths in app.registered_paths.items():
        folder = Path(importlib.import_module(package).__file__ or "").parent
        for path in paths:
            if path.endswith(".js") and not path.startswith(UNUSED) and (folder / path).is_file():
                sources[f"/{package}/{path}"] = (folder / path).read_bytes()
    return sources


def _compressed(response: Response) -> Response:
    """Compress what was made for this request: callback answers and the like."""
    media_type = response.mimetype or ""
    if (
        response.direct_passthrough
        or response.is_streamed
        or response.status_code != 200
        or "Content-Encoding" in response.headers
        or not (media_type.startswith("text/") or media_type in TEXTUAL)
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_TO_COMPRESS:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("br") > 0:
        response.set_data(brotli.compress(body, quality=4))
        response.headers["Content-Encoding"] = "br"
    elif request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
