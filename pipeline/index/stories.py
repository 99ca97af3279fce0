"""Which story a document tells: its own, or that of the near-duplicate that was indexed first and leads it."""

from array import array
from collections.abc import Callable

import tantivy

from pipeline.index.near import LEAST, alike, bands, story_of
from pipeline.index.records import IndexRecord

_CANDIDATES = 5


class Stories:
    """Finds leaders in an index, and among what was added to it since its last refresh."""

    def __init__(self, schema: tantivy.Schema, searcher: Callable[[], tantivy.Searcher]) -> None:
        """Takes the index."""
        self._schema, self._searcher = schema, searcher
        self._fresh: dict[str, list[tuple[str, array[int]]]] = {}
        """Band → key and signature of the leaders that no searcher sees yet."""

    def story(self, record: IndexRecord) -> int:
        """The story of a record. A leader stays one when it is indexed again."""
        if not record.signature:
            return story_of(record.key)
        terms = bands(record.signature)
        found = [*self._indexed(terms), *(each for band in terms for each in self._fresh.get(band, ()))]
        near = [(alike(record.signature, signature), key) for key, signature in found]
        if any(key == record.key for _, key in near):
            return story_of(record.key)
        share, leader = max(near, default=(0.0, ""))
        if share >= LEAST:
            return story_of(leader)
        for band in terms:
            self._fresh.setdefault(band, []).append((record.key, record.signature))
        return story_of(record.key)

    def _indexed(self, terms: list[str]) -> list[tuple[str, array[int]]]:
        either = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "near", term)) for term in terms]
        searcher = self._searcher()
        stored = [searcher.doc(a) for _, a in searcher.search(tantivy.Query.boolean_query(either), _CANDIDATES).hits]
        return [(str(doc.get_first("key")), array("H", bytes(doc.get_first("signature") or b""))) for doc in stored]
