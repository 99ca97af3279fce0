"""Lists of names that are watched for, and which of them an alert is of."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Adds the table, empty; alerts that are there are of no name."""
    op.create_table(
        "watch_names",
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", Letters(), nullable=False),
        sa.Column("runs", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("monitor", "number"),
        sqlite_with_rowid=False,
    )
    op.add_column("alerts", sa.Column("entries", sa.JSON, nullable=False, server_default="[]"))
