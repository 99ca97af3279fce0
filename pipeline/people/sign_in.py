"""How often somebody may try to sign in: after some failures each try has to wait longer, over restarts too."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import TooManyTries
from pipeline.store.documents import Store
from pipeline.store.people import SignIns

_FREE = {"name": 4, "address": 20}
"""Failures after which it begins; many people may come from one address."""
_LONGEST = 900.0
_DAY = 86_400.0


class Attempt:
    """One try; it has failed unless it is said that it worked."""

    def __init__(self) -> None:
        """Has failed so far."""
        self.success = False

    def worked(self) -> None:
        """Says that name and password were right."""
        self.success = True


class Throttle:
    """Counts failures by name and by address."""

    def __init__(self, store: Store) -> None:
        """Takes the store that keeps the counts."""
        self._store = store

    @contextmanager
    def attempt(self, name: str, address: str) -> Iterator[Attempt]:
        """A try to sign in; raises TooManyTries where it comes too soon.

        It is counted before the password is looked at, so that many at a time are not more than one after the other.
        """
        kinds = {"name": name, "address": address or "unknown"}
        sources = {kind: f"{kind}:{given[:200]}" for kind, given in kinds.items()}
        at = time.time()
        with self._store.writing() as connection:
            known = SignIns(connection)
            waits = [_wait(kind, *known.failures(source), at) for kind, source in sources.items()]
            if max(waits) > 0:
                raise TooManyTries(math.ceil(max(waits)))
            for source in sources.values():
                known.set(source, _recent(*known.failures(source), at) + 1, at)
        attempt = Attempt()
        yield attempt
        if attempt.success:
            with self._store.writing() as connection:
                known = SignIns(connection)
                known.set(sources["name"], 0, at)
                known.set(sources["address"], known.failures(sources["address"])[0] - 1, at)


def _recent(failures: int, last: float, at: float) -> int:
    return failures if at - last < _DAY else 0


def _wait(kind: str, failures: int, last: float, at: float) -> float:
    """Seconds until the next try: twice as long after each failure.

    >>> [_wait("name", failures, 100.0, 100.0) for failures in (3, 4, 5, 8, 20)], _wait("name", 8, 100.0, 117.0)
    ([0.0, 1.0, 2.0, 16.0, 900.0], 0.0)
    """
    over = _recent(failures, last, at) - _FREE[kind]
    return max(0.0, last + min(_LONGEST, 2.0 ** min(over, 20)) - at) if over >= 0 else 0.0
