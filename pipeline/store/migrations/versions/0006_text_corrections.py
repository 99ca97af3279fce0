"""What people put right in recognised text."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "text_corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("before", Letters(), nullable=False),
        sa.Column("after", Letters(), nullable=False),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
    )
    op.create_index("text_corrections_document", "text_corrections", ["key", "version"])
