"""tantivy in this process: the engine of one machine. One process writes, any number read."""

import json
import logging
import shutil
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy

from corpora.document import Span
from pipeline.errors import BackendUnavailable
from pipeline.index.compile import Compiler
from pipeline.index.highlight import matches, passages
from pipeline.index.records import FACETS, Hit, IndexRecord, Passage, Results
from pipeline.query import Query

log = logging.getLogger(__name__)

LAYOUT = 4
"""Changes when the schema or the analysis does; each has a folder of its own, filled from the store."""
_HEAP = 64_000_000
_TEXTS = ("title_raw", "title_exact", "title_stem", "body_raw", "body_exact", "body_stem", "org_terms")
_KEYWORDS = ("org", "lang", "source", "kind", "flag")
_FACET_SIZE = 20


def schema() -> tantivy.Schema:
    """The neutral fields in tantivy's types."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in _TEXTS:
        builder.add_text_field(
            name, stored=name.endswith("_stem"), tokenizer_name="whitespace", index_option="position"
        )
    for name in _KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("marks", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("seq", stored=True, fast=True)
    for name in ("head", "text", "offsets"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


class EmbeddedBackend:
    """A tantivy index in a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None) -> None:
        """Opens the index of this layout, or makes it, empty; those of other layouts stay until ``clear``."""
        self._root = folder
        self._folder = folder / f"layout-{LAYOUT}" if folder else None
        self._schema = schema()
        self._writer: tantivy.IndexWriter | None = None
        self._seen = -1
        self._memory_checkpoint = 0
        self._index = self._open()

    def _open(self) -> tantivy.Index:
        if self._folder is None:
            index = tantivy.Index(self._schema)
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                index = tantivy.Index(self._schema, path=str(self._folder))
            except ValueError as error:
                raise BackendUnavailable(
                    f"the index in {self._folder} cannot be opened: {error}; run asnad reindex"
                ) from error
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", whitespace)
        index.config_reader("manual")
        index.reload()
        return index

    def _write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            except ValueError as error:
                raise BackendUnavailable("another process is writing to the index") from error
        return self._writer

    def index(self, records: Iterable[IndexRecord]) -> None:
        """See SearchBackend."""
        writer = self._write()
        for record in records:
            writer.delete_documents_by_term("key", record.key)
            writer.add_document(tantivy.Document.from_dict(_fields(record), self._schema))

    def delete(self, keys: Iterable[str]) -> None:
        """See SearchBackend."""
        writer = self._write()
        for key in keys:
            writer.delete_documents_by_term("key", key)

    def refresh(self, checkpoint: int) -> None:
        """Commits, then moves the checkpoint: after a crash in between, what is indexed again is the same."""
        if self._writer is not None:
            self._writer.commit()
        if self._folder is None:
            self._memory_checkpoint = checkpoint
        else:
            target = self._checkpoint_file()
            fresh = target.with_suffix(".new")
            fresh.write_text(json.dumps({"seq": checkpoint}), encoding="ascii")
            fresh.replace(target)
        self._index.reload()

    def _checkpoint_file(self) -> Path:
        assert self._folder is not None
        return self._folder.with_name(self._folder.name + ".checkpoint")

    def checkpoint(self) -> int:
        """See SearchBackend."""
        if self._folder is None:
            return self._memory_checkpoint
        try:
            return int(json.loads(self._checkpoint_file().read_text(encoding="ascii"))["seq"])
        except (OSError, ValueError, KeyError):
            return 0

    def _searcher(self) -> tantivy.Searcher:
        """A searcher that sees the last checkpoint, also where another process set it."""
        if self._folder is not None:
            try:
                moved = self._checkpoint_file().stat().st_mtime_ns
            except OSError:
                moved = -1
            if moved != self._seen:
                self._index.reload()
                self._seen = moved
        return self._index.searcher()

    def search(
        self, query: Query, *, limit: int, offset: int = 0, facets: bool = False, passages: bool = True
    ) -> Results:
        """See SearchBackend."""
        compiled = Compiler(self._schema, query).compiled()
        searcher = self._searcher()
        found = searcher.search(compiled, limit=max(1, limit + 1), offset=offset)
        hits = tuple(
            _hit(searcher.doc(address), score, query, marked=passages) for score, address in found.hits[:limit]
        )
        after = offset + limit if len(found.hits) > limit else None
        counted = _facets(searcher, compiled) if facets else {}
        total = int(found.count)  # type: ignore[attr-defined]  # the stub lacks it
        return Results(hits, total, after, counted)

    def close(self) -> None:
        """Waits for merges to end and frees the writer."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def clear(self) -> None:
        """Forgets everything, so that the store can fill the index again."""
        self.close()
        if self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)
        self._memory_checkpoint = 0
        self._index = self._open()


def _fields(record: IndexRecord) -> dict[str, Any]:
    document = record.document
    head = {
        "id": document.id,
        "uri": document.uri,
        "title": document.title,
        "language": document.language,
        "published": document.published,
        "source": document.source,
        "site": document.site,
        "kind": document.kind,
        "title_offsets": [list(record.title.starts), list(record.title.ends)],
        "body": [[span.start, span.end] for span in document.body()],
    }
    fields: dict[str, Any] = {
        "key": record.key,
        "org_terms": record.org_terms,
        "grams": record.grams,
        "marks": record.marks,
        "org": list(record.organisations),
        "lang": document.language,
        "source": document.source or document.site,
        "kind": document.kind,
        "flag": list(document.flags),
        "seq": record.seq,
        "head": json.dumps(head).encode(),
        "text": document.text.encode("utf-8", "surrogatepass"),
        "offsets": record.body.starts.tobytes() + record.body.ends.tobytes(),
    }
    for name, streams in (("title", record.title), ("body", record.body)):
        for stream in ("raw", "exact", "stem"):
            fields[f"{name}_{stream}"] = getattr(streams, stream)
    if document.published[:4].isdecimal():
        fields["year"] = int(document.published[:4])
    return {name: value for name, value in fields.items() if value not in ("", [])}


def _offsets(data: bytes) -> tuple[array[int], array[int]]:
    both = array("I")
    both.frombytes(data)
    half = len(both) // 2
    return both[:half], both[half:]


def _hit(stored: tantivy.Document, score: float, query: Query, *, marked: bool) -> Hit:
    head: Mapping[str, Any] = json.loads(bytes(stored.get_first("head") or b"{}"))
    text = bytes(stored.get_first("text") or b"").decode("utf-8", "surrogatepass") if marked else ""
    hit = Hit(
        key=str(stored.get_first("key")),
        id=head["id"],
        uri=head["uri"],
        title=head["title"],
        score=round(float(score), 4),
        language=head["language"],
        published=head["published"],
        source=head["source"],
        site=head["site"],
        kind=head["kind"],
    )
    if not marked:
        return hit
    starts, ends = _offsets(bytes(stored.get_first("offsets") or b""))
    marks = matches(query, str(stored.get_first("body_stem") or "").split(" "), starts, ends)
    title = [array("I", part) for part in head["title_offsets"]]
    body = [Span(start, end) for start, end in head["body"]]
    titled = matches(query, str(stored.get_first("title_stem") or "").split(" "), title[0], title[1])
    return replace(hit, title_marks=tuple(titled), passages=_telling(passages(text, marks, body), hit.title))


def _telling(found: tuple[Passage, ...], title: str) -> tuple[Passage, ...]:
    """The passages without one that only repeats the title, where there is another."""
    return tuple(p for p in found if p.text.strip() != title) or found


def _facets(searcher: tantivy.Searcher, compiled: tantivy.Query) -> dict[str, tuple[tuple[str, int], ...]]:
    wanted = {name: {"terms": {"field": name, "size": _FACET_SIZE}} for name in FACETS}
    found = searcher.aggregate(compiled, wanted)
    facets = {}
    for name in FACETS:
        buckets = found.get(name, {}).get("buckets", [])
        pairs = [(str(int(b["key"]) if name == "year" else b["key"]), int(b["doc_count"])) for b in buckets]
        facets[name] = tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
    return facets
