"""Our analysis and ranking beside stock Lucene's on the shared development data, in one run.

    python -m benchmarks.stock_lucene DATA [--jars FOLDER]

Needs Java 17 and the jars lucene-core and lucene-analysis-common 9.12; without --jars Maven fetches them.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.evaluation.data import pairs, rows
from pipeline.evaluation.tasks import search, variants

_VERSION = "9.12.2"
_ARTIFACTS = ("lucene-core", "lucene-analysis-common")
_RANK = Path(__file__).parent / "lucene" / "Rank.java"
_LEVELS = ("plain", "fold")


def _jars(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        sys.exit("neither --jars nor Maven: nothing to compare with")
    for name in _ARTIFACTS:
        artifact = f"-Dartifact=org.apache.lucene:{name}:{_VERSION}"
        subprocess.run([maven, "-q", "dependency:copy", artifact, f"-DoutputDirectory={folder}"], check=True)
    return folder


def _lucene(jars: Path, *given: str | Path) -> list[str]:
    java = shutil.which("java")
    if java is None:
        sys.exit("there is no Java here")
    command = [java, "-Xss64m", "-cp", f"{jars}/*", str(_RANK), *map(str, given)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def _write(path: Path, lines: list[tuple[str, str]]) -> Path:
    path.write_text("".join(f"{one}\t{' '.join(other.split())}\n" for one, other in lines), encoding="utf-8")
    return path


def _ranked(jars: Path, data: Path, folder: Path, language: str) -> float:
    """MRR@10 of stock Lucene."""
    passages = rows(data / "search" / f"{language}_dev_passages.jsonl")
    questions = rows(data / "search" / f"{language}_dev_queries.jsonl")
    there = _write(folder / "passages.tsv", [(row["id"], row["text"]) for row in passages])
    asked = _write(folder / "queries.tsv", [(row["id"], row["text"]) for row in questions])
    total = 0.0
    for line, question in zip(_lucene(jars, "rank", language, there, asked), questions, strict=True):
        hits = line.split("\t")[1:]
        total += next((1 / rank for rank, hit in enumerate(hits, 1) if hit in question["relevant"]), 0.0)
    return total / len(questions)


def _joined(jars: Path, lines: list[tuple[str, str]], folder: Path, language: str) -> float:
    there = _write(folder / "pairs.tsv", lines)
    return _lucene(jars, "pairs", language, there).count("true") / len(lines)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--jars", type=Path, default=None)
    given = parser.parse_args()
    ours = search(given.data) | variants(given.data)
    same = pairs(given.data / "variants" / "variants_dev.tsv")
    different = pairs(given.data / "variants" / "negatives_dev.tsv")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        jars = given.jars or _jars(folder)
        for language in ("fa", "ar"):
            spelt = [(row["canonical"], row["variant"]) for row in same if row["lang"] == language]
            apart = [
                (row["word"], row["not_variant"])
                for row in different
                if row["lang"] == language and row["level"] in _LEVELS
            ]
            theirs = {
                f"{language} MRR@10": _ranked(jars, given.data, folder, language),
                f"{language} joined": _joined(jars, spelt, folder, language),
                f"{language} kept apart": 1 - _joined(jars, apart, folder, language),
            }
            for name, figure in theirs.items():
                print(f"{name}: ours {ours[name]:.3f}, Lucene {figure:.3f} ({ours[name] - figure:+.3f})")


if __name__ == "__main__":
    main()
