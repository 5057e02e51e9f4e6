"""What the commands share at the terminal: settings, language, words and progress."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geodata.events import LOCAL, clean_name
from geodata.failures import describe_failure
from geodata.i18n import Translator, translators
from geodata.importing.issues import DOMAIN, Refused, refused
from geodata.settings import Settings, SettingsError, read_settings
from geodata.tasks import Phase
from geodata.vocabulary import LANGUAGES


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add `--lang`."""
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help="language of the messages (without it: DEFAULT_LANGUAGE, else ro)",
    )


def words(language: str | None) -> Translator:
    """Return the words of a language, by default the deployment's."""
    if language is None:
        try:
            language = _settings().default_language
        except SettingsError:
            language = LANGUAGES[0]
    return translators(DOMAIN)[language]


def settings() -> Settings:
    """Read the settings.

    Raises:
        Refused: one cannot be used; the text names it.
    """
    try:
        return _settings()
    except SettingsError as error:
        raise refused("setting", reason=str(error)) from None


def _settings() -> Settings:
    # Whoever is at the terminal needs no passphrase; hashing it would cost every command time.
    given = {name: text for name, text in os.environ.items() if name != "EDITOR_PASSWORD"}
    return read_settings(given)


def add_who(parser: argparse.ArgumentParser) -> None:
    """Add `--who`."""
    parser.add_argument(
        "--who",
        type=clean_name,
        default=LOCAL,
        metavar="NAME",
        help="under whose name it is kept (default: local)",
    )


def writes_unicode() -> bool:
    """Whether what is printed may hold any letter."""
    encoding = str(getattr(sys.stdout, "encoding", "") or "")
    return encoding.lower().replace("-", "") == "utf8"


def say(text: str) -> None:
    """Say something beside the result."""
    print(text, file=sys.stderr, flush=True)


def say_refusal(refusal: Refused, t: Translator) -> int:
    """Say why something is refused; returns the exit code."""
    for issue in refusal.issues:
        say(issue.message(t))
    return 1


def add_action(
    inner: Any, name: str, action: Callable[..., int], text: str
) -> argparse.ArgumentParser:
    """Add one of a command's own commands, run by `run_action`."""
    parser: argparse.ArgumentParser = inner.add_parser(name, help=text, description=text)
    add_language(parser)
    parser.set_defaults(run=run_action, action_run=action)
    return parser


def run_action(arguments: argparse.Namespace) -> int:
    """Run an action; what is refused is said in words."""
    t = words(arguments.lang)
    try:
        code: int = arguments.action_run(arguments, settings(), t)
        return code
    except Refused as refusal:
        return say_refusal(refusal, t)
    except (SQLAlchemyError, OSError) as error:
        return say_refusal(Refused(describe_failure(error)), t)


@dataclass(slots=True)
class Progress:
    """Says how many rows were read, at most every two seconds and not on short files."""

    t: Translator
    _next: float = field(default_factory=lambda: time.monotonic() + 2)

    def read(self, rows: int) -> None:
        """Take the number of rows so far."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + 2
            say(self.t.text("import.progress", rows=self.t.number(rows)))

    def turn_to(self, _phase: Phase) -> None:
        """Take another phase, which other sentences announce."""
