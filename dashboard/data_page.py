"""The address of the data page; drawn by the server, as its forms need no script."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from dash import Dash
from flask import Flask, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard import assets
from dashboard.editing.access import Right, access
from dashboard.editing.commands import CommandFailed, ask
from dashboard.editing.sign_in import asked_language, register_sign_in
from dashboard.services import Services
from dashboard.viewmodels.data import Deed, describe_deeds, describe_right
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
DEEDS = 50


def register_data(app: Dash, services: Services) -> None:
    """Wire `/data?lang=` and the addresses its forms are sent to."""
    server: Flask = app.server
    register_sign_in(server, services, partial(draw_data_page, services))

    @server.get("/data")
    def data_page() -> Response:
        return draw_data_page(services)


def draw_data_page(services: Services, alert: str = "") -> Response:
    """Draw the page for the sender of this request.

    Args:
        services: What is published, and the settings.
        alert: A sentence to say first, such as why a passphrase was not taken.
    """
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    published = services.published()
    home = services.settings.default_language
    t = translators()[asked_language(home)]
    campaign = published.document["campaign"]
    days = [date.fromisoformat(day) for day in published.document["days"]]
    rights = access()
    right = rights.right()
    page = templates.get_template("data.html").render(
        lang=t.language,
        t=t.text,
        asset=assets.address,
        styles=assets.styles("data"),
        illustrative=campaign["illustrative"],
        home="/" if t.language == home else f"/?lang={t.language}",
        languages=LANGUAGES,
        campaign_name=campaign["names"][t.language],
        campaign_period=t.period(days[0], days[-1]),
        funding=campaign["funding"][t.language],
        disclaimer=campaign["disclaimer"][t.language],
        alert=alert,
        right=right,
        right_text=describe_right(right, rights.who(), t),
        exposed=right is Right.SIGN_IN and rights.is_exposed(),
        deeds=_deeds(services, t.language) if right.writes else None,
    )
    answer = Response(page, content_type="text/html; charset=utf-8")
    # What an editor sees is for nobody else, and is other at every look.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _deeds(services: Services, lang: str) -> tuple[Deed, ...]:
    try:
        events = ask(services.settings, "events", "--json", f"--last={DEEDS}")
    except CommandFailed:
        return ()
    return describe_deeds(events, translators()[lang], translators("import")[lang])
