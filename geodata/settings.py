"""Settings of a running atlas, read once from the environment and frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from geodata.vocabulary import LANGUAGES

LEAST_ANSWERS_FLOOR = 10


class SettingsError(ValueError):
    """A setting that cannot be used; its text says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option of a deployment; field names in capitals are the environment's names."""

    host: str = "127.0.0.1"
    port: int = 8050
    data_dir: Path = Path("atlas-data")
    database_url: str = ""
    default_language: str = "ro"
    least_answers: int = 10
    few_answers: int = 30

    @property
    def store_url(self) -> str:
        """The database's address: the given one, or SQLite inside the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'atlas.sqlite').as_posix()}"

    @property
    def published_dir(self) -> Path:
        """Where finished figures are kept between starts."""
        return self.data_dir / "published"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings from `environment` (the process's own by default).

    Raises:
        SettingsError: a value that cannot be used, named with what would be right.
    """
    given = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for field in fields(Settings):
        text = given.get(field.name.upper(), "").strip()
        if text:
            values[field.name] = _parse(field.name.upper(), text)
    settings = Settings(**values)  # type: ignore[arg-type]
    return _checked(settings)


def _parse(name: str, text: str) -> object:
    if name in ("PORT", "LEAST_ANSWERS", "FEW_ANSWERS"):
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{name}={text!r} is not a whole number.") from None
    return Path(text) if name == "DATA_DIR" else text


def _checked(settings: Settings) -> Settings:
    if not 1 <= settings.port <= 65535:
        raise SettingsError(f"PORT={settings.port} is not a port: write a number from 1 to 65535.")
    if settings.default_language not in LANGUAGES:
        raise SettingsError(
            f"DEFAULT_LANGUAGE={settings.default_language!r} is not known: write one of "
            f"{', '.join(LANGUAGES)}."
        )
    if settings.least_answers < LEAST_ANSWERS_FLOOR:
        raise SettingsError(
            f"LEAST_ANSWERS={settings.least_answers} would show figures of too few people: "
            f"write {LEAST_ANSWERS_FLOOR} or more."
        )
    if settings.few_answers <= settings.least_answers:
        raise SettingsError(
            f"FEW_ANSWERS={settings.few_answers} must be above LEAST_ANSWERS="
            f"{settings.least_answers}."
        )
    return settings
