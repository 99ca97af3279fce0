"""The tables of the store. The migrations make them; a test compares both."""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    text,
)

from pipeline.store.column_types import Letters, Number
from pipeline.store.metadata import metadata as metadata
from pipeline.store.monitor_tables import alert_documents as alert_documents
from pipeline.store.monitor_tables import alert_remarks as alert_remarks
from pipeline.store.monitor_tables import alerts as alerts
from pipeline.store.monitor_tables import alerts_read as alerts_read
from pipeline.store.monitor_tables import deliveries as deliveries
from pipeline.store.monitor_tables import destinations as destinations
from pipeline.store.monitor_tables import feeds as feeds
from pipeline.store.monitor_tables import monitors as monitors
from pipeline.store.monitor_tables import projections as projections
from pipeline.store.monitor_tables import watch_editions as watch_editions
from pipeline.store.monitor_tables import watch_names as watch_names
from pipeline.store.review_tables import SPEAKS as SPEAKS
from pipeline.store.review_tables import decisions as decisions
from pipeline.store.review_tables import judgements as judgements
from pipeline.store.source_tables import evidence as evidence
from pipeline.store.source_tables import source_items as source_items
from pipeline.store.source_tables import source_log as source_log
from pipeline.store.source_tables import sources as sources

SCHEMA = "0030"
"""The newest migration; a store that says so needs none."""
UNDER_WAY = ("queued", "running")
"""States of a job that has not ended."""
OPEN = ("waiting", "running")
"""States of a part of a job that has not ended."""

counter = Table(
    "counter", metadata, Column("name", Letters(20), primary_key=True), Column("value", Number, nullable=False)
)

documents = Table(
    "documents",
    metadata,
    Column("key", Letters(32), primary_key=True),
    Column("id", Letters(), nullable=False),
    Column("source", Letters(), nullable=False),
    Column("uri", Letters(), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", Letters(64), nullable=False),
    Column("seq", Number, nullable=False),
    Column("withdrawn_at", Letters(32), nullable=True),
    Column("withdrawn_by", Letters(), nullable=True),
    Column("collection", Letters(64), nullable=False, server_default="main"),
    Column("identity", Letters(32), nullable=False, server_default=""),
    Column("reason", Letters(12), nullable=False, server_default="content"),
    Column("content_seq", Number, nullable=False, server_default="0"),
    Column("story", Number, nullable=True),
    Column("run", Letters(32), nullable=False, server_default=""),
    Column("added_at", Letters(32), nullable=False, server_default=""),
    Index("documents_id", "id", postgresql_using="hash"),
    Index("documents_uri", "uri", postgresql_using="hash"),
    Index("documents_seq", "seq", unique=True),
    Index("documents_identity", "identity", "collection"),
    Index("documents_run", "run"),
    Index("documents_added", "added_at"),
    Index("documents_story", "story"),
)
"""``run`` read the newest version; ``added_at`` is when the document came in, again where it had been withdrawn.
``version`` is the newest one; with a minus where the document was set aside."""
PLACE = 700
"""Letters of an address by which PostgreSQL finds what lies in a folder (its index ``documents_place``)."""

story_leaders = Table(
    "story_leaders",
    metadata,
    Column("story", Number, primary_key=True, autoincrement=False),
    Column("signature", LargeBinary, nullable=False),
)

story_bands = Table(
    "story_bands",
    metadata,
    Column("band", Number, nullable=False),
    Column("story", Number, nullable=False),
    PrimaryKeyConstraint("band", "story"),
    Index("story_bands_story", "story"),
    sqlite_with_rowid=False,
)

versions = Table(
    "versions",
    metadata,
    Column("key", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", Letters(64), nullable=False),
    Column("blob", Letters(64), nullable=False),
    Column("head", JSON, nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("extraction", JSON(none_as_null=True), nullable=True),
    Column("run", Letters(32), nullable=False, server_default=""),
    Column("bytes", Number, nullable=True),
    PrimaryKeyConstraint("key", "version"),
    Index("versions_blob", "blob"),
    Index("versions_run", "run"),
)
"""``bytes`` is how many the blob has; empty until somebody asks (``sizes.py``)."""

WAITS, DOUBTFUL = text("judged = 0"), text("score < 0.9 AND judged = 0")
"""Of mentions that nobody judged, and of those that somebody should look at: few among many."""
mentions = Table(
    "mentions",
    metadata,
    Column("key", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("id", Letters(20), nullable=False),
    Column("label", Letters(12), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("surface", Letters(), nullable=False),
    Column("value", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("extractor", Letters(40), nullable=False),
    Column("extractor_version", Letters(40), nullable=False),
    Column("entity_key", Letters(), nullable=True),
    Column("judged", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("key", "version", "id"),
    Index("mentions_entity", "entity_key", "key", "version"),
    Index("mentions_doubt", "score", sqlite_where=DOUBTFUL, postgresql_where=DOUBTFUL),
    Index("mentions_alike", "surface", "label", "score", sqlite_where=WAITS, postgresql_where=WAITS),
)
"""``judged`` is 1 where a person said anything of a mention that holds; it follows from the log (projecting.py)."""

RENAMED = text("name <> met")
"""Of entities that people call otherwise than documents did: few among many."""
entities = Table(
    "entities",
    metadata,
    Column("id", Letters(20), primary_key=True),
    Column("label", Letters(12), nullable=False),
    Column("name", Letters(), nullable=False),
    Column("kind", Letters(), nullable=False),
    Column("place", Letters(), nullable=False),
    Column("english", Letters(), nullable=False),
    Column("parent", Letters(), nullable=False),
    Column("folded", Letters(), nullable=False, server_default=""),
    Column("key", Letters(), nullable=False, server_default=""),
    Column("met", Letters(), nullable=False, server_default=""),
    Column("language", Letters(8), nullable=False, server_default=""),
    Column("merged_into", Letters(20), nullable=False, server_default=""),
    Index("entities_key", "key", postgresql_using="hash"),
    Index("entities_merged", "merged_into"),
    Index("entities_renamed", "label", sqlite_where=RENAMED, postgresql_where=RENAMED),
)
"""What documents say of an entity (``key``, the name that it was first ``met`` by and in which language, kind, place,
english, parent), and what follows from decisions: its name, and the entity that it was ``merged_into``."""

entity_keys = Table(
    "entity_keys",
    metadata,
    Column("key", Letters(), primary_key=True),
    Column("entity", Letters(20), ForeignKey("entities.id"), nullable=False),
    Column("name", Letters(), nullable=False),
    Column("language", Letters(8), nullable=False),
    Column("origin", Letters(12), nullable=False),
    Column("folded", Letters(), nullable=False, server_default=""),
    Index("entity_keys_entity", "entity"),
)

entity_documents = Table(
    "entity_documents",
    metadata,
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("entity", Letters(20), nullable=False),
    Column("collection", Letters(64), nullable=False),
    Column("mentions", Integer, nullable=False),
    PrimaryKeyConstraint("document", "entity"),
    Index("entity_documents_entity", "entity", "collection"),
    sqlite_with_rowid=False,
)

entity_counts = Table(
    "entity_counts",
    metadata,
    Column("entity", Letters(20), nullable=False),
    Column("collection", Letters(64), nullable=False),
    Column("documents", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    PrimaryKeyConstraint("entity", "collection"),
    Index("entity_counts_most", "collection", "documents", "mentions"),
    sqlite_with_rowid=False,
)
"""What lists of entities show, so that a page is no computation over all mentions; see ``entity_counts.py``."""

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uri", Letters(), nullable=False),
    Column("stage", Letters(20), nullable=False),
    Column("code", Letters(20), nullable=False),
    Column("message", Letters(), nullable=False),
    Column("blob", Letters(64), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("collection", Letters(64), nullable=False, server_default="main"),
    Column("key", Letters(32), nullable=False, server_default=""),
    Column("run", Letters(32), nullable=False, server_default=""),
    Column("source", Letters(), nullable=False, server_default=""),
    Column("language", Letters(), nullable=False, server_default=""),
    Column("published", Letters(), nullable=False, server_default=""),
    Column("first_run", Letters(), nullable=False, server_default=""),
    Column("tried_at", Letters(), nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Index("failures_address", "uri", postgresql_using="hash"),
)

erased = Table(
    "erased",
    metadata,
    Column("blob", Letters(64), primary_key=True),
    Column("at", Letters(32), nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Letters(32), primary_key=True),
    Column("kind", Letters(20), nullable=False),
    Column("state", Letters(12), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("user", Letters(), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("changed_at", Letters(32), nullable=False),
    Column("collection", Letters(64), nullable=False, server_default="main"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Letters(32), primary_key=True),
    Column("name", Letters(), nullable=False),
    Column("kind", Letters(20), nullable=False),
    Column("source", Letters(), nullable=False),
    Column("collection", Letters(64), nullable=False),
    Column("user", Letters(), nullable=False),
    Column("state", Letters(12), nullable=False),
    Column("started", Letters(32), nullable=False),
    Column("changed_at", Letters(32), nullable=False),
    Column("ended", Letters(32), nullable=True),
    Column("expected", Integer, nullable=True),
    Column("added", Integer, nullable=False, server_default="0"),
    Column("changed", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("taken_back_at", Letters(32), nullable=True),
    Column("taken_back_by", Letters(), nullable=True),
    Column("withdrawn", Integer, nullable=True),
    Column("returned", Integer, nullable=True),
    Column("forgotten", Integer, nullable=True),
    Column("files", Integer, nullable=True),
    Column("files_read", Integer, nullable=True),
    Index("runs_started", "started"),
)
"""Every reading of files, uploads or pages into the archive. Its job, where it has one, goes by the same id."""

collections = Table(
    "collections",
    metadata,
    Column("name", Letters(64), primary_key=True),
    Column("user", Letters(), nullable=False),
    Column("at", Letters(32), nullable=False),
)

job_parts = Table(
    "job_parts",
    metadata,
    Column("job", Letters(32), ForeignKey("jobs.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Letters(12), nullable=False),
    Column("sources", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("changed_at", Letters(32), nullable=False),
    PrimaryKeyConstraint("job", "number"),
    Index("job_parts_state", "job", "state"),
)

users = Table(
    "users",
    metadata,
    Column("name", Letters(200), primary_key=True),
    Column("password", Letters(), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("disabled_at", Letters(32), nullable=True),
)

grants = Table(
    "grants",
    metadata,
    Column("user", Letters(200), ForeignKey("users.name"), nullable=False),
    Column("collection", Letters(64), nullable=False),
    Column("role", Letters(12), nullable=False),
    PrimaryKeyConstraint("user", "collection"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", Letters(64), primary_key=True),
    Column("user", Letters(200), ForeignKey("users.name"), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("expires", Letters(32), nullable=False),
    Index("sessions_user", "user"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("source", Letters(), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("at", Float, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Letters(16), primary_key=True),
    Column("name", Letters(200), nullable=False),
    Column("user", Letters(200), ForeignKey("users.name"), nullable=True),
    Column("token", Letters(64), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("expires", Letters(32), nullable=True),
    Column("revoked_at", Letters(32), nullable=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Letters(32), nullable=False),
    Column("user", Letters(), nullable=False),
    Column("kind", Letters(12), nullable=False),
    Column("act", Letters(20), nullable=False),
    Column("subject", Letters(), nullable=False),
    Column("collection", Letters(), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("before", Letters(64), nullable=False),
    Column("hash", Letters(64), nullable=False),
    Index("audit_at", "at"),
    Index("audit_user", "user", "act", "id"),
)

shelf = Table(
    "shelf",
    metadata,
    Column("user", Letters(200), nullable=False),
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("starred", Integer, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("note", Letters(), nullable=False),
    Column("at", Letters(32), nullable=False),
    PrimaryKeyConstraint("user", "document"),
    sqlite_with_rowid=False,
)
"""What a person keeps of a document for himself. Whoever works alone, without an account, is a person too."""

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Letters(16), primary_key=True),
    Column("user", Letters(200), nullable=False),
    Column("name", Letters(200), nullable=False),
    Column("address", Letters(), nullable=False),
    Column("at", Letters(32), nullable=False),
    Index("saved_searches_user", "user", "at"),
)

told = Table(
    "told",
    metadata,
    Column("id", Letters(20), nullable=False),
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("kind", Letters(12), nullable=False),
    Column("number", Integer, nullable=False),
    Column("value", JSON, nullable=False),
    PrimaryKeyConstraint("document", "kind", "number"),
    Index("told_id", "id"),
    sqlite_with_rowid=False,
)
"""What each document tells of, by kind, in its order; the register is made of it, and it follows from documents."""
