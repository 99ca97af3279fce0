"""Monitors, what they found, who read it, and where it is sent."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters, Number

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Adds the tables, empty."""
    _monitors()
    _alerts()
    _outside()


def _monitors() -> None:
    op.create_table(
        "projections",
        sa.Column("name", Letters(32), primary_key=True),
        sa.Column("cursor", Number, nullable=False),
        sa.Column("generation", Number, nullable=False),
    )
    op.create_table(
        "monitors",
        sa.Column("id", Letters(16), primary_key=True),
        sa.Column("name", Letters(200), nullable=False),
        sa.Column("owner", Letters(200), nullable=False),
        sa.Column("owner_kind", Letters(12), nullable=False),
        sa.Column("collection", Letters(64), nullable=False),
        sa.Column("shared", sa.Integer, nullable=False),
        sa.Column("query", Letters(), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("grammar", sa.Integer, nullable=False),
        sa.Column("since", Number, nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.UniqueConstraint("owner", "name"),
    )


def _alerts() -> None:
    texts = ("uri", "title", "passage")
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("edition", Letters(64), nullable=False),
        sa.Column("kind", Letters(8), nullable=False),
        *(sa.Column(name, Letters(), nullable=False) for name in texts),
        sa.Column("language", Letters(8), nullable=False),
        sa.Column("published", Letters(40), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.UniqueConstraint("monitor", "story", "edition"),
        sqlite_autoincrement=True,
    )
    op.create_index("alerts_document", "alerts", ["document"])
    op.create_table(
        "alert_documents",
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=False),
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.Column("content_hash", Letters(64), nullable=False),
        sa.PrimaryKeyConstraint("monitor", "document"),
        sqlite_with_rowid=False,
    )
    op.create_index("alert_documents_story", "alert_documents", ["monitor", "story"])
    op.create_table(
        "alerts_read",
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("alert", sa.Integer, sa.ForeignKey("alerts.id"), nullable=False),
        sa.PrimaryKeyConstraint("user", "alert"),
        sqlite_with_rowid=False,
    )


def _outside() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", Letters(16), primary_key=True),
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=False),
        sa.Column("token", Letters(64), nullable=False, unique=True),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("user_kind", Letters(12), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
    )
    op.create_index("feeds_monitor", "feeds", ["monitor"])
    op.create_table(
        "destinations",
        sa.Column("id", Letters(16), primary_key=True),
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=False),
        sa.Column("kind", Letters(12), nullable=False),
        sa.Column("target", Letters(), nullable=False),
        sa.Column("secret", Letters(), nullable=False),
        sa.Column("language", Letters(8), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("user_kind", Letters(12), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
    )
    op.create_index("destinations_monitor", "destinations", ["monitor"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("destination", Letters(16), sa.ForeignKey("destinations.id"), nullable=False),
        sa.Column("alert", sa.Integer, sa.ForeignKey("alerts.id"), nullable=True),
        sa.Column("key", Letters(64), nullable=False),
        sa.Column("state", Letters(12), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due", Letters(32), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("told", Letters(), nullable=False),
        sa.UniqueConstraint("destination", "alert"),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_due", "deliveries", ["state", "due"])
