"""New stores of tests: made by the migrations once a process, and copied then; they take a tenth of a second each.

Whatever is opened is opened as ever: what was copied is looked at and, were it older, migrated. Commands in processes
of their own, and stores that are there, know nothing of this.
"""

import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pipeline.review.effective import effective
from pipeline.store import engine as engines
from pipeline.store.documents import Store
from tests.services import fresh_database

OTHER = "UPDATE counter SET value = {} WHERE name = 'identity'"
"""Gives a copied store an identity of its own."""


def identity() -> str:
    """As the migration that gives one does."""
    return OTHER.format(secrets.randbelow(2**62) + 1)


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """While it lasts, a SQLite store that is new is a copy of one that the migrations made."""
    made, one_at_a_time, migrate = folder / "store.db", threading.Lock(), engines._migrate

    def placed(engine: Engine) -> None:
        path = Path(str(engine.url.database))
        if engine.dialect.name == engines.SQLITE and path.parent.is_dir() and not path.exists():
            with one_at_a_time:
                if not made.exists():
                    Store.open(_begun(made), effective).close()
                _copy(made, path)
        migrate(engine)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "_migrate", placed)
        yield


def _begun(path: Path) -> Path:
    """An empty file, which is one that is there."""
    path.touch()
    return path


def _copy(made: Path, path: Path) -> None:
    """At once whole: whoever opens the same store meanwhile finds nothing or all of it."""
    beside = path.with_name(f"{path.name}-{secrets.token_hex(6)}")
    shutil.copyfile(made, beside)
    with closing(sqlite3.connect(beside)) as connection, connection:
        connection.execute(identity())
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()


@contextmanager
def migrated_database(server: str, like: str) -> Iterator[str]:
    """The address of a database that is a copy of a migrated one, with an identity of its own."""
    import psycopg

    with fresh_database(server, like) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(identity().encode())
        yield url
