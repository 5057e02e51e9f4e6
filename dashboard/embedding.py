"""A view inside somebody else's page: `/embed?<view>`, and `/embedding?<view>`, which says how.

Only this page may stand in a frame of a page named in the settings; the dashboard itself may not,
since what is done in it could be done there by a hand that is led. It needs no script, sets no
cookie, and its form and links lead to itself.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from dash import Dash
from flask import Flask, Response, request
from markupsafe import Markup

from dashboard import security
from dashboard.export.asked import Asked
from dashboard.export.embedded import draw_embedded, embedded_style
from dashboard.page_templates import templates
from dashboard.reading_page import describe_surroundings
from dashboard.services import Services
from dashboard.state import View, format_view, parse_view
from dashboard.static_files import Packed, answer, pack
from dashboard.viewmodels.text import indicator_name
from geodata.i18n import translators
from geodata.publication import Published

EMBED = "/embed"
KEPT_PAGES = 48
HEIGHT = 900  # pixels: map, legend and days of most views, where there is room beside the map
SNIPPET = Markup(
    '<iframe src="{address}" title="{title}" width="100%" height="{height}" loading="lazy" '
    'style="border: 0"></iframe>'
)


def register_embedding(app: Dash, services: Services) -> None:
    """Wire the page for frames and the page that tells how to have it."""
    server: Flask = app.server
    settings = services.settings
    home = settings.default_language
    framing = security.framing(settings)

    def asked() -> tuple[View, Published]:
        published = services.published()
        query = request.query_string.decode("utf-8", "replace")
        return parse_view(query, published, home), published

    @lru_cache(maxsize=KEPT_PAGES)
    def drawn(view: View, _publication: str) -> tuple[Packed, str]:
        request_of = Asked(view, services.published(), translators()[view.lang], home=home)
        style = embedded_style(request_of)
        page = draw_embedded(request_of, style)
        return pack(page.encode(), "text/html"), _policy(style, framing)

    @server.get(EMBED)
    def embed() -> Response:
        view, published = asked()
        packed, policy = drawn(view, published.id)
        response = answer(packed)
        response.headers["Content-Security-Policy"] = policy
        # Pages that embed nothing without its consent have it.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if not settings.frame_ancestors:
            response.headers["X-Frame-Options"] = "DENY"
        return response

    @server.get("/embedding")
    def embedding() -> str:
        view, published = asked()
        t = translators()[view.lang]
        query = format_view(view, published, home)
        origin = settings.public_url or request.host_url.rstrip("/")
        campaign = published.document["campaign"]["names"][view.lang]
        title = f"{indicator_name(t, view.indicator, published)} – {campaign}"
        return (
            templates()
            .get_template("embedding.html")
            .render(
                **describe_surroundings(published, query, home, "data"),
                snippet=str(
                    SNIPPET.format(address=origin + EMBED + query, title=title, height=HEIGHT)
                ),
                shown=EMBED + query,
                ancestors=settings.frame_ancestors,
                local=not settings.public_url,
            )
        )


def _policy(style: str, framing: str) -> str:
    """Nothing but its own style, the shipped font, and a form that asks for another view."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src 'self'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {framing}"
    )
