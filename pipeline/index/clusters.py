"""Which story a document tells: its own, or that of the near-duplicate that was indexed first and leads it."""

from array import array
from collections.abc import Callable, Sequence

from pipeline.index.near_duplicates.minhash import LEAST, alike, bands, story_of
from pipeline.index.records import IndexRecord

CANDIDATES = 5
type Leader = tuple[str, array[int]]
"""Key and signature of a document that leads a story."""


class Stories:
    """Finds leaders in an index, and among what was added to it since its last refresh."""

    def __init__(self, lookup: Callable[[list[str]], Sequence[Leader]]) -> None:
        """Takes what finds the leaders in the index that share a band."""
        self._lookup = lookup
        self._fresh: dict[str, list[Leader]] = {}
        """Band → the leaders that no search sees yet."""

    def story(self, record: IndexRecord) -> int:
        """The story of a record. A leader stays one when it is indexed again."""
        if not record.signature:
            return story_of(record.key)
        terms = bands(record.signature)
        found = [*self._lookup(terms), *(each for band in terms for each in self._fresh.get(band, ()))]
        near = [(alike(record.signature, signature), key) for key, signature in found]
        if any(key == record.key for _, key in near):
            return story_of(record.key)
        share, leader = max(near, default=(0.0, ""))
        if share >= LEAST:
            return story_of(leader)
        for band in terms:
            self._fresh.setdefault(band, []).append((record.key, record.signature))
        return story_of(record.key)
