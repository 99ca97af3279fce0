"""A second reviewer where a collection asks for it, documents given to people, and the way to what was said of one."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Adds a column, one reviewer where nobody said more; the table, empty; and the index."""
    op.add_column("collections", sa.Column("reviewers", sa.Integer, nullable=False, server_default="1"))
    op.create_table(
        "assignments",
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("by", Letters(200), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.PrimaryKeyConstraint("document", "user"),
        sqlite_with_rowid=False,
    )
    op.create_index("assignments_user", "assignments", ["user", "at"])
    op.create_index("decisions_subject", "decisions", ["document", "subject"])
