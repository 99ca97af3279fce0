"""Sources that are looked at again and again, what they listed, what happened to them, and what was fetched."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Adds the tables, empty."""
    _sources()
    _items()
    op.create_table(
        "source_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", Letters(16), sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("first_at", Letters(32), nullable=False),
        sa.Column("code", Letters(20), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("times", sa.Integer, nullable=False, server_default="1"),
    )
    op.create_index("source_log_source", "source_log", ["source", "id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, primary_key=True),
        *_letters("document:32 uri at:32 source:16 payload:64 blob:64"),
    )
    op.create_index("evidence_document", "evidence", ["document"])
    op.create_index("evidence_blob", "evidence", ["blob"])


def _letters(names: str, default: str | None = None) -> list[sa.Column[str]]:
    """Columns of text: names, with a colon and a length where there is one."""
    pairs = (one.partition(":") for one in names.split())
    return [
        sa.Column(name, Letters(int(size)) if size else Letters(), nullable=False, server_default=default)
        for name, _, size in pairs
    ]


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", Letters(16), primary_key=True),
        *_letters("name:200 url kind:16 selector collection:64 user:200 at:32"),
        sa.Column("every", sa.Integer, nullable=False),
        *_letters("hours:64"),
        sa.Column("paused", sa.Integer, nullable=False, server_default="0"),
        *_letters("etag modified", ""),
        *_letters("next_at:32"),
        *_letters("polled_at:32 new_at:32", ""),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        *_letters("failing_since:32 trouble:20", ""),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("sources_next", "sources", ["next_at"])


def _items() -> None:
    op.create_table(
        "source_items",
        sa.Column("source", Letters(16), sa.ForeignKey("sources.id"), nullable=False),
        *_letters("item:32 address:32 url"),
        sa.Column("record", sa.JSON, nullable=False),
        *_letters("stamp:32 state:12"),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        *_letters("next_at:32"),
        sa.Column("evidence", sa.Integer, nullable=True),
        *_letters("trouble:20", ""),
        *_letters("at:32"),
        *_letters("read_at:32", ""),
        sa.PrimaryKeyConstraint("source", "item"),
    )
    op.create_index("source_items_state", "source_items", ["state", "next_at"])
    op.create_index("source_items_address", "source_items", ["address"])
