"""Users with a role in each collection, their sessions and API keys, failed sign-ins, and the audit log."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "users",
        sa.Column("name", Letters(200), primary_key=True),
        sa.Column("password", Letters(), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("disabled_at", Letters(32), nullable=True),
    )
    op.create_table(
        "grants",
        sa.Column("user", Letters(200), sa.ForeignKey("users.name"), nullable=False),
        sa.Column("collection", Letters(64), nullable=False),
        sa.Column("role", Letters(12), nullable=False),
        sa.PrimaryKeyConstraint("user", "collection"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", Letters(64), primary_key=True),
        sa.Column("user", Letters(200), sa.ForeignKey("users.name"), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("expires", Letters(32), nullable=False),
    )
    op.create_index("sessions_user", "sessions", ["user"])
    op.create_table(
        "sign_ins",
        sa.Column("source", Letters(), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    _keys_and_audit()


def _keys_and_audit() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", Letters(16), primary_key=True),
        sa.Column("name", Letters(200), nullable=False),
        sa.Column("user", Letters(200), sa.ForeignKey("users.name"), nullable=True),
        sa.Column("token", Letters(64), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("expires", Letters(32), nullable=True),
        sa.Column("revoked_at", Letters(32), nullable=True),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("kind", Letters(12), nullable=False),
        sa.Column("act", Letters(20), nullable=False),
        sa.Column("subject", Letters(), nullable=False),
        sa.Column("collection", Letters(), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("before", Letters(64), nullable=False),
        sa.Column("hash", Letters(64), nullable=False),
    )
    op.create_index("audit_at", "audit", ["at"])
