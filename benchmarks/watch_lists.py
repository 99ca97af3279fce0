"""Measures watch lists: a hundred thousand names looked for in each article as it comes.

    python -m benchmarks.watch_lists DATA [--names N] [--documents N]

Names are of one to four words of the same articles, one in twenty as they stand there, so that some are found. Prints
how long it takes to make ready a name (once, when a list is given), to load the list (each start), and to look for all
of it in one article, whose analysis is made for the index anyway. Asked: 10 ms an article.
"""

import argparse
import os
import random
import resource
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks.deciding import percentile
from benchmarks.monitors import documents
from benchmarks.news import Record, records
from extractors.text.analyzer import analyze
from pipeline.index.phrases import Phrases, runs_of
from pipeline.index.records import IndexRecord

_SEED = 5
_THERE = 0.05
"""Of the names, how many stand in an article as they are."""
_SHORT = 2
_SIZES = (1, 2, 2, 3, 3, 4)


def names(articles: Sequence[Record], number: int) -> list[str]:
    """Names of words of articles, all of them different."""
    chosen, held = random.Random(_SEED), [_words(article["text"]) for article in articles]
    held = [words for words in held if len(words) > max(_SIZES)]
    made: dict[str, None] = {}
    while len(made) < number:
        size, words = chosen.choice(_SIZES), chosen.choice(held)
        at = chosen.randrange(len(words) - size)
        apart = " ".join(chosen.choice(chosen.choice(held)) for _ in range(max(2, size)))
        made[" ".join(words[at : at + size]) if chosen.random() < _THERE else apart] = None
    return list(made)


def _words(text: str) -> list[str]:
    return [text[token.start : token.end] for token in analyze(text[:3000]) if len(token.exact) > _SHORT]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    articles = list(islice(records(given.data / "news"), given.documents))
    asked = names(articles, given.names)
    began = time.perf_counter()
    runs = [runs_of(name) for name in asked]
    print(f"{len(asked):,} names made ready, once: {(time.perf_counter() - began) * 1000 / len(asked):.2f} ms a name")
    before, began, phrases = _memory(), time.perf_counter(), Phrases()
    for number, each in enumerate(runs):
        phrases.add(number, each)
    print(f"loaded in {time.perf_counter() - began:.2f} s, {_memory() - before:,.0f} MiB more at the most")
    began = time.perf_counter()
    made = [IndexRecord.of(document, at) for at, document in enumerate(documents(articles), 1)]
    print(f"analysis, shared with the index: {(time.perf_counter() - began) * 1000 / len(made):.1f} ms an article")
    _look(phrases, made)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _look(phrases: Phrases, made: Sequence[IndexRecord]) -> None:
    """Looks for all names in each article, and prints how long that takes: on the clock, and of a processor alone."""
    looked, worked, found = list[float](), list[float](), 0
    for record in made:
        began, busy = time.perf_counter(), time.thread_time()
        found += len(phrases.found(record))
        looked.append(time.perf_counter() - began)
        worked.append(time.thread_time() - busy)
    for what, times in (("looked for in an article", looked), ("of a processor", worked)):
        print(f"{what}: p50 {percentile(times, 0.5):.2f} ms, p99 {percentile(times, 0.99):.2f} ms")
    print(f"{found / len(made):.1f} names found in each")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
