"""What people put right in recognised text: rows that are only added, the newest of each place in force.

Places are those of the text as read, in one version of a document. A row whose ``after`` is what was read takes back.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from corpora.corrections import Correction
from corpora.document import Document, Span
from pipeline.errors import RefusedDecision
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.store import Store


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
    return [
        TextDecision(row.id, row.version, Correction(Span(row.start, row.end), row.before, row.after), row.user, row.at)
        for row in rows
    ]


def add(store: Store, document: Document, version: int, made: Sequence[Correction], known: int, user: str) -> None:
    """Keeps corrections of a version, and with them the mentions of the corrected document, in one transaction.

    ``known`` is how many decisions there were when they were made; raises RefusedDecision where it was changed since.
    """
    with store.writing() as connection:
        if store.newest(connection, document.key) != version or len(decisions(connection, document.key)) != known:
            raise RefusedDecision("the text was changed meanwhile; look at it again")
        said = {"key": document.key, "version": version, "user": user, "at": now()}
        rows = [{**said, **asdict(one.span), "before": one.before, "after": one.after} for one in made]
        connection.execute(insert(t.text_corrections), rows)
        store.put_extraction(connection, document, version)
