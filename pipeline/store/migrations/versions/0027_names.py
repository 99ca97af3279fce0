"""What judgements say of the names of organisations, as columns of the log."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters
from pipeline.store.spoken import spoken

revision = "0027"
down_revision = "0026"
_LOG = """
SELECT id, kind, document, undoes, before, after FROM decisions
WHERE kind = 'mention' AND document IS NOT NULL AND undoes IS NULL AND id > :after
ORDER BY id LIMIT :many
"""
_MANY = 2000


def upgrade() -> None:
    """Adds the columns and fills them from the log."""
    op.add_column("decisions", sa.Column("speaks", sa.Integer, nullable=False, server_default="0"))
    for name in ("name", "surface"):
        op.add_column("decisions", sa.Column(name, Letters(), nullable=False, server_default=""))
    _fill(op.get_bind())
    where = sa.text("speaks <> 0")
    columns = ["speaks", "name", "surface", "document", "id"]
    op.create_index("decisions_names", "decisions", columns, sqlite_where=where, postgresql_where=where)


def _fill(connection: sa.Connection) -> None:
    """Says of each judgement what it says of a name; where nobody judged, this reads nothing."""
    log = sa.text(_LOG).columns(before=sa.JSON, after=sa.JSON)
    names = ("speaks", "name", "surface")
    kept = sa.table("decisions", sa.column("id"), *map(sa.column, names))
    told = sa.update(kept).where(kept.c.id == sa.bindparam("at")).values({n: sa.bindparam(f"now_{n}") for n in names})
    last = 0
    while rows := connection.execute(log, {"after": last, "many": _MANY}).all():
        last = rows[-1].id
        said = [(row.id, spoken(row._asdict())) for row in rows]
        values = [{"at": at, **{f"now_{n}": one[n] for n in names}} for at, one in said if one["speaks"]]
        if values:
            connection.execute(told, values)
