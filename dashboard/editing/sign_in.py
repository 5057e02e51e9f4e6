"""Signing in and out: one passphrase for all editors, and a name that each gives."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, redirect, request

from dashboard.editing.access import Refused, access
from dashboard.editing.commands import run_later
from dashboard.editing.guard import editors_only, open_to_all
from dashboard.editing.sessions import LASTS
from dashboard.services import Services
from geodata.events import LOCAL, Action, clean_name
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES

LARGEST_FORM = 16 * 1024


def register_sign_in(server: Flask, services: Services, page: Callable[[str], Response]) -> None:
    """Wire `/editing/sign-in` and `/editing/sign-out`.

    Args:
        server: The server.
        services: The settings.
        page: Draws the data page with a sentence to say first.
    """
    settings = services.settings

    @server.post("/editing/sign-in")
    @open_to_all("whoever knows the passphrase is an editor; tries are counted")
    def sign_in() -> Response:
        rights = access()
        if not rights.has_passphrase:
            raise Refused(rights.right())
        request.max_content_length = LARGEST_FORM
        typed, name = request.form.get("passphrase", ""), clean_name(request.form.get("name", ""))
        t = translators()[asked_language(settings.default_language)]
        wait = rights.attempts.begin(rights.address())
        if wait:
            answer = page(t.plural("access.wait", wait))
            answer.status_code = 429
            answer.headers["Retry-After"] = str(wait)
            return answer
        token = rights.sign_in(name, typed)
        if token is None:
            answer = page(t.text("access.wrong"))
            answer.status_code = 403
            return answer
        run_later(settings, "events", "--record", Action.SIGN_IN, f"--who={name}")
        answer = back_to_page()
        answer.set_cookie(
            rights.cookie(),
            token,
            max_age=LASTS,
            path="/",
            secure=rights.is_encrypted(),
            httponly=True,
            samesite="Strict",
        )
        return answer

    @server.post("/editing/sign-out")
    @editors_only
    def sign_out() -> Response:
        rights = access()
        name = rights.who()
        rights.sign_out()
        if name != LOCAL:
            run_later(settings, "events", "--record", Action.SIGN_OUT, f"--who={name}")
        answer = back_to_page()
        answer.delete_cookie(
            rights.cookie(), secure=rights.is_encrypted(), httponly=True, samesite="Strict"
        )
        return answer


def asked_language(default: str) -> str:
    """Return the language that the address asks for."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else default


def back_to_page() -> Response:
    """Return to the data page, in the language of the form's address."""
    lang = asked_language("")
    answer = redirect(f"/data?lang={lang}" if lang else "/data", 303)
    assert isinstance(answer, Response)
    return answer
