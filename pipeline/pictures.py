"""Pages as pictures, drawn in a child process with the limits of reading, the last ones kept at hand."""

import threading
from collections import OrderedDict

from pipeline.errors import UnreadableSource
from pipeline.reading import ReaderPool
from pipeline.records import Failure, Limits, PictureAsked

_KEPT = 48


class Pictures:
    """Draws one page at a time. Safe to use from several threads."""

    def __init__(self, limits: Limits) -> None:
        """Starts no process yet."""
        self._pool = ReaderPool(1, limits)
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()

    def close(self) -> None:
        """Ends the child process."""
        with self._lock:
            self._pool.close()

    def draw(self, blob: str, asked: PictureAsked) -> bytes:
        """The page as a JPEG file; ``blob`` names the bytes. Raises UnreadableSource."""
        key = (blob, asked.number, asked.width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            answer = self._pool.picture(asked)
            if isinstance(answer, Failure):
                raise UnreadableSource(answer.code, answer.message)
            self._kept[key] = answer
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return answer
