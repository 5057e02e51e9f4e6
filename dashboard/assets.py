"""Addresses of static files, and the version of everything that the browser keeps."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parents[1] / "assets"
CODE = (Path(__file__).parent, FOLDER, Path(__file__).parents[1] / "geodata" / "i18n")
CODE_SUFFIXES = {".py", ".po", ".js", ".css", ".html"}
SERVED_SUFFIXES = {".js", ".css", ".svg", ".woff2", ".ico", ".txt"}


@cache
def version() -> str:
    """Return a short hash of the dashboard's code, words and scripts."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted(folder.rglob("*")):
            if path.suffix in CODE_SUFFIXES and "vendor" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


@cache
def files() -> dict[str, Path]:
    """Return the files that are served: name under `assets/` to path."""
    return {
        path.relative_to(FOLDER).as_posix(): path
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in SERVED_SUFFIXES and path.is_file()
    }


@cache
def tree_version() -> str:
    """Return a short hash of all served files and their names.

    It is a folder in their addresses, so that scripts and styles that name one another by
    plain relative addresses get a new address with every change.
    """
    digest = hashlib.sha256()
    for name, path in files().items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Address of a file under `assets/`, which changes when any of them does.

    Raises:
        KeyError: no such file is served.
    """
    if name not in files():
        raise KeyError(f"assets/{name} is not there")
    return f"/assets/{tree_version()}/{name}"


@cache
def styles(page: str = "") -> Markup:
    """Links to the style sheets, in the order of their names.

    Args:
        page: A page of its own address; its sheet, `70-<page>.css`, is on no other page.
    """
    names = [name for name in files() if name.endswith(".css") and "/" not in name]
    names = [name for name in names if not name.startswith("70-") or name == f"70-{page}.css"]
    link = Markup('<link rel="stylesheet" href="{}">')
    return Markup("\n").join(link.format(address(name)) for name in names)


@cache
def script(name: str) -> Markup:
    """Tag of a classic script."""
    return Markup('<script src="{}"></script>').format(address(name))


@cache
def fonts(language: str) -> tuple[str, ...]:
    """Addresses of the font files that a page in `language` needs at once."""
    names = ("latin", "cyrillic") if language == "ru" else ("latin",)
    starts = [f"fonts/atlas-sans-{name}." for name in names]
    return tuple(address(next(n for n in files() if n.startswith(start))) for start in starts)


@cache
def modules() -> tuple[str, ...]:
    """Names of the map page's script modules; those of other pages lie in folders below."""
    return tuple(
        name.removeprefix("js/")
        for name in files()
        if name.startswith("js/")
        and name.endswith(".js")
        and name.count("/") == 1
        and name != "js/theme.js"
    )
