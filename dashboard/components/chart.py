"""A chart on the page without Dash's own chart component, which weighs 95 KB. Needs no build.

Its other half is `assets/15-chart.js`.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class Chart(Component):
    """Props: `figure` (of plotly), `config` (of plotly.js), `className`."""

    _children_props: list[str] = []  # noqa: RUF012 - as Dash declares it
    _base_nodes: list[str] = ["children"]  # noqa: RUF012
    _namespace = "dashboard"  # importable: Dash imports it with every component it makes
    _type = "Chart"

    def __init__(self, figure: Any, config: dict[str, Any], className: str = "") -> None:
        self._prop_names = ["figure", "config", "className"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        super().__init__(  # type: ignore[no-untyped-call]
            figure=figure, config=config, className=className
        )
