"""What monitors fire for is kept in batches as it would be one by one."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from corpora.document import Document
from corpora.ids import digest
from pipeline.store import firing
from pipeline.store import monitors as kept
from pipeline.store import tables as t
from pipeline.store.alerts import Found
from pipeline.store.documents import Store

MONITORS, DOCUMENTS, STORIES = 4, 9, 4


def _documents() -> list[Document]:
    return [
        Document(key=f"{at}".ljust(32, "0"), id=f"{at}", uri=f"https://press.example/{at}", text="آیین امضا")
        for at in range(DOCUMENTS)
    ]


def _monitors(connection: Connection) -> list[str]:
    about = {"owner": "زهرا", "owner_kind": "local", "collection": "", "shared": False}
    about |= {"query": "آیین", "grammar": 1, "asked": {}}
    return [kept.add(connection, {**about, "name": f"monitor {at}"}).id for at in range(MONITORS)]


def _found(chance: random.Random, monitors: Sequence[str], size: int) -> list[Found]:
    """Each document of a story once in a batch, for some of the monitors; texts come back to what they were."""
    some = []
    for at in chance.sample(range(DOCUMENTS), size):
        text = f"text {chance.randrange(3)}"
        for monitor in chance.sample(monitors, chance.randrange(1, MONITORS + 1)):
            uri = f"https://press.example/{at}"
            some.append(
                Found(monitor, at % STORIES, f"{at}".ljust(32, "0"), digest(text.encode()), uri, "", text, "fa", "")
            )
    return some


def _rows(connection: Connection) -> list[list[Sequence[Any]]]:
    a, f = t.alerts.c, t.alert_documents.c
    alerts = select(a.monitor, a.story, a.document, a.kind, a.edition, a.passage).order_by(a.id)
    texts = select(f.monitor, f.document, f.story, f.content_hash).order_by(f.monitor, f.document)
    return [list(connection.execute(query)) for query in (alerts, texts)]


def _kept(connection: Connection, batches: Iterable[Sequence[Found]]) -> list[list[Sequence[Any]]]:
    for table in (t.alerts, t.alert_documents):
        connection.execute(delete(table))
    for some in batches:
        told = firing.note(connection, some)
        numbers = [number for _, number in told]
        assert numbers == sorted(set(numbers))
        shown = select(t.alerts.c.document).where(t.alerts.c.id.in_(numbers)).order_by(t.alerts.c.id)
        assert list(connection.execute(shown).scalars()) == [one.document for one, _ in told]
    return _rows(connection)


@pytest.mark.parametrize("seed", range(4))
def test_a_batch_is_told_as_its_documents_one_by_one(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    store.put((one, "") for one in _documents())
    with store.writing() as connection:
        monitors = _monitors(connection)
        gone = f"{chance.randrange(DOCUMENTS)}".ljust(32, "0")
        connection.execute(update(t.documents).where(t.documents.c.key == gone).values(withdrawn_at="2026-11-27"))
        batches = [_found(chance, monitors, chance.randrange(DOCUMENTS + 1)) for _ in range(12)]
        together = _kept(connection, batches)
        alone = _kept(connection, [[one] for some in batches for one in some])
        assert together == alone
        assert {kind for *_, kind, _, _ in together[0]} == {"new", "update"}
        assert gone not in {row[2] for row in together[0]}


def test_nothing_found_is_nothing_told(store: Store) -> None:
    with store.writing() as connection:
        assert firing.note(connection, []) == []
