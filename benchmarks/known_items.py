"""How far up a document stands for a few of its own words: what ranking adds where all words must be there.

    python -m benchmarks.known_items DATA [--documents N] [--queries N]

One to three words of a title or a line, side by side or not, half of the queries in the other script's letters (ي, ك);
the mean reciprocal rank of the document that they are from, among the ten best of the embedded engine. Words that
many documents have lead to one of them only by chance, so the figures compare ways of ranking; they say nothing alone.
"""

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import batched
from pathlib import Path

from benchmarks.engines import documents, into
from corpora.document import Document
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import parse

_BATCH = 500
_BEST = 10
_WORD = re.compile(r"\w{3,}")
_LINE = 40
_OTHER_LETTERS = str.maketrans("یک", "يك")


def queries(known: Sequence[Document], count: int) -> Iterator[tuple[str, str, int]]:
    """Query, key of the document that it is from, and its number of words."""
    chance = random.Random(3)
    for number in range(count):
        document = chance.choice(known)
        lines = [line for line in document.text.split("\n") if len(line) > _LINE]
        words = _WORD.findall(document.title if chance.random() < 0.5 or not lines else chance.choice(lines))
        size = chance.choice((1, 2, 2, 3))
        if len(words) > size:
            first = chance.randrange(len(words) - size)
            beside = words[first : first + size]
            apart = [words[at] for at in sorted(chance.sample(range(len(words)), size))]
            text = " ".join(beside if chance.random() < 0.6 else apart)
            yield (text.translate(_OTHER_LETTERS) if number % 2 else text), document.key, size


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=9000)
    parser.add_argument("--queries", type=int, default=1500)
    given = parser.parse_args()
    known = list(documents(given.data / "news", given.documents))
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedBackend(Path(folder))
        index = into(engine)
        for batch in batched(enumerate(known, 1), _BATCH):
            index([IndexRecord.of(document, seq) for seq, document in batch])
        engine.release_writer()
        ranks: dict[int, list[float]] = {1: [], 2: [], 3: []}
        spent = []
        for text, key, size in queries(known, given.queries):
            began = time.perf_counter()
            found = [hit.key for hit in engine.search(parse(text), View(limit=_BEST, passages=False)).hits]
            spent.append(time.perf_counter() - began)
            ranks[size].append(1 / (1 + found.index(key)) if key in found else 0.0)
        engine.close()
    for size, reciprocal in ranks.items():
        print(f"words {size}: MRR@{_BEST} {statistics.mean(reciprocal):.3f} of {len(reciprocal)} queries")
    print(f"p50 {1000 * statistics.median(spent):.2f} ms")


if __name__ == "__main__":
    main()
