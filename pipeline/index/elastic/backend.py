"""Elasticsearch 8.19 and 9: the engine of many machines, behind the same protocol as the embedded one.

An index ``PREFIX-docs-vLAYOUT-BUILD`` stands behind two aliases, one to read and one to write. Everything is found by
terms that were worked out here (analyzer ``whitespace``), so a cluster needs no plug-in.
"""

import base64
import logging
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers
from elasticsearch.serializer import OrjsonSerializer

from extractors.text.analyzer import forms_of
from pipeline.errors import BackendUnavailable, without_secrets
from pipeline.index.backend import SearchBackend
from pipeline.index.clusters import CANDIDATES, Leader, Stories
from pipeline.index.compile import Compiler
from pipeline.index.elastic import mapping
from pipeline.index.elastic.queries import ElasticQueries, Json
from pipeline.index.elastic.search import Search
from pipeline.index.elastic.settings import ElasticSettings
from pipeline.index.near_duplicates.minhash import bands
from pipeline.index.records import IndexRecord
from pipeline.index.results import Results, View
from pipeline.index.suggest import asked_of, suggestion
from pipeline.query.parser import Query

log = logging.getLogger(__name__)

LAYOUT = 3
"""Changes when the mapping or the analysis does; each has an index of its own, filled from the store."""
_CHUNK = 200
_CHUNK_BYTES = 5 * 1024 * 1024
_RETRIES = 6
_AGAIN = (429, 502, 503, 504)
_STALE = 409


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
    """See SearchBackend. Raises BackendUnavailable where the cluster does not answer or refuses."""

    def __init__(self, settings: ElasticSettings, *, index: str = "") -> None:
        """Connects; makes the index of this layout where there is none. ``index`` names one that is being built."""
        self._settings = settings
        self._client = _client(settings)
        self._base = f"{settings.prefix}-docs-v{LAYOUT}"
        self._read, self._write = index or f"{self._base}-read", index or f"{self._base}-write"
        self._state, self._mark = f"{settings.prefix}-state", index or self._base
        self._aliased = not index
        self._queries = ElasticQueries()
        self._near: dict[tuple[str, ...], list[Leader]] = {}
        self._stories = Stories(self._leaders)
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

    def beside(self) -> "ElasticBackend":
        """See SearchBackend."""
        with _answering():
            name = self._building() or self._made()
            self._client.index(index=self._state, id=f"{self._base}-building", document={"index": name}, refresh=True)
        return ElasticBackend(self._settings, index=name)

    def take(self, fresh: SearchBackend) -> None:
        """See SearchBackend; the index that was there is kept, for going back."""
        assert isinstance(fresh, ElasticBackend)
        with _answering():
            before = {"index": next(iter(self._behind(self._write)), ""), "seq": self.checkpoint()}
            self._client.index(index=self._state, id=f"{self._base}-before", document=before)
            self._stand_in(fresh._write)
            self._client.index(index=self._state, id=self._base, document={"seq": fresh.checkpoint()})
            self._client.options(ignore_status=404).delete(index=self._state, id=f"{self._base}-building")
        fresh.close()
        self._stories = Stories(self._leaders)

    def abandon(self, fresh: SearchBackend) -> None:
        """See SearchBackend."""
        assert isinstance(fresh, ElasticBackend)
        with _answering():
            self._client.options(ignore_status=404).indices.delete(index=fresh._write)
            self._client.options(ignore_status=404).delete(index=self._state, id=f"{self._base}-building")
        fresh.close()

    def roll_back(self) -> None:
        """See SearchBackend."""
        with _answering():
            try:
                before = self._client.get(index=self._state, id=f"{self._base}-before")["_source"]
            except NotFoundError:
                before = {"index": ""}
            if not before["index"] or not self._client.indices.exists(index=before["index"]):
                raise BackendUnavailable("there is no earlier index to go back to")
            checkpoint = min(before["seq"], self.checkpoint())
            self._client.index(index=self._state, id=self._base, document={"seq": checkpoint})
            self._stand_in(before["index"])
            self._client.delete(index=self._state, id=f"{self._base}-before")
        self._stories = Stories(self._leaders)

    def _building(self) -> str:
        """The index that an earlier rebuild did not finish; "" where there is none."""
        try:
            name = str(self._client.get(index=self._state, id=f"{self._base}-building")["_source"]["index"])
        except NotFoundError:
            return ""
        return name if self._client.indices.exists(index=name) else ""

    # writing --------------------------------------------------------------------------------------------------

    def index(self, records: Iterable[IndexRecord]) -> None:
        """See SearchBackend."""
        for some in batched(records, _CHUNK):
            self._look_up(some)
            self._send(self._put(record) for record in some)

    def _put(self, record: IndexRecord) -> dict[str, Any]:
        return {
            "_op_type": "index",
            "_id": record.key,
            "version": record.seq,
            "version_type": "external_gte",
            "_source": mapping.fields_of(record, self._stories.story(record)),
        }

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """See SearchBackend."""
        versioned = {"_op_type": "delete", "version_type": "external_gte"}
        self._send({**versioned, "_id": key, "version": seq} for key, seq in withdrawn)

    def _send(self, actions: Iterable[dict[str, Any]]) -> None:
        """Sends in chunks that are bounded in bytes; what is refused for load is sent again, later each time."""
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
                if not good and not (told["status"] == _STALE or (operation == "delete" and told["status"] == 404)):
                    raise BackendUnavailable(f"Elasticsearch refused a document: {_reason(told.get('error'))}")

    def refresh(self, checkpoint: int) -> None:
        """See SearchBackend."""
        with _answering():
            self._client.indices.refresh(index=self._write)
            self._client.index(index=self._state, id=self._mark, document={"seq": checkpoint})
        self._stories = Stories(self._leaders)

    def checkpoint(self) -> int:
        """See SearchBackend."""
        with _answering():
            try:
                return int(self._client.get(index=self._state, id=self._mark)["_source"]["seq"])
            except NotFoundError:
                return 0

    def end_writing(self) -> None:
        """See SearchBackend; there is nothing to give back."""

    def close(self) -> None:
        """Gives the connections back."""
        self._client.close()

    # near-duplicates ------------------------------------------------------------------------------------------

    def _look_up(self, records: Sequence[IndexRecord]) -> None:
        """Asks once for the leaders of a whole chunk."""
        wanted = [bands(record.signature) for record in records if record.signature]
        searches: list[Mapping[str, Any]] = []
        for terms in wanted:
            near = {"query": {"terms": {"near": terms}}, "size": CANDIDATES, "_source": ["key", "signature"]}
            searches += [{"index": self._read}, near]
        self._near = {}
        if not searches:
            return
        with _answering():
            answers = self._client.msearch(searches=searches)["responses"]
        for terms, answer in zip(wanted, answers, strict=True):
            if "error" in answer:
                raise BackendUnavailable(f"Elasticsearch cannot search: {_reason(answer['error'])}")
            sources = [hit["_source"] for hit in answer["hits"]["hits"]]
            leaders = [(s["key"], array("H", base64.b64decode(s.get("signature", "")))) for s in sources]
            self._near[tuple(terms)] = leaders

    def _leaders(self, terms: list[str]) -> list[Leader]:
        return self._near.get(tuple(terms), [])

    # searching ------------------------------------------------------------------------------------------------

    def search(self, query: Query, view: View) -> Results:
        """See SearchBackend."""
        compiled = Compiler(self._queries, query).compiled()
        exact = self._settings.shards > 1  # one BM25 for all shards, as one index would have it
        with _answering():
            return Search(self._client, self._read, compiled, query, view, exact=exact).results()

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """See SearchBackend."""
        compiled = Compiler(self._queries, query).compiled()
        later = {"bool": {"filter": [compiled.found, {"range": {"seq": {"gt": seq}}}]}}
        with _answering():
            sort: list[Mapping[str, Any]] = [{"seq": "asc"}]
            size = min(limit, mapping.LARGEST_WINDOW)
            found = self._client.search(
                index=self._read, query=later, sort=sort, size=size, source={"includes": ["key", "seq"]}
            )
        return [(int(hit["_source"]["seq"]), str(hit["_source"]["key"])) for hit in found["hits"]["hits"]]

    def suggestion(self, query: Query) -> str:
        """See SearchBackend."""
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


def _reason(error: Any) -> str:
    return str(error.get("reason") or error.get("type")) if isinstance(error, Mapping) else str(error)


@contextmanager
def _answering() -> Iterator[None]:
    """Says in one way that the cluster does not answer, or what it objects to."""
    try:
        yield
    except ApiError as error:
        raise BackendUnavailable(f"Elasticsearch answers with status {error.status_code}: {error.message}") from error
    except TransportError as error:
        raise BackendUnavailable(without_secrets(f"Elasticsearch does not answer: {error.message}")) from error
