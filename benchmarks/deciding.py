"""Measures what people wait for who decide while an archive is ingested beside them.

    python -m benchmarks.deciding DATA [--limit N] [--people N] [--pause S] [--seconds S]

One process, as a server is: its Follower, the ingest, the people who rename entities and one who searches. Prints how
long a decision took to be answered and to be seen by a search, and searches before and meanwhile. Asked: answers within
500 ms and seen within 2 s (p99), searches at most five times as long as before.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.news import write
from pipeline.index.results import View
from pipeline.people.principal import Principal, local
from pipeline.settings import Settings
from pipeline.workspace import Workspace

_QUERIES = ("تفاهم نامه", "سازمان ملل", "استان تهران", "وزارت علوم دانشگاه", "مذكرة تفاهم", "الأمم المتحدة", "170")
_SEED = 7
_FEW = 20
"""Documents of an entity that is renamed."""


@dataclass(slots=True)
class Times:
    """Seconds that things took."""

    answered: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    searched: list[float] = field(default_factory=list)


def decide(space: Workspace, who: Principal, identity: str, name: str, times: Times) -> None:
    """Renames an entity, and waits until a search finds its documents by the new name."""
    began = time.perf_counter()
    space.entities.rename(who, identity, name)
    times.answered.append(time.perf_counter() - began)
    while not space.search(who, f'org:"{name}"', View(limit=1, passages=False), relax=False).total:
        time.sleep(0.02)
    times.seen.append(time.perf_counter() - began)


def search(space: Workspace, who: Principal, over: Callable[[], bool], times: Times) -> None:
    """Asks one query after the other."""
    while not over():
        for query in _QUERIES:
            began = time.perf_counter()
            space.search(who, query, View(limit=10))
            times.searched.append(time.perf_counter() - began)
            time.sleep(0.05)


def meanwhile(space: Workspace, who: Principal, people: int, pause: float, over: Callable[[], bool]) -> Times:
    """People who decide, each with pauses between, and one who searches, until it is over."""
    times, chosen = Times(), random.Random(_SEED)
    known = [each.entity.id for each in space.entities.find(who, label="ORG", limit=2000) if each.documents <= _FEW]
    chosen.shuffle(known)

    def person(number: int) -> None:
        turn = 0
        while not over():
            decide(
                space, who, known[(number + turn * people) % len(known)], f"بنیاد شماره {number * 10_000 + turn}", times
            )
            turn += 1
            time.sleep(pause * chosen.uniform(0.5, 1.5))

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    threads.append(threading.Thread(target=search, args=(space, who, over, times)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def percentile(times: Sequence[float], share: float) -> float:
    """The time within which so many were done, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def _line(what: str, times: Sequence[float]) -> None:
    fifty, most = percentile(times, 0.5), percentile(times, 0.99)
    print(f"{what}: p50 {fifty:,.0f} ms, p99 {most:,.0f} ms, longest {max(times) * 1000:,.0f} ms of {len(times):,}")


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=2000, help="documents that are ingested meanwhile")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two decisions of a person")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long searches are timed before")
    asked = parser.parse_args()
    who = local()
    with tempfile.TemporaryDirectory() as folder, Workspace(Settings(workspace=Path(folder) / "ws")) as space:
        before, archive = Path(folder) / "before.jsonl", Path(folder) / "archive.jsonl"
        write(asked.data / "news", before, asked.limit // 4)
        count = write(asked.data / "news", archive, asked.limit)
        space.ingest(who, [before], "before")
        with space.upkeep.following():
            end = time.monotonic() + asked.seconds
            idle = Times()
            search(space, who, lambda: time.monotonic() > end, idle)
            ingest = threading.Thread(target=space.ingest, args=(who, [archive], "archive"))
            began = time.perf_counter()
            ingest.start()
            busy = meanwhile(space, who, asked.people, asked.pause, lambda: not ingest.is_alive())
            ingest.join()
            print(f"ingest beside: {count:,} documents in {time.perf_counter() - began:,.0f} s")
    print(f"{asked.people} people, {len(busy.answered):,} decisions")
    _line("decision answered", busy.answered)
    _line("decision seen by a search", busy.seen)
    _line("search before", idle.searched)
    _line("search meanwhile", busy.searched)
    times = percentile(busy.searched, 0.99) / percentile(idle.searched, 0.99)
    print(f"search p99: {times:.1f} times that before; median {statistics.median(busy.searched) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
