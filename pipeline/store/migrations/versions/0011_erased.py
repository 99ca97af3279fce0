"""Raw bytes that are to be removed, noted in the transaction that let go of them."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "erased",
        sa.Column("blob", Letters(64), primary_key=True),
        sa.Column("at", Letters(32), nullable=False),
    )
