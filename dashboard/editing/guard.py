"""The guard of every address that writes, and of what only editors may read.

`@editors_only` goes on a view; `@open_to_all` on the few that take a body from anybody, with the
reason. An address that takes a body and carries neither mark answers 403 to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, request

from dashboard import callback_guard
from dashboard.editing.access import EXTENSION, Access, access
from dashboard.security import SAFE_METHODS
from geodata.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])

GUARDED = "atlas_guarded"
OPEN = "atlas_open"
# A body from anybody is small: pieces of an upload and forms.
LARGEST_BODY = 1024 * 1024


def editors_only(view: View) -> View:
    """Let only those who may write reach a view."""

    @wraps(view)
    def guarded(*arguments: Any, **named: Any) -> Any:
        access().require()
        return view(*arguments, **named)

    setattr(guarded, GUARDED, True)
    return guarded  # type: ignore[return-value]


def open_to_all(reason: str) -> Callable[[View], View]:
    """Mark a view that takes a body from anybody; `reason` says why that does no harm."""

    def mark(view: View) -> View:
        setattr(view, OPEN, reason)
        return view

    return mark


def is_marked(view: Any) -> bool:
    """Whether somebody has thought of who may reach the view."""
    return bool(getattr(view, GUARDED, False) or getattr(view, OPEN, ""))


def guard_writing(server: Flask, settings: Settings) -> None:
    """Refuse every body to an address that nobody has thought of; comes before every other hook."""
    server.extensions[EXTENSION] = Access(settings)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @server.before_request
    def refuse() -> None:
        if request.method in SAFE_METHODS or request.endpoint is None:
            return
        if request.path == callback_guard.PATH:  # answers questions, writes nothing
            return
        if not is_marked(server.view_functions.get(request.endpoint)):
            abort(403)
