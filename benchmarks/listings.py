"""How long the pages of appointments and of meetings take with many of them.

    python -m benchmarks.listings [DATA] [--entries N] [--rounds N]

Fills a workspace with news of our own making, one that tells of an appointment and one that tells of a meeting in
turn, whose mentions are made here, so that nothing but the lists is measured. Prints milliseconds at the median and at
95 of a hundred: pages around the application itself, without network; a decision until it is answered.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import batched
from pathlib import Path
from urllib.parse import quote

from fastapi.testclient import TestClient

from benchmarks.agreements import BATCH, FIELDS, FIRST, TOWNS, WARM, mention, seen, timed, told
from corpora.document import Document
from extractors.names.identity import key_of_name
from pipeline.people.principal import Principal, local
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

_FIRST_NAMES = "علی رضا مریم زهرا حسین فاطمه محمد سارا امیر نرگس".split()
_LAST_NAMES = "کریمی رضایی موسوی حسینی احمدی نوری صادقی رحیمی جعفری هاشمی".split()


def documents(number: int) -> Iterator[Document]:
    """A sentence a document: an appointment, then a meeting."""
    for one in range(number):
        town, about = TOWNS[one % 10], FIELDS[one // 10 % 10]
        published = (FIRST + timedelta(days=one % 9000)).isoformat()
        body = f"شرکت {about} {one}"
        person = f"{_FIRST_NAMES[one // 3 % 10]} {_LAST_NAMES[one // 7 % 10]}"
        yield _told(f"decree{one}", f"{person} به عنوان مدیرعامل {body} منصوب شد.", published, body, person)
        text = f"نشست {about} {body} در {town} برگزار شد."
        yield _told(f"meeting{one}", text, published, body, "")


def _told(key: str, text: str, published: str, body: str, person: str) -> Document:
    named = [("ORG", body), *([("PERSON", person)] if person else [])]
    made = [
        mention(key, text, label, name, {"name": name, "entity": key_of_name(label, name, {})}) for label, name in named
    ]
    mentions = tuple(sorted(made, key=lambda one: one.span))
    return Document(
        key, key, f"bench:{key}", text, language="fa", title=text[:40], published=published, mentions=mentions
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", help="not read: the news are made here")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Settings(workspace=Path(folder) / "workspace"))
        who = local("bench")
        for some in batched(documents(given.entries), BATCH):
            space.store.put((one, one.key) for one in some)
        space.upkeep.settle()
        space.register.sync()
        start = time.perf_counter()
        numbers = len(space.decrees.entries(who)), len(space.meetings.entries(who))
        print(f"{numbers[0]:,} appointments, {numbers[1]:,} meetings in {time.perf_counter() - start:.1f} s")
        print(f"{'':28}   p50 ms   p95 ms   of it cpu")
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            pages(client, space, who, given.rounds)


def pages(client: TestClient, space: Workspace, who: Principal, rounds: int) -> None:
    """Times each page, and a decision."""
    chance = random.Random(7)
    asked = {
        "decrees": "/decrees",
        "decrees, page 100": "/decrees?at=2475",
        "decrees by words": f"/decrees?q={quote(FIELDS[1])}",
        "decrees of a year": "/decrees?year=1390",
        "holders": "/decrees?list=holders",
        "decrees by office": "/counts/decrees?by=office",
        "decrees by body, of words": f"/counts/decrees?by=body&q={quote(FIELDS[1])}",
        "meetings": "/meetings",
        "meetings, page 100": "/meetings?at=2475",
        "meetings by words": f"/meetings?q={quote(FIELDS[1])}",
        "meetings of a year": "/meetings?year=1390",
        "meetings by quarter": "/counts/meetings",
    }
    for name, address in asked.items():
        told(name, timed(partial(seen, client, address), rounds))
    decrees = [one.id for one in chance.sample(space.decrees.entries(who), rounds + WARM)]
    meetings = [one.id for one in chance.sample(space.meetings.entries(who), rounds + WARM)]
    told("one of decrees", timed(lambda one: seen(client, f"/decrees/{decrees[one]}", one), rounds))
    told("one of meetings", timed(lambda one: seen(client, f"/meetings/{meetings[one]}", one), rounds))
    told(
        "accept an appointment", timed(lambda one: space.appointing.judge(who, decrees[one], "", "accept"), rounds // 4)
    )
    told("accept a meeting", timed(lambda one: space.convening.judge(who, meetings[one], "", "accept"), rounds // 4))


if __name__ == "__main__":
    main()
