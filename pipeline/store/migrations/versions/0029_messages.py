"""How alerts are told, where somebody wrote that himself, and why one was not taken, to be said in any language."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Adds the columns."""
    op.add_column("destinations", sa.Column("template", Letters(), nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("said", sa.JSON, nullable=True))
