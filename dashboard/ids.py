"""Element ids that layout and callbacks share."""

from __future__ import annotations

from enum import StrEnum


class Id(StrEnum):
    """Ids of what Dash renders."""

    BRIDGE = "bridge"
    DETAIL = "detail"
    PAGE = "page"
