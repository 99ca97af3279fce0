"""Percolation: which of many stored queries match a few documents. The reverse of a search, by the same engine.

The documents go into an index in memory with the fields and the analysis of the real one, and the queries are asked
of it. Which queries need not be asked is told by the terms that their matches cannot lack (``index/required.py``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy

from pipeline.index import shown
from pipeline.index.compile import Compiler
from pipeline.index.embedded.queries import TantivyQueries
from pipeline.index.embedded.schema import schema
from pipeline.index.records import IndexRecord, Refused
from pipeline.index.required import Required, Term, most_telling, required_terms
from pipeline.query.parser import Query

_HEAP = 16_000_000
_VALUES = frozenset(shown.KEYWORDS)
"""Fields whose value is one term each; those of others are words."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A query ready to be asked, and what its matches cannot lack."""

    asked: tantivy.Query
    required: Required


class _Noting(TantivyQueries):
    """Notes which fields are asked: no others are worth being written into an index that lives for a moment."""

    def __init__(self, of: tantivy.Schema) -> None:
        super().__init__(of)
        self.fields = {"seq"}

    def term(self, field: str, value: str) -> tantivy.Query:
        """See compile.Builder, here and below."""
        self.fields.add(field)
        return super().term(field, value)

    def terms(self, field: str, values: Sequence[str]) -> tantivy.Query:
        self.fields.add(field)
        return super().terms(field, values)

    def phrase(self, field: str, terms: Sequence[str]) -> tantivy.Query:
        self.fields.add(field)
        return super().phrase(field, terms)

    def near(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> tantivy.Query:
        self.fields.add(field)
        return super().near(field, left, right, within)

    def prefix(self, field: str, start: str) -> tantivy.Query:
        self.fields.add(field)
        return super().prefix(field, start)

    def fuzzy(self, field: str, text: str, max_edits: int) -> tantivy.Query:
        self.fields.add(field)
        return super().fuzzy(field, text, max_edits)

    def matching(self, field: str, pattern: str) -> tantivy.Query:
        self.fields.add(field)
        return super().matching(field, pattern)

    def between(self, field: str, low: int, high: int) -> tantivy.Query:
        self.fields.add(field)
        return super().between(field, low, high)


class Percolator:
    """Stored queries by name, asked of documents as they come. Not to be used from several threads at once."""

    def __init__(self) -> None:
        """Holds no query yet."""
        self._schema = schema()
        self._queries = _Noting(self._schema)
        self._kept: dict[str, _Kept] = {}
        self._by_term: dict[Term, set[str]] = defaultdict(set)
        self._always: set[str] = set()
        """Queries that cannot be told by a term."""
        self._fields: dict[str, int] = defaultdict(int)
        """Fields that terms are looked for in, each with how many queries want it."""

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, name: str, query: Query) -> None:
        """Keeps a query under a name, in place of the one that was there."""
        self.remove(name)
        asked = Compiler(self._queries, query).found()
        kept = self._kept[name] = _Kept(asked, required_terms(query))
        if not kept.required:
            self._always.add(name)
            return
        for term in most_telling(kept.required):
            self._by_term[term].add(name)
        for field in _fields_of(kept.required):
            self._fields[field] += 1

    def remove(self, name: str) -> None:
        """Forgets a query, if it is there."""
        kept = self._kept.pop(name, None)
        if kept is None:
            return
        self._always.discard(name)
        for term in most_telling(kept.required) if kept.required else ():
            self._by_term[term].discard(name)
            if not self._by_term[term]:
                del self._by_term[term]
        for field in _fields_of(kept.required):
            self._fields[field] -= 1

    def matches(self, records: Sequence[IndexRecord]) -> tuple[dict[str, list[str]], list[Refused]]:
        """Name of a query → keys of the documents that it finds; and documents that the engine refuses."""
        if not records or not self._kept:
            return {}, []
        fields = {record.key: shown.fields_of(record) for record in records}
        candidates = self._candidates(fields)
        if not candidates:
            return {}, []
        searcher, refused = self._searcher(records, fields)
        found, keys = dict[str, list[str]](), {record.seq: record.key for record in records}
        for name in candidates:
            hits = searcher.search(self._kept[name].asked, limit=len(records), order_by_field="seq").hits
            if hits:
                found[name] = sorted(keys[int(seq)] for seq, _ in hits)
        return found, refused

    def _candidates(self, documents: Mapping[str, Mapping[str, object]]) -> list[str]:
        """The queries that may match one of some documents, by name, in order."""
        found = set(self._always)
        for fields in documents.values():
            terms = set(self._terms(fields))
            near = set[str]().union(*(self._by_term[term] for term in terms if term in self._by_term))
            found |= {name for name in near - found if _has_all(terms, self._kept[name].required)}
        return sorted(found)

    def _terms(self, fields: Mapping[str, object]) -> Iterable[Term]:
        for name, value in fields.items():
            if self._fields.get(name):
                values = value if isinstance(value, list) else [value] if name in _VALUES else str(value).split(" ")
                yield from ((name, str(each)) for each in values)

    def _searcher(
        self, records: Sequence[IndexRecord], fields: Mapping[str, Mapping[str, object]]
    ) -> tuple[tantivy.Searcher, list[Refused]]:
        index = tantivy.Index(self._schema)
        index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer, refused = index.writer(heap_size=_HEAP, num_threads=1), []
        for record in records:
            try:
                asked = {name: value for name, value in fields[record.key].items() if name in self._queries.fields}
                writer.add_document(tantivy.Document.from_dict(asked, self._schema))
            except (ValueError, TypeError) as error:
                refused.append(Refused.by(error, record.key, record.seq))
        writer.commit()
        index.reload()
        return index.searcher(), refused


def _has_all(terms: set[Term], required: Required) -> bool:
    return all(not group.isdisjoint(terms) for group in required)


def _fields_of(required: Required) -> set[str]:
    return {field for group in required for field, _ in group}
