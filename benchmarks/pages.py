"""How long the server takes for a page: search, document and entities, on the shared news.

    python -m benchmarks.pages DATA [--documents N] [--rounds N] [--workspace DIR]

Prints milliseconds of a processor (all threads of the process) at the median and at 95 of a hundred, which other work
on the machine disturbs less than the clock, those on the clock at the median, and the bytes of the median and of the
largest page, and of the largest as it is sent. Measured around the application itself: no network, no client. Asked:
search 30 ms, document 20 ms, entities 100 ms. Rows "anew" have questions that nobody asked before, the words that
titles of what is found begin with; in "again" the last of them come once more, whose facets were counted. Then what the
pairs of entities take just after something changed, while a thread takes that up, and what pages take whose first
reader after a start had to wait. A workspace that is named is used as it is, and filled where it is empty.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from benchmarks.asking import HEAD, Asking, Timed, load
from benchmarks.news import write
from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

_WORDS = (
    *("تفاهم نامه", "مجلس", "تیم ملی", "وزارة الداخلية", "الرياض", "قیمت نفت", "جامعة الملك سعود", "استان یزد"),
    *("كرة القدم", "فوتبال", "خادم الحرمين", "رئیس جمهور", "اقتصاد", "دانشگاه تهران", "وزير الصحة", "سینما"),
)
_UNITS = ("نفر", "لاعب", "طالب")
_WARM, _AGAIN = 3, 40
_CHANGES = 10


async def changed(asking: Asking, space: Workspace) -> None:
    """Prints what the page of pairs takes just after a document came, and just after a pair was decided."""
    taken: dict[str, list[float]] = {"a document": [], "a decision": []}
    for number in range(_CHANGES):
        text = f"بنیاد نیکوکاری یاس {number} با دانشگاه یزد تفاهم‌نامه امضا کرد."
        space.ingest_sources(local("bench"), [Source(f"file:///{number}.txt", f"{number}.txt", text.encode())])
        taken["a document"] += (await asking.timed(["/entities/pairs"])).taken
        pair = (await asking.read("/api/v1/entities/suggestions", limit=1))[0]
        said = {"verdict": ("same", "different")[number % 2], **{s: pair[s]["entity"]["id"] for s in ("one", "other")}}
        assert (await asking.post("/api/v1/entities/decisions", said)).status == 204
        taken["a decision"] += (await asking.timed(["/entities/pairs"])).taken
    for what, found in taken.items():
        print(f"pairs after {what:12} {statistics.median(found):7.1f} on the clock, {max(found):.1f} at most")


async def first(asking: Asking) -> None:
    """Prints what pages take whose first reader after a start had to wait, the first time and again."""
    for address in ("/organisations", "/decrees", "/meetings", *(f"/counts?unit={quote(unit)}" for unit in _UNITS)):
        times = (await asking.timed([address, address])).worked
        print(f"first after a start {times[0]:7.1f}, then {times[1]:5.1f}, of a processor: {address}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=28_745)
    parser.add_argument("--rounds", type=int, default=120)
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
        asyncio.run(measure(space, given.rounds, space.count(who)))


async def measure(space: Workspace, rounds: int, documents: int) -> None:
    """Starts the application and prints all of it."""
    app = create_app(space)
    async with app.router.lifespan_context(app):
        asking = Asking(app)
        await asyncio.to_thread(app.state.warming.ready.wait)  # what is loaded meanwhile would be counted, too
        print(f"{documents:,} documents, {load()}\n{HEAD}")
        await first_pages(asking, rounds)
        print(load())
        await first(asking)
        await changed(asking, space)


async def first_pages(asking: Asking, rounds: int) -> None:
    """Prints a row a page."""
    chance = random.Random(7)
    keys, titles = [], []
    for word in _WORDS:
        found = (await asking.read("/api/v1/search", q=word, limit=20))["items"]
        keys += [(hit["key"], word) for hit in found]
        titles += [hit["title"].split() for hit in found]
    chance.shuffle(titles)
    asked = {name: [f"/?q={quote(words)}{shown}" for words in some] for name, shown, some in _questions(titles, rounds)}
    asked |= {
        "all documents": ["/?q=*"] * rounds,
        "document": [f"/documents/{key}?q={quote(word)}&n=1" for key, word in chance.choices(keys, k=rounds)],
        "entities": ["/entities"] * rounds,
        "pairs": ["/entities/pairs"] * rounds,
    }
    for name, addresses in asked.items():
        if name in ("search again", *(row for row in asked if "anew" not in row)):
            await asking.timed(addresses[:_WARM])
        print((await asking.timed(addresses, Timed())).row(name))


def _questions(titles: Sequence[Sequence[str]], rounds: int) -> list[tuple[str, str, list[str]]]:
    """Rows of searches: name, how they are shown, and what is asked for, the same for each but nothing twice."""
    words = (title[:2] for title in titles if len(title) > 1)
    different = [*dict.fromkeys(" ".join(pair) for pair in words if all(word.isalpha() for word in pair))][:rounds]
    return [
        ("search anew", "", different),
        ("search again", "", different[-_AGAIN:]),
        ("table anew", "&view=table&sort=newest", different),
        ("cards anew", "&view=cards", different),
    ]


if __name__ == "__main__":
    main()
