"""Accounts: users and their roles, signing in and out, API keys."""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import cast

from pipeline.errors import CollectionNotFound, RefusedDecision, StoreUnavailable, UserNotFound
from pipeline.people import passwords
from pipeline.people.audit import Audit
from pipeline.people.openid_values import Claims, OpenIdSettings
from pipeline.people.principal import EVERYWHERE, ROLES, SCOPES, Principal, Role, Scope, local
from pipeline.people.sign_in import Throttle
from pipeline.store import collections
from pipeline.store.clock import now
from pipeline.store.documents import Store
from pipeline.store.people import ApiKey, ApiKeys, Sessions, User, Users

_NAME = re.compile(r"[\w][\w.@\N{ZERO WIDTH NON-JOINER}-]{0,199}")
_PREFIX = "asnad"
_LOOKED = 0.2
"""Seconds after which a server without users looks again."""


class Accounts:
    """The people of a workspace. What an admin does raises Forbidden for everybody else."""

    def __init__(self, store: Store, audit: Audit, hours: float) -> None:
        """Takes the store, where to note what is done, and how long somebody stays signed in."""
        self._store, self._audit, self._hours = store, audit, hours
        self._throttle = Throttle(store)
        self._closed: bool | None = None
        self._looked_at = 0.0

    def closed(self) -> bool:
        """Whether there are users or keys, so that who comes over the network must say who he is.

        It never opens again: accounts are disabled, not deleted.
        """
        if not self._closed and time.monotonic() - self._looked_at > _LOOKED:
            try:
                with self._store.engine.connect() as connection:
                    self._closed = Users(connection).any()
            except StoreUnavailable:
                if self._closed is None:
                    raise
            self._looked_at = time.monotonic()
        return bool(self._closed)

    # users ----------------------------------------------------------------------------------------------------

    def users(self, who: Principal) -> list[User]:
        """The users by name."""
        who.must("admin")
        with self._store.engine.connect() as connection:
            return Users(connection).all()

    def add(self, who: Principal, name: str, role: Role, within: Sequence[str], password: str) -> None:
        """Makes an account with a role in some collections, or in all; raises RefusedDecision, CollectionNotFound."""
        who.must("admin")
        if not _NAME.fullmatch(name):
            raise RefusedDecision("a user is called by letters, digits, '-', '_', '.' and '@', 200 at most")
        kept = passwords.hashed(password)
        with self._store.writing() as connection:
            if Users(connection).get(name):
                raise RefusedDecision("there is a user {name} already", name=name)
            roles = self._roles(collections.names(connection), role, within)
            Users(connection).add(name, kept, roles)
        self._closed = True
        self._audit.note(who, "user", name, change="add", roles=dict(roles))

    def set_role(self, who: Principal, name: str, role: Role | None, within: Sequence[str]) -> None:
        """Gives a user a role in some collections, or in all, in place of the one he had there; None takes it away.

        Raises UserNotFound, CollectionNotFound.
        """
        who.must("admin")
        with self._store.writing() as connection:
            self._user(Users(connection), name)
            roles = self._roles(collections.names(connection), role, within)
            Users(connection).grant(name, roles)
        self._audit.note(who, "user", name, change="role", roles=dict(roles))

    def disable(self, who: Principal, name: str, *, disabled: bool = True) -> None:
        """Shuts an account with its sessions and keys, or opens it again; raises UserNotFound."""
        who.must("admin")
        with self._store.writing() as connection:
            self._user(Users(connection), name)
            Users(connection).disable(name, disabled=disabled)
            Sessions(connection).end(user=name)
        self._audit.note(who, "user", name, change="disable" if disabled else "enable")

    def set_password(self, who: Principal, name: str, password: str) -> None:
        """Gives a user another password and ends his sessions; raises UserNotFound, RefusedDecision."""
        who.must("admin")
        kept = passwords.hashed(password)
        with self._store.writing() as connection:
            self._user(Users(connection), name)
            Users(connection).set_password(name, kept)
            Sessions(connection).end(user=name)
        self._audit.note(who, "user", name, change="password")

    def change_password(self, who: Principal, old: str, new: str) -> None:
        """Changes one's own password and ends all one's sessions; raises RefusedDecision, TooManyTries."""
        with self._throttle.attempt(who.name, who.address) as attempt:
            with self._store.engine.connect() as connection:
                user = self._user(Users(connection), who.name)
            if who.kind != "person" or not passwords.is_right(user.password, old):
                raise RefusedDecision("the present password is another one")
            attempt.worked()
        kept = passwords.hashed(new)
        with self._store.writing() as connection:
            Users(connection).set_password(who.name, kept)
            Sessions(connection).end(user=who.name)
        self._audit.note(who, "user", who.name, change="password")

    @staticmethod
    def _user(users: Users, name: str) -> User:
        user = users.get(name)
        if user is None:
            raise UserNotFound("there is no user {name!r}", name=name)
        return user

    @staticmethod
    def _roles[R](there: Sequence[str], role: R, within: Sequence[str]) -> Mapping[str, R]:
        missing = sorted(set(within) - set(there))
        if missing:
            raise CollectionNotFound(
                "there is no collection {name!r}; make it with: asnad collections add NAME", name=missing[0]
            )
        return dict.fromkeys(within or [EVERYWHERE], role)

    # signing in -----------------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str, address: str) -> str:
        """Begins a session and gives its token; "" where name or password are wrong. Raises TooManyTries."""
        said = Principal(name, "person", {}, address=address)
        with self._throttle.attempt(name, address) as attempt:
            with self._store.engine.connect() as connection:
                user = Users(connection).get(name)
            right = passwords.is_right(user.password if user else "", password)
            if not right or user is None or user.disabled_at:
                self._audit.note(said, "sign-in failed", name)
                return ""
            attempt.worked()
        token = self.new_session(said)
        self._audit.note(said, "sign-in", name)
        return token

    def sign_in_elsewhere(self, claims: Claims, settings: OpenIdSettings, address: str) -> str:
        """Begins a session of somebody for whom a provider vouches; "" where he has no account, or it is shut.

        The account is called as his verified e-mail address or his subject; one is made where the settings say so.
        What a group of his may is given each time, in place of the role that he had in every collection.
        """
        role = settings.role(claims.groups)
        with self._store.writing() as connection:
            users = Users(connection)
            user = next((user for name in claims.names() if (user := users.get(name))), None)
            if user is None and settings.create:
                name = next((name for name in claims.names() if _NAME.fullmatch(name)), "")
                if name:
                    users.add(name, "", {EVERYWHERE: role or settings.create})  # no password is ever right
                    user = users.get(name)
            elif user is not None and not user.disabled_at and settings.groups:
                users.grant(user.name, {EVERYWHERE: role})
        said = Principal(user.name if user else claims.names()[0], "person", {}, address=address)
        if user is None or user.disabled_at:
            self._audit.note(said, "sign-in failed", said.name, by=settings.issuer)
            return ""
        token = self.new_session(said)
        self._audit.note(said, "sign-in", said.name, by=settings.issuer)
        return token

    def new_session(self, who: Principal) -> str:
        """A session of somebody who has just shown who he is; gives its token."""
        token = passwords.token()
        until = (datetime.now(UTC) + timedelta(hours=self._hours)).isoformat(timespec="seconds")
        with self._store.writing() as connection:
            Sessions(connection).add(passwords.token_hash(token), who.name, until)
        return token

    def sign_out(self, who: Principal, token: str) -> None:
        """Ends a session."""
        with self._store.writing() as connection:
            Sessions(connection).end(passwords.token_hash(token))
        self._audit.note(who, "sign-out", who.name)

    def by_session(self, token: str, address: str = "") -> Principal | None:
        """Who is signed in with a token; None where nobody is, any longer."""
        with self._store.engine.connect() as connection:
            name = Sessions(connection).user_of(passwords.token_hash(token))
            user = Users(connection).get(name) if name else None
        if user is None or user.disabled_at:
            return None
        return Principal(user.name, "person", _as_roles(user.roles), address=address)

    # API keys -------------------------------------------------------------------------------------------------

    def by_key(self, token: str, address: str = "") -> Principal | None:
        """Who asks with an API key; None where it is none, or no longer good."""
        identity = token.removeprefix(f"{_PREFIX}_").partition("_")[0]
        with self._store.engine.connect() as connection:
            key = ApiKeys(connection).get(identity)
            user = Users(connection).get(key.user) if key and key.user else None
        if key is None or not passwords.is_same(key.token, passwords.token_hash(token)):
            return None
        if not _is_good(key) or (user and user.disabled_at):
            return None
        roles = user.roles if user else key.roles
        scopes = frozenset(cast(Scope, scope) for scope in key.scopes)
        return Principal(key.name, "key", _as_roles(roles), scopes, address)

    def as_now(self, name: str, kind: str) -> Principal:
        """Who asked for something to be done again and again, with the rights that he has by now, maybe none."""
        if kind == "local":
            return local(name)
        with self._store.engine.connect() as connection:
            user = Users(connection).get(name)
            keys = [key for key in ApiKeys(connection).all() if key.name == name and key.user is None]
        if user is not None:
            return Principal(name, "person", {} if user.disabled_at else _as_roles(user.roles))
        roles = dict[str, Role]()
        for key in filter(_is_good, keys):
            roles |= _as_roles(key.roles)
        return Principal(name, "key", roles)

    def may_review(self, name: str, collection: str) -> bool:
        """Whether a person may review documents of a collection; anybody where there are no users."""
        with self._store.engine.connect() as connection:
            users = Users(connection)
            user = users.get(name)
            if user is None or user.disabled_at:
                return user is None and not users.any()
        return Principal(name, "person", _as_roles(user.roles)).may("reviewer", collection)

    def keys(self, who: Principal) -> list[ApiKey]:
        """All keys for an admin, for everybody else one's own."""
        with self._store.engine.connect() as connection:
            return ApiKeys(connection).all("" if who.may("admin") else who.name)

    def own_keys(self, who: Principal) -> list[ApiKey]:
        """The keys that stand for somebody."""
        with self._store.engine.connect() as connection:
            return [key for key in ApiKeys(connection).all(who.name) if not key.revoked_at]

    def add_key(
        self,
        who: Principal,
        name: str,
        scopes: Sequence[Scope] = (),
        within: Sequence[str] = (),
        expires: date | None = None,
    ) -> str:
        """Makes a key and gives it, this once.

        It stands for the user of that name and may what he may, as far as its scopes go; where there is no such user
        it stands alone, with the role of its scopes, at least ``read``, in some collections or in all.
        Raises CollectionNotFound, RefusedDecision, Forbidden.
        """
        if who.kind != "person" or who.name != name:
            who.must("admin")
        if not _NAME.fullmatch(name):
            raise RefusedDecision("a key is called by letters, digits, '-', '_', '.' and '@', 200 at most")
        identity, secret = secrets.token_hex(6), passwords.token()
        token = f"{_PREFIX}_{identity}_{secret}"
        with self._store.writing() as connection:
            user = Users(connection).get(name)
            if user and within:
                raise RefusedDecision("a key of {name} has the collections that {name} has", name=name)
            given = tuple(scopes) or (tuple(SCOPES) if user else ("read",))
            highest = max((SCOPES[scope] for scope in given), key=ROLES.index)
            roles = {} if user else self._roles(collections.names(connection), highest, within)
            until = f"{expires.isoformat()}T23:59:59+00:00" if expires else None
            hashed = passwords.token_hash(token)
            ApiKeys(connection).add(
                ApiKey(identity, name, user.name if user else None, hashed, roles, given, now(), until, None)
            )
        self._audit.note(who, "key", name, change="add", id=identity, scopes=list(given))
        return token

    def revoke(self, who: Principal, identity: str) -> None:
        """Makes a key good for nothing; one's own, an admin any. Raises UserNotFound."""
        with self._store.writing() as connection:
            key = ApiKeys(connection).get(identity)
            own = key is not None and key.user == who.name and who.kind == "person"
            if key is None or not (own or who.may("admin")):
                raise UserNotFound("there is no key {identity!r}", identity=identity)
            ApiKeys(connection).revoke(identity)
        self._audit.note(who, "key", key.name, change="revoke", id=identity)


def _is_good(key: ApiKey) -> bool:
    """Whether a key was not revoked, and its time is not over."""
    return not key.revoked_at and not (key.expires and key.expires <= now())


def _as_roles(roles: Mapping[str, str]) -> Mapping[str, Role]:
    return {name: role for name, role in roles.items() if role in ROLES}
