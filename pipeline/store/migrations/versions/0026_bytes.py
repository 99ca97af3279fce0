"""How many bytes each version was read from; of those that are there it is measured when they are indexed next."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Number

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Adds the column, empty."""
    op.add_column("versions", sa.Column("bytes", Number, nullable=True))
