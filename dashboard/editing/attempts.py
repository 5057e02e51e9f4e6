"""Tries at the passphrase: five, then a wait that doubles with each; for each client and for all.

Kept in the data directory, so that workers count together and a restart forgets nothing. A try
is counted before the passphrase is looked at: many at once are many tries. Addresses are kept
as keyed hashes only.
"""

from __future__ import annotations

import hmac
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from math import ceil
from pathlib import Path

from filelock import FileLock

from dashboard.editing.sessions import read_key

FREE = 5
FIRST_WAIT = 30
LONGEST_WAIT = 3600
# Whoever changes address with every try meets this one; it is short, for it meets editors too.
FREE_FOR_ALL = 50
LONGEST_WAIT_FOR_ALL = 60
FORGOTTEN_AFTER = 24 * 3600
EVERYBODY = "all"
_MOST_CLIENTS = 10_000

Tries = dict[str, list[float]]


class Attempts:
    """Counts tries, and says how long to wait before the next."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def begin(self, address: str) -> int:
        """Count a try; returns 0, or the seconds to wait where it is not allowed (nor counted)."""
        client = self._client(address)
        with self._locked() as tries:
            waits = (
                self._wait(tries, client, FREE, LONGEST_WAIT),
                self._wait(tries, EVERYBODY, FREE_FOR_ALL, LONGEST_WAIT_FOR_ALL),
            )
            if max(waits) > 0:
                return max(1, ceil(max(waits)))
            for name in (client, EVERYBODY):
                count, _ = tries.get(name, [0, 0])
                tries[name] = [count + 1, self._now()]
        return 0

    def succeed(self, address: str) -> None:
        """Forget a client's tries, and take the last one back from everybody's."""
        client = self._client(address)
        with self._locked() as tries:
            tries.pop(client, None)
            if EVERYBODY in tries:
                tries[EVERYBODY][0] = max(0, tries[EVERYBODY][0] - 1)

    def _wait(self, tries: Tries, name: str, free: int, longest: int) -> float:
        count, last = tries.get(name, [0, 0])
        if count < free:
            return 0
        wait = min(FIRST_WAIT * 2 ** min(count - free, 20), longest)
        return last + wait - self._now()

    def _client(self, address: str) -> str:
        return hmac.digest(read_key(self._folder), _network(address).encode(), "sha256").hex()[:24]

    @contextmanager
    def _locked(self) -> Iterator[Tries]:
        """Hold the tries alone, and write them back."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / "attempts.json"
        with FileLock(self._folder / "attempts.lock", mode=0o600):
            tries = _read(path, self._now())
            yield tries
            newest = sorted(tries.items(), key=lambda item: -item[1][1])[:_MOST_CLIENTS]
            temporary = path.with_suffix(".new")
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(dict(newest), file)
            os.replace(temporary, path)


def _read(path: Path, now: float) -> Tries:
    """Read the tries that are not forgotten; none where the file is not there or broken."""
    try:
        kept = json.loads(path.read_text("utf-8")).items()
        tries = {str(name): [float(count), float(last)] for name, (count, last) in kept}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {name: each for name, each in tries.items() if 0 <= now - each[1] < FORGOTTEN_AFTER}


def _network(address: str) -> str:
    """The address, or the network that one household has of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
