"""Measures search in a large index: sentences of the shared news, analysed and extracted once, resampled.

    python -m benchmarks.million DATA [--documents N] [--sentences N] [--keep FOLDER]

Prints index rate and size beside raw tantivy (one text field with positions, the text stored), and the latency of
top-10 with facets and highlights in this process.
"""

import argparse
import dataclasses
import os
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import tantivy

from benchmarks.ingest_and_search import size_of
from benchmarks.news import records as articles
from corpora.document import Document
from extractors.registry import build
from extractors.text.analyzer import analyze
from pipeline.annotate import annotate
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import parse

_SENTENCE = re.compile(r"[^.!؟?\n]{40,400}[.!؟?]")
_ODD = re.compile(r'["«»“„()\n].*["«»“„()\n].*["«»“„()\n]|^[^"]*[«»“„()\n]')
"""Sentences whose own quotation marks would make another query."""
_FACETS = ("org", "lang", "source", "year")
_BATCH = 10_000
_FIRST = date(2015, 1, 1)
_DAYS = 3650


def _analysed(data: Path, count: int) -> list[IndexRecord]:
    """Records of distinct sentences, Persian and Arabic."""
    extractors = build()
    texts = dict.fromkeys(
        (match.group().strip(), "ar" if "site" in article else "fa")
        for article in articles(data)
        for match in _SENTENCE.finditer(article["text"])
    )
    chosen = random.Random(1).sample(list(texts), min(count, len(texts)))
    return [
        IndexRecord.of(annotate(Document(key=f"s{i}", id="", uri="", text=t, language=language), extractors), i)
        for i, (t, language) in enumerate(chosen)
    ]


def _resampled(records: list[IndexRecord], count: int) -> Iterator[IndexRecord]:
    """So many documents, each a sentence with a key, a source and a day of its own."""
    chance = random.Random(2)
    for number in range(count):
        record = records[number] if number < len(records) else chance.choice(records)
        day = (_FIRST + timedelta(days=chance.randrange(_DAYS))).isoformat()
        document = dataclasses.replace(
            record.document, key=f"d{number}", id=f"d{number}", published=day, source=f"source {number % 40}"
        )
        yield dataclasses.replace(
            record, key=document.key, seq=number + 1, document=document, periods={"year": day[:4], "month": day[:7]}
        )


def _build(folder: Path, records: list[IndexRecord], count: int) -> None:
    backend = EmbeddedBackend(folder)
    batch: list[IndexRecord] = []
    started = time.perf_counter()
    for record in _resampled(records, count):
        batch.append(record)
        if len(batch) == _BATCH:
            backend.index(batch)
            backend.refresh(batch[-1].seq)
            batch.clear()
    backend.index(batch)
    backend.refresh(count)
    backend.close()
    print(f"index: {count / (time.perf_counter() - started):,.0f} analysed documents/s")


def _raw(folder: Path, records: list[IndexRecord], count: int) -> None:
    """The same texts in tantivy with nothing of ours."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="position")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    started = time.perf_counter()
    for number, record in enumerate(_resampled(records, count), 1):
        writer.add_document(tantivy.Document(body=record.document.text))
        if number % _BATCH == 0:
            writer.commit()
    writer.commit()
    writer.wait_merging_threads()
    print(f"raw tantivy: {count / (time.perf_counter() - started):,.0f} documents/s")


def _queries(records: list[IndexRecord]) -> list[str]:
    """Common and rare words, two words, phrases, prefixes, near and not."""
    chance, queries = random.Random(3), []
    for record in chance.sample(records, 100):
        long = [token for token in analyze(record.document.text) if len(token.exact) > 4 and token.exact.isalpha()]
        tokens = [token for token in long if not token.boundaries]
        if len(tokens) < 4:
            continue
        words = [record.document.text[t.start : t.end] for t in chance.sample(tokens, 3)]
        first = chance.randrange(len(tokens) - 1)
        phrase = record.document.text[tokens[first].start : tokens[first + 1].end]
        queries += [words[0], f"{words[0]} {words[1]}", f'"{phrase}"', f"{words[2]} -{words[0]}"]
        queries += [f"{words[0]} NEAR/5 {words[1]}", f"{tokens[0].exact[:4]}*", f"{words[0]} year:2020"]
    return [query for query in queries if not _ODD.search(query)]


def _latency(backend: EmbeddedBackend, queries: list[str]) -> None:
    for name, facets in (("top-10 and highlights", ()), ("top-10, facets and highlights", _FACETS)):
        times, slowest = [], (0.0, "", 0)
        for query in queries:
            parsed = parse(query)
            started = time.perf_counter()
            total = backend.search(parsed, View(facets=facets)).total
            times.append((time.perf_counter() - started) * 1000)
            slowest = max(slowest, (times[-1], query, total))
        cut = statistics.quantiles(times, n=100)
        print(f"search ({name}): p50 {cut[49]:.2f} ms, p95 {cut[94]:.2f} ms, p99 {cut[98]:.2f} ms")
        print(f"  slowest {slowest[0]:.1f} ms: {slowest[1]} ({slowest[2]:,} matches)")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--sentences", type=int, default=40_000)
    parser.add_argument("--keep", type=Path, default=None, help="build there, or measure what is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary) / "index"
        raw = Path(temporary) / "raw"
        raw.mkdir()
        records = _analysed(given.data / "news", given.sentences)
        print(f"{given.documents:,} documents of {len(records):,} sentences, {os.cpu_count()} cores")
        if not folder.exists():
            _build(folder, records, given.documents)
            _raw(raw, records, given.documents)
            print(f"size: {size_of(folder) / 2**20:,.0f} MiB, {size_of(folder) / size_of(raw):.1f} × raw tantivy")
        queries = _queries(records)
        del records
        _latency(EmbeddedBackend(folder), queries)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
