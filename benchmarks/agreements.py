"""How long the pages of agreements and organisations, their files and a decision take with many entries.

    python -m benchmarks.agreements [DATA] [--entries N] [--rounds N] [--decisions N] [--rows N]

Fills a workspace with news of our own making, a sentence an agreement, whose mentions are made here, so that nothing
but the register is measured; a list of ``--rows`` organisations beside them is brought in, and again. Prints
milliseconds at the median and at 95 of a hundred: pages around the application itself, without network; a decision
until it is answered with the entry as it is then.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import batched
from pathlib import Path
from urllib.parse import quote

from fastapi.testclient import TestClient

from corpora.document import Document, Mention, Span
from corpora.ids import mention_id
from extractors.names.identity import key_of_name
from pipeline.people.principal import Principal, local
from pipeline.registry.entries import Entry
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

TOWNS = "میبد اردکان تفت یزد شیراز تبریز اهواز رشت سمنان قم".split()
FIELDS = "آبخیزداری باغداری مرمت آموزش کتابخانه گردشگری بهداشت ورزش بازیافت نجوم".split()
FIRST = date(1998, 1, 1)
BATCH = 500
WARM = 3


def documents(number: int) -> Iterator[Document]:
    """A sentence a document, which tells of one agreement of a university and a company."""
    for one in range(number):
        town, about = TOWNS[one % len(TOWNS)], FIELDS[one // len(TOWNS) % len(FIELDS)]
        university, company = f"دانشگاه {town}", f"شرکت {about} {one}"
        number = one % 90 + 2
        text = f"{university} و {company} در {town} تفاهم‌نامه {about} امضا کردند و {number} کارگاه برگزار شد."
        published = (FIRST + timedelta(days=one % 9000)).isoformat()
        named: list[tuple[str, str, Mapping[str, object]]] = [
            ("ORG", name, {"name": name, "entity": key_of_name("ORG", name, {})}) for name in (university, company)
        ]
        named.append(("AGREEMENT", "تفاهم‌نامه", {"kind": "mou"}))
        named.append(("COUNT", f"{number} کارگاه", {"number": number, "unit": "کارگاه", "modifier": "exact"}))
        key = f"news{one}"
        mentions = tuple(mention(key, text, *each) for each in named)
        yield Document(
            key, key, f"bench:{key}", text, language="fa", title=text[:40], published=published, mentions=mentions
        )


def mention(key: str, text: str, label: str, surface: str, value: Mapping[str, object]) -> Mention:
    start = text.index(surface)
    span = Span(start, start + len(surface))
    return Mention(mention_id(key, label, span, surface), label, span, surface, value, "bench", "1")


type Taken = list[tuple[float, float]]
"""Milliseconds of each round, on the wall and of the processor."""


def timed(todo: Callable[[int], object], rounds: int) -> Taken:
    """How long each round took, after a few that are not counted."""
    taken = []
    for one in range(rounds + WARM):
        start, worked = time.perf_counter(), time.process_time()
        todo(one)
        taken.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - worked)))
    return taken[WARM:]


def told(name: str, taken: Taken) -> None:
    """Prints a row."""
    walls = [wall for wall, _ in taken]
    p95 = statistics.quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]
    print(f"{name:28} {statistics.median(walls):8.1f} {p95:8.1f} {statistics.median(cpu for _, cpu in taken):8.1f}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", help="not read: the news are made here")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--rows", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Settings(workspace=Path(folder) / "workspace"))
        who = local("bench")
        for some in batched(documents(given.entries), BATCH):
            space.store.put((one, one.key) for one in some)
        space.upkeep.settle()
        start = time.perf_counter()
        space.register.sync()
        print(f"{given.entries:,} documents read in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        entries = space.register.entries(who)
        print(f"{len(entries):,} entries made in {time.perf_counter() - start:.1f} s")
        print(f"{'':28}   p50 ms   p95 ms   of it cpu")
        decide(space, who, entries, given.decisions)
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            told("list, the first time", first(client))
            pages(client, entries, given.rounds)
            organisations(client, space, who, given.rounds)
        if given.rows:
            lists(space, who, given.rows)


def decide(space: Workspace, who: Principal, entries: list[Entry], number: int) -> None:
    """Times decisions of each kind."""
    chance = random.Random(7)
    some = [one.id for one in chance.sample(entries, 3 * (number + WARM))]
    judge, join = space.deciding.judge, space.deciding.join
    told("accept a field", timed(lambda one: judge(who, some[3 * one], "kind", "accept"), number))
    told("reject an entry", timed(lambda one: judge(who, some[3 * one + 1], "", "reject"), number // 4))
    told("join two", timed(lambda one: join(who, some[3 * one], some[3 * one + 2]), number // 4))


def first(client: TestClient) -> Taken:
    """How long a page takes that nobody asked for before."""
    start, worked = time.perf_counter(), time.process_time()
    seen(client, "/agreements", 0)
    return [(1000 * (time.perf_counter() - start), 1000 * (time.process_time() - worked))]


def pages(client: TestClient, entries: list[Entry], rounds: int) -> None:
    """Times each page."""
    chance = random.Random(7)
    some = [one.id for one in chance.sample(entries, rounds + WARM)]
    asked = {
        "list": "/agreements",
        "list, page 100": "/agreements?at=2475",
        "list by words": f"/agreements?q={quote(FIELDS[1])}",
        "list by partner and year": f"/agreements?partner={quote('دانشگاه میبد')}&year=1390",
        "rejected": "/agreements?list=rejected",
        "totals by partner": "/counts/agreements?by=partner",
        "entries of a total": f"/agreements?total={quote('partner:' + key_of_name('ORG', 'دانشگاه میبد', {}))}",
        "counts of a unit": f"/counts?unit={quote('کارگاه')}",
        "counts of a unit, page 100": f"/counts?unit={quote('کارگاه')}&at=2475",
        "counts of a unit by body": f"/counts?unit={quote('کارگاه')}&by=body",
        "totals by year": "/counts/agreements?by=year",
        "JSON": "/api/v1/agreements?limit=50",
    }
    for name, address in asked.items():
        told(name, timed(partial(seen, client, address), rounds))
    told("entry", timed(lambda one: seen(client, f"/agreements/{some[one]}", one), rounds))


def organisations(client: TestClient, space: Workspace, who: Principal, rounds: int) -> None:
    """Times the pages of organisations: as they are, and once a document came in or somebody decided."""
    start = time.perf_counter()
    found = space.organisations.find(who)
    print(f"{len(found):,} organisations described in {time.perf_counter() - start:.1f} s")
    chance = random.Random(7)
    some = [one.id for one in chance.sample(found, rounds + WARM)]
    asked = {
        "organisations": "/organisations",
        "organisations, page 100": "/organisations?at=2475",
        "organisations by words": f"/organisations?q={quote(FIELDS[1])}",
        "organisations, kind, place": f"/organisations?kind=university&place={quote('میبد')}",
        "organisations, JSON": "/api/v1/organisations?limit=50",
    }
    for name, address in asked.items():
        told(name, timed(partial(seen, client, address), rounds))
    told("organisation", timed(lambda one: seen(client, f"/organisations/{some[one]}", one), rounds))
    most = found[0].id
    told("organisation, most named", timed(lambda one: seen(client, f"/organisations/{most}", one), rounds))

    def decided(one: int) -> None:
        space.gazetteer.judge(who, "main", f"{FIELDS[0]} {TOWNS[0]} {one}", "use")
        seen(client, "/organisations", one)

    told("organisations, once decided", timed(decided, rounds // 4))


def lists(space: Workspace, who: Principal, number: int) -> None:
    """Times a list of organisations: what it would bring, taking it in, again, and back."""
    rows = [f"خانه {FIELDS[one % 10]} {TOWNS[one // 10 % 10]} {one},{TOWNS[one % 10]},{one}" for one in range(number)]
    data = "\n".join(["name,city,number", *rows]).encode()
    for what in ("would bring", "brings", "brings again"):
        start = time.perf_counter()
        done = space.lists.bring(who, data, "list.csv", "main", dry=what == "would bring")
        print(f"a list of {number:,} {what:12} {time.perf_counter() - start:6.1f} s  {dict(done.states)}")


def seen(client: TestClient, address: str, _: int) -> None:
    answer = client.get(address, headers={"accept": "text/html", "accept-encoding": "identity"})
    assert answer.status_code == 200, address


if __name__ == "__main__":
    main()
