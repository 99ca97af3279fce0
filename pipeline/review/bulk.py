"""One judgement for all mentions that a query finds: what it would be, a job that makes it, and one that undoes it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import batched, groupby
from typing import Any

from corpora.codec import json_text
from corpora.ids import digest
from corpora.values import plain
from pipeline.errors import DecisionConflict, EntityNotFound, RefusedDecision, RunNotFound
from pipeline.people.access import Found, collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, Role
from pipeline.review.mentions import MentionReview
from pipeline.review.queue import Waiting, around, reviewable
from pipeline.review.reviewed import Asked
from pipeline.store import collections, judging
from pipeline.store import entities as named
from pipeline.store import unseen as kept
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.judging import Judging, Part
from pipeline.store.transaction import Connection
from pipeline.store.unseen import Unseen, Which

__all__ = ["Bulk", "BulkReview", "Judging", "Preview"]
_MOST = 200_000
"""Mentions that one job is of."""
_DOCUMENTS, _MENTIONS = 50, 1000
"""Of a part: what is decided in one transaction."""
_MANY = 400
_SAMPLES, _WORDS = 20, 30


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is to be said of which mentions that nobody judged.

    ``but`` are exceptions: ids of mentions, keys of documents, or words.
    """

    verdict: str
    label: str = ""
    surface: str = ""
    entity: str = ""
    q: str = ""
    collection: str = ""
    but: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a judgement would be of: how many mentions and documents, which words how often, and some of them.

    The samples are the least certain; ``tag`` is of exactly these mentions with their values, exceptions included.
    """

    mentions: int
    documents: int
    words: Sequence[tuple[str, str, int]]
    samples: Sequence[Waiting]
    tag: str


class BulkReview:
    """Judgements of many mentions as jobs, which a server, a worker or a command carries out."""

    def __init__(self, store: Store, mentions: MentionReview, found: Found, audit: Audit) -> None:
        """Takes the store, who keeps judgements, what finds documents, and where to note it."""
        self._store, self._mentions, self._found, self._audit = store, mentions, found, audit

    def preview(self, who: Principal, asked: Bulk) -> Preview:
        """What a job would judge, and nothing is decided.

        Raises Forbidden, RefusedDecision, CollectionNotFound, EntityNotFound, QuerySyntaxError.
        """
        every = self._wanted(who, asked)
        wanted = _less(every, asked.but)
        words = Counter((one.mention.label, one.mention.surface) for one in wanted)
        least = sorted(wanted, key=lambda one: one.mention.score)[:_SAMPLES]
        documents = {one.key: one for one in self._store.get_some(list(dict.fromkeys(one.key for one in least)))}
        samples = [around(documents[one.key], one.mention) for one in least if one.key in documents]
        counted = [(label, surface, number) for (label, surface), number in words.most_common(_WORDS)]
        return Preview(len(wanted), len({one.key for one in wanted}), counted, samples, _tag(every))

    def begin(self, who: Principal, asked: Bulk, tag: str = "", once: str = "") -> str:
        """Keeps a job that judges what ``preview`` shows; gives its id, by which all of it is taken back.

        With a ``tag`` it is refused where that is of other mentions by now (DecisionConflict). The same ``once`` of the
        same person is the same job. Raises as ``preview`` does.
        """
        with self._store.engine.connect() as connection:
            known = judging.asked_once(connection, who.name, once) if once else ""
        if known:
            return known
        every = self._wanted(who, asked)
        if tag and tag != _tag(every):
            raise DecisionConflict("other mentions wait for that by now; look at them again", {}, {})
        wanted = _less(every, asked.but)
        if not wanted:
            raise RefusedDecision("nobody waits for that: it was judged, or it is in no document any more")
        by_document = {
            key: [[one.mention.id, _digest(one.mention.value)] for one in some]
            for key, some in groupby(wanted, lambda one: one.key)
        }
        detail = {"asked": asdict(replace(asked, but=list(asked.but))), "roles": _roles(who), "once": once}
        with self._store.writing() as connection:
            job = judging.begin(connection, detail, who.name, list(_parts(by_document)))
        self._audit.note(who, "decide", job, mentions=len(wanted), documents=len(by_document))
        return job

    def take_back(self, who: Principal, identity: str) -> str:
        """Ends a job, and keeps one that takes all of it back but for what somebody decided on since; gives its id.

        Raises RunNotFound, and RefusedDecision where nothing of it is in force.
        """
        one = self.job(who, identity)
        if one.undoes:
            raise RefusedDecision("that is an undo: judge again instead")
        with self._store.writing() as connection:
            judging.cancel(connection, identity)
            force = Decisions(connection).together("mention", identity)
            seen = collections.those_in(connection, [str(said.document) for said in force], who.within("reviewer"))
            mine = sorted((str(said.document), said.id) for said in force if said.document in seen)
            if not mine:
                raise RefusedDecision("nothing of {identity} is in force", identity=identity)
            by_document = {key: [[pair[1]] for pair in some] for key, some in groupby(mine, lambda pair: pair[0])}
            detail = {"undoes": identity, "roles": _roles(who)}
            job = judging.begin(connection, detail, who.name, list(_parts(by_document)))
        self._audit.note(who, "decide", identity, undone=len(mine))
        return job

    def jobs(self, who: Principal, limit: int = 20) -> list[Judging]:
        """The newest jobs that somebody asked for; an admin sees everybody's."""
        with self._store.engine.connect() as connection:
            return judging.jobs(connection, "" if who.may("admin") else who.name, limit=limit)

    def job(self, who: Principal, identity: str) -> Judging:
        """One of them; raises RunNotFound."""
        with self._store.engine.connect() as connection:
            found = judging.jobs(connection, "" if who.may("admin") else who.name, identity) if identity else []
        if not found:
            raise RunNotFound("there is no job {identity!r}", identity=identity)
        return found[0]

    def waiting(self) -> list[str]:
        """The jobs that have not ended, oldest first: for whoever carries them out."""
        with self._store.engine.connect() as connection:
            return judging.waiting(connection)

    def step(self, identity: str) -> bool:
        """Decides the next part of a job, in one transaction; False where nothing is left of it."""
        with self._store.engine.connect() as connection:
            (job,) = judging.jobs(connection, identity=identity) or (None,)
            part = judging.next_part(connection, identity)
        if job is None or part is None:
            return False
        number, there = part
        who = Principal(job.job.user, "person", job.job.detail["roles"])

        def closing(connection: Connection, done: int, refused: int) -> None:
            judging.end_part(connection, identity, number, done, refused)

        try:
            if job.undoes:
                numbers = {key: [int(one[0]) for one in some] for key, some in there.items()}
                self._mentions.undo_many(who, numbers, closing)
            else:
                self._judge(who, identity, Bulk(**job.job.detail["asked"]), there, closing)
        except RefusedDecision:  # it was ended, or another one decided the part: what is left says the store
            pass
        return True

    def _judge(
        self, who: Principal, batch: str, asked: Bulk, part: Part, closing: Callable[[Connection, int, int], None]
    ) -> None:
        """Judges a part; of a mention that says something else than when it was asked for nothing is kept."""
        said = Asked("accept" if asked.verdict == "accept" else "reject", note=asked.note, batch=batch)
        values = self._values(part)
        judged = {
            key: [
                replace(said, mention=identity, judged=_same(values.get((key, identity)), wanted))
                for identity, wanted in some
            ]
            for key, some in part.items()
        }
        self._mentions.decide_many(who, judged, closing)

    def _values(self, part: Part) -> dict[tuple[str, str], Mapping[str, Any]]:
        """What the machine says of the mentions of some documents."""
        with self._store.engine.connect() as connection:
            rows = kept.unseen(connection, Which(keys=list(part), doubtful=False), _MOST)
        return {(one.key, one.mention.id): one.mention.value for one in rows}

    def _wanted(self, who: Principal, asked: Bulk) -> list[Unseen]:
        """The mentions that a job would judge, exceptions too, by document, in the order of the text."""
        if asked.verdict not in ("accept", "reject") or not (asked.label or asked.entity):
            raise RefusedDecision("many mentions are accepted or rejected, of a label or an entity")
        if asked.collection:
            collection_for(self._store, who, asked.collection, "reviewer")
        within = frozenset({asked.collection}) if asked.collection else None
        which = reviewable(who, Which(asked.label, asked.surface, within=within, doubtful=False))
        found = list[Unseen]()
        with self._store.engine.connect() as connection:
            if asked.entity:
                which = replace(which, named=_keys(connection, who, asked.entity))
            batches = batched(self._found(who, asked.q), _MANY) if asked.q.strip() else [None]
            for some in batches:
                found += kept.unseen(connection, replace(which, keys=some), _MOST + 1)
                if len(found) > _MOST:
                    raise RefusedDecision("that are more than {most:,} mentions: ask for fewer at once", most=_MOST)
        return sorted(found, key=lambda one: (one.key, one.mention.span.start, one.mention.id))


def _less(found: Sequence[Unseen], but: Sequence[str]) -> list[Unseen]:
    """Mentions without exceptions."""
    out = set(but)
    return [one for one in found if not out & {one.mention.id, one.key, one.mention.surface}]


def _keys(connection: Connection, who: Principal, identity: str) -> list[str]:
    """The keys of an entity; raises EntityNotFound where nothing that he may see names it."""
    now = named.current(connection, identity)
    if not named.counted(connection, [now], who.within()):
        raise EntityNotFound("there is no entity {identity!r}", identity=identity)
    return sorted(named.keys_of(connection, [now]))


def _parts(by_document: Mapping[str, list[list[Any]]]) -> Iterator[Part]:
    """Parts of so many documents and, where one has not more, so many mentions at most."""
    some, size = dict[str, list[list[Any]]](), 0
    for key, what in by_document.items():
        if some and (len(some) >= _DOCUMENTS or size + len(what) > _MENTIONS):
            yield some
            some, size = {}, 0
        some[key] = what
        size += len(what)
    if some:
        yield some


def _roles(who: Principal) -> dict[str, Role]:
    """What somebody may decide when he asks: a job goes no further than that."""
    held: dict[str, Role] = {}
    for name in who.roles:
        for role in ("editor", "reviewer"):
            if who.may(role, name):
                held[name] = role
                break
    return held


def _digest(value: Mapping[str, Any]) -> str:
    return digest(json_text(plain(value)).encode())[:12]


def _same(value: Mapping[str, Any] | None, wanted: str) -> Mapping[str, Any] | None:
    """The value where it is that which was asked about; else none, and the judgement is refused."""
    return value if value is not None and _digest(value) == wanted else None


def _tag(wanted: Sequence[Unseen]) -> str:
    said = [[one.key, one.mention.id, _digest(one.mention.value)] for one in wanted]
    return digest(json_text(said).encode())[:32]
