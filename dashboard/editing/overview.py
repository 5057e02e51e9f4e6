"""What is in the store, for the data page: asked of a command, and kept for a moment."""

from __future__ import annotations

import threading
import time
from typing import Any

from dashboard.editing.commands import ask
from dashboard.services import Services

KEPT_SECONDS = 3.0


class Overview:
    """Hands out the command's answer; a new publication or a moment make it ask again."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._kept: dict[str, tuple[str, float, Any]] = {}
        self._lock = threading.Lock()

    def of(self, lang: str, fresh: bool = False) -> dict[str, Any]:
        """Return campaigns, templates, history and events in a language.

        Args:
            lang: The language.
            fresh: Ask in any case.

        Raises:
            CommandFailed: the store cannot be read.
        """
        with self._lock:
            published = self._services.published().id
            name, until, found = self._kept.get(lang, ("", 0.0, None))
            if fresh or found is None or name != published or time.monotonic() > until:
                found = ask(self._services.settings, "overview", f"--lang={lang}")
                self._kept[lang] = (published, time.monotonic() + KEPT_SECONDS, found)
        kept: dict[str, Any] = found
        return kept
