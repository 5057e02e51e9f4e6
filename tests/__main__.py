"""Pass every test: `python -m tests`. Installs Debian's Chromium, PostgreSQL and LibreOffice.

Ends with pytest's own summary; ruff and mypy run before it, so that the last line is the tests'.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BROWSER = "tests/browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Run the checks in order; the first that fails ends it."""
    ensure_browser()
    ensure_postgres()
    ensure_office()
    for command in (
        [sys.executable, "-m", "ruff", "check", "."],
        [sys.executable, "-m", "mypy"],
    ):
        print("+", *command[1:], flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    return run_pytest(*sys.argv[1:]) if sys.argv[1:] else run_everything()


def run_pytest(*arguments: str) -> int:
    """Run pytest here; it prints as it goes."""
    command = [sys.executable, "-m", "pytest", *arguments]
    print("+", *command[1:], flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def run_everything() -> int:
    """Run the browser's tests beside all others: those wait for a browser most of the time.

    What they print is shown once the others are through.
    """
    own_cache = ["-o", "cache_dir=.pytest_cache/browser"]
    command = [sys.executable, "-m", "pytest", BROWSER, *own_cache]
    with tempfile.TemporaryFile() as printed:
        beside = subprocess.Popen(command, cwd=ROOT, stdout=printed, stderr=subprocess.STDOUT)
        try:
            code = run_pytest(f"--ignore={BROWSER}")
            print("+", *command[1:], flush=True)
            code_of_browser = beside.wait()
        finally:
            beside.kill()
        printed.seek(0)
        shutil.copyfileobj(printed, sys.stdout.buffer)
        sys.stdout.flush()
    return code or code_of_browser


def ensure_browser() -> None:
    """Install Chromium by apt-get where no browser is found."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    install("The browser tests need Chromium", "chromium")


def ensure_postgres() -> None:
    """Install PostgreSQL with PostGIS by apt-get where they are not found."""
    servers = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), shutil.which("initdb")]
    extensions = [
        *Path("/usr/share/postgresql").glob("*/extension/postgis.control"),
        *Path("/usr/share/pgsql/extension").glob("postgis.control"),
    ]
    if any(servers) and extensions:
        return
    install("The store's tests need PostgreSQL with PostGIS", "postgresql", "postgresql-postgis")


def ensure_office() -> None:
    """Install LibreOffice's slides, and letters as wide as Arial's and Calibri's."""
    fonts = Path("/usr/share/fonts")
    letters = [next(fonts.rglob(f"{name}-*.ttf"), None) for name in ("LiberationSans", "Carlito")]
    if shutil.which("soffice") and all(letters):
        return
    packages = ("libreoffice-impress", "fonts-liberation", "fonts-crosextra-carlito")
    install("The tests of slides need LibreOffice", *packages)


def install(reason: str, *packages: str) -> None:
    """Install packages, or end with a sentence that says why they are needed."""
    if not shutil.which("apt-get"):
        sys.exit(f"{reason}: install it, then run this again.")
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*sudo, "apt-get", "-qq", *command], check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
