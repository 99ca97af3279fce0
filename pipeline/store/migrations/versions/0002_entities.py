"""Who is who: entities, the keys that lead to them, what people decided, and the key of each mention."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables; documents that are stored get their keys from ``asnad reprocess``."""
    op.add_column("mentions", sa.Column("entity_key", Letters()))
    op.create_index("mentions_entity", "mentions", ["entity_key", "key", "version"])
    op.create_table(
        "entities",
        sa.Column("id", Letters(20), primary_key=True),
        sa.Column("label", Letters(12), nullable=False),
        sa.Column("name", Letters(), nullable=False),
        sa.Column("kind", Letters(), nullable=False),
        sa.Column("place", Letters(), nullable=False),
        sa.Column("english", Letters(), nullable=False),
        sa.Column("parent", Letters(), nullable=False),
    )
    op.create_table(
        "entity_keys",
        sa.Column("key", Letters(), primary_key=True),
        sa.Column("entity", Letters(20), sa.ForeignKey("entities.id"), nullable=False),
        sa.Column("name", Letters(), nullable=False),
        sa.Column("language", Letters(8), nullable=False),
        sa.Column("origin", Letters(12), nullable=False),
    )
    op.create_index("entity_keys_entity", "entity_keys", ["entity"])
    op.create_table(
        "entity_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("verdict", Letters(12), nullable=False),
        sa.Column("one", Letters(), nullable=False),
        sa.Column("other", Letters(), nullable=False),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
    )
