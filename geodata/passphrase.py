"""The editor's passphrase, turned into a hash where it is read and never kept as it was typed.

The hash lives in memory only: every process makes it anew from the environment, so its salt
comes from the deployment and all workers have the same one.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

LONGEST = 1_000

# 16 MB and a quarter of a second: what OWASP asks of scrypt, in its leanest form.
_COST = {"n": 2**14, "r": 8, "p": 5}


def hash_passphrase(passphrase: str, deployment: str) -> str:
    """Return the hash of a passphrase as hexadecimal text with its salt before it.

    Args:
        passphrase: As it stands in the environment.
        deployment: What tells this deployment from another; the same in all its processes.
    """
    salt = hashlib.sha256(b"together atlas editor\0" + deployment.encode()).digest()[:16]
    return f"{salt.hex()}:{_hash(passphrase, salt).hex()}"


def is_passphrase(typed: str, hashed: str) -> bool:
    """Whether what was typed is the passphrase; takes the same time for every wrong one."""
    salt, separator, known = hashed.partition(":")
    if not separator or len(typed) > LONGEST:
        return False
    return hmac.compare_digest(_hash(typed, bytes.fromhex(salt)), bytes.fromhex(known))


def _hash(passphrase: str, salt: bytes) -> bytes:
    # A letter with its mark may be typed as one sign or two.
    normal = unicodedata.normalize("NFKC", passphrase.strip())
    return hashlib.scrypt(normal.encode("utf-8", "replace"), salt=salt, dklen=32, **_COST)
