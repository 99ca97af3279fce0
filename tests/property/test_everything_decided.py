"""Four people decide on texts, mentions and entities in random order: the log says it all, and an undo is exact."""

import logging
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from sqlalchemy import select

from corpora.corrections import corrected
from corpora.document import Document, Mention, Span
from pipeline.annotate import annotated
from pipeline.errors import EntityNotFound, RefusedDecision
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, local
from pipeline.records import Extraction
from pipeline.review.effective import corrections, effective
from pipeline.review.entities import Entities
from pipeline.review.identities import replayed
from pipeline.review.judged import Verdict
from pipeline.review.mentions import MentionReview
from pipeline.review.reviewed import Asked
from pipeline.review.texts import Change, TextReview, put_with_corrections
from pipeline.store import identities
from pipeline.store import tables as t
from pipeline.store.decisions import Decision, alive, standing
from pipeline.store.documents import Store
from pipeline.store.entities import Entity
from tests.makers import scanned

log = logging.getLogger(__name__)
DECISIONS = int(os.environ.get("ASNAD_DECISIONS", "60"))
PEOPLE = [local(name) for name in ("زهرا", "امید", "ليلى", "سامي")]
PAGES = (
    "نشست انجمن حمایت از کودکان\nدانشگاه یزد و وزارت علوم با حضور ۱۲۰ نفر در آن بودند",
    "دانشگاه تهران و شرکت ملی گاز\nوزیر کشور از ۲۹ سازمان سخن گفت",
    "بانک مرکزی و وزارت نیرو\nگزارش ۱۲ تفاهم‌نامه در استان یزد",
    "دانشگاه یزد و کتابخانه ملی\nدوازده استان و وزارت کشور در نشست بودند",
)
WORDS = ("دانشگاه", "یزد", "تهران", "وزارت", "علوم", "انجمن", "کودکان", "۲۹", "نفر", "نشست", "", "شرکت ملی گاز")
NAMES = ("دانشگاه یزد", "وزارت کشور", "بنیاد سعدی", "انجمن خوشنویسان", "سازمان آب")
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "ignore", "correct")
type Say = Callable[[Principal], object]


@dataclass(frozen=True)
class Seen:
    """All that people see, and the tables of who is who."""

    documents: dict[str, Document]
    entities: dict[str, tuple[object, ...]]
    keys: dict[str, tuple[object, ...]]

    @classmethod
    def of(cls, store: Store) -> "Seen":
        with store.engine.connect() as connection:
            entities, keys = ({row[0]: tuple(row) for row in connection.execute(select(table))} for table in TABLES)
        return cls({one.key: one for one in store.documents()}, entities, keys)

    def holds(self, other: "Seen") -> bool:
        """Whether it is that, but for entities of names that were found meanwhile: what documents said is kept."""
        kept = other.entities.items() <= self.entities.items() and other.keys.items() <= self.keys.items()
        return kept and self.documents == other.documents


TABLES = (t.entities, t.entity_keys)


class Office:
    """A store, and people who say at random what may be said."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.store, self.chance = Store.open(folder / "store.db", effective), random.Random(seed)
        self.audit, self._read = Audit(self.store), dict[tuple[object, ...], Document]()
        self.texts = TextReview(self.store, self.read, lambda: None, self.audit)
        self.mentions = MentionReview(self.store, self.read, lambda: None, self.audit, lambda: None)
        self.entities = Entities(self.store, lambda: None, self.audit)
        self.done: Counter[str] = Counter()
        self._log: list[Decision] = []
        self.versions = 0
        self.keys = [self.page(number).key for number in range(len(PAGES))]
        for number in range(len(PAGES)):
            self.arrive(number)

    def page(self, number: int) -> Document:
        more = "\n" + self.chance.choice(NAMES) if self.versions else ""
        return scanned(PAGES[number] + more, f"page-{number}")[0]

    def read(self, document: Document) -> Document:
        """What the extractors find, which they find again each time."""
        same = document.key, document.text, document.title, document.published, document.flags, document.pages
        if same not in self._read:
            self._read[same] = annotated(document)
        return self._read[same]

    def arrive(self, number: int) -> None:
        """A page, or a newer version of it."""
        put_with_corrections(self.store, [(self.read(self.page(number)), "")], self.read)
        self.versions += 1

    def log(self) -> list[Decision]:
        """All rows; those that were read before are not read again, as rows are only added."""
        with self.store.engine.connect() as connection:
            query = select(t.decisions).where(t.decisions.c.id > len(self._log)).order_by(t.decisions.c.id)
            rows = connection.execute(query).mappings().all()
        names = {one.name for one in fields(Decision)} - {"batch"}  # the rest is what rows are looked for by
        self._log += [Decision(**{name: part for name, part in row.items() if name in names}) for row in rows]
        assert not self._log or self._log[-1].id == len(self._log)
        return self._log

    def said(self) -> tuple[str, Say]:
        """Something to say."""
        kind = self.chance.choice(("text", "text", "mention", "mention", "mention", "entity", "entity", "undo"))
        key = self.chance.choice(self.keys)
        ways = {"text": self._text, "mention": self._mention, "entity": self._entity, "undo": self._undo}
        return kind, ways[kind](key)

    def _text(self, key: str) -> Say:
        text = self.store.get(key).text
        words = text.split()
        before = self.chance.choice(words)
        at = text.index(before)
        change = Change(Span(at, at + len(before)), before, self.chance.choice(WORDS))
        return lambda who: self.texts.correct(who, key, [change])

    def _mention(self, key: str) -> Say:
        text = self.store.get(key).text
        if self.chance.random() < 0.2:
            word = self.chance.choice(text.split())
            at = text.index(word)
            added = Asked("add", label="ORG", span=Span(at, at + len(word)), value={"name": word})
            return lambda who: self.mentions.decide(who, key, added)
        found = self.mentions.reviewed(PEOPLE[0], key)
        one = self.chance.choice(found) if found else None
        mention: Mention | None = (one.machine or one.shown) if one else None
        if one is None or mention is None:
            return lambda who: self.mentions.undo(who, key, 0)
        judged = one.machine.value if one.machine else None
        seen = one.judgement.decision.id if one.judgement else 0
        verdict: Verdict = self.chance.choice(VERDICTS)
        value = {**mention.value, "name": self.chance.choice(NAMES)} if mention.label == "ORG" else None
        asked = Asked(verdict, mention.id, judged, seen, value=value if verdict == "correct" else None)
        return lambda who: self.mentions.decide(who, key, asked)

    def _entity(self, _: str) -> Say:
        with self.store.engine.connect() as connection:
            ids = list(connection.execute(select(t.entities.c.id).order_by(t.entities.c.id)).scalars())
            query = select(t.entity_keys.c.entity, t.entity_keys.c.key).order_by(t.entity_keys.c.key)
            leads = connection.execute(query).all()
        one, other = self.chance.choice(ids), self.chance.choice(ids)
        lead, name = self.chance.choice(leads), f"{self.chance.choice(NAMES)} {self.chance.randrange(30)}"
        ways: tuple[Say, ...] = (
            lambda who: self.entities.same(who, one, other),
            lambda who: self.entities.different(who, one, other),
            lambda who: self.entities.apart(who, lead.entity, lead.key),
            lambda who: self.entities.rename(who, one, name),
            lambda who: self.entities.alias(who, one, name),
        )
        return self.chance.choice(ways)

    def _undo(self, _: str) -> Say:
        return self.undo(self.chance.choice(alive(self.log()) or [Decision("entity", "", {}, {})]))

    def undo(self, one: Decision) -> Say:
        """Taking a decision back."""
        if one.document is None:
            return lambda who: self.entities.undo(who, one.id)
        key, part = one.document, self.texts if one.kind == "text" else self.mentions
        return lambda who: part.undo(who, key, one.id)

    def try_to(self, say: Say, what: str) -> bool:
        """Whether it was taken; what was refused has changed nothing, which is looked at now and then."""
        before = Seen.of(self.store) if self.chance.random() < 0.1 else None
        number = len(self.log())
        try:
            say(self.chance.choice(PEOPLE))
        except (RefusedDecision, EntityNotFound):
            assert len(self.log()) == number, what
            assert before is None or Seen.of(self.store) == before
            self.done[f"{what} refused"] += 1
            return False
        self.done[what] += 1
        return True

    def replayed(self) -> Iterator[tuple[Document, Document]]:
        """Each document as it is, and as it follows from what was read, what extractors find, and the log alone."""
        with self.store.engine.connect() as connection:
            who, said = identities.everyone(connection)[0], self.log()
            names = replayed(who, [one for one in said if one.kind == "entity"])
            known = {one["id"]: one for one in connection.execute(select(t.entities)).mappings()}
            leads = {key: known[lead.entity] for key, lead in names.leads.items()}
            entities = {k: Entity(e["id"], e["label"], names.entities[e["id"]].name) for k, e in leads.items()}
            for key in self.keys:
                read, version = self.store.as_read(connection, key), self.store.newest(connection, key)
                assert read is not None
                mine = [one for one in said if one.document == key]
                machine = self.read(corrected(read, corrections(standing(mine), version)))
                extraction = Extraction(version, machine.mentions, machine.flags, machine.published)
                yield self.store.get(key), effective(read, extraction, mine, entities)

    def close(self) -> None:
        self.audit.close()
        self.store.close()


@pytest.mark.parametrize("seed", [3])
def test_what_anybody_sees_follows_from_the_log_and_every_undo_is_exact(seed: int, tmp_path: Path) -> None:
    office = Office(tmp_path, seed)
    made = undone = versions = 0
    while made < DECISIONS:
        what, say = office.said()
        check = what != "undo" and office.chance.random() < 0.2
        before = Seen.of(office.store) if check else None
        if not office.try_to(say, what):
            continue
        made += 1
        if before is not None:
            after, last = Seen.of(office.store), office.log()[-1]
            office.undo(last)(office.chance.choice(PEOPLE))
            assert Seen.of(office.store).holds(before), last
            if office.chance.random() < 0.5:
                office.undo(office.log()[-1])(office.chance.choice(PEOPLE))
                assert Seen.of(office.store).holds(after), last
            undone += 1
        if office.chance.random() < 0.02:
            office.arrive(office.chance.randrange(len(PAGES)))
            versions += 1
        if made % 30 == 0:
            now = Seen.of(office.store)
            for document, again in office.replayed():
                assert document == again
            assert office.entities.rebuild(local()) == 0
            assert Seen.of(office.store) == now
    told = len(office.log()), undone, versions, dict(office.done)
    log.info("%d rows, %d undone at once, %d new versions: %s", *told)
    assert all(office.done[what] for what in ("text", "mention", "entity", "undo")), office.done
    office.close()
