"""tantivy in this process: the engine of one machine. One process writes, any number read."""

import logging
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import tantivy

from pipeline.errors import BackendUnavailable
from pipeline.index.compile import Compiler
from pipeline.index.embedded import files
from pipeline.index.embedded.files import Checkpoint
from pipeline.index.embedded.queries import TantivyQueries
from pipeline.index.embedded.schema import fields_of, schema, stored_of
from pipeline.index.embedded.search import FacetCounts, Ranking, suggested
from pipeline.index.records import IndexRecord, Refused
from pipeline.index.results import Results, View
from pipeline.index.shown import Stored, hit_of
from pipeline.query.parser import Query

log = logging.getLogger(__name__)

LAYOUT = 20
"""Changes when the schema or the analysis does; each has a folder of its own, filled from the store."""
_HEAP = 64_000_000
_BUILDING = ".building"
_LOOK_AGAIN = 60.0
"""Seconds between two looks at the whole of an index whose engine fails."""


def _is_of_engine(error: BaseException) -> bool:
    """Whether it is the engine's: its ``ValueError``, or a panic, which pyo3 raises past ``Exception``, by no name."""
    return isinstance(error, (ValueError, OSError)) or type(error).__name__ == "PanicException"


class EmbeddedBackend:
    """A tantivy index in a folder, or in memory where there is none; see SearchBackend."""

    def __init__(self, folder: Path | None, suffix: str = "") -> None:
        """Opens the index of this layout, or makes it, empty; those of other layouts stay until the next rebuild.

        One that is damaged answers no search; who writes next sets it aside, and fills it from the store.
        """
        self._root = folder
        self._folder = folder / f"layout-{LAYOUT}{suffix}" if folder else None
        self._schema = schema()
        self._writer: tantivy.IndexWriter | None = None
        self._read_only: tempfile.TemporaryDirectory[str] | None = None
        self._seen = -1
        self._lost = False
        self._looked_at = -_LOOK_AGAIN
        self._checkpoint = Checkpoint()
        self._origin = ""
        self._fresh: dict[str, int] = {}
        """Key → ``seq`` of what was written since the last refresh."""
        self._counts = FacetCounts()
        self._index = self._open()
        self._queries = TantivyQueries(self._schema)

    # opening ------------------------------------------------------------------------------------------------------

    def _open(self) -> tantivy.Index:
        index = tantivy.Index(self._schema) if self._folder is None else self._on_disk(self._folder)
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", whitespace)
        index.config_reader("manual")
        index.reload()
        return index

    def _on_disk(self, folder: Path) -> tantivy.Index:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if files.opstamp(folder) < 0 and self._checkpoint_file().exists():
                self._note_damage("its list of segments is gone")
            index = tantivy.Index(self._schema, path=str(self._readable(folder)))
            self._compare(folder, index)
        except OSError as error:
            raise BackendUnavailable(f"the index in {folder} cannot be opened: {error}") from error
        except BaseException as error:
            if not _is_of_engine(error):
                raise
            found = files.inspected(folder)
            if not found:
                raise BackendUnavailable(f"the index in {folder} cannot be opened: {error}") from error
            self._note_damage(found)
            self._lost = True
            return tantivy.Index(self._schema)
        self._lost = False
        return index

    def _readable(self, folder: Path) -> Path:
        """The folder; one of links to its files where nothing may be written, as tantivy makes a lock file there."""
        if os.access(folder, os.W_OK):
            return folder
        self._read_only = tempfile.TemporaryDirectory(prefix="asnad-index-")
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                (Path(self._read_only.name) / path.name).symlink_to(path.resolve())
        return Path(self._read_only.name)

    def _compare(self, folder: Path, index: tantivy.Index) -> None:
        """Notes where an index does not hold what its checkpoint says."""
        kept = files.read_checkpoint(self._checkpoint_file())
        index.reload()
        documents, last = int(index.searcher().num_docs), files.opstamp(folder)
        if kept != files.read_checkpoint(self._checkpoint_file()) or not kept.opstamp:
            return  # somebody is writing, or it was made before there were counts
        if last < kept.opstamp or (last == kept.opstamp and documents != kept.documents):
            self._note_damage(f"it holds {documents:,} documents, and should {kept.documents:,}")

    # damage -------------------------------------------------------------------------------------------------------

    def damage(self) -> str:
        """See Writer."""
        if self._folder is None:
            return ""
        try:
            return self._damage_file().read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def inspect(self) -> str:
        """See Writer: by the checksum of each file."""
        if self._folder is not None and not self.damage() and (found := files.inspected(self._folder)):
            self._note_damage(found)
        return self.damage()

    def _note_damage(self, found: str) -> None:
        """Keeps it beside the index, for whoever writes next; where nothing may be written only the log has it."""
        log.error("the index in %s is damaged: %s", self._folder, found)
        with suppress(OSError):
            self._damage_file().write_text(found, encoding="utf-8")

    @contextmanager
    def _whole(self, doing: str) -> Iterator[None]:
        """Looks at the files where the engine fails: it panics on what is not as it was written."""
        try:
            yield
        except BaseException as error:
            if not _is_of_engine(error):
                raise
            self._writer = None if doing != "search" else self._writer
            found = self._looked()
            if found:
                raise BackendUnavailable(f"the index is damaged, and filled again from the store: {found}") from error
            raise BackendUnavailable(f"the engine cannot {doing}: {error}") from error

    def _looked(self) -> str:
        """What is wrong; all of it is read once a minute at most, however many queries the engine fails on."""
        if time.monotonic() - self._looked_at < _LOOK_AGAIN:
            return self.damage()
        self._looked_at = time.monotonic()
        return self.inspect()

    def reset(self) -> None:
        """See Writer."""
        self.release_writer()
        if self._folder is not None:
            self._checkpoint_file().unlink(missing_ok=True)
            if self._folder.exists():
                files.remove(self._folder)
            self._damage_file().unlink(missing_ok=True)
        self._checkpoint, self._seen = Checkpoint(), -1
        self._index, self._counts = self._open(), FacetCounts()

    # writing ------------------------------------------------------------------------------------------------------

    def _write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._index.reload()
            self._counts, self._fresh = FacetCounts(), {}
            try:
                self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            except ValueError as error:
                if "Lock" in str(error):
                    raise BackendUnavailable("another process is writing to the index") from error
                raise
            if self._folder is not None:
                files.begin_writing(self._folder, self._beside(".writing"))
        return self._writer

    def index(self, records: Iterable[IndexRecord]) -> list[Refused]:
        """See Writer."""
        refused = []
        records = list(records)
        with self._whole("index"):
            writer, held = self._write(), self._held([record.key for record in records])
            for record in records:
                if held.get(record.key, 0) > record.seq:
                    continue
                try:
                    document = tantivy.Document.from_dict(fields_of(record), self._schema)
                except (ValueError, TypeError) as error:
                    refused.append(Refused.by(error, record.key, record.seq))
                    continue
                writer.delete_documents_by_term("key", record.key)
                writer.add_document(document)
                self._fresh[record.key] = held[record.key] = record.seq
        return refused

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """See Writer."""
        withdrawn = list(withdrawn)
        with self._whole("delete"):
            writer, held = self._write(), self._held([key for key, _ in withdrawn])
            for key, seq in withdrawn:
                if held.get(key, 0) <= seq:
                    writer.delete_documents_by_term("key", key)
                    self._fresh[key] = seq

    def _held(self, keys: Sequence[str]) -> dict[str, int]:
        """Key → ``seq`` that it holds, of some keys, with what no search sees yet."""
        held = {}
        if keys:
            searcher = self._index.searcher()
            asked = tantivy.Query.term_set_query(self._schema, "key", list(keys))
            for _, address in searcher.search(asked, limit=len(keys) + 1).hits:
                kept = searcher.doc(address)
                held[str(kept.get_first("key"))] = int(kept.get_first("seq") or 0)
        return held | {key: self._fresh[key] for key in keys if key in self._fresh}

    def refresh(self, checkpoint: int, ahead: int = 0) -> None:
        """Commits, then moves the checkpoint: after a crash in between, what is indexed again is the same."""
        with self._whole("commit"):
            last = self._kept().opstamp if self._writer is None else int(self._writer.commit())
            self._index.reload()
        documents = int(self._index.searcher().num_docs)
        self._counts = FacetCounts()
        self._checkpoint = Checkpoint(checkpoint, ahead, self._origin or self.origin(), last, documents)
        if self._folder is not None:
            files.write_checkpoint(self._checkpoint_file(), self._checkpoint)
        self._fresh = {}

    def _beside(self, ending: str) -> Path:
        assert self._folder is not None
        return self._folder.with_name(self._folder.name + ending)

    def _checkpoint_file(self) -> Path:
        return self._beside(".checkpoint")

    def _damage_file(self) -> Path:
        return self._beside(".damaged")

    def _kept(self) -> Checkpoint:
        if self._folder is None:
            return self._checkpoint
        return Checkpoint() if self.damage() else files.read_checkpoint(self._checkpoint_file())

    def checkpoint(self) -> int:
        """See Writer; 0 where it is damaged, as everything is to be indexed again."""
        return self._kept().seq

    def ahead(self) -> int:
        """See Writer."""
        return self._kept().ahead

    def origin(self) -> str:
        """See Writer."""
        return self._kept().origin

    def adopt(self, origin: str) -> None:
        """See Writer."""
        self._origin = origin

    def close(self) -> None:
        """See Writer."""
        self.release_writer()
        if self._read_only is not None:
            self._read_only.cleanup()
            self._read_only = None

    def release_writer(self) -> None:
        """Waits for merges to end and frees the writer."""
        if self._writer is not None:
            with self._whole("end its merges"):
                self._writer.wait_merging_threads()
            self._writer = None
            if self._folder is not None:
                files.end_writing(self._beside(".writing"))

    # searching ----------------------------------------------------------------------------------------------------

    def _searcher(self) -> tantivy.Searcher:
        """A searcher that sees the last checkpoint, also where another process set it."""
        if self._folder is not None:
            if found := self.damage():
                raise BackendUnavailable(f"the index is damaged, and waits to be filled again from the store: {found}")
            try:
                moved = self._checkpoint_file().stat().st_mtime_ns
            except OSError:
                moved = -1
            if moved != self._seen:
                with suppress(ValueError):  # another process puts a new index in its place just now
                    if self._read_only is not None or self._lost:
                        self._index = self._open()
                    self._index.reload()
                    self._seen, self._counts = moved, FacetCounts()
        return self._index.searcher()

    def search(self, query: Query, view: View) -> Results:
        """See Searcher."""
        with self._whole("search"):
            compiled = Compiler(self._queries, query).compiled()
            counts, searcher = self._counts, self._searcher()
            ranked = Ranking(self._schema, searcher, compiled, view.of(query))
            hits = []
            shown, following = ranked.page()
            for score, address in shown:
                hit = hit_of(stored_of(searcher.doc(address)), score, query, marked=view.passages)
                hits.append(replace(hit, copies=ranked.copies(address, hit.key)) if view.group else hit)
            counted = counts.of(searcher, query, compiled.found, view)
            return Results(tuple(hits), ranked.total, following, counted)

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """See Searcher."""
        with self._whole("search"):
            later = tantivy.Query.range_query(self._schema, "seq", tantivy.FieldType.Unsigned, seq, None, False)
            compiled = tantivy.Query.and_must_match(Compiler(self._queries, query).found(), later)
            searcher = self._searcher()
            found = searcher.search(compiled, limit=limit, order_by_field="seq", order=tantivy.Order.Asc).hits
            return [(int(value), str(searcher.doc(address).get_first("key"))) for value, address in found]

    def suggestion(self, query: Query) -> str:
        """See Searcher."""
        with self._whole("search"):
            return suggested(self._queries, self._searcher(), query)

    def stored(self, key: str) -> Stored | None:
        """See Searcher."""
        with self._whole("search"):
            searcher = self._searcher()
            found = searcher.search(tantivy.Query.term_query(self._schema, "key", key), limit=1).hits
            return stored_of(searcher.doc(found[0][1])) if found else None

    def count(self) -> int:
        """See Searcher."""
        with self._whole("search"):
            return int(self._searcher().num_docs)

    # building anew ------------------------------------------------------------------------------------------------

    def rebuild(self) -> "EmbeddedRebuild":
        """See SearchBackend."""
        return EmbeddedRebuild(self)

    def _take(self, fresh: "EmbeddedRebuild") -> None:
        """Puts a new index in the place of this one.

        The checkpoint goes first: a crash in the middle costs a catch-up, not a document.
        """
        self.close()
        if self._folder is None or fresh._folder is None:
            self._index, self._checkpoint = fresh._index, fresh._checkpoint
        else:
            self._checkpoint_file().unlink(missing_ok=True)
            files.remove(self._folder)
            fresh._folder.rename(self._folder)
            with suppress(FileNotFoundError):  # nothing was ever indexed
                fresh._checkpoint_file().rename(self._checkpoint_file())
            for other in self._folder.parent.glob("layout-*"):
                if not other.name.startswith(self._folder.name):
                    files.remove(other)
            self._damage_file().unlink(missing_ok=True)
            self._index = self._open()
        self._fresh, self._counts = {}, FacetCounts()

    def _throw_away(self) -> None:
        self.close()
        if self._folder is not None:
            for path in (self._checkpoint_file(), self._damage_file(), self._beside(".writing"), self._folder):
                if path.exists():
                    files.remove(path)

    def roll_back(self) -> None:
        """See SearchBackend."""
        raise BackendUnavailable("the embedded index keeps no earlier one; asnad reindex builds it anew")


class EmbeddedRebuild(EmbeddedBackend):
    """An index beside another; see Rebuild."""

    def __init__(self, old: EmbeddedBackend) -> None:
        """Begins it, or goes on with one that was begun before."""
        super().__init__(old._root, _BUILDING)
        self._old = old

    def promote(self) -> None:
        """See Rebuild."""
        self.close()
        self._old._take(self)

    def discard(self) -> None:
        """See Rebuild."""
        self._throw_away()
