"""The bridge to the page: tells Dash of the view, hands Dash's words back. Needs no build.

Its other half is `assets/10-bridge.js`, which puts a React component of this name under this
namespace on `window`.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class ViewBridge(Component):
    """Props: `view` (`query` and `theme`, set by the page), `reply` (set by a callback)."""

    _children_props: list[str] = []  # noqa: RUF012 - as Dash declares it
    _base_nodes: list[str] = ["children"]  # noqa: RUF012
    _namespace = "dashboard"  # importable: Dash imports it with every component it makes
    _type = "ViewBridge"

    def __init__(self, id: str, view: dict[str, Any] | None = None, reply: Any = None) -> None:
        self._prop_names = ["id", "view", "reply"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        given = {"id": id, "view": view, "reply": reply}
        super().__init__(  # type: ignore[no-untyped-call]
            **{name: value for name, value in given.items() if value is not None}
        )
