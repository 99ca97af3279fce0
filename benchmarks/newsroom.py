"""How long the server takes for the pages of a newsroom: digest, trends, timelines, monitors and alerts.

    python -m benchmarks.newsroom DATA [--documents N] [--days N] [--rounds N] [--workspace DIR]

The shared articles in the order of their days, published over the last days, as many on each: so a week, and the four
before that it is compared with, hold thousands. Asked: a second a page at tens of thousands of documents. Prints
milliseconds on the clock and of a processor alone at the median, and the longest, around the application itself.
A workspace that is named is used as it is, and filled where it is empty.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from fastapi.testclient import TestClient

from benchmarks.news import records
from pipeline.index.results import View
from pipeline.people.principal import local
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

_DAYS = 120


def write(folder: Path, out: Path, limit: int, days: int) -> None:
    """Writes articles as lines, published over the last days in the order in which they were."""
    articles = sorted(records(folder), key=lambda one: one.get("published", "")[:10])[:limit]
    today = datetime.now(UTC).date()
    with out.open("w", encoding="utf-8") as stream:
        for at, article in enumerate(articles):
            day = today - timedelta(days=days - 1 - at * days // len(articles))
            stream.write(json.dumps({**article, "published": day.isoformat()}, ensure_ascii=False) + "\n")


def last_day(space: Workspace) -> datetime:
    """The evening of the last day that has anything: today, for a workspace that was filled earlier."""
    found = space.search(local(space.settings.user), "*", View(1, order="newest")).hits
    return datetime.fromisoformat(found[0].published[:10]).replace(hour=20, tzinfo=UTC)


def addresses(space: Workspace, today: date, days: int) -> Mapping[str, str]:
    """Name → address of what is measured: a week and more, of everything, a query and a monitor."""
    who = local(space.settings.user)
    since = (today - timedelta(days=days // 4)).isoformat()
    seen = [one.id for one in space.monitors.seen(who, "bench")]
    monitor = seen[0] if seen else space.monitors.add(who, "bench", StoredQuery("الرياض OR تهران")).id
    entity = max(space.entities.find(who, limit=500), key=lambda one: one.documents).entity
    word = quote("الرياض")
    return {
        "digest, a week": "/digest",
        "digest, a quarter of it": f"/digest?since={since}",
        "digest of a monitor": f"/digest?monitor={monitor}",
        "trends, a week": "/trends",
        "trends, a quarter of it": f"/trends?since={since}",
        "trends of persons": "/trends?label=PERSON",
        "trends of a query": f"/trends?q={word}",
        "trends of a monitor": f"/trends?monitor={monitor}",
        "timeline, the longest": f"/entities/{entity.id}/timeline",
        "monitors": "/monitors",
        "preview of a query": f"/monitors?q={word}",
        "a monitor": f"/monitors/{monitor}",
        "alerts": "/alerts",
    }


def measure(client: TestClient, asked: Mapping[str, str], rounds: int) -> None:
    """Prints a row a page; the first time of each is told apart, as nothing is ready then."""
    print(f"{'page':26}{'first':>9}{'p50 ms':>9}{'CPU':>9}{'longest':>9}")
    for name, address in asked.items():
        taken, worked = list[float](), list[float]()
        for _ in range(rounds + 1):
            began, busy = time.perf_counter(), time.process_time()
            answer = client.get(address, headers={"accept": "text/html"})
            worked.append(1000 * (time.process_time() - busy))
            taken.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, (address, answer.status_code)
        first, *later = taken
        shown = statistics.median(later), statistics.median(worked[1:]), max(later)
        print(f"{name:26}{first:9.0f}" + "".join(f"{one:9.0f}" for one in shown))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=28_745)
    parser.add_argument("--days", type=int, default=_DAYS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workspace", type=Path, default=None)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        space = Workspace(Settings(workspace=given.workspace or Path(folder) / "workspace"), lambda: now)
        who = local(space.settings.user)
        if not space.count(who):
            write(given.data / "news", Path(folder) / "news.jsonl", given.documents, given.days)
            space.ingest(who, [Path(folder) / "news.jsonl"], "news")
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            now = last_day(space)
            print(f"{space.count(who):,} documents, the last of {now.date()}")
            measure(client, addresses(space, now.date(), given.days), given.rounds)


if __name__ == "__main__":
    main()
