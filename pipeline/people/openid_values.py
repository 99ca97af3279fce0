"""What signing in by OpenID Connect is about: the provider, a sign-in on its way, and what the provider vouches for."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from pipeline.people.principal import ROLES, Role


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """Which provider, as whom we ask it, and what follows from what it says."""

    issuer: str
    client_id: str
    client_secret: str = ""
    create: Role | None = None
    """The role that somebody gets who has no account yet; None lets nobody in who has none."""
    groups: Mapping[str, Role] = field(default_factory=dict)
    """Group of the provider → role here."""

    def role(self, groups: Sequence[str]) -> Role | None:
        """The highest role that some groups have; None where they have none."""
        return max((self.groups[group] for group in groups if group in self.groups), key=ROLES.index, default=None)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in on its way: what has to come back, and what only the browser that began it has."""

    state: str
    nonce: str
    verifier: str
    next: str = "/"

    @classmethod
    def fresh(cls, next: str) -> Self:
        """A new one, of random letters."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32), next)

    def text(self) -> str:
        """As a cookie has it."""
        return json.dumps([self.state, self.nonce, self.verifier, self.next])

    @classmethod
    def of(cls, text: str) -> Self | None:
        """That of a cookie; None where it is none."""
        try:
            parts = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) != len(cls.__slots__):
            return None
        return cls(*parts) if all(isinstance(part, str) for part in parts) else None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider vouches for: who somebody is, and in which groups; ``email`` only where it was verified."""

    subject: str
    email: str = ""
    groups: Sequence[str] = ()

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """The part of an ID token that we go by."""
        email = claims.get("email") if claims.get("email_verified") is True else ""
        groups = claims.get("groups")
        named = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
        return cls(str(claims["sub"]), email if isinstance(email, str) else "", named)

    def names(self) -> list[str]:
        """What an account of his may be called, the first choice first."""
        return list(dict.fromkeys(name for name in (self.email, self.email.lower(), self.subject) if name))
