"""Together Atlas: `python app.py` serves the dashboard; `app:server` is for a WSGI server."""

from __future__ import annotations

import os
import sys

from dashboard import request_log
from dashboard.factory import create_app
from dashboard.serving import serve
from dashboard.watching import start_watching
from geodata.settings import SettingsError, read_settings

request_log.write_to(sys.stdout)
try:
    settings = read_settings()
    os.environ.pop("EDITOR_PASSWORD", None)  # its hash is enough, and no process below needs it
    app = create_app(settings)
    start_watching(app.services)
except (SettingsError, RuntimeError) as error:
    sys.exit(str(error))
server = app.server

if __name__ == "__main__":
    serve(server, settings)
