"""What came of the newest refresh of each source, kept beside the database for the page."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def keep_outcome(folder: Path, name: str, outcome: Mapping[str, Any]) -> None:
    """Keep an outcome, with the moment, in a file that appears at once."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    temporary = folder / f"{name}.new"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"at": at} | dict(outcome), file, ensure_ascii=False)
    os.replace(temporary, folder / f"{name}.json")


def last_outcome(data_dir: Path, name: str) -> Mapping[str, Any] | None:
    """Return what came of the newest refresh, with `at`; None before the first."""
    try:
        text = (data_dir / "live" / f"{name}.json").read_text("utf-8")
        found: Mapping[str, Any] = json.loads(text)
    except (OSError, ValueError):
        return None
    return found
