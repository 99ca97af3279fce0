"""Random decisions of four people: what is in the tables is what the log says, and an undo is exact."""

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.errors import EntityNotFound, RefusedDecision
from pipeline.people.audit import Audit
from pipeline.people.principal import local
from pipeline.review.effective import effective
from pipeline.review.entities import Entities
from pipeline.store import tables as t
from pipeline.store.decisions import Decisions, alive
from pipeline.store.documents import Store

DECISIONS = int(os.environ.get("ASNAD_DECISIONS", "300"))
PEOPLE = [local(name) for name in ("زهرا", "امید", "ليلى", "سامي")]
NAMES = (
    "دانشگاه یزد",
    "دانشگاه تهران",
    "وزارت کشور",
    "شرکت برق",
    "انجمن خط",
    "بنیاد سعدی",
    "کتابخانه ملی",
    "سازمان آب",
)
GIVEN = ("یونی یزد", "برق تهران", "آبفا", "کشور", "خوشنویسان", "سعدی")
type Rows = list[tuple[object, ...]]


def document(number: int, names: list[str]) -> Document:
    text, mentions = " و ".join(names), list[Mention]()
    key = digest(str(number).encode())[:32]
    for name in dict.fromkeys(names):
        span = Span(text.index(name), text.index(name) + len(name))
        value = {"name": name, "entity": f"org:{name}"}
        mentions.append(Mention(mention_id(key, "ORG", span, name), "ORG", span, name, value, "test", "1"))
    return Document(key, str(number), f"file:///{number}", text, language="fa", mentions=tuple(mentions))


def tables(store: Store) -> dict[str, Rows]:
    """Who is who, as the database has it."""
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (t.entities, t.entity_keys)
        }


class Crowd:
    """People who decide at random; what cannot be meant is refused."""

    def __init__(self, store: Store, audit: Audit, seed: int) -> None:
        self.store, self.random = store, random.Random(seed)
        self.entities = Entities(store, lambda: None, audit)
        self.documents = 0
        self.done: Counter[str] = Counter()

    def arrive(self) -> None:
        """A document with some names, also with such as people gave before any document had them."""
        self.documents += 1
        self.store.put([(document(self.documents, self.random.sample(NAMES + GIVEN, 3)), "b")])

    def ids(self) -> list[str]:
        with self.store.engine.connect() as connection:
            return list(connection.execute(select(t.entities.c.id).order_by(t.entities.c.id)).scalars())

    def key(self) -> str:
        with self.store.engine.connect() as connection:
            keys = [str(key) for key in connection.execute(select(t.entity_keys.c.key).order_by("key")).scalars()]
        return self.random.choice(keys)

    def last(self) -> int:
        with self.store.engine.connect() as connection:
            return Decisions(connection).last()

    def alive(self) -> list[int]:
        with self.store.engine.connect() as connection:
            return [one.id for one in alive(Decisions(connection).all())]

    def decide(self) -> bool:
        """One decision; False where it was refused."""
        who, ids = self.random.choice(PEOPLE), self.ids()
        one, other = self.random.choice(ids), self.random.choice(ids)
        verdict = self.random.choice(("same", "same", "different", "apart", "apart", "name", "alias", "undo", "undo"))
        try:
            match verdict:
                case "same":
                    self.entities.same(who, one, other)
                case "different":
                    self.entities.different(who, one, other)
                case "apart":
                    key = self.key()
                    with self.store.engine.connect() as connection:
                        query = select(t.entity_keys.c.entity).where(t.entity_keys.c.key == key)
                        one = connection.execute(query).scalar_one()
                    self.entities.apart(who, one, key)
                case "name":
                    self.entities.rename(who, one, f"{self.random.choice(NAMES)} {self.random.randrange(50)}")
                case "alias":
                    self.entities.alias(who, one, self.random.choice(GIVEN))
                case "undo":
                    self.entities.undo(who, self.random.choice([*self.alive(), 10**6]))
        except (RefusedDecision, EntityNotFound):
            self.done[f"{verdict} refused"] += 1
            return False
        self.done[verdict] += 1
        return True


@pytest.mark.parametrize("seed", [1, 2])
def test_the_tables_follow_from_the_log_and_an_undo_is_exact(seed: int, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.db", effective)
    audit = Audit(store)
    crowd = Crowd(store, audit, seed)
    for _ in range(3):
        crowd.arrive()
    made = 0
    while made < DECISIONS // 2:
        before = tables(store)
        if not crowd.decide():
            assert tables(store) == before
            continue
        made += 1
        after = tables(store)
        if crowd.random.random() < 0.3:
            number = crowd.last()
            crowd.entities.undo(crowd.random.choice(PEOPLE), number)
            assert tables(store) == before
            if crowd.random.random() < 0.5:
                crowd.entities.undo(crowd.random.choice(PEOPLE), number + 1)
                assert tables(store) == after
        if crowd.random.random() < 0.1:
            crowd.arrive()
        if made % 10 == 0:
            now = tables(store)
            assert crowd.entities.rebuild(local()) == 0, crowd.done
            assert tables(store) == now
    assert all(crowd.done[verdict] for verdict in ("same", "different", "apart", "name", "alias", "undo")), crowd.done
    audit.close()
    store.close()
