"""What a failure is read again with and how often that was tried; what was sent, and what taking a run back did."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0030"
down_revision = "0029"
_TEXTS = ("source", "language", "published", "first_run", "tried_at")


def upgrade() -> None:
    """Adds the columns; failures are of the source of their run."""
    for name in _TEXTS:
        op.add_column("failures", sa.Column(name, Letters(), nullable=False, server_default=""))
    op.add_column("failures", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE failures SET source = coalesce((SELECT r.source FROM runs r WHERE r.id = failures.run), '')")
    for name in ("withdrawn", "returned", "forgotten", "files", "files_read"):
        op.add_column("runs", sa.Column(name, sa.Integer, nullable=True))
