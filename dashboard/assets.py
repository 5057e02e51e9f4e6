"""Addresses of static files, and the version of everything that the browser keeps."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "assets"
CODE = (Path(__file__).parent, FOLDER, Path(__file__).parents[1] / "geodata" / "i18n")
SUFFIXES = {".py", ".po", ".js", ".css", ".html"}


@cache
def version() -> str:
    """Return a short hash of the dashboard's code, words and scripts."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and "vendor" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def plain_address(name: str) -> str:
    """Address of a file under `assets/`, as scripts name one another."""
    return f"/assets/{name}"


def address(name: str) -> str:
    """Address of a file under `assets/` that changes with its content."""
    return f"/assets/{name}?v={_hash(name)}"


@cache
def _hash(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]


@cache
def fonts(language: str) -> tuple[str, ...]:
    """Addresses of the font files that a page in `language` needs at once."""
    names = ("latin", "cyrillic") if language == "ru" else ("latin",)
    found = [next((FOLDER / "fonts").glob(f"atlas-sans-{name}.*.woff2")) for name in names]
    return tuple(f"/assets/fonts/{path.name}" for path in found)


@cache
def modules() -> tuple[str, ...]:
    """Names of the page's script modules."""
    return tuple(sorted(p.name for p in (FOLDER / "js").glob("*.js") if p.name != "theme.js"))
