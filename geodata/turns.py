"""Turns: one process changes the store at a time, and one that is killed is told of.

Whoever wants to change something takes a turn for all of it: reading what is stored, storing,
publishing. Another one waits and is told for whom. What the holder sets out to do is written down
first (`geodata.attempts`); where a killed process left such a line, the next holder says what
became of it and, if it was stored, builds the figures that are missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from geodata.attempts import Attempt, Intent, Outcome
from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused
from geodata.publication import clear_leftovers, publish
from geodata.settings import Settings
from geodata.store import Store

WAITS_SECONDS = 600
_LOOKS_EVERY = 0.2
# A server that only looks whether somebody holds the turn holds it for a moment.
_SAYS_AT = 2

Say = Callable[[str], None]


@contextmanager
def take_turn(
    store: Store, settings: Settings, intent: Intent | None, say: Say, t: Translator
) -> Iterator[tuple[Issue, ...]]:
    """Hold the turn while the block runs, and yield what is to be told of earlier attempts.

    Args:
        store: The store to change.
        settings: Where publications are.
        intent: What is to be changed; None for building figures alone.
        say: Told in a sentence who is waited for.
        t: The language of that sentence.

    Raises:
        Refused: somebody else has had the turn for ten minutes.
    """
    with _wait_for(store, say, t):
        told = recover(store, settings, say)
        if intent is None:
            yield told
            return
        number = store.begin_attempt(intent)
        try:
            yield told
        finally:
            # Where not even this can be written the next one finds it and tells.
            with suppress(SQLAlchemyError):
                store.finish_attempt(number)


def recover(store: Store, settings: Settings, say: Say) -> tuple[Issue, ...]:
    """Find out what became of attempts that did not finish; for the holder of the turn alone."""
    left = store.read_left()
    if not left:
        return ()
    clear_leftovers(settings)
    issues = [_issue(attempt) for attempt in left]
    if any(attempt.outcome is Outcome.STORED for attempt in left):
        issues += publish_or_tell(store, settings, say)
    # Last, so that whoever is killed here is followed by another one.
    store.settle_left()
    return tuple(issues)


def publish_or_tell(store: Store, settings: Settings, say: Say) -> tuple[Issue, ...]:
    """Publish what is stored; where that fails, say so, for the data are as they should be."""
    try:
        publish(store, settings, say)
    except Exception as error:
        return (not_built(error, "old_figures"),)
    return ()


def not_built(error: Exception, code: str) -> Issue:
    """Say why figures could not be built."""
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Issue(None, None, code, (("reason", reason),))


def describe_attempt(attempt: Attempt) -> tuple[tuple[str, object], ...]:
    """Return what sentences about an attempt name; the time is this machine's."""
    what = " ".join(part for part in (attempt.action, attempt.subject) if part)
    at = f"{attempt.at.astimezone():%Y-%m-%d %H:%M}"
    return (("what", what), ("who", attempt.who), ("at", at))


def _issue(attempt: Attempt) -> Issue:
    code = f"interrupted_{attempt.outcome}"
    version = (("version", attempt.data_version),) if attempt.data_version else ()
    return Issue(None, None, code, describe_attempt(attempt) + version)


@contextmanager
def _wait_for(store: Store, say: Say, t: Translator) -> Iterator[None]:
    until = time.monotonic() + WAITS_SECONDS
    looks = 0
    while True:
        with store.try_lock() as held:
            if held:
                yield
                return
        if time.monotonic() >= until:
            raise Refused(Issue(None, None, "turn_taken", _holder(store)))
        looks += 1
        if looks == _SAYS_AT:
            say(t.text("import.turn_waits", **dict(_holder(store))))
        time.sleep(_LOOKS_EVERY)


def _holder(store: Store) -> tuple[tuple[str, object], ...]:
    attempt = store.attempt_under_way()
    return describe_attempt(attempt) if attempt else (("what", "build"), ("who", "—"), ("at", "—"))
