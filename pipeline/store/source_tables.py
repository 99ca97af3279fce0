"""The tables of sources that are looked at again and again, and of what was fetched from them."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from pipeline.store.column_types import Letters
from pipeline.store.metadata import metadata

sources = Table(
    "sources",
    metadata,
    Column("id", Letters(16), primary_key=True),
    Column("name", Letters(200), nullable=False),
    Column("url", Letters(), nullable=False),
    Column("kind", Letters(16), nullable=False),
    Column("selector", Letters(), nullable=False),
    Column("collection", Letters(64), nullable=False),
    Column("user", Letters(200), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("every", Integer, nullable=False),
    Column("hours", Letters(64), nullable=False),
    Column("paused", Integer, nullable=False, server_default="0"),
    Column("etag", Letters(), nullable=False, server_default=""),
    Column("modified", Letters(), nullable=False, server_default=""),
    Column("next_at", Letters(32), nullable=False),
    Column("polled_at", Letters(32), nullable=False, server_default=""),
    Column("new_at", Letters(32), nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failing_since", Letters(32), nullable=False, server_default=""),
    Column("trouble", Letters(20), nullable=False, server_default=""),
    Column("detail", JSON, nullable=False),
    Index("sources_next", "next_at"),
)
"""Feeds, sitemaps, pages, channels and folders that are looked at again and again. ``etag`` and ``modified`` are what
the next look says that it knows, ``trouble`` why the last one brought nothing ("" where it did)."""

source_items = Table(
    "source_items",
    metadata,
    Column("source", Letters(16), ForeignKey("sources.id"), nullable=False),
    Column("item", Letters(32), nullable=False),
    Column("address", Letters(32), nullable=False),
    Column("url", Letters(), nullable=False),
    Column("record", JSON, nullable=False),
    Column("stamp", Letters(32), nullable=False),
    Column("state", Letters(12), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Letters(32), nullable=False),
    Column("evidence", Integer, nullable=True),
    Column("trouble", Letters(20), nullable=False, server_default=""),
    Column("at", Letters(32), nullable=False),
    Column("read_at", Letters(32), nullable=False, server_default=""),
    PrimaryKeyConstraint("source", "item"),
    Index("source_items_state", "state", "next_at"),
    Index("source_items_address", "address"),
)
"""Every story that a source listed, once: ``record`` is what was said of it there, ``stamp`` names that; ``state`` is
``waiting`` (for its page), ``fetched`` (its page is kept), ``read``, ``known`` (by another source), ``older`` (than the
first look takes) or ``failed``."""

source_log = Table(
    "source_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Letters(16), ForeignKey("sources.id"), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("first_at", Letters(32), nullable=False),
    Column("code", Letters(20), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("times", Integer, nullable=False, server_default="1"),
    Index("source_log_source", "source", "id"),
)
"""What happened to a source, as a code with its values: pages say it in their reader's language."""

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Letters(32), nullable=False),
    Column("uri", Letters(), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("source", Letters(16), nullable=False),
    Column("payload", Letters(64), nullable=False),
    Column("blob", Letters(64), nullable=False),
    Index("evidence_document", "document"),
    Index("evidence_blob", "blob"),
)
"""What was fetched for a document, as it came: ``blob`` names a WARC file, ``payload`` is the SHA-256 of its page."""
