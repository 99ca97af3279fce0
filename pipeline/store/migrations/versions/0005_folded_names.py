"""Names of entities as they are looked for: folded once when they are kept, not at each question."""

from itertools import batched

import sqlalchemy as sa
from alembic import op

from extractors.text.lexicon import key_of
from pipeline.store.column_types import Letters

revision = "0005"
down_revision = "0004"

_BATCH = 1000


def upgrade() -> None:
    """Adds the columns and fills them."""
    for table in ("entities", "entity_keys"):
        op.add_column(table, sa.Column("folded", Letters(), nullable=False, server_default=""))
    _fill("entities", "id", ("name", "english"))
    _fill("entity_keys", "key", ("name",))


def _fill(name: str, key: str, names: tuple[str, ...]) -> None:
    columns: list[sa.ColumnClause[str]] = [sa.column(column) for column in (key, *names, "folded")]
    table = sa.table(name, *columns)
    connection = op.get_bind()
    rows = connection.execute(sa.select(*columns[:-1])).all()
    change = sa.update(table).where(columns[0] == sa.bindparam("at")).values(folded=sa.bindparam("said"))
    for some in batched(rows, _BATCH):
        said = [{"at": row[0], "said": "\n".join(key_of(each).lower() for each in row[1:])} for row in some]
        connection.execute(change, said)
