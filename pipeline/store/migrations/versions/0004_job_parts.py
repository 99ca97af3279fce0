"""The parts of a bulk load, which workers on any machine take one by one."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "job_parts",
        sa.Column("job", Letters(32), sa.ForeignKey("jobs.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", Letters(12), nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("changed_at", Letters(32), nullable=False),
        sa.PrimaryKeyConstraint("job", "number"),
    )
    op.create_index("job_parts_state", "job_parts", ["job", "state"])
