"""Builds ``corpora/data/lexicon_ar.tsv``: counts of Arabic word forms in news; forms only, no text.

Run by hand: ``.venv/bin/python scripts/build_lexicon_ar.py ../shared/data/news``. The result is committed.
"""

import collections
import json
import math
import sys
import zipfile
from pathlib import Path

from extractors.text.aligned import AlignedText
from extractors.text.tokens import tokens

OUT = Path(__file__).parent.parent / "corpora/data/lexicon_ar.tsv"
LEAST = 12
"""A form that stands fewer times is as often a slip as a word."""


def main() -> None:
    """Writes the table: folded word form, weight (ten times log10 of the count plus one)."""
    counts: collections.Counter[str] = collections.Counter()
    for path in sorted(Path(sys.argv[1]).glob("saudinewsnet-*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for article in json.loads(archive.read(name)):
                    folded = AlignedText.of(article["content"])
                    counts.update(folded.key[t.start : t.end] for t in tokens(folded) if t.kind == "word")
    rows = [
        f"{word}\t{int(10 * math.log10(count + 1))}"
        for word, count in sorted(counts.items())
        if count >= LEAST and 1 < len(word) < 20 and not word.isascii()
    ]
    OUT.write_text("word\tweight\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    main()
