"""What people say of each mention beside the log, and which mentions wait: a million decisions are no walk any more."""

from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters
from pipeline.store.decisions import Decision
from pipeline.store.judgements import rows_of

revision = "0025"
down_revision = "0024"
_TAKES, _JSON = "json_extract({}, '$.batch')", "{} ->> 'batch'"
_LOG = """
SELECT id, "user", subject, document, before, after, undoes FROM decisions
WHERE kind = 'mention' AND document IS NOT NULL ORDER BY document, id
"""
_SEEN = """
UPDATE mentions SET judged = 1
WHERE extractor = 'person'
OR EXISTS (SELECT 1 FROM judgements j WHERE j.document = mentions.key AND j.subject = mentions.id)
"""
_WHERE = {"one": "people = 1 AND added = 0", "two": "people > 1", "disputed": "disputed = 1"}
_MANY = 2000


def upgrade() -> None:
    """Adds the table and fills it from the log; the name of what was decided together becomes a column."""
    op.add_column("decisions", sa.Column("batch", Letters(), nullable=False, server_default=""))
    sqlite = op.get_bind().dialect.name == "sqlite"
    places = ("after", "before") if sqlite else ('"after"', '"before"')
    batch = ", ".join((_TAKES if sqlite else _JSON).format(place) for place in places)
    op.execute(f"UPDATE decisions SET batch = coalesce({batch}, '')")  # noqa: S608 - names of ours
    _index("decisions_batch", "decisions", ["batch"], "batch <> ''")
    op.create_index("decisions_user", "decisions", ["user", "id"])
    op.add_column("mentions", sa.Column("judged", sa.Integer, nullable=False, server_default="0"))
    _table()
    _fill(op.get_bind())
    op.execute(_SEEN)
    op.drop_index("mentions_doubt", "mentions")
    _index("mentions_doubt", "mentions", ["score"], "score < 0.9 AND judged = 0")
    _index("mentions_alike", "mentions", ["surface", "label", "score"], "judged = 0")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _table() -> None:
    letters = {"label": 12, "user": None, "verdict": 12}
    numbers = ("people", "added", "disputed", "decision")
    said = {"said_by": None, "said": 20, "other": 20}
    op.create_table(
        "judgements",
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("subject", Letters(), nullable=False),
        *(sa.Column(name, Letters(size), nullable=False) for name, size in letters.items()),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
        *(sa.Column(name, Letters(size), nullable=False) for name, size in said.items()),
        sa.PrimaryKeyConstraint("document", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_index("judgements_user", "judgements", ["user", "label", "verdict", "document"])
    _index("judgements_one", "judgements", ["decision"], _WHERE["one"])
    _index("judgements_two", "judgements", ["label", "said", "other", "disputed", "document", "people"], _WHERE["two"])
    _index("judgements_disputed", "judgements", ["decision"], _WHERE["disputed"])


def _fill(connection: sa.Connection) -> None:
    """Makes the rows of each document of what was decided on it; where nothing was, this reads nothing."""
    log = sa.text(_LOG).columns(before=sa.JSON, after=sa.JSON)
    rows: list[dict[str, Any]] = []
    for _, some in groupby(connection.execute(log), lambda row: row.document):
        said = [
            Decision("mention", row.subject, row.before, row.after, row.document, row.undoes, row.user, id=row.id)
            for row in some
        ]
        rows += rows_of(said).values()
        rows = _written(connection, rows) if len(rows) > _MANY else rows
    _written(connection, rows)


def _written(connection: sa.Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if rows:
        connection.execute(sa.insert(sa.table("judgements", *(sa.column(name) for name in rows[0]))), rows)
    return []
