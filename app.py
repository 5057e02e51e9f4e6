"""Together Atlas: `python app.py` serves the dashboard; `app:server` is for a WSGI server."""

from __future__ import annotations

import sys

from dashboard.factory import create_app
from geodata.settings import SettingsError, read_settings

try:
    settings = read_settings()
except SettingsError as error:
    sys.exit(str(error))

app = create_app(settings)
server = app.server

if __name__ == "__main__":
    print(f"Together Atlas: http://{settings.host}:{settings.port}", flush=True)
    app.run(host=settings.host, port=settings.port, debug=False)
