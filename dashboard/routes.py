"""Addresses beside Dash's: health, and the finished frames and words that browsers keep."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from typing import Any

import brotli
from dash import Dash
from flask import Flask, Response, abort, jsonify, request

from dashboard import assets
from dashboard.figures.map_svg import scene_json
from dashboard.services import Services
from dashboard.viewmodels.words import describe_words
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Level, VisitStatus

FOR_A_YEAR = "public, max-age=31536000, immutable"
CELL_KEYS = ("s", "c", "v", "n")


def register_routes(app: Dash, services: Services) -> None:
    """Wire the addresses that are not Dash's own."""
    server: Flask = app.server

    @server.get("/healthz")
    def health() -> Response:
        return jsonify(status="ok", data_version=services.published().data_version)

    @server.get("/data/<name>/<file>")
    def data(name: str, file: str) -> Response:
        published = services.published()
        if name != f"{published.id}-{assets.version()}":
            abort(404)
        if file == "frames.json":
            return _kept(_packed_frames(_Keyed(published)))
        language = file.removeprefix("words-").removesuffix(".json")
        if language not in LANGUAGES:
            abort(404)
        return _kept(_packed_words(_Keyed(published), language))


class _Keyed:
    """A publication as a cache key: by its id."""

    def __init__(self, published: Published) -> None:
        self.published = published

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.published.id == other.published.id

    def __hash__(self) -> int:
        return hash(self.published.id)


@lru_cache(maxsize=2)
def _packed_frames(key: _Keyed) -> dict[str, bytes]:
    return _pack(describe_frames(key.published))


@lru_cache(maxsize=6)
def _packed_words(key: _Keyed, language: str) -> dict[str, bytes]:
    return _pack(describe_words(key.published, translators()[language]))


def describe_frames(published: Published) -> dict[str, Any]:
    """Everything the browser paints from: classes, statuses, values and n; no word in it."""
    document = published.document
    visits = [v for v in document["visits"] if VisitStatus(v["status"]).took_place]
    return {
        "id": published.id,
        "days": document["days"],
        "windows": document["windows"],
        "districts": document["districts"],
        "regions": document["regions"],
        "visitsByDay": [
            sum(v["day"] == day and document["in_scope"][v["district"]] for v in visits)
            for day in range(len(document["days"]))
        ],
        "indicators": {key: _lean(about) for key, about in document["indicators"].items()},
        "scene": scene_json(document["scene"]),
    }


def _lean(about: dict[str, Any]) -> dict[str, Any]:
    head = {key: about[key] for key in ("family", "unit", "decimals", "kind", "breaks")}
    if about["kind"] == "visits":
        return head | {"windows": [_cells(frame) for frame in about["windows"]]}
    whole = {
        mode: {level: _cells(frame) for level, frame in levels.items()}
        for mode, levels in about["whole"].items()
    }
    windows = {
        name: {"level": window["level"]}
        | {level: _cells(window[level]) for level in Level if level in window}
        for name, window in about["windows"].items()
    }
    return head | {"whole": whole, "windows": windows}


def _cells(frame: dict[str, Any]) -> dict[str, Any]:
    return {key: frame[key] for key in CELL_KEYS}


def _pack(document: dict[str, Any]) -> dict[str, bytes]:
    """Write a document once in each encoding a browser may ask for."""
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return {
        "br": brotli.compress(plain, quality=9),
        "gzip": gzip.compress(plain, 9, mtime=0),
        "identity": plain,
    }


def _kept(packed: dict[str, bytes]) -> Response:
    encoding = request.accept_encodings.best_match(("br", "gzip"), default="identity")
    response = Response(packed[encoding], mimetype="application/json")
    response.headers["Cache-Control"] = FOR_A_YEAR
    response.headers["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    return response
