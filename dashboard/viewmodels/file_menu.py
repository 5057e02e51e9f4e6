"""The Download menu: every file of a view, by what somebody wants it for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.i18n import Translator

FOLDER = "/export/"
MENU: Mapping[str, tuple[str, ...]] = {
    "meeting": ("slides.pptx", "brief.pdf"),
    "picture": ("map.png", "map.svg"),
    "figures": ("table.xlsx", "table.csv"),
    "compare": ("compare.xlsx", "compare.csv"),
    "lists": (
        "plan.csv",
        "answers.csv",
        "handouts.csv",
        "inspectorates.csv",
        "media.csv",
        "next.csv",
    ),
    "whole": ("snapshot.html",),
    "maps": ("campaign.gpkg", "districts.geojson"),
    "all": ("everything.zip",),
}


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A heading, and under it the files: address without the view, words."""

    name: str
    files: tuple[tuple[str, str], ...]


def describe_file_menu(t: Translator) -> tuple[MenuGroup, ...]:
    """Describe the menu; the view is added to each address where the menu stands."""
    return tuple(
        MenuGroup(
            t.text(f"file.group.{group}"),
            tuple((FOLDER + file, t.text(f"file.name.{file}")) for file in files),
        )
        for group, files in MENU.items()
    )
