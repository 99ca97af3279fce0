"""Digests by e-mail, of a monitor, a collection or everything; and what of a watch list was looked at or replaced."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.column_types import Letters

revision = "0024"
down_revision = "0023"
_DESTINATIONS = "id, monitor, kind, target, secret, language, minutes, user, user_kind, at"
_DELIVERIES = 'id, destination, alert, "key", state, tries, due, at, told'


def upgrade() -> None:
    """Destinations need no monitor any more, and may have a rhythm; deliveries are of days, too."""
    if op.get_bind().dialect.name == "sqlite":
        _made_again()
    else:
        op.alter_column("destinations", "monitor", nullable=True)
        for column in _rhythm():
            op.add_column("destinations", column)
        op.add_column("deliveries", sa.Column("days", Letters(24), nullable=True))
    op.create_index("deliveries_days", "deliveries", ["destination", "days"], unique=True)
    op.create_table(
        "watch_editions",
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=False),
        sa.Column("state", Letters(8), nullable=False),
        sa.Column("how", Letters(8), nullable=False),
        sa.Column("names", Letters(), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.PrimaryKeyConstraint("monitor", "state"),
        sqlite_with_rowid=False,
    )


def _rhythm() -> list[sa.Column[str]]:
    sizes = {"collection": 64, "rhythm": 64, "next": 32, "until": 10}
    return [sa.Column(name, Letters(size), nullable=False, server_default="") for name, size in sizes.items()]


def _made_again() -> None:
    """SQLite takes no NOT NULL off a column: both tables are made beside, filled, and put in their place."""
    op.create_table(
        "destinations_new",
        sa.Column("id", Letters(16), primary_key=True),
        sa.Column("monitor", Letters(16), sa.ForeignKey("monitors.id"), nullable=True),
        sa.Column("kind", Letters(12), nullable=False),
        sa.Column("target", Letters(), nullable=False),
        sa.Column("secret", Letters(), nullable=False),
        sa.Column("language", Letters(8), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("user", Letters(200), nullable=False),
        sa.Column("user_kind", Letters(12), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        *_rhythm(),
    )
    op.create_table(
        "deliveries_new",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("destination", Letters(16), sa.ForeignKey("destinations_new.id"), nullable=False),
        sa.Column("alert", sa.Integer, sa.ForeignKey("alerts.id"), nullable=True),
        sa.Column("key", Letters(64), nullable=False),
        sa.Column("state", Letters(12), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due", Letters(32), nullable=False),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("told", Letters(), nullable=False),
        sa.Column("days", Letters(24), nullable=True),
        sa.UniqueConstraint("destination", "alert"),
        sqlite_autoincrement=True,
    )
    for table, columns in (("destinations", _DESTINATIONS), ("deliveries", _DELIVERIES)):
        op.execute(f"INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table}")  # noqa: S608
    for table in ("deliveries", "destinations"):
        op.drop_table(table)
        op.rename_table(f"{table}_new", table)
    op.create_index("destinations_monitor", "destinations", ["monitor"])
    op.create_index("deliveries_due", "deliveries", ["state", "due"])
