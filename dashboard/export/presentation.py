"""A view as slides, for the registry of files: what they are made with is loaded when asked for."""

from __future__ import annotations

import logging

from werkzeug.exceptions import ServiceUnavailable

from dashboard.export.asked import Asked

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class Unusable(ServiceUnavailable):
    """The publisher's template cannot be used; `words` is the message for the reader."""

    words = "slides.unusable"


def make_slides(asked: Asked) -> bytes:
    """Make the slides of a view, in the publisher's template where there is one.

    Raises:
        Unusable: that template cannot be used; why, the log says.
    """
    # python-pptx brings lxml and Pillow with it.
    from dashboard.export.deck.slides import write_slides
    from dashboard.export.deck.template import UnusableTemplate

    try:
        return write_slides(asked)
    except UnusableTemplate as error:
        logging.getLogger(__name__).error("%s", error)
        raise Unusable from error
