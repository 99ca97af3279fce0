"""Opens the database: SQLite in WAL mode, the newest schema, write transactions that begin as such."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from pipeline.errors import WorkspaceError
from pipeline.store.tables import SCHEMA

_BUSY_SECONDS = 60
_PAUSE = 0.02


def open_engine(path: Path) -> Engine:
    """The engine of a SQLite file, migrated to the newest schema; raises WorkspaceError."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    try:
        _migrate_patiently(engine)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        raise WorkspaceError(f"{path} is not a store that can be opened: {getattr(error, 'orig', error)}") from error
    except WorkspaceError:
        engine.dispose()
        raise
    return engine


def _migrate_patiently(engine: Engine) -> None:
    """Migrates; waits while other processes open or close the store.

    SQLite does not wait by itself where one turns the write-ahead log on, or cleans up as the last to leave.
    """
    patience = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            _migrate(engine)
        except (OperationalError, sqlite3.OperationalError) as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(_PAUSE)
        else:
            return


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
