"""Why a document moved, what story it tells, which document a failure is about, and whose an index is."""

import secrets

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters, Number

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the columns; what is there is taken for content, as of when it last moved."""
    op.add_column("documents", sa.Column("reason", Letters(12), nullable=False, server_default="content"))
    op.add_column("documents", sa.Column("content_seq", Number, nullable=False, server_default="0"))
    op.execute("UPDATE documents SET content_seq = seq")
    op.add_column("failures", sa.Column("key", Letters(32), nullable=False, server_default=""))
    counter = sa.table("counter", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counter, [{"name": "identity", "value": secrets.randbelow(2**62) + 1}])
    _stories()


def _stories() -> None:
    """Adds what stories are told by; those of what is there are given when it is indexed, in the layout that comes."""
    op.add_column("documents", sa.Column("story", Number, nullable=True))
    op.create_table(
        "story_leaders",
        sa.Column("story", Number, primary_key=True, autoincrement=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "story_bands",
        sa.Column("band", Number, nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.PrimaryKeyConstraint("band", "story"),
        sqlite_with_rowid=False,
    )
    op.create_index("story_bands_story", "story_bands", ["story"])
