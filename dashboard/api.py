"""The figures for programs: `/api/v1/indicators`, `/api/v1/values?...`, and what they answer.

Read only, of the publication alone: the rows are those of the files (`viewmodels/extract.py`),
so that a program can read no figure that the screen does not show. What cannot be understood
is refused in words, for a program cannot see that it got another view than it asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from dashboard.openapi import FIGURES, describe_api, parameters
from dashboard.services import Services
from dashboard.state import PART_KEYS, format_view, parse_view
from dashboard.static_files import ASK_AGAIN
from dashboard.viewmodels.records import describe_indicators, describe_values
from geodata.i18n import translators
from geodata.publication import Published

# Keys that the address of a screen has besides: whoever copies it need not take them out.
OF_THE_SCREEN = frozenset(
    ("page", "pin", "class", "sort", "focus", "size", "against", "weighted", "list")
)


class Refused(BadRequest):
    """A question that cannot be understood; says which key and what would be right."""

    def __init__(self, words: str, **values: str) -> None:
        super().__init__()
        self.words = words
        self.values = values


def register_api(app: Dash, services: Services) -> None:
    """Wire the three addresses."""
    server: Flask = app.server
    home = services.settings.default_language

    @server.get("/api/v1/openapi.json")
    def openapi() -> Response:
        return _answer(describe_api(services.published(), services.settings.public_url))

    @server.get("/api/v1/indicators")
    def indicators() -> Response:
        published = services.published()
        check(published, ("lang",))
        view = parse_view(_query(), published, home)
        return _answer(describe_indicators(published, translators()[view.lang]))

    @server.get("/api/v1/values")
    def values() -> Response:
        published = services.published()
        check(published, FIGURES)
        view = parse_view(_query(), published, home)
        found = describe_values(view, published, translators()[view.lang])
        return _answer(found | {"view": format_view(view, published, home)})


def _query() -> str:
    return request.query_string.decode("utf-8", "replace")


def _answer(document: Mapping[str, Any]) -> Response:
    response = jsonify(document)
    response.add_etag(weak=True)
    response.headers["Cache-Control"] = ASK_AGAIN
    response.make_conditional(request)
    return response


def check(published: Published, known: tuple[str, ...]) -> None:
    """Refuse keys that are not `known` and values that no figure has.

    Raises:
        Refused: with the key and, where there are few, the values that would be right.
    """
    allowed = {each["name"]: each["schema"] for each in parameters(published)}
    for key in request.args:
        given = request.args.getlist(key)
        if key in OF_THE_SCREEN and known == FIGURES:
            continue
        if key not in known:
            raise Refused("api.unknown_key", key=key[:40], known=", ".join(known))
        if len(given) > 1:
            raise Refused("api.twice", key=key)
        schema = allowed[key]
        listed = schema["type"] == "array"
        right = schema["items"]["enum"] if listed else schema["enum"]
        wrong = [each for each in (given[0].split(",") if listed else given) if each not in right]
        if wrong:
            raise Refused("api.bad_value", key=key, value=wrong[0][:40], right=_some(right))
    start, end = request.args.get("from"), request.args.get("to")
    if start and end and start > end:
        raise Refused("api.backwards")
    parts = [key for key in request.args if key in PART_KEYS.values()]
    if len(parts) > 1:
        raise Refused("api.one_breakdown", keys=", ".join(sorted(parts)))


def _some(values: list[str]) -> str:
    return ", ".join(values[:12]) + (", ..." if len(values) > 12 else "")
