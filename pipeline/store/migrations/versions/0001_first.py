"""The first schema: documents with versions and mentions, failures, jobs, and the change counter."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters, Number

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "counter", sa.Column("name", Letters(20), primary_key=True), sa.Column("value", Number, nullable=False)
    )
    op.execute("INSERT INTO counter (name, value) VALUES ('seq', 0)")
    op.create_table(
        "documents",
        sa.Column("key", Letters(32), primary_key=True),
        sa.Column("id", Letters(), nullable=False),
        sa.Column("source", Letters(), nullable=False),
        sa.Column("uri", Letters(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content_hash", Letters(64), nullable=False),
        sa.Column("seq", Number, nullable=False),
        sa.Column("withdrawn_at", Letters(32)),
        sa.Column("withdrawn_by", Letters()),
    )
    op.create_index("documents_id", "documents", ["id"])
    op.create_index("documents_seq", "documents", ["seq"], unique=True)
    _versions_and_mentions()
    _failures_and_jobs()


def _failures_and_jobs() -> None:
    op.create_table(
        "failures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uri", Letters(), nullable=False),
        sa.Column("stage", Letters(20), nullable=False),
        sa.Column("code", Letters(20), nullable=False),
        sa.Column("message", Letters(), nullable=False),
        sa.Column("blob", Letters(64), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.UniqueConstraint("uri", name="failures_uri"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Letters(32), primary_key=True),
        sa.Column("kind", Letters(20), nullable=False),
        sa.Column("state", Letters(12), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("changed_at", Letters(32), nullable=False),
    )


def _versions_and_mentions() -> None:
    op.create_table(
        "versions",
        sa.Column("key", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content_hash", Letters(64), nullable=False),
        sa.Column("blob", Letters(64), nullable=False),
        sa.Column("head", sa.JSON, nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.PrimaryKeyConstraint("key", "version"),
    )
    op.create_index("versions_blob", "versions", ["blob"])
    op.create_table(
        "mentions",
        sa.Column("key", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("id", Letters(20), nullable=False),
        sa.Column("label", Letters(12), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("surface", Letters(), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("extractor", Letters(40), nullable=False),
        sa.Column("extractor_version", Letters(40), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", "id"),
    )
