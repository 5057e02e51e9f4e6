"""Build the app: settings and publication in, a Dash app out. Nothing here runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from dash import Dash, html
from flask import request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard import assets, routes
from dashboard.callbacks.view import register_view
from dashboard.components.bridge import ViewBridge
from dashboard.ids import Id
from dashboard.services import Services
from dashboard.state import parse_view
from dashboard.viewmodels.page import describe_page
from geodata.i18n import translators
from geodata.publication import PublicationReader, is_fresh
from geodata.settings import Settings, read_settings

TEMPLATES = Path(__file__).parent / "templates"


class AtlasDash(Dash):
    """A Dash app whose page is drawn by the server, map and all, before any script runs."""

    def __init__(self, services: Services, **options: Any) -> None:
        self._services = services
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        super().__init__(__name__, **options)

    def interpolate_index(self, **kwargs: Any) -> str:
        """Render the page of the view that the request's query asks for."""
        published = self._services.published()
        home = self._services.settings.default_language
        view = parse_view(request.query_string.decode("utf-8", "replace"), published, home)
        page = describe_page(view, published, translators()[view.lang], home)
        version = assets.version()
        page |= {
            "map_svg": Markup(page["map_svg"]),
            "asset": assets.address,
            "plain_asset": assets.plain_address,
            "fonts": assets.fonts(view.lang),
            "modules": assets.modules(),
            "frames_url": f"/data/{published.id}-{version}/frames.json",
            "words_url": f"/data/{published.id}-{version}/words-{view.lang}.json",
        }
        page |= {key: Markup(kwargs[key]) for key in ("css", "config", "scripts", "renderer")}
        page["app_entry"] = Markup('<div id="react-entry-point"></div>')
        return self._templates.get_template("page.html").render(page)


def create_app(settings: Settings | None = None) -> Dash:
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
    app = AtlasDash(
        services,
        assets_folder=str(assets.FOLDER),
        assets_path_ignore=[r"^(vendor|js|fonts|icons|emblem)$"],
        title="Together Atlas",
        update_title=None,
        serve_locally=True,
    )
    app.layout = html.Div(
        [
            ViewBridge(id=Id.BRIDGE),
            html.Aside(id=Id.DETAIL, className="detail", **{"aria-live": "polite"}),
            html.Section(id=Id.TABLE, className="table"),
        ],
        className="dash-parts",
    )
    register_view(app, services)
    routes.register_routes(app, services)
    return app


def ensure_published(settings: Settings) -> None:
    """Build what is shown in a process of its own, so that the build's libraries end with it."""
    if is_fresh(settings):
        return
    environment = {
        "DATA_DIR": str(settings.data_dir.resolve()),
        "DATABASE_URL": settings.database_url,
        "LEAST_ANSWERS": str(settings.least_answers),
        "FEW_ANSWERS": str(settings.few_answers),
    }
    done = subprocess.run(
        [sys.executable, "-m", "geodata", "build"],
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[1],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise RuntimeError("What the dashboard shows could not be built; the reason is above.")
