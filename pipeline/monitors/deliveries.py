"""Where alerts of a monitor are sent, as its owner has it: destinations, tests, the log."""

import re
import secrets
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.monitors import Monitors
from pipeline.monitors.own_destinations import OwnDestinations
from pipeline.monitors.sending import Outside, Unsent
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.store import deliveries as kept
from pipeline.store import monitors as kept_monitors
from pipeline.store.clock import Clock, utc
from pipeline.store.deliveries import Delivery as Delivery  # search_api shows them
from pipeline.store.deliveries import Destination as Destination
from pipeline.store.deliveries import Kind
from pipeline.store.documents import Store

MOST = 10
"""Destinations of one monitor."""
LONGEST = 2000
KINDS: tuple[str, ...] = get_args(Kind.__value__)
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MAIL = re.compile(rf"(?=[^@]{{1,64}}@){_LOCAL}(?:\.{_LOCAL})*@(?:{_LABEL}\.)+{_LABEL}")
"""An address that every server takes: of ASCII, its name of at most 64 characters, as RFC 5321 has it."""
_WEEK = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A destination to be made: ``chat`` is that of Telegram, ``minutes`` how long alerts are gathered."""

    kind: str
    target: str
    chat: str = ""
    language: str = "fa"
    minutes: int = 0


def shown(destination: Destination) -> str:
    """A destination as a page may show it: the addresses of Slack and Telegram are secrets themselves.

    >>> at = "https://hooks.example/services/T1/secret"
    >>> shown(Destination("d", "m", "slack", at, "", "fa", 0, "sara", "account", ""))
    'https://hooks.example/…'
    """
    if destination.kind in ("email", "webhook"):
        return destination.target.partition("?")[0]
    parts = urlsplit(destination.target)
    return f"{parts.scheme}://{parts.netloc}/…"


class Deliveries(OwnDestinations):
    """The destinations of monitors; only who owns a monitor sees and changes them."""

    def __init__(self, store: Store, monitors: Monitors, outside: Outside, audit: Audit, clock: Clock = utc) -> None:
        """Takes the store, which monitors there are, how messages get out, where to note, and what time it is."""
        self._store, self._monitors, self._outside, self._audit = store, monitors, outside, audit
        self._clock = clock

    def add(self, who: Principal, monitor: str, wanted: Wanted) -> Destination:
        """Sends alerts of a monitor to a destination from now on; raises MonitorNotFound, RefusedDecision."""
        one = self._monitors.own(who, monitor)
        self._check(wanted)
        secret = wanted.chat if wanted.kind == "telegram" else ""
        secret = secrets.token_urlsafe(32) if wanted.kind == "webhook" else secret
        row = {"monitor": one.id, "kind": wanted.kind, "target": wanted.target, "secret": secret}
        row |= {"language": wanted.language, "user": who.name}
        account = "local" if who.kind == "local" else "account"
        with self._store.writing() as connection:
            if len(kept.of_monitor(connection, one.id)) >= MOST:
                raise RefusedDecision("a monitor is sent to {most} places at most", most=MOST)
            made = kept.add(connection, {**row, "minutes": wanted.minutes, "user_kind": account})
        self._audit.note(who, "delivery", one.id, one.collection, change="add", id=made.id, kind=wanted.kind)
        return made

    def _check(self, wanted: Wanted) -> None:
        if wanted.kind not in KINDS or wanted.language not in ("fa", "ar", "en"):
            raise RefusedDecision("alerts are sent by {ways}, in fa, ar or en", ways=KINDS)
        if not 0 <= wanted.minutes <= _WEEK or len(wanted.target) > LONGEST:
            raise RefusedDecision("alerts are gathered for a week at most, and an address is not that long")
        if wanted.kind == "email":
            if not MAIL.fullmatch(wanted.target):
                raise RefusedDecision("this is no e-mail address")
            return
        if wanted.kind == "telegram" and not wanted.chat.strip():
            raise RefusedDecision("Telegram wants the chat that its bot writes to")
        try:
            self._outside.checked(wanted.target)
        except Unsent as error:
            raise RefusedDecision("nothing is sent there: {reason}", reason=error) from error

    def all(self, who: Principal, monitor: str) -> list[tuple[Destination, list[Delivery]]]:
        """The destinations of somebody's own monitor, each with the newest rows of its log; none of another's."""
        one = self._monitors.named(who, monitor)
        if one.owner != who.name:
            return []
        with self._store.engine.connect() as connection:
            found = kept.of_monitor(connection, one.id)
            return [(destination, kept.log(connection, destination.id)) for destination in found]

    def remove(self, who: Principal, identity: str) -> None:
        """Sends nothing more to a destination; raises MonitorNotFound."""
        one = self._own(who, identity)
        with self._store.writing() as connection:
            kept.remove(connection, identity)
        self._audit.note(who, "delivery", one.monitor, change="remove", id=identity)

    def _own(self, who: Principal, identity: str) -> Destination:
        with self._store.engine.connect() as connection:
            found = kept.get(connection, identity)
            monitor = kept_monitors.get(connection, found.monitor) if found else None
        if found is None or found.rhythm or monitor is None or monitor.owner != who.name:
            raise MonitorNotFound("there is no destination {identity!r}", identity=identity)
        return found
