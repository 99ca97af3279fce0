"""What people put right in recognised text: rows that are only added, the newest of each place in force.

Places are those of the text as read, in one version of a document. A row whose ``after`` is what was read takes back.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from corpora.corrections import Correction, in_force
from corpora.document import Span
from pipeline.store import tables as t
from pipeline.store.clock import now


@dataclass(frozen=True, slots=True)
class TextDecision:
    """A row: who put what right in which version, and when."""

    id: int
    version: int
    correction: Correction
    user: str
    at: str


def decisions(connection: Connection, key: str) -> list[TextDecision]:
    """All of a document, oldest first."""
    c = t.text_corrections
    rows = connection.execute(select(c).where(c.c.key == key).order_by(c.c.id)).all()
    return [TextDecision(row.id, row.version, _correction(row), row.user, row.at) for row in rows]


def in_newest(connection: Connection, keys: Sequence[str]) -> dict[str, list[Correction]]:
    """What is in force in the newest versions of documents, by their keys; those without any are left out."""
    c, d = t.text_corrections, t.documents
    joined = c.join(d, (d.c.key == c.c.key) & (d.c.version == c.c.version))
    query = select(c).select_from(joined).where(c.c.key.in_(keys)).order_by(c.c.id)
    found: dict[str, list[Correction]] = {}
    for row in connection.execute(query):
        found.setdefault(row.key, []).append(_correction(row))
    return {key: in_force(made) for key, made in found.items()}


def ever_corrected(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Those of some documents whose text somebody decided on, in any version."""
    c = t.text_corrections.c
    return list(connection.execute(select(c.key).distinct().where(c.key.in_(keys)).order_by(c.key)).scalars())


def add(connection: Connection, key: str, version: int, made: Sequence[Correction], user: str) -> None:
    """Keeps corrections of a version."""
    said = {"key": key, "version": version, "user": user, "at": now()}
    rows = [{**said, **asdict(one.span), "before": one.before, "after": one.after} for one in made]
    connection.execute(insert(t.text_corrections), rows)


def _correction(row: Row[Any]) -> Correction:
    return Correction(Span(row.start, row.end), row.before, row.after)
