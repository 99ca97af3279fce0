"""How long the server takes for a page: search, document and entities, on the shared news.

    python -m benchmarks.pages DATA [--documents N] [--rounds N] [--workspace DIR]

Prints milliseconds on the clock at the median and at 95 of a hundred, those of a processor alone at the median, which
other work on the machine disturbs less, and the bytes of the largest page, as it is and as it is sent. Measured around
the application itself: no network, one client. Asked: search 30 ms, document 20 ms, entities 100 ms. The first row has
questions that nobody asked before; in the next the same ones come again, whose facets were counted. Then what the pairs
of entities take just after something changed, while a thread takes that up.
A workspace that is named is used as it is, and filled where it is empty.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from fastapi.testclient import TestClient

from benchmarks.news import write
from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

_WORDS = ("تفاهم نامه", "مجلس", "تیم ملی", "وزارة الداخلية", "الرياض", "قیمت نفت", "جامعة الملك سعود", "استان یزد")
_WARM = 3
_CHANGES = 10


class Timed(NamedTuple):
    """Milliseconds of each of some pages, on the clock and of a processor, and the bytes of the largest."""

    taken: list[float]
    worked: list[float]
    largest: int
    sent: int


def timed(client: TestClient, addresses: Iterable[str]) -> Timed:
    """Asks for pages, one after the other."""
    taken, worked, largest, sent = list[float](), list[float](), 0, 0
    for address in addresses:
        start, busy = time.perf_counter(), time.process_time()
        answer = client.get(address, headers={"accept": "text/html", "accept-encoding": "gzip"})
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - busy))
        assert answer.status_code == 200, address
        largest, sent = max(largest, len(answer.content)), max(sent, int(answer.headers["content-length"]))
    return Timed(taken, worked, largest, sent)


def changed(client: TestClient, space: Workspace) -> None:
    """Prints what the page of pairs takes just after a document came, and just after a pair was decided."""
    taken: dict[str, list[float]] = {"a document": [], "a decision": []}
    for number in range(_CHANGES):
        text = f"بنیاد نیکوکاری یاس {number} با دانشگاه یزد تفاهم‌نامه امضا کرد."
        space.ingest_sources(local("bench"), [Source(f"file:///{number}.txt", f"{number}.txt", text.encode())])
        taken["a document"] += timed(client, ["/entities/pairs"]).taken
        pair = client.get("/api/v1/entities/suggestions", params={"limit": 1}).json()[0]
        said = {"verdict": ("same", "different")[number % 2], **{s: pair[s]["entity"]["id"] for s in ("one", "other")}}
        assert client.post("/api/v1/entities/decisions", json=said).status_code == 204
        taken["a decision"] += timed(client, ["/entities/pairs"]).taken
    for what, found in taken.items():
        print(f"pairs after {what:12} {statistics.median(found):7.1f} at the median, {max(found):.1f} at most")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=28_745)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--workspace", type=Path, default=None)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Settings(workspace=given.workspace or Path(folder) / "workspace"))
        who = local("bench")
        if not space.count(who):
            write(given.data / "news", Path(folder) / "news.jsonl", given.documents)
            space.ingest(who, [Path(folder) / "news.jsonl"], "news")
        space.upkeep.settle()
        space.register.sync()
        app = create_app(space)
        with TestClient(app, base_url="http://127.0.0.1") as client:
            app.state.warming.ready.wait()  # what is loaded meanwhile would be counted, too
            measure(client, given.rounds, space.count(who))
            changed(client, space)


def measure(client: TestClient, rounds: int, documents: int) -> None:
    """Prints a row a page."""
    chance = random.Random(7)
    keys, titles = [], []
    for word in _WORDS:
        found = client.get("/api/v1/search", params={"q": word, "limit": 20}).json()["items"]
        keys += [(hit["key"], word) for hit in found]
        titles += [hit["title"].split() for hit in found]
    anew = dict.fromkeys(" ".join(words[:2]) for words in titles if len(words) > 1)
    asked = {
        "search anew": [f"/?q={quote(words)}" for words in [*anew][:rounds]],
        "search": [f"/?q={quote(chance.choice(_WORDS))}" for _ in range(rounds)],
        "all documents": ["/?q=*"] * rounds,
        "document": [f"/documents/{key}?q={quote(word)}&n=1" for key, word in chance.choices(keys, k=rounds)],
        "entities": ["/entities"] * rounds,
        "pairs": ["/entities/pairs"] * rounds,
    }
    print(f"{documents:,} documents\npage             p50 ms   p95 ms   CPU ms   largest KB   sent KB")
    for name, addresses in asked.items():
        timed(client, addresses[:_WARM])
        found = timed(client, addresses)
        p95 = statistics.quantiles(found.taken, n=20)[-1]
        milliseconds = f"{statistics.median(found.taken):7.1f} {p95:8.1f} {statistics.median(found.worked):8.1f}"
        print(f"{name:15} {milliseconds} {found.largest / 1000:12.1f} {found.sent / 1000:9.1f}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
