"""Who may write: the answer for the request under way, decided in one place.

With a passphrase set, whoever typed it. Without one, a browser on this machine alone: the
server listens here only, nobody stands in between, and the page was asked for by a local name.
"""

from __future__ import annotations

from enum import StrEnum
from ipaddress import ip_address

from flask import current_app, request
from werkzeug.exceptions import Forbidden

from dashboard.editing.attempts import Attempts
from dashboard.editing.sessions import Session, Sessions
from dashboard.security import THIS_MACHINE, is_allowed
from geodata.events import LOCAL
from geodata.passphrase import is_passphrase
from geodata.settings import Settings

EXTENSION = "atlas-access"
PLAIN_COOKIE = "atlas-editor"
# The prefix binds it to this very host, its encrypted form and the whole of its addresses.
SECURE_COOKIE = "__Host-atlas-editor"
# What only somebody in between writes, or leaves of an old protocol. Browsers speak 1.1 or newer.
FORWARDING = ("FORWARDED", "VIA", "X_REAL_IP", "CF_CONNECTING_IP", "TRUE_CLIENT_IP")
OLD_PROTOCOLS = ("HTTP/1.0", "HTTP/1", "HTTP/0.9")


class Right(StrEnum):
    """Whether the sender of a request may write, and if not, why."""

    LOCAL = "local"
    SIGNED_IN = "signed_in"
    SIGN_IN = "sign_in"
    CLOSED = "closed"

    @property
    def writes(self) -> bool:
        """Whether writing is allowed."""
        return self in (Right.LOCAL, Right.SIGNED_IN)


class Refused(Forbidden):
    """Writing is refused; `words` names the sentence that says why."""

    def __init__(self, right: Right) -> None:
        super().__init__("Only an editor of this atlas may do this.")
        self.words = f"access.{right}"


class Access:
    """Decides for every request; holds no state of a reader."""

    def __init__(self, settings: Settings) -> None:
        folder = settings.data_dir / "editor"
        self._settings = settings
        self._sessions = Sessions(folder, settings.editor_password)
        self.attempts = Attempts(folder)

    @property
    def has_passphrase(self) -> bool:
        """Whether editors sign in."""
        return bool(self._settings.editor_password)

    def right(self) -> Right:
        """Return what the sender of this request may do."""
        if self.has_passphrase:
            return Right.SIGNED_IN if self.session() else Right.SIGN_IN
        return Right.LOCAL if self._is_local() else Right.CLOSED

    def who(self) -> str:
        """Return the name under which this request's deeds are kept."""
        session = self.session()
        return session.name if session else LOCAL

    def require(self) -> None:
        """Let editors pass.

        Raises:
            Refused: the sender may not write.
        """
        right = self.right()
        if not right.writes:
            raise Refused(right)

    def session(self) -> Session | None:
        """Return the sender's session, if there is one."""
        if not self.has_passphrase:
            return None
        token = request.cookies.get(self.cookie(), "")
        return self._sessions.read(token) if token else None

    def sign_in(self, name: str, typed: str) -> str | None:
        """Return the token of a new session, or None where the passphrase is another."""
        if not is_passphrase(typed, self._settings.editor_password):
            return None
        self.attempts.succeed(self.address())
        return self._sessions.open(name)

    def sign_out(self) -> None:
        """End the sender's session."""
        session = self.session()
        if session:
            self._sessions.end(session)

    def cookie(self) -> str:
        """Name of the cookie for this request."""
        return SECURE_COOKIE if self.is_encrypted() else PLAIN_COOKIE

    def is_encrypted(self) -> bool:
        """Whether the sender's connection is encrypted, by the settings or the proxy's word."""
        forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
        configured = self._settings.public_url.startswith("https://")
        return configured or request.is_secure or forwarded == "https"

    def is_exposed(self) -> bool:
        """Whether a passphrase sent now could be read on its way."""
        return not self.is_encrypted() and not _is_loopback(self.address())

    def address(self) -> str:
        """The sender's address: as the proxy in front wrote it last, where there is one."""
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        behind = self._settings.public_url and _is_inside(request.remote_addr or "")
        return forwarded if behind and forwarded else request.remote_addr or ""

    def _is_local(self) -> bool:
        environment = request.environ
        listens = (self._settings.host, environment.get("SERVER_NAME", ""))
        between = any(
            name.removeprefix("HTTP_").startswith(("X_FORWARDED_", *FORWARDING))
            for name in environment
            if name.startswith("HTTP_")
        )
        return (
            all(_is_loopback(name) for name in listens)
            and not self._settings.public_url
            and is_allowed(request.environ.get("HTTP_HOST", ""), THIS_MACHINE)
            and _is_loopback(request.remote_addr or "")
            and not between
            and environment.get("SERVER_PROTOCOL") not in OLD_PROTOCOLS
        )


def access() -> Access:
    """Return the access of the app that answers this request."""
    found: Access = current_app.extensions[EXTENSION]
    return found


def _is_loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_inside(address: str) -> bool:
    """Whether an address is of this machine or its own network, where a proxy would be."""
    try:
        return ip_address(address).is_private
    except ValueError:
        return not address  # a socket of this machine
