"""Opens the database: SQLite in WAL mode, the newest schema, write transactions that begin as such."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from pipeline.errors import WorkspaceError
from pipeline.store.tables import SCHEMA

_BUSY_SECONDS = 60


def open_engine(path: Path) -> Engine:
    """The engine of a SQLite file, migrated to the newest schema; raises WorkspaceError."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    try:
        _migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise WorkspaceError(f"{path} is not a store that can be opened: {error.orig}") from error
    except WorkspaceError:
        engine.dispose()
        raise
    return engine


def _pragmas(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _migrate(engine: Engine) -> None:
    found = _revision(engine)
    if found == SCHEMA:
        return
    if found > SCHEMA:
        raise WorkspaceError(f"the store has schema {found}, this program knows {SCHEMA}: use a newer Asnad")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
