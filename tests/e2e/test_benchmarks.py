"""The short seeded part of ``make load`` and ``make bench``: they run, and every answer is what it should be."""

import subprocess
import sys
from pathlib import Path

from benchmarks import load


def test_load() -> None:
    assert load.run(requests=120, clients=8) == []


def test_ingest_and_search(data: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.ingest_and_search", str(data), "--limit", "60"]
    command += ["--sentences", "150"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert "60 added, 0 changed, 0 unchanged, 0 failed" in done.stdout
    assert "search (hits and passages): p50" in done.stdout


def test_known_items(data: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.known_items", str(data), "--documents", "300", "--queries", "100"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert "words 3: MRR@10 " in done.stdout


def test_a_large_index(data: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.million", str(data), "--documents", "600", "--sentences", "100"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert "search (top-10, facets and highlights): p50" in done.stdout
