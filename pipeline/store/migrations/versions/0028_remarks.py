"""Who takes care of an alert, and notes on it."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "alert_remarks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("alert", sa.Integer, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("kind", Letters(8), nullable=False),
        sa.Column("said", Letters(), nullable=False),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("alert_remarks_alert", "alert_remarks", ["alert", "kind", "id"])
    where = sa.text("kind = 'assign'")
    op.create_index("alert_remarks_said", "alert_remarks", ["said"], sqlite_where=where, postgresql_where=where)
