"""Collections: each document, failure and job is in one; who may see it follows from that."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.clock import now
from pipeline.store.column_types import Letters

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the columns; all that is there is in ``main``."""
    for table in ("documents", "failures", "jobs"):
        op.add_column(table, sa.Column("collection", Letters(64), nullable=False, server_default="main"))
    op.add_column("documents", sa.Column("identity", Letters(32), nullable=False, server_default=""))
    op.execute("UPDATE documents SET identity = key")
    op.create_index("documents_identity", "documents", ["identity", "collection"])
    made = op.create_table(
        "collections",
        sa.Column("name", Letters(64), primary_key=True),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
    )
    op.bulk_insert(made, [{"name": "main", "user": "", "at": now()}])
