"""Passwords, kept as argon2id hashes; tokens, random and kept as SHA-256 hashes."""

import hashlib
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.errors import RefusedDecision

LEAST, MOST = 8, 1000
"""Letters of a password."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = threading.Semaphore(4)
"""Hashing takes memory on purpose: so many at a time, however many sign in."""


def hashed(password: str) -> str:
    """A password as it is kept; raises RefusedDecision for one that is too short or too long."""
    if not LEAST <= len(password) <= MOST:
        raise RefusedDecision("a password has {least} to {most:,} letters", least=LEAST, most=MOST)
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(kept: str, password: str) -> bool:
    """Whether a password is the one that was kept; takes as long where there is none to compare with."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), password[: MOST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex())


def token() -> str:
    """A random token, to be handed out once."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """A token as it is kept: it is too long to be guessed, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two hashes are the same, in a time that tells nothing."""
    return secrets.compare_digest(one.encode(), other.encode())
