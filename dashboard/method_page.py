"""The address of the method page; drawn by the server, no script needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dash import Dash
from flask import Flask, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard import assets
from dashboard.services import Services
from dashboard.state import format_view, parse_view
from dashboard.viewmodels.method import describe_method
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"


def register_method(app: Dash, services: Services) -> None:
    """Wire `/method?lang=`."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )

    server: Flask = app.server

    @server.get("/method")
    def method() -> str:
        published = services.published()
        home = services.settings.default_language
        query = request.query_string.decode("utf-8", "replace")
        view = parse_view(query, published, home)
        t = translators()[view.lang]
        campaign = published.document["campaign"]
        days = [date.fromisoformat(day) for day in published.document["days"]]
        return templates.get_template("method.html").render(
            lang=view.lang,
            t=t.text,
            asset=assets.address,
            styles=assets.styles(),
            illustrative=campaign["illustrative"],
            home="/" + format_view(view, published, home),
            languages=LANGUAGES,
            campaign_name=campaign["names"][t.language],
            campaign_period=t.period(days[0], days[-1]),
            method=describe_method(published, t),
            funding=campaign["funding"][t.language],
            disclaimer=campaign["disclaimer"][t.language],
        )
