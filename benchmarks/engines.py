"""Both engines over the same news documents in one run: indexing, size, latency with one client and with eight.

    python -m benchmarks.engines DATA [--documents N] [--queries N]

Documents are articles of the shared news; beyond those, halves of two articles of one language joined. The analysis is
done once, outside the clock, for all. Beside our fields in Elasticsearch stands a field of its own (analyzer
``standard``, title and text stored), to see what ours cost. Needs Elasticsearch (make test fetches it).
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch, helpers

from benchmarks.ingest_and_search import size_of
from benchmarks.news import records as articles
from corpora.document import Document
from pipeline.index.backend import SearchBackend
from pipeline.index.compile import Compiler
from pipeline.index.elastic import mapping
from pipeline.index.elastic.backend import ElasticBackend
from pipeline.index.elastic.queries import ElasticQueries
from pipeline.index.elastic.settings import ElasticSettings
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.index.terms import term
from pipeline.query.parser import parse
from tests.services import available, elasticsearch_node

_BATCH = 500
_FACETS = ("lang", "source", "year")
_CLIENTS = (1, 8)
_LEASE = 40
"""Seconds after which a merge throws away what Elasticsearch keeps of new documents for recovery."""
_SHOWN: dict[str, dict[str, Any]] = {
    "matches": {"source": False, "stored_fields": "_none_"},
    "titles": {"source": {"includes": ["title"]}},
}
"""What the fields are asked for: the ten best alone, or with their titles, for which a hit's text is unpacked too."""


def documents(data: Path, count: int) -> Iterator[Document]:
    """So many documents, each with a text that no other has."""
    chance = random.Random(4)
    known = [
        (a.get("title", ""), a["text"], "ar" if "site" in a else "fa", a.get("site", "fars")) for a in articles(data)
    ]
    chance.shuffle(known)
    by_language = {language: [k for k in known if k[2] == language] for language in ("fa", "ar")}
    for number in range(count):
        title, text, language, site = known[number % len(known)]
        if number >= len(known):
            other = chance.choice(by_language[language])[1]
            text = text[: len(text) // 2] + "\n" + other[len(other) // 2 :]
        day = f"{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
        key = f"{number:032x}"
        yield Document(
            key=key, id=key, uri="", text=text, title=title, language=language, source=site, published=day, kind="json"
        )


class _Words:
    """In how many documents a word is, and phrases, to choose queries from."""

    def __init__(self) -> None:
        self.frequency: Counter[str] = Counter()
        self.phrases: list[str] = []

    def see(self, record: IndexRecord) -> None:
        words = record.whole.exact.split()
        self.frequency.update({w for w in words if len(w) > 2})
        if len(words) > 40 and len(self.phrases) < 2000:
            self.phrases.append(" ".join(words[20:22]))

    def queries(self, count: int) -> dict[str, list[tuple[str, View]]]:
        """Kind → queries, the same at each run."""
        chance = random.Random(5)
        ranked = [word for word, _ in self.frequency.most_common()]
        common, rare = ranked[50:400], [w for w in ranked if 3 <= self.frequency[w] <= 30]
        plain, faceted = View(), View(facets=_FACETS)
        two = [f"{chance.choice(common)} {chance.choice(common)}" for _ in range(count)]
        return {
            "rare word": [(chance.choice(rare), plain) for _ in range(count)],
            "common word": [(chance.choice(common), plain) for _ in range(count)],
            "two common words": [(text, plain) for text in two],
            "phrase": [(f'"{chance.choice(self.phrases)}"', plain) for _ in range(count)],
            "prefix": [(chance.choice(common)[:3] + "*", plain) for _ in range(count)],
            "filter": [(f"{chance.choice(common)} lang:ar year:2020", plain) for _ in range(count)],
            "facets": [(text, faceted) for text in two],
        }


def _index(data: Path, count: int, engines: dict[str, Callable[[Sequence[IndexRecord]], Any]]) -> _Words:
    """Gives each batch to every engine in turn; prints how many documents a second each took."""
    words, spent = _Words(), dict.fromkeys(("analysis", *engines), 0.0)
    for batch in batched(enumerate(documents(data, count), 1), _BATCH):
        began = time.perf_counter()
        records = [IndexRecord.of(document, seq) for seq, document in batch]
        spent["analysis"] += time.perf_counter() - began
        for record in records:
            words.see(record)
        for name, index in engines.items():
            began = time.perf_counter()
            index(records)
            spent[name] += time.perf_counter() - began
    for name, seconds in spent.items():
        print(f"{name:24} {count / seconds:10,.0f} documents/s")
    return words


def into(backend: SearchBackend) -> Callable[[Sequence[IndexRecord]], Any]:
    """What gives an engine a batch, and lets it be found."""

    def index(records: Sequence[IndexRecord]) -> None:
        backend.index(records)
        backend.refresh(records[-1].seq)

    return index


class _Plain:
    """A field of Elasticsearch's own over the same text."""

    name = "bench-plain"

    def __init__(self, client: Elasticsearch) -> None:
        self.client = client
        fields = {"title": {"type": "text"}, "text": {"type": "text"}, "lang": {"type": "keyword"}}
        settings = {**mapping.settings(1, 0)}
        client.indices.create(index=self.name, mappings={"properties": fields}, settings=settings)

    def index(self, records: Sequence[IndexRecord]) -> None:
        actions = (
            {"_id": r.key, "title": r.document.title, "text": r.document.text, "lang": r.document.language}
            for r in records
        )
        helpers.bulk(self.client, actions, index=self.name, chunk_size=200)
        self.client.indices.refresh(index=self.name)


def _in_standard(text: str) -> dict[str, Any]:
    """A query of the field of Elasticsearch's own."""
    if text.startswith('"'):
        return {"match_phrase": {"text": text.strip('"')}}
    return {"match": {"text": {"query": text, "operator": "and"}}}


def _ranked(text: str) -> Any:
    """The query as it is asked: what finds, and all that ranks."""
    return Compiler(ElasticQueries(), parse(text)).compiled().ranked


def _one_clause(text: str) -> Any:
    """Each word, or a phrase, in the one field of ours that finds it: the fields without their ranking."""
    pieces = ElasticQueries()
    words = [[term(token.stem) for token in words.tokens] for words in parse(text).phrases()]
    asked = [
        pieces.phrase("whole_stem", terms) if len(terms) > 1 else pieces.term("whole_stem", terms[0]) for terms in words
    ]
    return pieces.combined([("must", each) for each in asked])


def _latency(ask: Callable[[Any], Any], queries: Sequence[Any], clients: int) -> str:
    def one(query: Any) -> float:
        began = time.perf_counter()
        ask(query)
        return (time.perf_counter() - began) * 1000

    for query in queries[:10]:
        ask(query)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = sorted(pool.map(one, queries))
    rate = len(queries) / (time.perf_counter() - began)
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    return f"{p50:8.1f} {p95:8.1f} {p99:8.1f} ms {rate:8,.0f}/s"


def settled(client: Elasticsearch, indices: str) -> list[tuple[str, int]]:
    """Each index with its size, once a merge has thrown away what is kept of new documents for recovery."""
    time.sleep(_LEASE)
    client.indices.flush(index=indices, force=True)
    client.indices.forcemerge(index=indices, max_num_segments=5)
    stats = client.indices.stats(index=indices)["indices"]
    return [(name, stats[name]["primaries"]["store"]["size_in_bytes"]) for name in sorted(stats)]


def _asking(engine: SearchBackend) -> Callable[[tuple[str, View]], Any]:
    return lambda asked: engine.search(parse(asked[0]), asked[1])


def _compare(words: _Words, count: int, near: EmbeddedBackend, far: ElasticBackend, plain: _Plain) -> None:
    queries = words.queries(count)
    print(f"\n{'':44} {'p50':>8} {'p95':>8} {'p99':>8}")
    for clients in _CLIENTS:
        for kind, asked in queries.items():
            for name, engine in (("tantivy", near), ("Elasticsearch", far)):
                told = _latency(_asking(engine), asked, clients)
                print(f"{clients} client{'s' if clients > 1 else ' '} {kind:18} {name:14} {told}", flush=True)
    for name, asking, shown in (
        ("one clause", _one_clause, "matches"),
        ("ranked", _ranked, "matches"),
        ("ranked, with titles", _ranked, "titles"),
    ):
        ratios = []
        for kind in ("rare word", "common word", "two common words", "phrase"):
            texts = [text for text, _ in queries[kind]]
            ours, theirs = _alternating(plain.client, asking, texts, _SHOWN[shown])
            ratios.append(ours / theirs)
            print(f"{kind:18} {name:19} ours {ours:6.2f} ms, a standard field {theirs:6.2f} ms, ratio {ratios[-1]:.2f}")
        print(f"our fields against a standard field, {name}: {statistics.geometric_mean(ratios):.2f}")


def _alternating(
    client: Elasticsearch, ours: Callable[[str], Any], texts: Sequence[str], shown: dict[str, Any]
) -> tuple[float, float]:
    """Median milliseconds of our fields and of the standard one, asked in turn; queries are made before."""
    times: tuple[list[float], list[float]] = ([], [])
    asked = [(("bench-docs-*", ours(text)), (_Plain.name, _in_standard(text))) for text in texts]
    for pair in asked:
        for (index, query), spent in zip(pair, times, strict=True):
            began = time.perf_counter()
            client.search(index=index, query=query, size=10, track_total_hits=True, **shown)
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    if not available():
        sys.exit("Elasticsearch is not at hand: ASNAD_REQUIRE_SERVICES=1 scripts/services.sh fetches it")
    with (
        tempfile.TemporaryDirectory() as name,
        elasticsearch_node() as url,
        Elasticsearch(url, request_timeout=120) as client,
    ):
        near, far = EmbeddedBackend(Path(name)), ElasticBackend(ElasticSettings(url, prefix="bench"))
        plain = _Plain(client)
        engines = {"tantivy": into(near), "Elasticsearch": into(far), "Elasticsearch, standard": plain.index}
        words = _index(given.data / "news", given.documents, engines)
        near.release_writer()
        for index, size in settled(client, "bench-docs-*,bench-plain"):
            print(f"{index.split('-')[1]:24} {size / given.documents:10,.0f} bytes/document")
        print(f"{'tantivy':24} {size_of(Path(name)) / given.documents:10,.0f} bytes/document")
        _compare(words, given.queries, near, far, plain)
        near.close()
        far.close()


if __name__ == "__main__":
    main()
