"""A drawing on the page: SVG text of `dashboard.figures`, put in as it is. Needs no build.

Its other half is `assets/16-drawing.js`. Only text whose every name was escaped may come here.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class Drawing(Component):
    """Props: `svg`, `label` (its words; without, it is decoration), `className`."""

    _children_props: list[str] = []  # noqa: RUF012 - as Dash declares it
    _base_nodes: list[str] = ["children"]  # noqa: RUF012
    _namespace = "dashboard"  # importable: Dash imports it with every component it makes
    _type = "Drawing"

    def __init__(self, svg: str, label: str = "", className: str = "") -> None:
        self._prop_names = ["svg", "label", "className"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties: Any = self._prop_names
        self.available_wildcard_properties: list[str] = []
        super().__init__(  # type: ignore[no-untyped-call]
            svg=svg, label=label, className=className
        )
