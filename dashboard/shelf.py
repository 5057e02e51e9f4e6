"""What is saved, for the request under way; where the database is away, that is the answer."""

from __future__ import annotations

from werkzeug.exceptions import ServiceUnavailable

from geodata.pulse import NoPulse
from geodata.saved_view_glance import Shelf, read_shelf
from geodata.settings import Settings


class Unread(ServiceUnavailable):
    """The database does not answer."""

    words = "saved.unread"


def read_saved(settings: Settings) -> Shelf:
    """Read what is saved; where the database does not answer, that is the answer.

    Raises:
        Unread: it does not.
    """
    try:
        return read_shelf(settings.store_url)
    except NoPulse:
        raise Unread from None
