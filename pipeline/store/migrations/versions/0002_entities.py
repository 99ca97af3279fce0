"""Who is who: entities, the keys that lead to them, what people decided, and the key of each mention."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables; documents that are stored get their keys from ``asnad reprocess``."""
    op.add_column("mentions", sa.Column("entity_key", sa.Text))
    op.create_index("mentions_entity", "mentions", ["entity_key", "key", "version"])
    op.create_table(
        "entities",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("label", sa.String(12), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("english", sa.Text, nullable=False),
        sa.Column("parent", sa.Text, nullable=False),
    )
    op.create_table(
        "entity_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("entity", sa.String(20), sa.ForeignKey("entities.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("origin", sa.String(12), nullable=False),
    )
    op.create_index("entity_keys_entity", "entity_keys", ["entity"])
    op.create_table(
        "entity_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("one", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
