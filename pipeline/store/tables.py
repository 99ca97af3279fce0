"""The tables of the store. The migrations make them; a test compares both."""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = "0002"
"""The newest migration; a store that says so needs none."""
metadata = MetaData()

counter = Table(
    "counter", metadata, Column("name", String(20), primary_key=True), Column("value", Integer, nullable=False)
)

documents = Table(
    "documents",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("uri", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("withdrawn_at", String(32), nullable=True),
    Column("withdrawn_by", Text, nullable=True),
    Index("documents_id", "id"),
    Index("documents_seq", "seq", unique=True),
)

versions = Table(
    "versions",
    metadata,
    Column("key", String(32), ForeignKey("documents.key"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("blob", String(64), nullable=False),
    Column("head", JSON, nullable=False),
    Column("at", String(32), nullable=False),
    PrimaryKeyConstraint("key", "version"),
    Index("versions_blob", "blob"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("key", String(32), ForeignKey("documents.key"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("id", String(20), nullable=False),
    Column("label", String(12), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("surface", Text, nullable=False),
    Column("value", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("extractor", String(40), nullable=False),
    Column("extractor_version", String(40), nullable=False),
    Column("entity_key", Text, nullable=True),
    PrimaryKeyConstraint("key", "version", "id"),
    Index("mentions_entity", "entity_key", "key", "version"),
)

entities = Table(
    "entities",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("label", String(12), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("english", Text, nullable=False),
    Column("parent", Text, nullable=False),
)

entity_keys = Table(
    "entity_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("entity", String(20), ForeignKey("entities.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("origin", String(12), nullable=False),
    Index("entity_keys_entity", "entity"),
)

entity_decisions = Table(
    "entity_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("verdict", String(12), nullable=False),
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uri", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("code", String(20), nullable=False),
    Column("message", Text, nullable=False),
    Column("blob", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    UniqueConstraint("uri", name="failures_uri"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("user", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("changed_at", String(32), nullable=False),
)
