"""`python -m dashboard.exporting FILE`: a file of a view without a server, for the command line.

`python -m geodata export` starts it. It makes what the address of the file gives.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from werkzeug.exceptions import ServiceUnavailable

from dashboard.building import ensure_published
from dashboard.exports import ARCHIVE, FILES, ask_for, make_file
from geodata.i18n import Translator, translators
from geodata.publication import PublicationReader
from geodata.settings import SettingsError, read_settings


def main() -> int:
    """Write the file; 0 is done, 1 is refused or failed, with a sentence."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    for name in ("view", "out", "lang"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args()
    t = translators("import")[given.lang]
    if given.file not in FILES and given.file != ARCHIVE:
        return _say(t.text("import.export_unknown", files=", ".join([*FILES, ARCHIVE])))
    # Whoever is at the terminal needs no passphrase.
    os.environ.pop("EDITOR_PASSWORD", None)
    try:
        settings = read_settings()
        ensure_published(settings)
        published = PublicationReader(settings.published_dir).current()
    except (SettingsError, RuntimeError, OSError) as error:
        return _say(str(error))
    query = urlsplit(given.view).query or given.view.lstrip("?")
    plain = {key: values[-1] for key, values in parse_qs(query).items()}
    asked = ask_for(query, plain, published, settings)
    try:
        body = make_file(given.file, asked)
    except ServiceUnavailable as error:
        screen = translators()[given.lang]
        return _say(screen.text(getattr(error, "words", "error.failed.text")))
    return _write(body, given.out, given.file, t)


def _write(body: bytes, out: str, file: str, t: Translator) -> int:
    if out == "-":
        sys.stdout.buffer.write(body)
        return 0
    path = Path(out) / file if Path(out).is_dir() else Path(out)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        return _say(t.text("import.export_failed", path=str(path), reason=error.strerror or ""))
    print(t.text("import.export_done", path=str(path), size=t.number(len(body) / 1000, 0)))
    return 0


def _say(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
