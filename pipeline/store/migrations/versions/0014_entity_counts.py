"""How many documents and mentions each entity has, kept beside the mentions."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0014"
down_revision = "0013"

_DOCUMENTS = """
INSERT INTO entity_documents (document, entity, collection, mentions)
SELECT m.key, k.entity, d.collection, count(*) FROM mentions m
JOIN documents d ON d.key = m.key AND d.version = m.version
JOIN entity_keys k ON k.key = m.entity_key GROUP BY m.key, k.entity, d.collection
"""
_COUNTS = """
INSERT INTO entity_counts (entity, collection, documents, mentions)
SELECT entity, {where}, count(*), sum(mentions) FROM entity_documents GROUP BY entity{by}
"""


def upgrade() -> None:
    """Adds the tables, and fills them from mentions and keys."""
    op.create_table(
        "entity_documents",
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("entity", Letters(20), nullable=False),
        sa.Column("collection", Letters(64), nullable=False),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("document", "entity"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entity_counts",
        sa.Column("entity", Letters(20), nullable=False),
        sa.Column("collection", Letters(64), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entity", "collection"),
        sqlite_with_rowid=False,
    )
    op.execute(_DOCUMENTS)
    op.execute(_COUNTS.format(where="collection", by=", collection"))
    op.execute(_COUNTS.format(where="'*'", by=""))
    op.create_index("entity_documents_entity", "entity_documents", ["entity", "collection"])
    op.create_index("entity_counts_most", "entity_counts", ["collection", "documents", "mentions"])
