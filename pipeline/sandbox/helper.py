"""What a server asks of one child process, which has the limits of reading: pages as pictures, mentions of a text."""

import threading
from collections import OrderedDict

from corpora.document import Document
from pipeline.errors import UnreadableSource
from pipeline.records import Failure, Limits, PictureAsked
from pipeline.sandbox.messages import Task
from pipeline.sandbox.pool import ReaderPool

_KEPT = 48


class Helper:
    """Does one thing at a time, and keeps the last pictures at hand. Safe to use from several threads."""

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
            answer = self._kept[key] = self._asked(asked, bytes)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return answer

    def annotate(self, document: Document) -> Document:
        """The document with what the extractors find in it; raises UnreadableSource."""
        with self._lock:
            return self._asked(document, Document)

    def _asked[T](self, task: Task, wanted: type[T]) -> T:
        answer = self._pool.ask(task)
        if isinstance(answer, Failure):
            raise UnreadableSource(answer.code, answer.message)
        assert isinstance(answer, wanted)
        return answer
