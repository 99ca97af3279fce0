"""Measures monitors: thousands of stored queries asked of documents as they come.

    python -m benchmarks.monitors DATA [--monitors N] [--documents N] [--batch N]

The queries are made of words of the same articles, of one to four words, phrases, alternatives, exclusions, names,
counts and dates, some with a pattern, which no term tells. Matched in one process, a batch after the other as the
Follower gives them; the analysis, which indexing does anyway and which is shared with it, is timed apart.
Asked: 10,000 monitors and 100 documents a second.

Elasticsearch's own percolator is not measured beside: the server of the tests lacks that module.
"""

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import batched, islice
from pathlib import Path

from benchmarks.deciding import percentile
from benchmarks.news import Record, records
from corpora.document import Document
from extractors.text.analyzer import analyze
from pipeline.errors import QuerySyntaxError
from pipeline.index.embedded.percolation import Percolator
from pipeline.index.records import IndexRecord
from pipeline.index.required import required_terms
from pipeline.query.parser import parse_or_all

_SEED = 11
_PATTERNS = 0.01
"""Of the monitors, how many have a pattern alone."""
_SAMPLE = 1000
_COMMON = 0.03
"""Of the articles, how many may have a word that somebody watches for: nobody watches for «است»."""
_SHORT = 2
type _Make = Callable[[Callable[[], str], random.Random], str]
_FORMS: tuple[_Make, ...] = (
    lambda word, _: f"{word()} {word()}",
    lambda word, _: f"{word()} {word()} {word()}",
    lambda word, _: f'"{word()} {word()}"',
    lambda word, _: f"{word()} -{word()}",
    lambda word, _: f"({word()} OR {word()}) {word()}",
    lambda word, _: f"{word()} NEAR/10 {word()}",
    lambda word, _: f'org:"{word()} {word()}"',
    lambda word, chosen: f"count:{word()}>={chosen.randint(2, 500)}",
    lambda word, _: f"{word()} date:1404..",
    lambda word, _: word(),
)


def vocabulary(articles: Sequence[Record]) -> list[str]:
    """Words that tell something: those of a sample of articles that few of them have, as often as they stand there."""
    chosen = random.Random(_SEED)
    sample = chosen.sample(list(articles), min(_SAMPLE, len(articles)))
    held = [_words(article["text"][:2000]) for article in sample]
    common = Counter[str]()
    for words in held:
        common.update(set(words))
    most = max(1, int(len(sample) * _COMMON))
    return [word for words in held for word in words if common[word] <= most]


def _words(text: str) -> list[str]:
    found = (token for token in analyze(text) if len(token.exact) > _SHORT and token.exact.isalpha())
    return [text[token.start : token.end] for token in found]


def queries(articles: Sequence[Record], number: int) -> Iterator[str]:
    """Queries as newsrooms store them, of the words of articles."""
    chosen, words = random.Random(_SEED), vocabulary(articles)

    def word() -> str:
        return chosen.choice(words)

    for _ in range(number):
        if chosen.random() < _PATTERNS:
            yield f"{word()[:4]}*"
        else:
            yield chosen.choice(_FORMS)(word, chosen)


def documents(articles: Sequence[Record]) -> list[Document]:
    """Articles as documents, without the time that extraction takes."""
    made = []
    for number, article in enumerate(articles, 1):
        key, title = f"{number:032x}", article.get("title", "")
        made.append(Document(key, article["id"], f"bench:{number}", article["text"], title=title, language="fa"))
    return made


def measure(kept: Percolator, made: Sequence[Document], size: int) -> None:
    """Matches batch by batch, and prints the rates."""
    analysed, matched, found = 0.0, list[float](), 0
    for number, batch in enumerate(batched(made, size)):
        began = time.perf_counter()
        records_made = [IndexRecord.of(document, number * size + at) for at, document in enumerate(batch, 1)]
        analysed += time.perf_counter() - began
        began = time.perf_counter()
        hits, _ = kept.matches(records_made)
        matched.append(time.perf_counter() - began)
        found += sum(map(len, hits.values()))
    rate = len(made) / sum(matched)
    print(f"matched: {rate:,.0f} documents/s, {found:,} matches, {rate * len(kept):,.0f} pairs/s")
    half, most = percentile(matched, 0.5), percentile(matched, 0.99)
    print(f"a batch of {size}: p50 {half:,.0f} ms, p99 {most:,.0f} ms")
    print(f"analysis, shared with the index: {len(made) / analysed:,.0f} documents/s")
    print(f"both in one process: {len(made) / (analysed + sum(matched)):,.0f} documents/s")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--monitors", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=50)
    given = parser.parse_args()
    articles = list(islice(records(given.data / "news"), given.documents))
    kept, told, began = Percolator(), 0, time.perf_counter()
    for number, text in enumerate(queries(articles, given.monitors)):
        try:
            query = parse_or_all(text)
        except QuerySyntaxError:  # the beginning of a word that is a pattern has one letter
            continue
        told += bool(required_terms(query))
        kept.put(str(number), query)
    print(
        f"{len(kept):,} monitors, {told / len(kept):.0%} told by a term, loaded in {time.perf_counter() - began:.1f} s"
    )
    measure(kept, documents(articles), given.batch)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
