"""What is read of agreements in each document, for the register."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Adds the table, empty; the register fills it from the documents."""
    op.create_table(
        "agreements",
        sa.Column("id", Letters(20), nullable=False),
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("document", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("agreements_id", "agreements", ["id"])
