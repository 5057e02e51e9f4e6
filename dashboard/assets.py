"""Addresses of static files, and the version of everything that the browser keeps."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from rjsmin import jsmin

FOLDER = Path(__file__).parents[1] / "assets"
CODE = (Path(__file__).parent, FOLDER, Path(__file__).parents[1] / "geodata" / "i18n")
CODE_SUFFIXES = {".py", ".po", ".js", ".css", ".html"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ICON = re.compile(r'url\("(icons/[a-z-]+\.svg)"\)')
PLAIN = " ='/:;,.()-"  # signs that need no escape in a style sheet's drawing
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
    if name not in files() and name not in sheets():
        raise KeyError(f"assets/{name} is not there")
    return f"/assets/{tree_version()}/{name}"


@cache
def sheets() -> dict[str, bytes]:
    """Return the style sheets as pages fetch them, each of several files: name to content.

    `all.css` has every sheet but those of pages of their own address, `70-<page>.css`;
    `all-<page>.css` has that one too, in its place. One file is half the bytes of fifteen, and
    small icons stand inside it.
    """
    names = [name for name in files() if name.endswith(".css") and "/" not in name]
    pages = [name for name in names if name.startswith("70-")]
    found = {"all.css": [name for name in names if name not in pages]}
    for own in pages:
        found[f"all-{own[3:]}"] = [name for name in names if name == own or name not in pages]
    return {name: _join_sheets(parts) for name, parts in found.items()}


def _join_sheets(names: list[str]) -> bytes:
    text = "\n".join(files()[name].read_text("utf-8") for name in names)
    return ICON.sub(_inline, COMMENT.sub("", text)).encode()


def _inline(found: re.Match[str]) -> str:
    drawing = files()[found[1]].read_text("utf-8").strip().replace('"', "'")
    return f'url("data:image/svg+xml,{quote(drawing, safe=PLAIN)}")'


@cache
def contents() -> dict[str, bytes]:
    """Return what is sent of each file: name to bytes; our own scripts without their comments."""
    found = {
        name: jsmin(path.read_text("utf-8")).encode() if _is_own_script(name) else path.read_bytes()
        for name, path in files().items()
    }
    return found | sheets()


def _is_own_script(name: str) -> bool:
    return name.endswith(".js") and not name.startswith("vendor/")


@cache
def styles(page: str = "") -> Markup:
    """Link to the style sheet of a page.

    Args:
        page: A page of its own address, which has a sheet `70-<page>.css`.
    """
    name = f"all-{page}.css" if page else "all.css"
    link = Markup('<link rel="stylesheet" href="{}">')
    return link.format(address(name))


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
