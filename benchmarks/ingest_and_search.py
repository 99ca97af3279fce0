"""Measures the main job on the shared news: ingest rate, peak memory, index size, search latency, start times.

    python benchmarks/ingest_and_search.py DATA [--limit N] [--keep FOLDER] [--sentences N]

Prints rates and ratios. Times of a noisy machine are upper bounds; the peer beside each tells how noisy it was.
"""

import argparse
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.news import write
from tests.makers import ME

_QUERIES = (
    "تفاهم نامه",
    "سازمان ملل",
    '"مجلس شورای اسلامی"',
    "وزارت علوم دانشگاه",
    "قرارداد نفت -گاز",
    "استان تهران",
    "فوتبال لیگ",
    "مذكرة تفاهم",
    '"وزارة الداخلية"',
    "الأمم المتحدة",
    "الملك سلمان",
    "جامعة التعليم",
    "داعش OR العراق",
    "170",
    "هیئت مدیره",
)
_ASNAD = str(Path(sys.executable).with_name("asnad"))


def _tree_bytes(root: int) -> int:
    """Resident bytes of a process and all its descendants, shared pages counted once a process (PSS)."""
    total, parents = 0, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError, IndexError):
                continue
    for process in parents:
        at: int | None = process
        while at and at != root:
            at = parents.get(at)
        if at == root:
            try:
                rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
                total += next(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
            except (OSError, StopIteration):
                continue
    return total


class _Watch(threading.Thread):
    """The highest memory of a process tree, looked at twice a second."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self.peak, self._over = root, 0, threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.5):
            self.peak = max(self.peak, _tree_bytes(self._root))

    def end(self) -> int:
        self._over.set()
        return self.peak


def _ingest(lines: Path, workspace: Path, count: int) -> None:
    started = time.perf_counter()
    process = subprocess.Popen(
        [_ASNAD, "ingest", "--workspace", str(workspace), str(lines)], stderr=subprocess.PIPE, text=True
    )
    watch = _Watch(process.pid)
    watch.start()
    talk = process.communicate()[1]
    seconds = time.perf_counter() - started
    print(f"ingest: {count / seconds:.0f} documents/s ({count:,} in {seconds:.0f} s), exit {process.returncode}")
    print(f"ingest: peak memory of all processes {watch.end() / 2**20:.0f} MiB; {talk.strip().splitlines()[-1]}")


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _search(workspace: Path, rounds: int) -> None:
    from pipeline.index.results import FACETS, View
    from pipeline.settings import Settings
    from pipeline.workspace import Workspace

    with Workspace(Settings(workspace=workspace)) as space:
        queries = list(_QUERIES) * rounds
        random.Random(7).shuffle(queries)
        for query in _QUERIES:
            space.search(ME, query, View(facets=FACETS))
        for name, facets in (("hits and passages", ()), ("hits, passages and all facets", FACETS)):
            times = []
            for query in queries:
                started = time.perf_counter()
                space.search(ME, query, View(facets=facets))
                times.append((time.perf_counter() - started) * 1000)
            cut = statistics.quantiles(times, n=100)
            print(f"search ({name}): p50 {cut[49]:.2f} ms, p95 {cut[94]:.2f} ms, p99 {cut[98]:.2f} ms")


def _best(command: list[str], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return min(taken)


def _starts(workspace: Path) -> None:
    bare, shown = _best([sys.executable, "-c", "pass"]), _best([_ASNAD, "--help"])
    print(f"asnad --help: {shown:.2f} s ({shown / bare:.1f} × a bare interpreter)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    server = subprocess.Popen(
        [_ASNAD, "serve", "--workspace", str(workspace), "--port", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - started < 30:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        print(f"asnad serve: answers after {time.perf_counter() - started:.2f} s")
        url = f"http://127.0.0.1:{port}/api/v1/search?limit=10&q=%D8%AA%D9%87%D8%B1%D8%A7%D9%86"
        json.load(urllib.request.urlopen(url, timeout=10))
    finally:
        server.terminate()
        server.wait()


def _scaling(sentences: int) -> None:
    """How the time of reading and extracting one text of so many sentences grows with its length; 4 where linear."""
    from pipeline.records import Source
    from pipeline.sandbox.worker import read_source

    times = []
    for size in (sentences, 4 * sentences):
        text = "سازمان ملل ۱۲ نفر در ۱۴ آذر ۱۴۰۴ فرستاد. " * size
        started = time.perf_counter()
        read_source(Source("file:///long.txt", "long.txt", text.encode()))
        times.append(time.perf_counter() - started)
    print(f"one text, four times as long: {times[1] / times[0]:.1f} × the time")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--sentences", type=int, default=5_000, help="of the shorter long text")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines, workspace = Path(folder) / "news.jsonl", given.keep or Path(folder) / "workspace"
        count = write(given.data / "news", lines, given.limit)
        size = lines.stat().st_size
        print(f"{count:,} articles, {size / 2**20:.0f} MiB of JSON lines, {os.cpu_count()} cores")
        _ingest(lines, workspace, count)
        for part in ("store.db", "index", "blobs"):
            where = workspace / part
            bytes_of = where.stat().st_size if where.is_file() else size_of(where)
            print(f"size of {part}: {bytes_of / 2**20:.0f} MiB ({bytes_of / count:.0f} bytes a document)")
        _search(workspace, rounds=20)
        _starts(workspace)
    _scaling(given.sentences)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
