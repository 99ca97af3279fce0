"""Measures what people wait for who decide while an archive is ingested beside them.

    python -m benchmarks.deciding DATA [--limit N] [--people N] [--pause S] [--seconds S] [--many N]

One process, as a server is: its Follower, the ingest, the people who rename entities and one who searches. Prints how
long a decision took to be answered and to be seen by a search, and searches before and meanwhile. Asked: answers within
500 ms and seen within 2 s (p99), searches at most five times as long as before.

With ``--many`` an entity that so many documents name is renamed too, while few others are: when the first ten of its
documents are found by the new name, when all are, and how long the others took meanwhile. ``--alone`` ingests the same
archive first with nobody beside. Walls say little on a machine that others use too: what a decision computed itself
stands beside them, and the load average.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice
from pathlib import Path

from benchmarks.news import Record, records, write
from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.index.results import View
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace

_QUERIES = (
    "تفاهم نامه",
    "سازمان ملل",
    "استان تهران",
    "وزارت علوم دانشگاه",
    "مذكرة تفاهم",
    "الأمم المتحدة",
    "170",
    'org:"سازمان ملل"',
)
_SEED = 7
_POLL = 0.1
"""Seconds between two looks whether a decision is seen: ten people who look all the time are what they wait for."""
_SINGLES = 30
"""Documents beside those of an entity that very many name."""
_FEW = 20
"""Documents of an entity that is renamed."""


@dataclass(slots=True)
class Times:
    """Seconds that things took."""

    answered: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    """Of what was answered, what its own thread computed; the rest is waiting."""
    seen: list[float] = field(default_factory=list)
    searched: list[float] = field(default_factory=list)


def decide(space: Workspace, who: Principal, identity: str, name: str, times: Times) -> None:
    """Renames an entity, and waits until a search finds its documents by the new name."""
    began, computed = time.perf_counter(), time.thread_time()
    space.entities.rename(who, identity, name)
    times.answered.append(time.perf_counter() - began)
    times.computed.append(time.thread_time() - computed)
    while not space.search(who, f'org:"{name}"', View(limit=1, passages=False), relax=False).total:
        time.sleep(_POLL)
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
        time.sleep(pause * chosen.random())  # people do not press their keys in one instant
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


def _named(record: Record) -> Document:
    """An article as a document that names one body, without the time that finding all names takes."""
    key, name = digest(record["id"].encode())[:32], "بنیاد نمونه"
    text = f"{name}\n{record['text']}"
    value = {"name": name, "entity": f"org:{name}"}
    span = Span(0, len(name))
    found = Mention(mention_id(key, "ORG", span, name), "ORG", span, name, value, "benchmark", "1")
    document = Document(key, record["id"], f"bench:{record['id']}", text, title=record["title"], language="fa")
    return replace(document, content_hash=key, mentions=(found,))


def rename_many(folder: Path, news: Path, many: int) -> None:
    """Renames an entity that many documents name, and one that a single one does a moment later, again and again."""
    who, articles = local(), islice(records(news), many)
    with Workspace(Settings(workspace=folder)) as space:
        documents = {one.key: one for one in map(_named, articles)}
        space.store.put((one, "") for one in documents.values())
        space.ingest_sources(who, (_single(number) for number in range(_SINGLES)))
        with space.upkeep.following():
            (large, *_), times = space.entities.find(who, label="ORG", limit=1), Times()
            others = [each.entity.id for each in space.entities.find(who, "انجمن", limit=_SINGLES)]
            began = time.perf_counter()
            space.entities.rename(who, large.entity.id, "بنیاد دیگر")
            print(f"renamed in {large.documents:,} documents: answered in {time.perf_counter() - began:.2f} s")
            wanted = iter((10, large.documents))
            following: int | None = next(wanted)
            for turn in count():
                found = space.search(who, 'org:"بنیاد دیگر"', View(limit=10, facets=("org",)), relax=False)
                shown = dict(found.facets["org"]).get("بنیاد دیگر", 0)
                while following is not None and min(found.total, shown) >= following:
                    print(f"  {following:,} of them found and shown so after {time.perf_counter() - began:.1f} s")
                    following = next(wanted, None)
                if following is None:
                    break
                if turn % 20 == 0:
                    decide(space, who, others[turn // 20 % len(others)], f"انجمن شماره {turn}", times)
                time.sleep(_POLL)
    if times.seen:
        _line("  meanwhile a decision on one document was answered", times.answered)
        _line("  meanwhile a decision on one document was seen", times.seen)


def _single(number: int) -> Source:
    text = f"انجمن خوشنویسان شهر {'آبپتسش'[number % 6]}{'رزدنم'[number // 6 % 5]}ان در نشست خود گزارش داد."
    return Source(f"bench:single-{number}", f"{number}.txt", text.encode())


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=2000, help="documents that are ingested meanwhile")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two decisions of a person")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long searches are timed before")
    parser.add_argument("--many", type=int, default=0, help="documents of an entity that is renamed, instead")
    parser.add_argument("--alone", action="store_true", help="ingests the same before, with nobody beside")
    asked = parser.parse_args()
    print("load average:", *(f"{each:.1f}" for each in os.getloadavg()))
    with tempfile.TemporaryDirectory() as folder:
        if asked.many:
            rename_many(Path(folder), asked.data / "news", asked.many)
        else:
            beside_an_ingest(asked, Path(folder))
    print("load average:", *(f"{each:.1f}" for each in os.getloadavg()))


def beside_an_ingest(asked: argparse.Namespace, folder: Path) -> None:
    """People decide and search while an archive is ingested."""
    who = local()
    before, archive = folder / "before.jsonl", folder / "archive.jsonl"
    write(asked.data / "news", before, asked.limit // 4)
    number = write(asked.data / "news", archive, asked.limit)
    if asked.alone:
        with Workspace(Settings(workspace=folder / "alone")) as space:
            space.ingest(who, [before], "before")
            with space.upkeep.following():
                _timed("ingest alone", number, lambda: space.ingest(who, [archive], "archive"))
    with Workspace(Settings(workspace=folder / "ws")) as space:
        space.ingest(who, [before], "before")
        with space.upkeep.following():
            end = time.monotonic() + asked.seconds
            idle, busy = Times(), Times()
            search(space, who, lambda: time.monotonic() > end, idle)
            ingest = threading.Thread(target=space.ingest, args=(who, [archive], "archive"))

            def together() -> None:
                ingest.start()
                done = meanwhile(space, who, asked.people, asked.pause, lambda: not ingest.is_alive())
                ingest.join()
                for name in ("answered", "computed", "seen", "searched"):
                    getattr(busy, name).extend(getattr(done, name))

            _timed("ingest beside", number, together)
    print(f"{asked.people} people, {len(busy.answered):,} decisions")
    _line("decision answered", busy.answered)
    _line("  computed by itself", busy.computed)
    _line("decision seen by a search", busy.seen)
    _line("search before", idle.searched)
    _line("search meanwhile", busy.searched)
    times = percentile(busy.searched, 0.99) / percentile(idle.searched, 0.99)
    print(f"search p99: {times:.1f} times that before; median {statistics.median(busy.searched) * 1000:.0f} ms")


def _timed(what: str, documents: int, work: Callable[[], object]) -> None:
    """Does something, and says how long it took, and what this process and those that ended computed."""
    began = time.perf_counter(), _computed(resource.RUSAGE_SELF), _computed(resource.RUSAGE_CHILDREN)
    work()
    wall, own, children = time.perf_counter(), _computed(resource.RUSAGE_SELF), _computed(resource.RUSAGE_CHILDREN)
    taken = wall - began[0], own - began[1], children - began[2]
    print(f"{what}: {documents:,} documents in {taken[0]:,.0f} s; computed here {taken[1]:,.0f} s", end="")
    print(f", in processes that ended {taken[2]:,.0f} s" if taken[2] >= 1 else "")


def _computed(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
