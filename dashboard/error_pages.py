"""Answers that are not what was asked for: a short page, or one JSON sentence to scripts."""

from __future__ import annotations

import logging
import traceback
from html import escape

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from dashboard import assets
from geodata.i18n import Translator, translators
from geodata.vocabulary import LANGUAGES

FOR_SCRIPTS = ("/_dash", "/data/", "/healthz", "/api/")
EDITING = "/editing/"

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {name}</title>
<link rel="icon" href="{icon}">
<script src="{theme}"></script>
{styles}
<style>main {{ max-width: 34rem; margin: 18vh auto 0; padding: 0 24px; }}</style>
</head>
<body>
<main><h1>{title}</h1><p>{text}</p><p><a href="{home}">{back}</a></p></main>
</body>
</html>
"""


def register_errors(server: Flask, default_language: str) -> None:
    """Answer every error in words, and write unexpected ones to the log in one line."""

    @server.errorhandler(Exception)
    def answer_error(error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            logging.getLogger("atlas.errors").error(describe_error(error))
            error = InternalServerError()
        code = error.code or 500
        t = translators()[_language(default_language)]
        for_script = request.path.startswith(FOR_SCRIPTS) or _wants_json()
        query = "" if t.language == default_language else f"?lang={t.language}"
        response = _sentence(error, code, t) if for_script else _page(error, code, t, query)
        response.status_code = code
        response.headers["Cache-Control"] = "no-store"
        for name, value in error.get_headers(request.environ):
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response


def describe_error(error: BaseException) -> str:
    """Describe an error in one line: its kind and where, without its text (it may quote data)."""
    steps = traceback.extract_tb(error.__traceback__)
    places = [f"{step.filename.rsplit('/', 1)[-1]}:{step.lineno} {step.name}" for step in steps]
    return f"{type(error).__name__} at {' < '.join(reversed(places[-6:]))}"


def _language(default: str) -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else default


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _own_words(error: HTTPException, t: Translator) -> str:
    """What an error says of itself in the reader's language; of most nothing."""
    words, count = getattr(error, "words", ""), getattr(error, "count", None)
    if not words:
        return str(getattr(error, "said", ""))
    values = getattr(error, "values", {})
    return t.text(words, **values) if count is None else t.plural(words, count, **values)


def _sentence(error: HTTPException, code: int, t: Translator) -> Response:
    own = isinstance(error.description, str) and code < 500
    text = error.description if own else "The server could not answer."
    return jsonify(error=_own_words(error, t) or text)


def _page(error: HTTPException, code: int, t: Translator, query: str) -> Response:
    kind = "missing" if code == 404 else "failed" if code >= 500 else "refused"
    # What was refused is said as it is: it is for whoever runs the server, in English.
    text = error.description if code == 400 else t.text(f"error.{kind}.text")
    editing = request.path.startswith(EDITING)
    page = _PAGE.format(
        lang=t.language,
        title=escape(t.text(f"error.{kind}.title")),
        text=escape(_own_words(error, t) or str(text)),
        name=escape(t.text("app.name")),
        back=escape(t.text("data.return" if editing else "error.back")),
        home=("/data" if editing else "/") + query,
        icon=assets.address("favicon.ico"),
        theme=assets.address("js/theme.js"),
        styles=assets.styles(),
    )
    return Response(page, content_type="text/html; charset=utf-8")
