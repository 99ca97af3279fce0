"""Doubtful mentions are found by their score, what people judge first; and what was taken back by what it was."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Adds the indexes."""
    doubtful = sa.text("score < 0.9")
    op.create_index("mentions_doubt", "mentions", ["score"], sqlite_where=doubtful, postgresql_where=doubtful)
    undo = sa.text("undoes IS NOT NULL")
    op.create_index("decisions_undoes", "decisions", ["undoes"], sqlite_where=undo, postgresql_where=undo)
