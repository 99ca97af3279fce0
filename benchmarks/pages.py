"""How long the server takes for a page: search, document and entities, on the shared news.

    python -m benchmarks.pages DATA [--documents N] [--rounds N] [--workspace DIR]

Prints milliseconds at the median and at 95 of a hundred, measured around the application itself: no network, one
client. A workspace that is named is used as it is, and filled where it is empty.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from fastapi.testclient import TestClient

from benchmarks.news import write
from pipeline.people.principal import local
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

_WORDS = ("تفاهم نامه", "مجلس", "تیم ملی", "وزارة الداخلية", "الرياض", "قیمت نفت", "جامعة الملك سعود", "استان یزد")
_WARM = 3


def timed(client: TestClient, addresses: Iterable[str]) -> tuple[list[float], int]:
    """Milliseconds of each page, and the bytes of the largest."""
    taken, largest = [], 0
    for address in addresses:
        start = time.perf_counter()
        answer = client.get(address, headers={"accept": "text/html", "accept-encoding": "identity"})
        taken.append(1000 * (time.perf_counter() - start))
        assert answer.status_code == 200, address
        largest = max(largest, len(answer.content))
    return taken, largest


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
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            measure(client, given.rounds, space.count(who))


def measure(client: TestClient, rounds: int, documents: int) -> None:
    """Prints a row a page."""
    chance = random.Random(7)
    keys = []
    for word in _WORDS:
        found = client.get("/api/v1/search", params={"q": word, "limit": 20}).json()["items"]
        keys += [(hit["key"], word) for hit in found]
    asked = {
        "search": [f"/?q={quote(chance.choice(_WORDS))}" for _ in range(rounds)],
        "all documents": ["/?q=*"] * rounds,
        "document": [f"/documents/{key}?q={quote(word)}&n=1" for key, word in chance.choices(keys, k=rounds)],
        "entities": ["/entities"] * rounds,
    }
    print(f"{documents:,} documents\npage             p50 ms   p95 ms   largest KB")
    for name, addresses in asked.items():
        timed(client, addresses[:_WARM])
        taken, largest = timed(client, addresses)
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(f"{name:15} {statistics.median(taken):7.1f} {p95:8.1f} {largest / 1000:11.1f}")


if __name__ == "__main__":
    main()
