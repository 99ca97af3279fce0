"""Measures the finding of names on the shared news: words a second on one core, load time and memory.

python -m benchmarks.names DATA
"""

import argparse
import resource
import time
from itertools import islice
from pathlib import Path

from benchmarks.news import records
from extractors.extraction import mentions_of
from extractors.names.extractor import NameExtractor, shipped
from extractors.protocols import Passage
from extractors.registry import build

_ARTICLES = 400


def _loaded(language: str) -> float:
    """Seconds of processor time from nothing to the first name."""
    started = time.process_time()
    shipped(language)
    NameExtractor().extract(Passage.of("وزارت کشور، وزارة العدل", language), [])
    return time.process_time() - started


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    found = list(records(given.data / "news"))
    for language, foreign in (("fa", False), ("ar", True)):
        load = _loaded(language)
        texts = [r["text"] for r in islice((r for r in found if ("site" in r) == foreign), _ARTICLES)]
        passages = [Passage.of(text, language) for text in texts]
        words = sum(len(passage.words) for passage in passages)
        extractor, every = NameExtractor(), build()
        started = time.process_time()
        for passage in passages:
            extractor.extract(passage, [])
        names = time.process_time() - started
        started = time.process_time()
        for text in texts:
            mentions_of(text, key="", language=language, published=None, extractors=every)
        whole = time.process_time() - started
        print(
            f"{language}: {words / names:,.0f} words/s for names, {words / whole:,.0f} for everything from the text on;"
            f" loaded in {load:.2f} s"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{memory:,.0f} MiB resident at most, the news among them")


if __name__ == "__main__":
    main()
