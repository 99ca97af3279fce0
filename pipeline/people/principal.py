"""Who asks: a person, an API key or the local user, with a role in each collection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from pipeline.errors import Forbidden
from pipeline.records import Within

type Role = Literal["viewer", "reviewer", "editor", "admin"]
type Scope = Literal["read", "decide", "write", "admin"]

ROLES: tuple[Role, ...] = ("viewer", "reviewer", "editor", "admin")
"""From the least to the most: each may what those before it may.

A viewer reads, a reviewer decides, an editor ingests and deletes, an admin sees to users, collections and metrics.
"""
SCOPES: Mapping[Scope, Role] = MappingProxyType(
    {"read": "viewer", "decide": "reviewer", "write": "editor", "admin": "admin"}
)
"""What an API key is good for → the role whose acts that covers."""
EVERYWHERE = "*"
"""In place of a collection's name: all of them, also those to come."""
_SCOPE_OF = {role: scope for scope, role in SCOPES.items()}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks for something: what he may see and do follows from this alone.

    ``roles`` has his role by collection, under EVERYWHERE the one that he has in all of them. ``scopes`` narrows what
    an API key is good for. ``address`` is where a request came from.
    """

    name: str
    kind: Literal["person", "key", "local"]
    roles: Mapping[str, Role]
    scopes: frozenset[Scope] = field(default=frozenset(SCOPES))
    address: str = ""

    def may(self, role: Role, collection: str = EVERYWHERE) -> bool:
        """Whether he has a role, or a higher one, in a collection; without one, in all of them."""
        held = [self.roles[name] for name in (collection, EVERYWHERE) if name in self.roles]
        return _SCOPE_OF[role] in self.scopes and any(ROLES.index(one) >= ROLES.index(role) for one in held)

    def must(self, role: Role, collection: str = EVERYWHERE) -> None:
        """Raises Forbidden where he has not the role in the collection."""
        if not self.may(role, collection):
            if collection == EVERYWHERE:
                raise Forbidden("this needs the role {role}", role=role)
            raise Forbidden(
                "this needs the role {role} of the collection {collection}", role=role, collection=collection
            )

    def within(self, role: Role = "viewer") -> Within:
        """The collections in which he has a role; None where that is all of them."""
        if self.may(role):
            return None
        return frozenset(name for name in self.roles if name != EVERYWHERE and self.may(role, name))

    def is_somewhere(self, role: Role) -> bool:
        """Whether he has a role in one collection at least."""
        return self.within(role) != frozenset()

    def must_somewhere(self, role: Role) -> None:
        """Raises Forbidden where he has the role in no collection."""
        if not self.is_somewhere(role):
            raise Forbidden("this needs the role {role}", role=role)


def said(within: Within) -> str:
    """Collections in one word, for the audit log.

    >>> said(None), said(frozenset({"press", "main"}))
    ('*', 'main,press')
    """
    return EVERYWHERE if within is None else ",".join(sorted(within))


def local(name: str = "local") -> Principal:
    """Whoever sits at the machine: what lies in the workspace he can read and change anyway.

    >>> local().may("admin"), local().within() is None
    (True, True)
    """
    return Principal(name or "local", "local", {EVERYWHERE: "admin"})
