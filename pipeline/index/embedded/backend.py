"""tantivy in this process: the engine of one machine. One process writes, any number read."""

import json
import logging
import secrets
import shutil
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import tantivy

from extractors.text.analyzer import forms_of
from pipeline.errors import BackendUnavailable
from pipeline.index.backend import SearchBackend
from pipeline.index.clusters import CANDIDATES, Leader, Stories
from pipeline.index.compile import Compiler
from pipeline.index.embedded.queries import TantivyQueries
from pipeline.index.embedded.schema import fields_of, schema, stored_of
from pipeline.index.embedded.search import Ranking, facets
from pipeline.index.records import IndexRecord
from pipeline.index.results import Results, View
from pipeline.index.shown import hit_of
from pipeline.index.suggest import suggestion
from pipeline.query.parser import Query

log = logging.getLogger(__name__)

LAYOUT = 8
"""Changes when the schema or the analysis does; each has a folder of its own, filled from the store."""
_HEAP = 64_000_000
_BUILDING = ".building"


class EmbeddedBackend:
    """A tantivy index in a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None, suffix: str = "") -> None:
        """Opens the index of this layout, or makes it, empty; those of other layouts stay until the next rebuild.

        One that cannot be opened is set aside: the store has everything.
        """
        self._root = folder
        self._folder = folder / f"layout-{LAYOUT}{suffix}" if folder else None
        self._schema = schema()
        self._writer: tantivy.IndexWriter | None = None
        self._seen = -1
        self._memory_checkpoint = 0
        self._index = self._open()
        self._queries = TantivyQueries(self._schema)
        self._stories = Stories(self._leaders)

    def _open(self) -> tantivy.Index:
        if self._folder is None:
            index = tantivy.Index(self._schema)
        else:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                index = self._on_disk(self._folder)
            except OSError as error:
                raise BackendUnavailable(f"the index in {self._folder} cannot be opened: {error}") from error
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", whitespace)
        index.config_reader("manual")
        index.reload()
        return index

    def _on_disk(self, folder: Path) -> tantivy.Index:
        try:
            return tantivy.Index(self._schema, path=str(folder))
        except ValueError as error:
            log.warning("the index in %s cannot be opened (%s): it is built anew from the store", folder, error)
            self._checkpoint_file().unlink(missing_ok=True)
            _remove(folder)
            folder.mkdir()
            return tantivy.Index(self._schema, path=str(folder))

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
            fields = fields_of(record, self._stories.story(record))
            writer.add_document(tantivy.Document.from_dict(fields, self._schema))

    def _leaders(self, terms: list[str]) -> list[Leader]:
        either = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "near", term)) for term in terms]
        )
        searcher = self._searcher()
        stored = [searcher.doc(address) for _, address in searcher.search(either, CANDIDATES).hits]
        return [(str(doc.get_first("key")), array("H", bytes(doc.get_first("signature") or b""))) for doc in stored]

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """See SearchBackend."""
        writer = self._write()
        for key, _ in withdrawn:
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
        self._stories = Stories(self._leaders)

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
                with suppress(ValueError):  # another process puts a new index in its place just now
                    self._index.reload()
                    self._seen = moved
        return self._index.searcher()

    def search(self, query: Query, view: View) -> Results:
        """See SearchBackend."""
        compiled = Compiler(self._queries, query).compiled()
        searcher = self._searcher()
        ranked = Ranking(self._schema, searcher, compiled, view)
        hits = []
        shown, following = ranked.page()
        for score, address in shown:
            hit = hit_of(stored_of(searcher.doc(address)), score, query, marked=view.passages)
            hits.append(replace(hit, copies=ranked.copies(address, hit.key)) if view.group else hit)
        counted = facets(searcher, compiled.found, view) if view.facets else {}
        return Results(tuple(hits), ranked.total, following, counted)

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """See SearchBackend."""
        later = tantivy.Query.range_query(self._schema, "seq", tantivy.FieldType.Unsigned, seq, None, False)
        compiled = tantivy.Query.and_must_match(Compiler(self._queries, query).compiled().found, later)
        searcher = self._searcher()
        found = searcher.search(compiled, limit=limit, order_by_field="seq", order=tantivy.Order.Asc).hits
        return [(int(value), str(searcher.doc(address).get_first("key"))) for value, address in found]

    def suggestion(self, query: Query) -> str:
        """See SearchBackend."""
        searcher = self._searcher()

        within = Compiler(self._queries, query).within()

        def asked(exact: str) -> tantivy.Query:
            return self._queries.combined(
                [("must", part) for part in (self._queries.term("whole_exact", exact), *within)]
            )

        def frequency(exact: str) -> int:
            everywhere = int(searcher.doc_freq("whole_exact", exact))
            if not within or not everywhere:
                return everywhere
            return int(searcher.search(asked(exact), limit=1).count)  # type: ignore[attr-defined]  # the stub lacks it

        def written(exact: str) -> str:
            found = searcher.search(asked(exact), limit=1).hits
            there = stored_of(searcher.doc(found[0][1])).indexed() if found else None
            surfaces = (there.surface(i) for i in range(len(there.stems))) if there else iter(())
            return next((surface for surface in surfaces if forms_of(surface).exact == exact), exact)

        return suggestion(query, frequency, written)

    def close(self) -> None:
        """See SearchBackend."""
        self.end_writing()

    def end_writing(self) -> None:
        """Waits for merges to end and frees the writer."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    # building anew --------------------------------------------------------------------------------------------

    def beside(self) -> "EmbeddedBackend":
        """See SearchBackend."""
        return EmbeddedBackend(self._root, _BUILDING)

    def take(self, fresh: "SearchBackend") -> None:
        """See SearchBackend. The checkpoint goes first: a crash in the middle costs a catch-up, not a document."""
        assert isinstance(fresh, EmbeddedBackend)
        fresh.close()
        self.close()
        if self._folder is None or fresh._folder is None:
            self._index, self._memory_checkpoint = fresh._index, fresh._memory_checkpoint
        else:
            self._checkpoint_file().unlink(missing_ok=True)
            _remove(self._folder)
            fresh._folder.rename(self._folder)
            with suppress(FileNotFoundError):  # nothing was ever indexed
                fresh._checkpoint_file().rename(self._checkpoint_file())
            for other in self._folder.parent.glob("layout-*"):
                if not other.name.startswith(self._folder.name):
                    _remove(other)
            self._index = self._open()
        self._stories = Stories(self._leaders)

    def abandon(self, fresh: "SearchBackend") -> None:
        """See SearchBackend."""
        assert isinstance(fresh, EmbeddedBackend)
        fresh.close()
        if fresh._folder is not None:
            fresh._checkpoint_file().unlink(missing_ok=True)
            _remove(fresh._folder)

    def roll_back(self) -> None:
        """See SearchBackend."""
        raise BackendUnavailable("the embedded index keeps no earlier one; asnad reindex builds it anew")


def _remove(path: Path) -> None:
    """Takes a folder or file away at once, by another name, then for good."""
    if path.is_dir():
        aside = path.with_name(f"gone-{secrets.token_hex(4)}")
        path.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
