"""Opens the database, SQLite in WAL mode or PostgreSQL, with the newest schema; a transaction means the same on both.

Reads see one state of the database from their first statement on. Writers take turns, from the start of a transaction:
so ``seq`` is given in commit order.
"""

import logging
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from corpora.codec import json_text
from corpora.unicode import json_read
from pipeline.errors import StoreUnavailable, WorkspaceError, without_secrets
from pipeline.store.tables import SCHEMA

log = logging.getLogger(__name__)

_JSON: dict[str, Any] = {"json_serializer": json_text, "json_deserializer": json_read}
"""How structures are written and read: what older versions wrote with halves of characters has a form all the same."""

_BUSY_SECONDS = 60
_PAUSE = 0.02
_MIGRATING = 0x41736E6164
"""The advisory lock of PostgreSQL that a process holds while it brings a schema up."""
_SETTINGS = (f"SET lock_timeout = '{_BUSY_SECONDS}s'", "SET idle_in_transaction_session_timeout = '600s'")
_OURS = re.compile("^no such (table|column|function|index)|syntax error|has no column named|misuse of|ambiguous column")
"""What SQLite says of a wrong statement, which its driver gives the class of a database that is away."""
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def address_of(database: str | Path) -> URL:
    """The address of a database: a path is a SQLite file, else ``postgresql://user:password@host/name``.

    Raises WorkspaceError.
    """
    if isinstance(database, Path):
        return URL.create(SQLITE, database=str(database))
    try:
        url = make_url(database)
    except ArgumentError:
        raise WorkspaceError("the address of the store is not one: postgresql://user:password@host/name") from None
    if url.get_backend_name() not in (POSTGRESQL, "postgres"):
        raise WorkspaceError(f"the store is in SQLite or PostgreSQL, not in {url.get_backend_name()}")
    return url.set(drivername="postgresql+psycopg")


def conninfo(database: str) -> str:
    """The address of a PostgreSQL database as its own library takes it. Raises WorkspaceError."""
    return address_of(database).set(drivername=POSTGRESQL).render_as_string(hide_password=False)


def open_engine(database: str | Path) -> Engine:
    """The engine of a database, migrated to the newest schema; raises WorkspaceError, StoreUnavailable."""
    url = address_of(database)
    engine = _sqlite(url) if url.get_backend_name() == SQLITE else _postgresql(url)
    try:
        _migrate_patiently(engine)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        why = str(getattr(error, "orig", error)).strip().split("\n")[0]
        if url.get_backend_name() == POSTGRESQL and isinstance(error, OperationalError):
            raise StoreUnavailable(f"{shown(url)} does not answer: {why}") from error
        raise WorkspaceError(f"{shown(url)} is not a store that can be opened: {why}") from error
    except WorkspaceError:
        engine.dispose()
        raise
    event.listen(engine, "handle_error", _explained)
    return engine


def shown(url: URL) -> str:
    """An address as a person may see it: the path of a file, or without the password."""
    if url.get_backend_name() == SQLITE:
        return str(url.database)
    return without_secrets(url.set(drivername=POSTGRESQL).render_as_string())


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    if path.exists() and not os.access(path.parent, os.W_OK):
        return _read_only(path)
    engine = create_engine(
        url, connect_args={"timeout": _BUSY_SECONDS}, json_serializer=json_text, json_deserializer=json_read
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _read_only(path: Path) -> Engine:
    """A store on a medium that nobody writes to: SQLite wants to be told so, else it makes files beside its own."""
    log.info("the store in %s can only be read", path)
    where = {"mode": "ro", "immutable": "1", "uri": "true"}
    url = URL.create(SQLITE, database=f"file:{quote(str(path))}", query=where)
    engine = create_engine(url, **_JSON)
    event.listen(engine, "connect", _unmanaged)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        isolation_level="REPEATABLE READ",
        **_JSON,
        connect_args={"connect_timeout": 10, "application_name": "asnad"},
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
    )
    event.listen(engine, "connect", _session)
    return engine


def _explained(context: ExceptionContext) -> None:
    """Says in one way that the database does not answer, is full or is locked for too long.

    A statement that the database does not understand is a bug of ours, and stays what it is.
    """
    why = str(context.original_exception).strip().split("\n")[0]
    failed = isinstance(context.sqlalchemy_exception, OperationalError) and not _OURS.search(why)
    if (failed or context.is_disconnect) and not context.is_pre_ping:
        raise StoreUnavailable(f"the store does not answer: {why}") from context.original_exception


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


def _unmanaged(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None


def _pragmas(connection: sqlite3.Connection, _: Any) -> None:
    # FULL: with NORMAL a power cut takes commits back that an index has seen, and their ``seq`` is given again
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")


def _session(connection: Any, _: Any) -> None:
    with connection.cursor() as cursor:
        for setting in _SETTINGS:
            cursor.execute(setting)
    connection.commit()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writable(connection: Connection) -> Connection:
    """A connection whose transaction writes: SQLite takes its one lock at once, PostgreSQL sees what was committed."""
    if connection.dialect.name == SQLITE:
        return connection.execution_options(writes=True)
    return connection.execution_options(isolation_level="READ COMMITTED")


def quick_check(connection: Connection) -> str:
    """What is wrong with the pages of a SQLite file; "" where nothing is."""
    if connection.dialect.name != SQLITE:
        return ""
    found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    return "" if found == "ok" else found


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
    with writable(engine.connect()) as connection, connection.begin():
        if engine.dialect.name == POSTGRESQL:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def locked(engine: Engine, name: str) -> Iterator[bool]:
    """Tries to take a lock that all processes on a PostgreSQL store share, without waiting; gives whether it did.

    The server frees it when the process ends or is cut off.
    """
    key = func.hashtextextended(name, 0)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        taken = bool(connection.execute(select(func.pg_try_advisory_lock(key))).scalar_one())
        try:
            yield taken
        finally:
            if taken:
                with suppress(StoreUnavailable):
                    connection.execute(select(func.pg_advisory_unlock(key)))
