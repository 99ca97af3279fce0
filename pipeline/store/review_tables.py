"""The tables of what people decide: the log, and what it says of each mention."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, text

from pipeline.store.column_types import Letters
from pipeline.store.metadata import metadata

TAKES_BACK, TOGETHER, SPEAKS = text("undoes IS NOT NULL"), text("batch <> ''"), text("speaks <> 0")
NAMED = ("speaks", "name", "surface", "document", "id")
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Letters(32), nullable=False),
    Column("user", Letters(), nullable=False),
    Column("kind", Letters(20), nullable=False),
    Column("subject", Letters(), nullable=False),
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("undoes", Integer, ForeignKey("decisions.id"), nullable=True),
    Column("note", Letters(), nullable=False, server_default=""),
    Column("batch", Letters(), nullable=False, server_default=""),
    Column("speaks", Integer, nullable=False, server_default="0"),
    Column("name", Letters(), nullable=False, server_default=""),
    Column("surface", Letters(), nullable=False, server_default=""),
    Index("decisions_document", "document", "id"),
    Index("decisions_kind", "kind", "id"),
    Index("decisions_user", "user", "id"),
    Index("decisions_subject", "document", "subject"),
    Index("decisions_undoes", "undoes", sqlite_where=TAKES_BACK, postgresql_where=TAKES_BACK),
    Index("decisions_batch", "batch", sqlite_where=TOGETHER, postgresql_where=TOGETHER),
    Index("decisions_names", *NAMED, sqlite_where=SPEAKS, postgresql_where=SPEAKS),
    sqlite_autoincrement=True,
)
"""What people decided, of every kind: rows are only added. Numbers are not given twice, also not in SQLite.

``batch`` is the name of what was decided together, of what takes it back too: it stands in the rows as well. So do
``speaks``, ``name`` and ``surface``: what a judgement says of the name of an organisation (``spoken.py``)."""

ONE, TWO, DISPUTED = text("people = 1 AND added = 0"), text("people > 1"), text("disputed = 1")
_PAIRS = ("label", "said", "other", "disputed", "document", "people")
judgements = Table(
    "judgements",
    metadata,
    Column("document", Letters(32), ForeignKey("documents.key"), nullable=False),
    Column("subject", Letters(), nullable=False),
    Column("label", Letters(12), nullable=False),
    Column("user", Letters(), nullable=False),
    Column("verdict", Letters(12), nullable=False),
    Column("people", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("decision", Integer, nullable=False),
    Column("said_by", Letters(), nullable=False),
    Column("said", Letters(20), nullable=False),
    Column("other", Letters(20), nullable=False),
    PrimaryKeyConstraint("document", "subject"),
    Index("judgements_user", "user", "label", "verdict", "document"),
    Index("judgements_one", "decision", sqlite_where=ONE, postgresql_where=ONE),
    Index("judgements_two", *_PAIRS, sqlite_where=TWO, postgresql_where=TWO),
    Index("judgements_disputed", "decision", sqlite_where=DISPUTED, postgresql_where=DISPUTED),
    sqlite_with_rowid=False,
)
"""What the log says of each mention of which anything holds; it follows from that (judgements.py).

``user`` said the last word, which is ``verdict``. So many ``people`` have a word that counts; ``decision`` is the
earliest of these, ``said`` and ``other`` are what the first two come to."""
