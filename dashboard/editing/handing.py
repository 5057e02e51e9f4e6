"""Handing a file out to an editor: to be kept by nobody in between, under a name of its own."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def hand_out(body: bytes, name: str, media_type: str) -> Response:
    """Answer with a file; its name may hold any letter."""
    answer = Response(body, content_type=media_type)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
