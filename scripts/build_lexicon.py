"""Builds ``corpora/data/lexicon_fa.tsv`` from hazm's word list (MIT): words that have a count, and all compounds.

Run by hand when hazm is updated: ``.venv/bin/python scripts/build_lexicon.py``. The result is committed.
"""

import importlib.util
import math
from pathlib import Path

OUT = Path(__file__).parent.parent / "corpora/data/lexicon_fa.tsv"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


def main() -> None:
    """Writes the table: word, weight (ten times log10 of the count plus one)."""
    spec = importlib.util.find_spec("hazm")
    if spec is None or spec.origin is None:
        raise SystemExit("hazm is not installed: make setup")
    kept = []
    for line in (Path(spec.origin).parent / "data/words.dat").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split("\t")
        if int(count) > 0 or ZWNJ in word:
            kept.append((word, int(10 * math.log10(int(count) + 1))))
    rows = [f"{word}\t{weight}" for word, weight in sorted(set(kept))]
    OUT.write_text("word\tweight\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    main()
