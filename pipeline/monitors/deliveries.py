"""Where alerts of a monitor are sent, as its owner has it: destinations, tests, the log."""

import re
import secrets
from dataclasses import dataclass, replace
from typing import cast, get_args
from urllib.parse import urlsplit

from corpora.unicode import storable
from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.alerts import Alerts
from pipeline.monitors.alerts import Wanted as Asked
from pipeline.monitors.messages import Message
from pipeline.monitors.own_destinations import OwnDestinations
from pipeline.monitors.sending import Outside, Unsent
from pipeline.monitors.telling import Telling
from pipeline.monitors.templates import DEFAULT, template_of
from pipeline.monitors.wording import LANGUAGES
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
_PREVIEWED = 2
"""Alerts that a template is shown with."""
_WEEK = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A destination to be made: ``chat`` is that of Telegram, ``minutes`` how long alerts are gathered.

    ``template`` is how they are told (``templates.py``), "" as they always are.
    """

    kind: str
    target: str
    chat: str = ""
    language: str = "fa"
    minutes: int = 0
    template: str = ""


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a template makes of the newest alerts, or of a sample: the text, and of an e-mail the page and subject."""

    text: str
    html: str = ""
    subject: str = ""


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


def _plain(template: str) -> str:
    """A template as it is kept: "" where it says what is said anyway."""
    said = storable(template).replace("\r\n", "\n").strip()
    return "" if said == DEFAULT else said


class Deliveries(OwnDestinations):
    """The destinations of monitors; only who owns a monitor sees and changes them."""

    def __init__(self, store: Store, alerts: Alerts, outside: Outside, audit: Audit, clock: Clock = utc) -> None:
        """Takes the store, what monitors found, how messages get out, where to note, and what time it is."""
        self._store, self._alerts, self._outside, self._audit = store, alerts, outside, audit
        self._monitors, self._clock = alerts.monitors, clock

    def add(self, who: Principal, monitor: str, wanted: Wanted) -> Destination:
        """Sends alerts of a monitor to a destination from now on; raises MonitorNotFound, RefusedDecision."""
        one = self._monitors.own(who, monitor)
        self._check(wanted)
        secret = wanted.chat if wanted.kind == "telegram" else ""
        secret = secrets.token_urlsafe(32) if wanted.kind == "webhook" else secret
        row = {"monitor": one.id, "kind": wanted.kind, "target": wanted.target, "secret": secret}
        row |= {"language": wanted.language, "user": who.name, "template": _plain(wanted.template)}
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
        template_of(_plain(wanted.template))
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

    def rewrite(self, who: Principal, identity: str, template: str) -> Destination:
        """Tells alerts by a template from now on, as always where it is ""; raises MonitorNotFound, RefusedDecision."""
        one, template = self._own(who, identity), _plain(template)
        template_of(template)
        with self._store.writing() as connection:
            kept.rewrite(connection, identity, template)
        self._audit.note(who, "delivery", one.monitor, change="template", id=identity)
        return replace(one, template=template)

    def preview(self, who: Principal, monitor: str, wanted: Wanted) -> Previewed:
        """What a template makes of the newest alerts of a monitor, or of a sample where it has none yet.

        Raises MonitorNotFound, RefusedDecision.
        """
        one, template = self._monitors.own(who, monitor), _plain(wanted.template)
        template_of(template)
        if wanted.kind not in KINDS or wanted.language not in LANGUAGES:
            raise RefusedDecision("alerts are sent by {ways}, in fa, ar or en", ways=KINDS)
        telling = Telling(wanted.language, one.name)
        found = self._alerts.all(who, Asked(one.id, limit=_PREVIEWED)) or [telling.sample(self._clock())]
        kind = cast("Kind", wanted.kind)
        where = Destination("", one.id, kind, "", "", wanted.language, 0, who.name, "", "", template=template)
        made = Message(where, one.name, found, "").fitted()
        if wanted.kind != "email":
            return Previewed(made.text())
        return Previewed(made.text(), made.html(), telling.subject(made.alerts))

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
