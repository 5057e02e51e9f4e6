"""The words of the tour: asked for when somebody takes it, and kept by the browser from then on."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Flask, Response, abort, jsonify

from dashboard import assets
from dashboard.static_files import FOR_A_YEAR
from geodata.i18n import Translator, translators

# In the order of the tour; where each stands is in `assets/js/tour/tour.js`.
STEPS = ("sentence", "question", "legend", "days", "map", "share")


def register_tour(app: Dash) -> None:
    """Wire `/tour/<version>/<lang>.json`; the version changes with every word."""
    server: Flask = app.server

    @server.get("/tour/<version>/<lang>.json")
    def tour(version: str, lang: str) -> Response:
        if version != assets.version() or lang not in translators():
            abort(404)
        answer = jsonify(describe_tour(translators()[lang]))
        answer.headers["Cache-Control"] = FOR_A_YEAR
        return answer


def describe_tour(t: Translator) -> dict[str, Any]:
    """Say the tour in the reader's language."""
    steps = [
        {"key": step, "title": t.text(f"tour.{step}.title"), "text": t.text(f"tour.{step}.text")}
        for step in STEPS
    ]
    return {
        "steps": steps,
        "position": t.text("tour.position", at="{at}", all="{all}"),
        "next": t.text("tour.next"),
        "back": t.text("tour.back"),
        "done": t.text("tour.done"),
        "end": t.text("tour.end"),
    }
