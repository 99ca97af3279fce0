"""One log of what people decide, in place of a table for corrections of text and one for entities."""

from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from itertools import batched
from typing import Any

import sqlalchemy as sa
from alembic import op

from corpora.ids import entity_id
from pipeline.store.column_types import Letters

revision = "0008"
down_revision = "0007"

type Record = dict[str, Any]
_BATCH = 1000
_PLACE = ("version", "start", "end")


def upgrade() -> None:
    """Makes the log, carries the two old tables over and drops them; entities say what documents said of them."""
    _columns()
    _log()
    connection = op.get_bind()
    _met(connection)
    rows = list(merge(_texts(connection), _entities(connection), key=lambda row: str(row["at"])))
    for number, row in enumerate(rows, 1):
        row["id"] = number
    for row in rows:
        undone = row.pop("undone", None)
        row["undoes"] = undone["id"] if undone else None
    _insert(connection, rows)
    op.drop_index("text_corrections_document", "text_corrections")
    op.drop_table("text_corrections")
    op.drop_table("entity_decisions")


def _columns() -> None:
    op.add_column("versions", sa.Column("extraction", sa.JSON(none_as_null=True), nullable=True))
    for name, kind in (("key", Letters()), ("met", Letters()), ("language", Letters(8)), ("merged_into", Letters(20))):
        op.add_column("entities", sa.Column(name, kind, nullable=False, server_default=""))
    op.create_index("entities_key", "entities", ["key"], postgresql_using="hash")
    op.create_index("entities_merged", "entities", ["merged_into"])


def _log() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", Letters(32), nullable=False),
        sa.Column("user", Letters(), nullable=False),
        sa.Column("kind", Letters(20), nullable=False),
        sa.Column("subject", Letters(), nullable=False),
        sa.Column("document", Letters(32), sa.ForeignKey("documents.key"), nullable=True),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.id"), nullable=True),
        sa.Column("note", Letters(), nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_document", "decisions", ["document", "id"])
    op.create_index("decisions_kind", "decisions", ["kind", "id"])


def _insert(connection: sa.Connection, rows: list[Record]) -> None:
    plain = ("id", "at", "user", "kind", "subject", "document", "undoes")
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in plain]
    table = sa.table("decisions", *columns, sa.column("before", sa.JSON), sa.column("after", sa.JSON))
    for some in batched(rows, _BATCH):
        connection.execute(sa.insert(table), list(some))
    if rows and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('decisions', 'id'), :last)"), {"last": len(rows)}
        )


def _rows(connection: sa.Connection, name: str, *columns: str) -> Iterator[Record]:
    """All rows of a table as older programs made it, in the order of its first column."""
    table = sa.table(name, *(sa.column(column) for column in columns))
    for row in connection.execute(sa.select(table).order_by(table.c[columns[0]])).mappings().all():
        yield dict(row)


def _texts(connection: sa.Connection) -> Iterator[Record]:
    """Corrections of text. One that took back the only correction of its place undoes that.

    Where more had been put right there, what was read was to stand there again, not what stood before: no undoing.
    """
    standing: dict[tuple[str, int], list[Record]] = defaultdict(list)
    columns = ("id", "key", *_PLACE, "before", "after", "user", "at")
    for old in _rows(connection, "text_corrections", *columns):
        place = old["key"], old["version"]
        under = [one for one in standing[place] if _overlap(one["before"], old)]
        standing[place] = [one for one in standing[place] if one not in under]
        row: Record = {"at": old["at"], "user": old["user"], "kind": "text", "document": old["key"]}
        row["subject"] = f"{old['start']}-{old['end']}"
        row["before"] = {**{name: old[name] for name in _PLACE}, "text": old["before"]}
        row["after"] = {"text": old["after"]}
        if old["after"] != old["before"]:
            standing[place].append({**row, "row": row, "alone": not under})
        elif len(under) == 1 and under[0]["alone"] and under[0]["subject"] == row["subject"]:
            row["undone"] = under[0]["row"]
            row["before"]["text"] = under[0]["after"]["text"]
        yield row


def _overlap(one: Record, other: Record) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _entities(connection: sa.Connection) -> Iterator[Record]:
    """Decisions on entities; the two columns ``one`` and ``other`` meant five things."""
    old = list(_rows(connection, "entity_decisions", "id", "verdict", "one", "other", "user", "at"))
    names = {row["id"]: row["name"] for row in _rows(connection, "entities", "id", "name")}
    keys = [
        row for row in _rows(connection, "entity_keys", "key", "name", "language", "origin") if row["origin"] == "user"
    ]
    said = {row["name"]: row for row in reversed(keys)}
    carried: list[Record] = []
    for row in reversed(old):
        before, after = _meaning(row, names, said)
        carried.append(
            {
                "at": row["at"],
                "user": row["user"],
                "kind": "entity",
                "subject": row["one"],
                "document": None,
                "before": before,
                "after": {"verdict": row["verdict"], **after},
            }
        )
    yield from reversed(carried)


def _meaning(row: Record, names: dict[str, str], said: dict[str, Record]) -> tuple[Record, Record]:
    """Before and after of an old row; they are gone through backwards, for the new name is what the next one found."""
    one, other = row["one"], row["other"]
    if row["verdict"] == "name":
        now, names[one] = names.get(one, other), other
        return {"name": other}, {"entity": one, "name": now}
    if row["verdict"] == "apart":
        fresh = entity_id(other)
        return {"entity": one}, {
            "entity": one,
            "key": other,
            "to": fresh if fresh != one else entity_id(other + "\0apart"),
        }
    if row["verdict"] == "alias":
        key = said.get(other, {"key": "", "language": ""})
        return {}, {"entity": one, "name": other, "key": key["key"], "language": key["language"]}
    return {}, {"one": one, "other": other}


def _met(connection: sa.Connection) -> None:
    """What documents said: the key that each entity was made for; and where the ids of those that were merged lead."""
    entities = {row["id"] for row in _rows(connection, "entities", "id")}
    keys = list(_rows(connection, "entity_keys", "key", "entity", "name", "language", "origin"))
    owners: dict[str, Record] = {}
    for row in keys:
        if row["origin"] == "document":
            own = entity_id(row["key"])
            owners.setdefault(own if own in entities else row["entity"], row)
    fill = [{"at": own, "key": r["key"], "met": r["name"], "language": r["language"]} for own, r in owners.items()]
    led = {row["entity"] for row in keys}
    decided = _rows(connection, "entity_decisions", "id", "verdict", "one", "other")
    into = {row["other"]: row["one"] for row in decided if row["verdict"] == "same"}
    gone = [{"at": other, "merged_into": one} for other, one in into.items() if other in entities and other not in led]
    _update(connection, ("key", "met", "language"), fill)
    _update(connection, ("merged_into",), gone)


def _update(connection: sa.Connection, columns: tuple[str, ...], rows: list[Record]) -> None:
    table = sa.table("entities", sa.column("id"), *(sa.column(name) for name in columns))
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in columns}
    change = sa.update(table).where(table.c.id == sa.bindparam("at")).values(values)
    for some in batched(rows, _BATCH):
        connection.execute(
            change, [{"at": row["at"], **{f"new_{name}": row[name] for name in columns}} for row in some]
        )
