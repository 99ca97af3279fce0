"""What a person keeps for himself: stars, tags and notes on documents, and searches."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Adds the tables, empty, and the way to what one person searched for."""
    op.create_table(
        "shelf",
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("starred", sa.Integer, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("note", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.PrimaryKeyConstraint("user", "document"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved_searches",
        sa.Column("id", Letters(16), primary_key=True),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("name", Letters(200), nullable=False),
        sa.Column("address", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
    )
    op.create_index("saved_searches_user", "saved_searches", ["user", "at"])
    op.create_index("audit_user", "audit", ["user", "act", "id"])
