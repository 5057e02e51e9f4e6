"""Build the app: settings and publication in, a Dash app out. Nothing here runs it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dash import Dash, html
from flask import Flask, Response, request
from markupsafe import Markup

from dashboard import assets, callback_guard, error_pages, request_log, routes, security
from dashboard.api import register_api
from dashboard.building import ensure_published
from dashboard.callbacks.view import register_view
from dashboard.components.bridge import ViewBridge
from dashboard.data_page import register_data
from dashboard.editing.guard import guard_writing
from dashboard.embedding import register_embedding
from dashboard.exports import register_exports
from dashboard.ids import Id
from dashboard.meeting import register_meeting
from dashboard.method_page import register_method
from dashboard.page_templates import templates
from dashboard.replies import Replies
from dashboard.saved_views import register_saved_views
from dashboard.schedule import Schedule
from dashboard.search import register_search
from dashboard.services import Services
from dashboard.state import View, parse_view
from dashboard.static_files import Packed, answer, pack
from dashboard.tables_page import register_tables
from dashboard.tour import register_tour
from dashboard.viewmodels.page import describe_page
from geodata.i18n import translators
from geodata.publication import PublicationReader, Published
from geodata.settings import Settings, read_settings

KEPT_PAGES = 48
# Dash puts every library of its own on every page; charts here are of a component without dcc.
UNUSED_SCRIPTS = ("/dash_table/", "/dcc/", "/deps/polyfill@")


class AtlasDash(Dash):
    """A Dash app whose page is drawn by the server, map and all, before any script runs."""

    def __init__(self, services: Services, **options: Any) -> None:
        self._services = services
        self._draw_kept = lru_cache(maxsize=KEPT_PAGES)(self._draw)
        self._dash_parts: dict[str, Markup] = {}
        super().__init__(__name__, **options)

    @property
    def services(self) -> Services:
        """What its pages stand on."""
        return self._services

    def interpolate_index(self, **kwargs: Any) -> str:
        """Render the page of the view that the request's query asks for, with Dash's parts."""
        lines = kwargs["scripts"].splitlines()
        needed = [line for line in lines if not any(name in line for name in UNUSED_SCRIPTS)]
        self._dash_parts = {key: Markup(kwargs[key]) for key in ("css", "config", "renderer")}
        self._dash_parts["scripts"] = Markup("\n".join(needed))
        view, published = self._asked()
        return self._render(view, published)

    def serve_page(self) -> Response:
        """Answer with the page of the view asked for; pages asked for lately are kept."""
        view, published = self._asked()
        return answer(self._draw_kept(view, published.id))

    def _asked(self) -> tuple[View, Published]:
        published = self._services.published()
        query = request.query_string.decode("utf-8", "replace")
        return parse_view(query, published, self._services.settings.default_language), published

    def _draw(self, view: View, _publication: str) -> Packed:
        return pack(self._render(view, self._services.published()).encode(), "text/html")

    def _render(self, view: View, published: Published) -> str:
        home = self._services.settings.default_language
        page = describe_page(view, published, translators()[view.lang], home)
        version = assets.version()
        page |= {
            "map_svg": Markup(page["map_svg"]),
            "asset": assets.address,
            "fonts": assets.fonts(view.lang),
            "modules": assets.modules(),
            "frames_url": f"/data/{published.id}-{version}/frames.json",
            "parts_url": f"/data/{published.id}-{version}/parts.json",
            "places_url": f"/data/{published.id}-{version}/places.json",
            "tour_words": f"/tour/{version}/{view.lang}.json",
            "words_url": f"/data/{published.id}-{version}/words-{view.lang}.json",
        }
        page |= self._dash_parts
        page["css"] = assets.styles() + page["css"]
        # After React and before the start.
        own = [assets.script(name) for name in ("10-bridge.js", "15-chart.js", "16-drawing.js")]
        page["scripts"] = Markup("\n").join([page["scripts"], *own])
        page["app_entry"] = Markup('<div id="react-entry-point"></div>')
        return templates().get_template("page.html").render(page)


def create_app(settings: Settings | None = None) -> AtlasDash:
    """Create the app, building what it shows first if that is missing or of another version.

    Args:
        settings: The deployment's options; read from the environment without.

    Raises:
        SettingsError: a setting cannot be used.
        RuntimeError: what the app shows could not be built; the reason is on standard error.
    """
    settings = settings or read_settings()
    ensure_published(settings)
    services = Services(settings, PublicationReader(settings.published_dir))
    server = Flask("together_atlas", static_folder=None)
    request_log.log_requests(server)
    security.refuse_strangers(server, settings)
    guard_writing(server, settings)
    error_pages.register_errors(server, settings.default_language)
    replies = Replies(lambda: services.published().id)
    replies.keep_from(server)
    app = AtlasDash(
        services,
        server=server,
        include_assets_files=False,
        title="Together Atlas",
        update_title=None,
        serve_locally=True,
        enable_mcp=False,
    )
    app.layout = html.Div(
        [
            ViewBridge(id=Id.BRIDGE),
            html.Aside(id=Id.DETAIL, className="detail", **{"aria-live": "polite"}),
            # It scrolls, so a keyboard must come to it even where nothing inside takes the focus.
            html.Section(id=Id.PAGE, className="page", tabIndex="0"),
        ],
        className="dash-parts",
    )
    register_view(app, services)
    routes.register_routes(app, services)
    register_method(app, services)
    register_tables(app, services)
    register_search(app, services)
    register_tour(app)
    register_api(app, services)
    register_data(app, services)
    register_saved_views(app, services)
    register_meeting(app, services)
    Schedule(settings).keep()
    register_exports(app, services)
    register_embedding(app, services)
    finish(app, settings)
    replies.answer_from(server)
    return app


def finish(app: AtlasDash, settings: Settings) -> None:
    """Close what Dash leaves open, once every callback and address is registered."""
    with app.server.test_request_context("/"):
        app.server.preprocess_request()  # Dash completes its set-up before a first request
        app.index()  # type: ignore[no-untyped-call]
    routes.take_over(app, app.serve_page, settings)
    callback_guard.guard_callbacks(app)
    security.set_headers(app.server, app.csp_hashes())
