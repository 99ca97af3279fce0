"""What came into the archive lately: facts for a first page, each by one question that an index answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

DAYS = 14
_RECENT = 8
_SOURCES = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A document that came in lately."""

    key: str
    uri: str
    title: str
    kind: str
    source: str
    added: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The newest documents, how many came in on each of the last days and from which source, and what failed."""

    recent: Sequence[Recent]
    days: Sequence[tuple[str, int]]
    sources: Sequence[tuple[str, int]]
    failures: int


def overview(connection: Connection, within: Within) -> Overview:
    """What came in lately, of some collections."""
    d, f = t.documents.c, t.failures.c
    there = d.withdrawn_at.is_(None), inside(d.collection, within)
    since = (datetime.now(UTC) - timedelta(days=DAYS - 1)).date().isoformat()
    day = func.substr(d.added_at, 1, 10)
    lately = select(day, d.source, func.count()).where(d.added_at >= since, *there).group_by(day, d.source)
    days, sources = Counter[str](), Counter[str]()
    for on, source, number in connection.execute(lately):
        days[on] += number
        sources[source] += number
    failed = select(func.count()).select_from(t.failures).where(inside(f.collection, within))
    return Overview(
        _recent(connection, within),
        sorted(days.items(), reverse=True),
        sorted(sources.items(), key=lambda one: (-one[1], one[0]))[:_SOURCES],
        int(connection.execute(failed).scalar_one()),
    )


def _recent(connection: Connection, within: Within) -> list[Recent]:
    d, v = t.documents.c, t.versions.c
    there = d.withdrawn_at.is_(None), inside(d.collection, within), d.added_at != ""
    newest = select(d.key, d.version, d.uri, d.source, d.added_at, d.seq).where(*there)
    some = newest.order_by(d.added_at.desc(), d.seq.desc()).limit(_RECENT).subquery()
    head = v.head["title"].as_string(), v.head["kind"].as_string()
    joined = select(some.c.key, some.c.uri, *head, some.c.source, some.c.added_at).join(
        t.versions, (v.key == some.c.key) & (v.version == some.c.version)
    )
    return [Recent(*row) for row in connection.execute(joined.order_by(some.c.added_at.desc(), some.c.seq.desc()))]
