"""Who is answered, and the headers that keep a browser from doing more than it should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from geodata.settings import ANY_HOST, EVERY_INTERFACE, Settings, public_host

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
LONGEST_QUERY = 8192
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

_HOST_HEADER = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?", re.IGNORECASE)


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """Names the app answers to.

    They are this machine's own and those of the settings. An app that listens on every
    interface learns no name from that: without ALLOWED_HOSTS or PUBLIC_URL it answers this
    machine only, because a page that points its own name here could otherwise read it.
    """
    named = {*settings.allowed_hosts}
    if settings.host not in EVERY_INTERFACE:
        host = settings.host.lower().strip("[]")
        named.add(f"[{host}]" if ":" in host else host)
    if settings.public_url:
        named.add(public_host(settings))
    return frozenset({*THIS_MACHINE, *named})


def is_allowed(host_header: str, allowed: Iterable[str]) -> bool:
    """Whether a Host header, port or not, names one of `allowed` (`.name` is all below too)."""
    match = _HOST_HEADER.fullmatch(host_header)
    if match is None:
        return False
    name = match[1].lower().removesuffix(".")
    return any(
        each in (ANY_HOST, name)
        or (each.startswith(".") and (name == each[1:] or name.endswith(each)))
        for each in allowed
    )


def refuse_strangers(server: Flask, settings: Settings) -> None:
    """Refuse foreign hosts and origins before anything else sees the request."""
    allowed = allowed_hosts(settings)

    @server.before_request
    def refuse() -> None:
        host = request.environ.get("HTTP_HOST", "")
        if not is_allowed(host, allowed):
            abort(
                400,
                "The atlas does not answer to this host name. "
                "Whoever runs it can add the name to ALLOWED_HOSTS.",
            )
        if is_foreign(host, settings.public_url):
            abort(403, "The atlas answers its own pages only.")
        if len(request.query_string) > LONGEST_QUERY:
            abort(414, "The address is too long.")


def is_foreign(host: str, public_url: str) -> bool:
    """Whether a page of another site sent the request, by what its browser says."""
    origin = request.headers.get("Origin")
    if origin is not None:
        own = origin.lower() == public_url if public_url else False
        return not own and urlsplit_host(origin) != host.lower()
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method not in SAFE_METHODS and site not in ("same-origin", "none")


def urlsplit_host(origin: str) -> str | None:
    """Host and port of an origin; None where it has none, as `null` has."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") and parts.netloc else None


def framing(settings: Settings) -> str:
    """Who may show the page for frames in one, as a content policy writes it."""
    names = [f"'{each}'" if each == "self" else each for each in settings.frame_ancestors]
    return " ".join(names) or "'none'"


def content_policy(hashes: Sequence[str]) -> str:
    """The Content-Security-Policy: own scripts and those of known text, nothing from outside.

    Styles may stand in the page because the map's own, Dash's and plotly.js's do. No page may show
    it in a frame; the pages that may be shown in one have a policy of their own.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


FILES = ("/assets/", "/_dash-component-suites/", "/data/")
NOTHING = "default-src 'none'; frame-ancestors 'none'"


def set_headers(server: Flask, hashes: Sequence[str]) -> None:
    """Put the protecting headers on every answer.

    Pages and answers carry them all. Files are no documents: they get the shortest policy there is,
    which forbids everything; the long one on each of forty files would weigh 20 KB.
    """
    everywhere = {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    page_headers = everywhere | {
        "Content-Security-Policy": content_policy(hashes),
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    file_headers = everywhere | {"Content-Security-Policy": NOTHING}

    @server.after_request
    def protect(response: Response) -> Response:
        headers = file_headers if request.path.startswith(FILES) else page_headers
        if "Content-Security-Policy" not in response.headers:  # else it says who may frame it
            response.headers.setdefault("X-Frame-Options", "DENY")
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
        if forwarded == "https" or request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
