"""What people say of each mention, as rows beside the log: queues, shares and agreement are questions to an index.

A row is of a mention of which something holds that people said. It follows from the log, and can be made again from it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, insert, literal_column, select

from corpora.ids import digest
from corpora.values import plain
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside
from pipeline.store.counting import counted
from pipeline.store.decisions import Decision, standing
from pipeline.store.spoken import dead

type Outcome = str
"""accept, reject, or what is to stand instead, so that two of them can be compared."""
type Place = tuple[str, str]
"""A document and the mention in it that a decision names."""
_SETTLED = 3
"""People who said something: the third decided between the others."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Of so many mentions of a label two people said these two things first; some of them wait to be settled."""

    label: str
    first: Outcome
    second: Outcome
    mentions: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which mentions of the machine are asked for; what else is empty asks for all.

    Those that one person judged and nobody else, or (``disputed``) of which two say different things and no third.
    """

    disputed: bool = False
    within: Within = None
    label: str = ""
    keys: Sequence[str] | None = None
    but: str = ""
    """Of those that one person judged: not by him."""


def voices(said: Iterable[Decision]) -> dict[tuple[str | None, str], list[Decision]]:
    """Document and mention → the newest judgement of each person, oldest first; of decisions that hold."""
    newest: dict[tuple[str | None, str, str], Decision] = {}
    for one in said:
        if one.kind == "mention":
            newest[one.document, one.subject, one.user] = one
    found: dict[tuple[str | None, str], list[Decision]] = {}
    for one in sorted(newest.values(), key=lambda one: one.id):
        if one.after["verdict"] != "ignore":
            found.setdefault((one.document, one.subject), []).append(one)
    return found


def outcome_of(decision: Decision) -> Outcome:
    """What a judgement comes to: what is added is accepted by whoever marked it."""
    verdict, after = str(decision.after["verdict"]), decision.after
    if verdict != "correct":
        return "accept" if verdict == "add" else verdict
    return json.dumps([after["label"], after["start"], after["end"], plain(after["value"])], sort_keys=True)


def is_disputed(judgements: Sequence[Decision]) -> bool:
    """Whether people say different things of one mention, and nobody settled it."""
    return 1 < len(judgements) < _SETTLED and len({outcome_of(one) for one in judgements}) > 1


def rows_of(said: Iterable[Decision]) -> dict[Place, dict[str, Any]]:
    """The rows that follow from all decisions on some mentions, or on some documents."""
    held = [one for one in standing(said) if one.kind == "mention"]
    heard = voices(held)
    newest = {(str(one.document), one.subject): one for one in held}
    return {place: _row(one, heard.get(place, [])) for place, one in newest.items()}


def _row(newest: Decision, heard: Sequence[Decision]) -> dict[str, Any]:
    outcomes = [*map(_short, heard[:2]), "", ""]
    return {
        "document": newest.document,
        "subject": newest.subject,
        "label": newest.before["label"],
        "user": newest.user,
        "verdict": newest.after["verdict"],
        "people": len(heard),
        "added": int(any(one.after["verdict"] == "add" for one in heard)),
        "disputed": int(is_disputed(heard)),
        "decision": heard[0].id if heard else 0,
        "said_by": heard[0].user if heard else "",
        "said": outcomes[0],
        "other": outcomes[1],
    }


def _short(one: Decision) -> str:
    """An outcome in so many letters that two of them are the same where the outcomes are."""
    outcome = outcome_of(one)
    return outcome if len(outcome) < len("correct") else digest(outcome.encode())[:20]


def put(connection: Connection, before: Iterable[Place], rows: Mapping[Place, Mapping[str, Any]]) -> None:
    """Writes the rows of some mentions in place of those that they had."""
    j = t.judgements
    same = (j.c.document == bindparam("of")) & (j.c.subject == bindparam("what"))
    if gone := [{"of": document, "what": subject} for document, subject in before]:
        connection.execute(delete(j).where(same), gone)
    if rows:
        connection.execute(insert(j), list(rows.values()))


def project(connection: Connection, said: Mapping[str, Sequence[Decision]]) -> None:
    """Makes the rows of some documents again from all that was decided on each."""
    connection.execute(delete(t.judgements).where(t.judgements.c.document.in_(list(said))))
    rows = [row for one in said.values() for row in rows_of(one).values()]
    if rows:
        connection.execute(insert(t.judgements), rows)


def clear(connection: Connection) -> None:
    """Takes all rows out, before they are made again from the log."""
    connection.execute(delete(t.judgements))


def _wanted(asked: Asked) -> list[ColumnElement[bool]]:
    j, d = t.judgements.c, t.documents.c
    wanted = [d.withdrawn_at.is_(None), inside(d.collection, asked.within)]
    wanted += [j.label == asked.label] if asked.label else []
    wanted += [j.document.in_(asked.keys)] if asked.keys is not None else []
    return wanted


def _there(within: Within) -> ColumnElement[bool]:
    """Whether the document of a row is there, in some collections: where that is all of them, few are not."""
    j, d = t.judgements.c, t.documents.c
    if within is None:
        return j.document.not_in(select(d.key).where(d.withdrawn_at.is_not(None)))
    return j.document.in_(select(d.key).where(d.withdrawn_at.is_(None), inside(d.collection, within)))


def shares(connection: Connection, within: Within) -> list[tuple[str, str, str, int]]:
    """User, label, verdict and how many mentions he judged so, in documents that are there.

    Of each person the last judgement of a mention counts that was not taken back, whoever else judged it; one that
    leaves it to the machine is none.
    """
    j, found = t.judgements, Counter[tuple[str, str, str]]()
    query = select(j.c.user, j.c.label, j.c.verdict, func.count()).where(j.c.verdict != "ignore", _there(within))
    alone = query.where(j.c.people <= 1).group_by(j.c.user, j.c.label, j.c.verdict)
    for some in (alone, _of_several(within, dead(connection))):
        for user, label, verdict, number in connection.execute(some):
            found[user, label, verdict] += int(number)
    return [(*which, number) for which, number in sorted(found.items())]


def _of_several(within: Within, dead: Sequence[int]) -> Select[Any]:
    """The same of mentions that several people judged: what each of them said is in the log alone."""
    j, d = t.judgements, t.decisions
    undone, back = t.decisions.alias("undone").c, t.decisions.alias("back").c
    void = select(back.undoes).where(back.undoes.is_not(None), back.id.not_in(dead))
    said = select(func.max(undone.id)).join(j, (j.c.document == undone.document) & (j.c.subject == undone.subject))
    said = said.where(j.c.people > literal_column("1"), undone.kind == "mention", undone.undoes.is_(None))
    newest = said.where(undone.id.not_in(void)).group_by(undone.user, undone.document, undone.subject)
    verdict = d.c.after["verdict"].as_string()
    same = (j.c.document == d.c.document) & (j.c.subject == d.c.subject)
    query = select(d.c.user, j.c.label, verdict, func.count()).join(j, same).where(d.c.id.in_(newest))
    return query.where(verdict != "ignore", _there(within)).group_by(d.c.user, j.c.label, verdict)


def pairs(connection: Connection, within: Within) -> list[Pairs]:
    """What the first two who judged a mention said of it, and of how many mentions."""
    j = t.judgements
    said = j.c.label, j.c.said, j.c.other
    query = select(*said, func.count(), func.sum(j.c.disputed))
    query = query.where(j.c.people > literal_column("1"), _there(within)).group_by(*said).order_by(*said)
    return [Pairs(row[0], row[1], row[2], int(row[3]), int(row[4])) for row in connection.execute(query)]


def places(connection: Connection, asked: Asked, offset: int, limit: int) -> list[Place]:
    """The mentions that are asked for, those judged first first."""
    query = _asked_for(asked).order_by(t.judgements.c.decision).offset(offset).limit(limit)
    return [(str(row[0]), str(row[1])) for row in connection.execute(query)]


def number(connection: Connection, asked: Asked, most: int = 0) -> int:
    """How many they are, or (``most``) that or one more where there are more."""
    return counted(connection, _asked_for(asked), most)


def _asked_for(asked: Asked) -> Select[Any]:
    j, d = t.judgements, t.documents
    which = [j.c.disputed == literal_column("1")]
    if not asked.disputed:
        which = [j.c.people == literal_column("1"), j.c.said_by != asked.but]
    query = select(j.c.document, j.c.subject).join(d, d.c.key == j.c.document)
    return query.where(*which, j.c.added == literal_column("0"), *_wanted(asked))
