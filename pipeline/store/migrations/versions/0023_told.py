"""What documents tell of is of several kinds: agreements, and what else the register holds."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Makes the wider table in place of that of agreements; it is filled again from the documents."""
    op.drop_table("agreements")
    op.create_table(
        "told",
        sa.Column("id", Letters(20), nullable=False),
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("kind", Letters(12), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("document", "kind", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("told_id", "told", ["id"])
    op.execute("DELETE FROM counter WHERE name IN ('register', 'register version')")
