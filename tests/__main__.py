"""Pass every test: `python -m tests`. Installs Chromium where Debian's package is missing.

Ends with pytest's own summary; ruff and mypy run before it, so that the last line is the tests'.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Run the checks in order; the first that fails ends it."""
    ensure_browser()
    for command in (
        [sys.executable, "-m", "ruff", "check", "."],
        [sys.executable, "-m", "mypy"],
        [sys.executable, "-m", "pytest", *sys.argv[1:]],
    ):
        print("+", *command[1:], flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


def ensure_browser() -> None:
    """Install Chromium by apt-get where no browser is found."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not shutil.which("apt-get"):
        sys.exit("The browser tests need Chromium: install it, then run this again.")
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run([*sudo, "apt-get", "-qq", *command], check=True)


if __name__ == "__main__":
    sys.exit(main())
