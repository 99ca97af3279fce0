"""The tables of monitors, of what they found, and of where that is sent."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint, text

from pipeline.store.column_types import Letters, Number
from pipeline.store.metadata import metadata

projections = Table(
    "projections",
    metadata,
    Column("name", Letters(32), primary_key=True),
    Column("cursor", Number, nullable=False),
    Column("generation", Number, nullable=False),
)
"""How far what is derived from the store within the store is. ``generation`` grows when what it goes by changes."""

monitors = Table(
    "monitors",
    metadata,
    Column("id", Letters(16), primary_key=True),
    Column("name", Letters(200), nullable=False),
    Column("owner", Letters(200), nullable=False),
    Column("owner_kind", Letters(12), nullable=False),
    Column("collection", Letters(64), nullable=False),
    Column("shared", Integer, nullable=False),
    Column("query", Letters(), nullable=False),
    Column("asked", JSON, nullable=False),
    Column("grammar", Integer, nullable=False),
    Column("since", Number, nullable=False),
    Column("at", Letters(32), nullable=False),
    UniqueConstraint("owner", "name"),
)
"""``query`` is its text, ``asked`` filters and spelling, ``since`` the ``seq`` after which texts are new to it."""

watch_names = Table(
    "watch_names",
    metadata,
    Column("monitor", Letters(16), ForeignKey("monitors.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Letters(), nullable=False),
    Column("runs", JSON, nullable=False),
    PrimaryKeyConstraint("monitor", "number"),
    sqlite_with_rowid=False,
)
"""The names of a monitor that watches for a list; ``runs`` are fields and terms that each is found by."""

watch_editions = Table(
    "watch_editions",
    metadata,
    Column("monitor", Letters(16), ForeignKey("monitors.id"), nullable=False),
    Column("state", Letters(8), nullable=False),
    Column("how", Letters(8), nullable=False),
    Column("names", Letters(), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("user", Letters(200), nullable=False),
    Column("at", Letters(32), nullable=False),
    PrimaryKeyConstraint("monitor", "state"),
    sqlite_with_rowid=False,
)
"""Names of a watch list, a line each, that are not those in use: ``waiting`` to be taken, or what was there ``before``.

``how`` is whether they take the place of the others or are added, ``detail`` what was found in the file.
"""

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("monitor", Letters(16), ForeignKey("monitors.id"), nullable=False),
    Column("story", Number, nullable=False),
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("edition", Letters(64), nullable=False),
    Column("kind", Letters(8), nullable=False),
    Column("uri", Letters(), nullable=False),
    Column("title", Letters(), nullable=False),
    Column("passage", Letters(), nullable=False),
    Column("language", Letters(8), nullable=False),
    Column("published", Letters(40), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("entries", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("monitor", "story", "edition"),
    Index("alerts_document", "document"),
    sqlite_autoincrement=True,
)
"""``id`` grows in the order of commits and is the cursor of those who read. ``edition`` is "" for the first alert of a
story, for an update the content hash of the text that it is of."""

alert_documents = Table(
    "alert_documents",
    metadata,
    Column("monitor", Letters(16), ForeignKey("monitors.id"), nullable=False),
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("story", Number, nullable=False),
    Column("content_hash", Letters(64), nullable=False),
    PrimaryKeyConstraint("monitor", "document"),
    Index("alert_documents_story", "monitor", "story"),
    sqlite_with_rowid=False,
)
"""The documents that a monitor fired for, each with the story that it was told as and the text that it had."""

alerts_read = Table(
    "alerts_read",
    metadata,
    Column("user", Letters(200), nullable=False),
    Column("alert", Integer, ForeignKey("alerts.id"), nullable=False),
    PrimaryKeyConstraint("user", "alert"),
    sqlite_with_rowid=False,
)

alert_remarks = Table(
    "alert_remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", Integer, ForeignKey("alerts.id"), nullable=False),
    Column("kind", Letters(8), nullable=False),
    Column("said", Letters(), nullable=False),
    Column("user", Letters(200), nullable=False),
    Column("at", Letters(32), nullable=False),
    Index("alert_remarks_alert", "alert", "kind", "id"),
    Index("alert_remarks_said", "said", sqlite_where=text("kind = 'assign'"), postgresql_where=text("kind = 'assign'")),
    sqlite_autoincrement=True,
)
"""What people say of alerts: a ``note``, or to whom one is assigned (``assign``; the newest holds, "" is nobody)."""

feeds = Table(
    "feeds",
    metadata,
    Column("id", Letters(16), primary_key=True),
    Column("monitor", Letters(16), ForeignKey("monitors.id"), nullable=False),
    Column("token", Letters(64), nullable=False, unique=True),
    Column("user", Letters(200), nullable=False),
    Column("user_kind", Letters(12), nullable=False),
    Column("at", Letters(32), nullable=False),
    Index("feeds_monitor", "monitor"),
)
"""Who may read a monitor's alerts by a token alone; the token is kept hashed, and a feed that is gone is revoked."""

destinations = Table(
    "destinations",
    metadata,
    Column("id", Letters(16), primary_key=True),
    Column("monitor", Letters(16), ForeignKey("monitors.id"), nullable=True),
    Column("kind", Letters(12), nullable=False),
    Column("target", Letters(), nullable=False),
    Column("secret", Letters(), nullable=False),
    Column("language", Letters(8), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("user", Letters(200), nullable=False),
    Column("user_kind", Letters(12), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("collection", Letters(64), nullable=False, server_default=""),
    Column("rhythm", Letters(64), nullable=False, server_default=""),
    Column("next", Letters(32), nullable=False, server_default=""),
    Column("until", Letters(10), nullable=False, server_default=""),
    Column("template", Letters(), nullable=False, server_default=""),
    Index("destinations_monitor", "monitor"),
)
"""Where alerts of a monitor are sent, by whom; ``minutes`` is how long they are gathered, 0 sends each at once.

``template`` is how they are told where somebody wrote that himself.

With a ``rhythm`` a digest is sent, of a monitor, a ``collection`` or everything: ``next`` is when, ``until`` the last
day that the one before was of.
"""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("destination", Letters(16), ForeignKey("destinations.id"), nullable=False),
    Column("alert", Integer, ForeignKey("alerts.id"), nullable=True),
    Column("key", Letters(64), nullable=False),
    Column("state", Letters(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due", Letters(32), nullable=False),
    Column("at", Letters(32), nullable=False),
    Column("told", Letters(), nullable=False),
    Column("days", Letters(24), nullable=True),
    Column("said", JSON, nullable=True),
    UniqueConstraint("destination", "alert"),
    Index("deliveries_days", "destination", "days", unique=True),
    Index("deliveries_due", "state", "due"),
    sqlite_autoincrement=True,
)
"""What is to be sent and what became of it: an alert, the digest of some ``days`` (FIRST/LAST), or else a test.

``key`` is the same for every try. ``told`` is what the other side said, ``said`` the same as a sentence that can be
said in another language, null where it is the words of another program.
"""
