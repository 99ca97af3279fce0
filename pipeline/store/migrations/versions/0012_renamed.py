"""Entities that people renamed are found without a look at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Adds the index."""
    renamed = sa.text("name <> met")
    op.create_index("entities_renamed", "entities", ["label"], sqlite_where=renamed, postgresql_where=renamed)
