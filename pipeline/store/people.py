"""Users, what they may in each collection, their sessions and API keys, and sign-ins that failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from pipeline.store import tables as t
from pipeline.store.clock import now


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; ``roles`` by collection, ``password`` as argon2 keeps it."""

    name: str
    roles: Mapping[str, str]
    at: str
    disabled_at: str | None
    password: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key of a user, whose roles it has, or one that stands alone; ``token`` is a hash of what was handed out."""

    id: str
    name: str
    user: str | None
    token: str
    roles: Mapping[str, str]
    scopes: Sequence[str]
    at: str
    expires: str | None
    revoked_at: str | None


class Users:
    """The accounts, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Takes the connection of the transaction."""
        self._connection = connection

    def any(self) -> bool:
        """Whether there is an account or an API key, also one that is no longer good."""
        tables = (t.users.c.name, t.api_keys.c.id)
        return any(self._connection.execute(select(column).limit(1)).first() for column in tables)

    def all(self) -> list[User]:
        """The accounts by name."""
        rows = self._connection.execute(select(t.users).order_by(t.users.c.name)).all()
        return [self._user(row) for row in rows]

    def get(self, name: str) -> User | None:
        """An account; None where there is none of that name."""
        row = self._connection.execute(select(t.users).where(t.users.c.name == name)).first()
        return self._user(row) if row else None

    def _user(self, row: Row[Any]) -> User:
        g = t.grants.c
        roles = self._connection.execute(select(g.collection, g.role).where(g.user == row.name)).all()
        return User(row.name, {one.collection: one.role for one in roles}, row.at, row.disabled_at, row.password)

    def add(self, name: str, password: str, roles: Mapping[str, str]) -> None:
        """Makes an account."""
        self._connection.execute(insert(t.users).values(name=name, password=password, at=now()))
        self.grant(name, roles)

    def grant(self, name: str, roles: Mapping[str, str | None]) -> None:
        """Gives a user roles in collections in place of those he had there; None takes one away."""
        g = t.grants
        self._connection.execute(delete(g).where(g.c.user == name, g.c.collection.in_(list(roles))))
        rows = [{"user": name, "collection": where, "role": role} for where, role in roles.items() if role]
        if rows:
            self._connection.execute(insert(g), rows)

    def set_password(self, name: str, password: str) -> None:
        """Keeps another hash; whoever calls ends the sessions."""
        self._connection.execute(update(t.users).where(t.users.c.name == name).values(password=password))

    def disable(self, name: str, *, disabled: bool) -> None:
        """Shuts an account, or opens it again."""
        row = {"disabled_at": now() if disabled else None}
        self._connection.execute(update(t.users).where(t.users.c.name == name).values(row))


class Sessions:
    """Who is signed in, in one transaction; tokens are kept hashed."""

    def __init__(self, connection: Connection) -> None:
        """Takes the connection of the transaction."""
        self._connection = connection

    def add(self, token: str, user: str, expires: str) -> None:
        """Keeps a session; those that have expired go."""
        s = t.sessions
        self._connection.execute(delete(s).where(s.c.expires <= now()))
        self._connection.execute(insert(s).values(token=token, user=user, at=now(), expires=expires))

    def user_of(self, token: str) -> str:
        """Whose session that is; "" where there is none, or no longer."""
        s = t.sessions.c
        query = select(s.user).where(s.token == token, s.expires > now())
        return str(self._connection.execute(query).scalar_one_or_none() or "")

    def end(self, token: str = "", user: str = "") -> None:
        """Ends a session, or all of a user."""
        s = t.sessions
        self._connection.execute(delete(s).where(s.c.user == user if user else s.c.token == token))


class ApiKeys:
    """The API keys, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Takes the connection of the transaction."""
        self._connection = connection

    def add(self, key: ApiKey) -> None:
        """Keeps a key."""
        names = ("id", "name", "user", "token", "at", "expires", "revoked_at")
        row = {name: getattr(key, name) for name in names}
        self._connection.execute(insert(t.api_keys).values(**row, roles=dict(key.roles), scopes=list(key.scopes)))

    def all(self, user: str = "") -> list[ApiKey]:
        """The keys, newest last; of one user."""
        k = t.api_keys
        query = select(k).order_by(k.c.at, k.c.id)
        rows = self._connection.execute(query.where(k.c.user == user) if user else query).mappings()
        return [ApiKey(**row) for row in rows]

    def get(self, identity: str) -> ApiKey | None:
        """A key; None where there is none of that id."""
        row = self._connection.execute(select(t.api_keys).where(t.api_keys.c.id == identity)).mappings().first()
        return ApiKey(**row) if row else None

    def revoke(self, identity: str) -> None:
        """Makes a key good for nothing; that it was there stays."""
        self._connection.execute(update(t.api_keys).where(t.api_keys.c.id == identity).values(revoked_at=now()))


class SignIns:
    """How often a sign-in failed lately, by what it came from (a name, an address), in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Takes the connection of the transaction."""
        self._connection = connection

    def failures(self, source: str) -> tuple[int, float]:
        """How many, and when the last was, in seconds of the epoch."""
        s = t.sign_ins.c
        row = self._connection.execute(select(s.failures, s.at).where(s.source == source)).first()
        return (row.failures, row.at) if row else (0, 0.0)

    def set(self, source: str, failures: int, at: float) -> None:
        """Keeps how many there were; those that are older than a day go."""
        s = t.sign_ins
        self._connection.execute(delete(s).where((s.c.source == source) | (s.c.at < at - 86_400)))
        if failures > 0:
            self._connection.execute(insert(s).values(source=source, failures=failures, at=at))
