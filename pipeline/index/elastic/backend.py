"""Elasticsearch 8.19 and 9: the engine of many machines, behind the same protocol as the embedded one.

An index ``PREFIX-docs-vLAYOUT-BUILD`` stands behind two aliases, one to read and one to write. Everything is found by
terms that were worked out here (analyzer ``whitespace``), so a cluster needs no plug-in.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, SerializationError, TransportError, helpers
from elasticsearch.serializer import OrjsonSerializer

from extractors.text.analyzer import forms_of
from pipeline.errors import BackendUnavailable, without_secrets
from pipeline.index.compile import Compiler
from pipeline.index.elastic import mapping
from pipeline.index.elastic.queries import ElasticQueries, Json
from pipeline.index.elastic.search import Search
from pipeline.index.elastic.settings import ElasticSettings
from pipeline.index.records import IndexRecord, Refused
from pipeline.index.results import Results, View
from pipeline.index.shown import Stored
from pipeline.index.suggest import asked_of, suggestion
from pipeline.query.parser import Query

log = logging.getLogger(__name__)

LAYOUT = 14
"""Changes when the mapping or the analysis does; each has an index of its own, filled from the store."""
_CHUNK = 200
_CHUNK_BYTES = 5 * 1024 * 1024
_RETRIES = 6
_AGAIN = (429, 502, 503, 504)
_STALE = 409
_OF_DOCUMENT = (400, 413)
"""Statuses that say that a document cannot be indexed as it is; sent again it is refused again."""
_MESSAGE = 500


def _client(settings: ElasticSettings) -> Elasticsearch:
    options: dict[str, Any] = {
        "serializer": OrjsonSerializer(),
        "request_timeout": settings.seconds,
        "max_retries": _RETRIES,
        "retry_on_status": _AGAIN,
        "retry_on_timeout": True,
    }
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif settings.user:
        options["basic_auth"] = (settings.user, settings.password)
    if settings.ca_file:
        options["ca_certs"] = settings.ca_file
    try:
        return Elasticsearch([url.strip() for url in settings.url.split(",")], **options)
    except ValueError:
        # What the client says of an address repeats it, with the password that may be in it.
        raise BackendUnavailable("ASNAD_ELASTICSEARCH has an address that is none: https://host:9200") from None


class ElasticBackend:
    """See SearchBackend. Raises BackendUnavailable where the cluster does not answer."""

    def __init__(self, settings: ElasticSettings, *, index: str = "") -> None:
        """Connects; makes the index of this layout where there is none. ``index`` names one that is being built."""
        self._settings = settings
        self._client = _client(settings)
        self._base = f"{settings.prefix}-docs-v{LAYOUT}"
        self._read, self._write = index or f"{self._base}-read", index or f"{self._base}-write"
        self._state, self._mark = f"{settings.prefix}-state", index or self._base
        self._aliased = not index
        self._origin = ""
        self._queries = ElasticQueries()
        with _answering():
            if self._aliased and not self._client.indices.exists_alias(name=self._read):
                self._stand_in(self._made())

    def _made(self) -> str:
        """A new, empty index."""
        name = f"{self._base}-{time.time_ns():x}"
        settings = mapping.settings(self._settings.shards, self._settings.replicas)
        self._client.indices.create(index=name, mappings=mapping.mappings(), settings=settings)
        return name

    def _stand_in(self, name: str) -> None:
        """Puts an index behind both aliases, in one step; the one before is kept, those before that go."""
        aliases = (self._read, self._write)
        before = sorted({old for alias in aliases for old in self._behind(alias)})
        added = [{"add": {"index": name, "alias": alias}} for alias in aliases]
        gone = [{"remove": {"index": old, "aliases": list(aliases)}} for old in before]
        self._client.indices.update_aliases(actions=[*added, *gone])
        kept = {name, *before, self._building()}
        for old in self._client.indices.get(index=f"{self._base}-*"):
            if old not in kept:
                self._client.indices.delete(index=old)

    def _behind(self, alias: str) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return []

    # building anew --------------------------------------------------------------------------------------------

    def rebuild(self) -> "ElasticRebuild":
        """See SearchBackend."""
        with _answering():
            name = self._building() or self._made()
            self._client.index(index=self._state, id=f"{self._base}-building", document={"index": name}, refresh=True)
        return ElasticRebuild(self, name)

    def _take(self, fresh: "ElasticRebuild") -> None:
        """Puts a new index in the place of this one, which is kept, for going back."""
        with _answering():
            before = {**self._kept(), "index": next(iter(self._behind(self._write)), "")}
            self._client.index(index=self._state, id=f"{self._base}-before", document=before)
            self._stand_in(fresh._write)
            self._client.index(index=self._state, id=self._base, document=fresh._kept())
            self._client.options(ignore_status=404).delete(index=self._state, id=f"{self._base}-building")

    def _throw_away(self, name: str) -> None:
        with _answering():
            self._client.options(ignore_status=404).indices.delete(index=name)
            self._client.options(ignore_status=404).delete(index=self._state, id=f"{self._base}-building")

    def reset(self) -> None:
        """See Writer."""
        with _answering():
            self._client.options(ignore_status=404).delete(index=self._state, id=self._mark)
            self._stand_in(self._made())

    def roll_back(self) -> None:
        """See SearchBackend."""
        with _answering():
            try:
                before = self._client.get(index=self._state, id=f"{self._base}-before")["_source"]
            except NotFoundError:
                before = {"index": ""}
            if not before["index"] or not self._client.indices.exists(index=before["index"]):
                raise BackendUnavailable("there is no earlier index to go back to")
            index = before.pop("index")
            checkpoint = {**before, "seq": min(before["seq"], self.checkpoint()), "ahead": 0}
            self._client.index(index=self._state, id=self._base, document=checkpoint)
            self._stand_in(index)
            self._client.delete(index=self._state, id=f"{self._base}-before")

    def _building(self) -> str:
        """The index that an earlier rebuild did not finish; "" where there is none."""
        try:
            name = str(self._client.get(index=self._state, id=f"{self._base}-building")["_source"]["index"])
        except NotFoundError:
            return ""
        return name if self._client.indices.exists(index=name) else ""

    # writing --------------------------------------------------------------------------------------------------

    def index(self, records: Iterable[IndexRecord]) -> list[Refused]:
        """See Writer."""
        refused: list[Refused] = []
        for some in batched(records, _CHUNK):
            try:
                refused += self._index(some)
            except SerializationError:  # of one of them; each alone says which
                for record in some:
                    try:
                        refused += self._index([record])
                    except SerializationError as error:
                        refused.append(Refused.by(error, record.key, record.seq))
        return refused

    def _index(self, some: Sequence[IndexRecord]) -> list[Refused]:
        seqs = {record.key: record.seq for record in some}
        answers = self._send(self._put(record) for record in some)
        return [Refused(key, seqs[key], why[:_MESSAGE]) for key, why in answers]

    def _put(self, record: IndexRecord) -> dict[str, Any]:
        return {
            "_op_type": "index",
            "_id": record.key,
            "version": record.seq,
            "version_type": "external_gte",
            "_source": mapping.fields_of(record),
        }

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """See Writer."""
        versioned = {"_op_type": "delete", "version_type": "external_gte"}
        refused = self._send({**versioned, "_id": key, "version": seq} for key, seq in withdrawn)
        if refused:
            raise BackendUnavailable(f"Elasticsearch does not delete {refused[0][0]}: {refused[0][1]}")

    def _send(self, actions: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
        """Sends in chunks that are bounded in bytes; what is refused for load is sent again, later each time.

        Gives keys and reasons of what is refused for what it is.
        """
        refused = []
        with _answering():
            answers = helpers.streaming_bulk(
                self._client,
                actions,
                index=self._write,
                chunk_size=_CHUNK,
                max_chunk_bytes=_CHUNK_BYTES,
                max_retries=_RETRIES,
                initial_backoff=0.5,
                max_backoff=30,
                raise_on_error=False,
                require_alias=self._aliased,
            )
            for good, answer in answers:
                (operation, told), *_ = answer.items()
                if good or told["status"] == _STALE or (operation == "delete" and told["status"] == 404):
                    continue
                if told["status"] not in _OF_DOCUMENT:
                    raise BackendUnavailable(f"Elasticsearch refused a document: {_reason(told.get('error'))}")
                refused.append((told["_id"], _reason(told.get("error"))))
        return refused

    def refresh(self, checkpoint: int, ahead: int = 0) -> None:
        """See Writer."""
        with _answering():
            self._client.indices.refresh(index=self._write)
            kept = {"seq": checkpoint, "ahead": ahead, "origin": self._origin or self.origin()}
            self._client.index(index=self._state, id=self._mark, document=kept)

    def _kept(self) -> dict[str, Any]:
        with _answering():
            try:
                return dict(self._client.get(index=self._state, id=self._mark)["_source"])
            except NotFoundError:
                return {"seq": 0}

    def checkpoint(self) -> int:
        """See Writer."""
        return int(self._kept()["seq"])

    def ahead(self) -> int:
        """See Writer."""
        return int(self._kept().get("ahead", 0))

    def origin(self) -> str:
        """See Writer."""
        return str(self._kept().get("origin", ""))

    def adopt(self, origin: str) -> None:
        """See Writer."""
        self._origin = origin

    def damage(self) -> str:
        """See Writer; the cluster looks after its own files, and does not answer from what is damaged."""
        return ""

    def inspect(self) -> str:
        """See Writer."""
        return ""

    def release_writer(self) -> None:
        """See Writer; there is nothing to give back."""

    def close(self) -> None:
        """Gives the connections back."""
        self._client.close()

    # searching ------------------------------------------------------------------------------------------------

    def search(self, query: Query, view: View) -> Results:
        """See Searcher."""
        compiled = Compiler(self._queries, query).compiled()
        exact = self._settings.shards > 1  # one BM25 for all shards, as one index would have it
        with _answering():
            return Search(self._client, self._read, compiled, query, view.of(query), exact=exact).results()

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """See Searcher."""
        found = Compiler(self._queries, query).found()
        later = {"bool": {"filter": [found, {"range": {"seq": {"gt": seq}}}]}}
        with _answering():
            sort: list[Mapping[str, Any]] = [{"seq": "asc"}]
            size = min(limit, mapping.LARGEST_WINDOW)
            answer = self._client.search(
                index=self._read, query=later, sort=sort, size=size, source={"includes": ["key", "seq"]}
            )
        return [(int(hit["_source"]["seq"]), str(hit["_source"]["key"])) for hit in answer["hits"]["hits"]]

    def stored(self, key: str) -> Stored | None:
        """See Searcher."""
        with _answering():
            found = self._client.search(index=self._read, query={"term": {"key": key}}, size=1)["hits"]["hits"]
        return mapping.stored_of(found[0]["_source"]) if found else None

    def count(self) -> int:
        """See Searcher."""
        with _answering():
            return int(self._client.count(index=self._read)["count"])

    def suggestion(self, query: Query) -> str:
        """See Searcher."""
        within = Compiler(self._queries, query).within()
        frequencies = self._frequencies(asked_of(query))
        if within:
            frequencies = self._frequencies_within(list(frequencies), within)

        def written(exact: str) -> str:
            term: Json = {"bool": {"filter": [{"term": {"whole_exact": exact}}, *within]}}
            found = self._client.search(index=self._read, query=term, size=1)
            hits = found["hits"]["hits"]
            there = mapping.stored_of(hits[0]["_source"]).indexed() if hits else None
            surfaces = (there.surface(i) for i in range(len(there.stems))) if there else iter(())
            return next((surface for surface in surfaces if forms_of(surface).exact == exact), exact)

        with _answering():
            return suggestion(query, lambda exact: frequencies.get(exact, 0), written)

    def _frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many documents each word is, of those that are in any."""
        if not words:
            return {}
        with _answering():
            found = self._client.termvectors(
                index=self._read,
                doc={"whole_exact": " ".join(words)},
                fields=["whole_exact"],
                term_statistics=True,
                field_statistics=False,
                positions=False,
                offsets=False,
            )
        terms = found.get("term_vectors", {}).get("whole_exact", {}).get("terms", {})
        return {word: int(told.get("doc_freq", 0)) for word, told in terms.items()}

    def _frequencies_within(self, words: Sequence[str], within: Sequence[Json]) -> dict[str, int]:
        """In how many documents of some collections each word is."""
        if not words:
            return {}
        each = {word: {"term": {"whole_exact": word}} for word in words}
        counts = {"words": {"filters": {"filters": each}}}
        with _answering():
            found = self._client.search(index=self._read, query={"bool": {"filter": list(within)}}, size=0, aggs=counts)
        return {word: int(told["doc_count"]) for word, told in found["aggregations"]["words"]["buckets"].items()}


class ElasticRebuild(ElasticBackend):
    """An index beside the one that answers; see Rebuild."""

    def __init__(self, old: ElasticBackend, name: str) -> None:
        """Takes the index that it fills, by name."""
        super().__init__(old._settings, index=name)
        self._old = old

    def promote(self) -> None:
        """See Rebuild."""
        self._old._take(self)
        self.close()

    def discard(self) -> None:
        """See Rebuild."""
        self._old._throw_away(self._write)
        self.close()


def _reason(error: Any) -> str:
    return str(error.get("reason") or error.get("type")) if isinstance(error, Mapping) else str(error)


@contextmanager
def _answering() -> Iterator[None]:
    """Says in one way that the cluster does not answer, or what it objects to."""
    try:
        yield
    except SerializationError:
        raise
    except ApiError as error:
        raise BackendUnavailable(f"Elasticsearch answers with status {error.status_code}: {error.message}") from error
    except TransportError as error:
        raise BackendUnavailable(without_secrets(f"Elasticsearch does not answer: {error.message}")) from error
