"""People decide while an archive is ingested: nothing that they say waits until it has ended."""

import random
import threading
from collections.abc import Iterator

from benchmarks.deciding import Times, decide
from pipeline.index.results import View
from pipeline.records import Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

BODIES = ("دانشگاه یزد", "شرکت ملی گاز ایران", "سازمان محیط زیست", "وزارت نیرو", "بانک مرکزی")
SEED = 23


def source(number: int) -> Source:
    body = BODIES[number % len(BODIES)]
    text = f"{body} در نشست شماره {number} گزارش داد که {number + 2} نفر در آن شرکت کردند."
    return Source(f"file:///{number}.txt", f"{number}.txt", text.encode())


def test_a_decision_is_seen_before_the_ingest_beside_it_ends(workspace: Workspace) -> None:
    """The archive has no end until the decisions are seen: if one waited for the other, neither came."""
    workspace.ingest_sources(ME, map(source, range(30)))
    seen, times = threading.Event(), Times()

    def archive() -> Iterator[Source]:
        number = 100
        while not seen.is_set() and number < 20_000:
            yield source(number)
            number += 1

    with workspace.upkeep.following():
        ingest = threading.Thread(target=workspace.ingest_sources, args=(ME, archive()))
        ingest.start()
        known = [each.entity.id for each in workspace.entities.find(ME, label="ORG")]
        for turn, identity in enumerate(random.Random(SEED).sample(known, 3)):
            decide(workspace, ME, identity, f"بنیاد شماره {turn}", times)
            assert ingest.is_alive()
        seen.set()
        ingest.join(180)
        assert not ingest.is_alive()
    assert len(times.seen) == 3
    for turn in range(3):
        assert workspace.search(ME, f'org:"بنیاد شماره {turn}"', View(limit=1)).total


def test_what_one_process_decides_another_that_ingests_makes_visible(workspace: Workspace) -> None:
    """A server whose archive a command fills: the command has the writer lock a batch at a time."""
    workspace.ingest_sources(ME, map(source, range(30)))
    seen, times = threading.Event(), Times()

    def archive() -> Iterator[Source]:
        number = 100
        while not seen.is_set() and number < 20_000:
            yield source(number)
            number += 1

    with Workspace(Settings(workspace=workspace.settings.workspace, workers=1)) as other:
        ingest = threading.Thread(target=other.ingest_sources, args=(ME, archive()))
        ingest.start()
        with workspace.upkeep.following():
            (one,) = workspace.entities.find(ME, text="بانک مرکزی")[:1]
            decide(workspace, ME, one.entity.id, "بنیاد تازه", times)
            assert ingest.is_alive()
        seen.set()
        ingest.join(180)
    assert (len(times.seen), workspace.indexing.verify()) == (1, (0, 0))
