"""How much monitors cost an ingest: the same articles read with none, a hundred and ten thousand of them.

    python -m benchmarks.followers DATA [--documents N] [--monitors N,N,…]

Each in a workspace of its own, from files to alerts, with all processes that read. Prints seconds on the clock and of
processors (children too), which other work on the machine disturbs less, and how much more that is than without a
monitor. Asked: 10 % at most.
"""

import argparse
import os
import tempfile
import threading
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

from benchmarks.monitors import queries
from benchmarks.news import Record, records, write
from pipeline.errors import QuerySyntaxError
from pipeline.monitors.alerts import Wanted
from pipeline.people.principal import local
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.store import monitors as kept
from pipeline.workspace import Workspace

_PAUSE = 0.1
"""Seconds between two looks at the processes."""
_TICKS = os.sysconf("SC_CLK_TCK")


def watch(space: Workspace, articles: list[Record], number: int) -> int:
    """Keeps so many queries of words of the articles as monitors; gives how many parse."""
    made = 0
    with space.store.writing() as connection:
        for text in queries(articles, number):
            asked = StoredQuery(text)
            try:
                asked.parsed()
            except QuerySyntaxError:  # the beginning of a word that is a pattern has one letter
                continue
            about = {
                "name": f"monitor {made}",
                "owner": "bench",
                "owner_kind": "local",
                "collection": "",
                "shared": False,
            }
            kept.add(connection, {**about, "query": text, "grammar": asked.grammar, "asked": asked.record()})
            made += 1
    return made


class Processors:
    """Seconds that processors work for this process and all that it starts, looked up while they run."""

    def __init__(self) -> None:
        """Begins to look."""
        self._seen: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._before = sum(_tree().values())
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            self._seen |= _tree()

    def end(self) -> float:
        """Ends, and gives the seconds since the beginning."""
        self._ended.set()
        self._thread.join()
        return sum((self._seen | _tree()).values()) - self._before


def _tree() -> dict[int, float]:
    """Seconds of this process and of those below it, by id."""
    about: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = path.read_text().rpartition(")")[2].split()
            about[int(path.parent.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS
    ours, grown = {os.getpid()}, True
    while grown:
        more = {one for one, (parent, _) in about.items() if parent in ours} - ours
        ours, grown = ours | more, bool(more)
    return {one: about[one][1] for one in ours}


def measure(folder: Path, lines: Path, articles: list[Record], number: int) -> tuple[int, float, float, int]:
    """Monitors, seconds on the clock and of processors for the ingest until all is matched, and alerts."""
    who = local("bench")
    with Workspace(Settings(workspace=folder)) as space:
        made = watch(space, articles, number)
        began, worked = time.perf_counter(), Processors()
        space.ingest(who, [lines], "news")
        space.matching.catch_up()
        taken, spent = time.perf_counter() - began, worked.end()
        return made, taken, spent, len(space.alerts.all(who, Wanted(after=0, limit=1_000_000)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--monitors", default="0,100,10000")
    given = parser.parse_args()
    articles = list(islice(records(given.data / "news"), given.documents))
    with tempfile.TemporaryDirectory() as place:
        lines = Path(place) / "news.jsonl"
        read = write(given.data / "news", lines, given.documents)
        base = 0.0
        for at, number in enumerate(map(int, given.monitors.split(","))):
            made, taken, spent, alerts = measure(Path(place) / f"ws{at}", lines, articles, number)
            base = base or spent
            print(
                f"{made:6,} monitors: {read:,} articles in {taken:.0f} s, {spent:.0f} s of processors, "
                f"{spent / base - 1:+.1%}, {alerts:,} alerts",
                flush=True,
            )
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
