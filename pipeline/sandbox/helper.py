"""What a server asks of one child process, which has the limits of reading: pages as pictures, mentions of a text."""

import json
import threading
from collections import OrderedDict
from dataclasses import replace

from corpora.document import Document
from pipeline.errors import UnreadableSource
from pipeline.ingest.listings.listing import Listing, decoded
from pipeline.records import Failure, Limits, ListAsked, PictureAsked, Source, TableAsked, ViewAsked, WhyAsked
from pipeline.sandbox.explaining import Explained, explained_of
from pipeline.sandbox.messages import Task
from pipeline.sandbox.pool import ReaderPool
from pipeline.store.blobs import Blobs

_KEPT = 48


class Helper:
    """Draws one page and reads one text at a time, and keeps the last pictures at hand.

    Safe to use from several threads: who corrects a text does not wait for pictures.
    """

    def __init__(self, limits: Limits) -> None:
        """Starts no process yet."""
        self._drawing, self._reading, self._listing = (_One(limits) for _ in range(3))
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int, bool], bytes] = OrderedDict()

    def close(self) -> None:
        """Ends the child processes."""
        self._drawing.close()
        self._reading.close()
        self._listing.close()

    def draw(self, blob: str, asked: PictureAsked, blobs: Blobs) -> bytes:
        """The page as a JPEG file; ``blob`` names the bytes, which are only read for a new one.

        Raises UnreadableSource.
        """
        key = (blob, asked.number, asked.width, asked.bare)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = self._drawing.asked(replace(asked, data=blobs.get(blob)), bytes)
        with self._lock:
            self._kept[key] = answer
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return answer

    def view(self, asked: ViewAsked) -> bytes:
        """An original as a page of HTML; raises UnreadableSource."""
        return self._drawing.asked(asked, bytes)

    def annotate(self, document: Document) -> Document:
        """The document with what the extractors find in it; raises UnreadableSource."""
        return self._reading.asked(document, Document)

    def read(self, source: Source) -> Document:
        """What a source holds, as a document that is kept nowhere; raises UnreadableSource."""
        return self._reading.asked(source, Document)

    def explain(self, asked: WhyAsked) -> Explained:
        """Why the extractors find a mention of a document, and whether they do; raises UnreadableSource."""
        return explained_of(json.loads(self._reading.asked(asked, bytes)))

    def listing(self, asked: ListAsked) -> Listing:
        """What a feed, a sitemap or a page lists; raises UnreadableSource."""
        return decoded(self._listing.asked(asked, bytes))

    def table(self, data: bytes) -> list[list[str]]:
        """The rows of the first sheet of a workbook; raises UnreadableSource."""
        rows = json.loads(self._listing.asked(TableAsked("", data), bytes))
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise UnreadableSource("internal", "what read the workbook says no rows")
        return [[str(cell) for cell in row] for row in rows]


class _One:
    """A process that does one thing after the other."""

    def __init__(self, limits: Limits) -> None:
        self._pool = ReaderPool(1, limits)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Ends it."""
        with self._lock:
            self._pool.close()

    def asked[T](self, task: Task, wanted: type[T]) -> T:
        """What a task comes to; raises UnreadableSource."""
        with self._lock:
            answer = self._pool.ask(task)
        if isinstance(answer, Failure):
            raise UnreadableSource(answer.code, answer.message)
        assert isinstance(answer, wanted)
        return answer
