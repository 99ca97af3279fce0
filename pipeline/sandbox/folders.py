"""Temporary folders that a program which was killed does not leave behind for good."""

import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_PREFIX = "asnad-reader-"
_LOCK = ".lock"
_YOUNG = 60.0
"""Seconds in which somebody may have made a folder and not locked it yet."""


class Folder:
    """A folder that is locked as long as this process lives, and removed by ``cleanup``, or by whoever comes later."""

    def __init__(self) -> None:
        """Makes it."""
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def cleanup(self) -> None:
        """Removes it, with what is in it."""
        with suppress(OSError):
            os.close(self._lock)
        shutil.rmtree(self.path, ignore_errors=True)


def sweep() -> int:
    """Removes the folders of programs that are gone; gives how many."""
    removed = 0
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, or another program is faster
            if time.time() - path.stat().st_mtime < _YOUNG:
                continue
            lock = os.open(path / _LOCK, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
                removed += 1
            finally:
                os.close(lock)
    return removed
