"""A cache of what is made for those who see some collections: one value for each such set of collections."""

import threading
from collections.abc import Callable

from pipeline.records import Within

_HELD = 8
"""Sets of collections whose values are kept."""


class ByCollections[V]:
    """Makes a value for a set of collections and keeps it, as an LRU cache does. Safe to use from several threads."""

    def __init__(self, make: Callable[[Within], V]) -> None:
        """Takes what makes a value; it makes none before one is asked for."""
        self._make = make
        self._lock = threading.Lock()
        self._values: dict[Within, V] = {}

    def of(self, within: Within) -> V:
        """The value of some collections; the one that was asked for longest ago makes room."""
        with self._lock:
            value = self._values.pop(within) if within in self._values else self._make(within)
            self._values[within] = value
            while len(self._values) > _HELD:
                self._values.pop(next(iter(self._values)))
        return value
