"""What is derived from the store: an index, and later monitors and registers; each goes on from a cursor of its own."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.store.changes import Change

BATCH = 50
"""Changes that a projection is given at a time: while they are read from the store no decision is taken up."""


class Projection(Protocol):
    """A view of the store that is kept up with it by applying its changes in the order of ``seq``."""

    @property
    def name(self) -> str:
        """What people call it: ``index``."""
        ...

    def cursor(self) -> int:
        """The ``seq`` up to which all changes are applied, durably."""
        ...

    def apply(self, changes: Sequence[Change]) -> bool:
        """Applies the changes that follow the cursor, and moves it; some may have been applied already.

        False where another process is at it. What is wrong with one document must not keep the others back.
        """
        ...
