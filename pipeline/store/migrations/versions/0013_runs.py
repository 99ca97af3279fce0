"""Runs: which reading brought which version of which document, and when a document came in."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the table and the columns; what is there came in with its first version, and by no run that is known."""
    _runs()
    op.add_column("documents", sa.Column("run", Letters(32), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("added_at", Letters(32), nullable=False, server_default=""))
    op.add_column("versions", sa.Column("run", Letters(32), nullable=False, server_default=""))
    op.add_column("failures", sa.Column("run", Letters(32), nullable=False, server_default=""))
    op.execute(
        "UPDATE documents SET added_at = coalesce("
        "(SELECT min(versions.at) FROM versions WHERE versions.key = documents.key), '')"
    )
    op.create_index("documents_run", "documents", ["run"])
    op.create_index("documents_added", "documents", ["added_at"])
    op.create_index("versions_run", "versions", ["run"])


def _runs() -> None:
    counts = [
        sa.Column(name, sa.Integer, nullable=False, server_default="0")
        for name in ("added", "changed", "unchanged", "failed")
    ]
    op.create_table(
        "runs",
        sa.Column("id", Letters(32), primary_key=True),
        sa.Column("name", Letters(), nullable=False),
        sa.Column("kind", Letters(20), nullable=False),
        sa.Column("source", Letters(), nullable=False),
        sa.Column("collection", Letters(64), nullable=False),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("state", Letters(12), nullable=False),
        sa.Column("started", Letters(32), nullable=False),
        sa.Column("changed_at", Letters(32), nullable=False),
        sa.Column("ended", Letters(32), nullable=True),
        sa.Column("expected", sa.Integer, nullable=True),
        *counts,
        sa.Column("taken_back_at", Letters(32), nullable=True),
        sa.Column("taken_back_by", Letters(), nullable=True),
    )
    op.create_index("runs_started", "runs", ["started"])
