"""Measures the speed of text analysis on the shared news, beside hazm's normalizer, tokenizer and stemmer.

python -m benchmarks.analysis DATA
"""

import argparse
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from benchmarks.news import records
from extractors.text.analyzer import analyze

_ARTICLES = 1200
_BESIDE = 100
"""Articles that hazm is given: it is slow."""


def _rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Million characters a second."""
    started = time.perf_counter()
    for text in texts:
        work(text)
    return sum(map(len, texts)) / (time.perf_counter() - started) / 1e6


def _hazm() -> Callable[[str], object]:
    from hazm import Normalizer, Stemmer, WordTokenizer

    normalizer, tokenizer, stemmer = Normalizer(), WordTokenizer(), Stemmer()
    return lambda text: [stemmer.stem(word) for word in tokenizer.tokenize(normalizer.normalize(text))]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    found = list(records(given.data / "news"))
    texts = {
        "Persian": [record["text"] for record in islice((r for r in found if "site" not in r), _ARTICLES)],
        "Arabic": [record["text"] for record in islice((r for r in found if "site" in r), _ARTICLES)],
    }
    analyze("برای خواندن جدول‌ها")
    for language, some in texts.items():
        first, again = _rate(analyze, some), _rate(analyze, some)
        print(f"{language}: {first:.2f} M chars/s with new words, {again:.2f} M chars/s with known ones")
    hazm = _hazm()
    beside = texts["Persian"][:_BESIDE]
    hazm(beside[0])
    ours, theirs = _rate(analyze, beside), _rate(hazm, beside)
    print(f"Persian, in the same run: {ours / theirs:.1f} × the speed of hazm ({theirs:.3f} M chars/s)")


if __name__ == "__main__":
    main()
