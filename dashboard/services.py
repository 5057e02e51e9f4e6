"""What callbacks and routes stand on: the settings, and the current publication."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.publication import PublicationReader, Published
from geodata.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """Handed to every module that is wired; holds no state of a reader."""

    settings: Settings
    reader: PublicationReader

    def published(self) -> Published:
        """Return the publication as it stands now."""
        return self.reader.current()
