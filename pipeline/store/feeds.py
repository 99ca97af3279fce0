"""Tokens with which the alerts of a monitor can be read: kept hashed, revoked by being taken out."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from pipeline.store import tables as t
from pipeline.store.clock import now


@dataclass(frozen=True, slots=True)
class Feed:
    """A way to read a monitor's alerts without signing in, with the rights that somebody has."""

    id: str
    monitor: str
    user: str
    user_kind: str
    at: str


_COLUMNS = tuple(t.feeds.c[name] for name in Feed.__dataclass_fields__)


def add(connection: Connection, monitor: str, token: str, user: str, kind: str) -> Feed:
    """Keeps a feed whose token has a hash."""
    feed = Feed(secrets.token_hex(8), monitor, user, kind, now())
    row = {name: getattr(feed, name) for name in Feed.__dataclass_fields__}
    connection.execute(insert(t.feeds).values(**row, token=token))
    return feed


def of_monitor(connection: Connection, monitor: str, user: str) -> list[Feed]:
    """The feeds that somebody has of a monitor, oldest first."""
    f = t.feeds.c
    query = select(*_COLUMNS).where(f.monitor == monitor, f.user == user).order_by(f.at, f.id)
    return [Feed(*row) for row in connection.execute(query)]


def by_token(connection: Connection, token: str) -> Feed | None:
    """The feed of the token that has a hash."""
    row = connection.execute(select(*_COLUMNS).where(t.feeds.c.token == token)).first()
    return Feed(*row) if row else None


def revoke(connection: Connection, identity: str, user: str) -> bool:
    """Takes one of somebody's feeds out; whether there was one."""
    f = t.feeds
    return bool(connection.execute(delete(f).where(f.c.id == identity, f.c.user == user)).rowcount)
