"""Feeds of alerts for feed readers, which cannot sign in: each has a token of its own that can be revoked."""

from pipeline.errors import MonitorNotFound, Unknown
from pipeline.monitors.alerts import Alert, Alerts, Wanted
from pipeline.monitors.monitors import Monitor, Monitors
from pipeline.people import passwords
from pipeline.people.accounts import Accounts
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.store import feeds as kept
from pipeline.store.documents import Store
from pipeline.store.feeds import Feed as Feed  # search_api shows them

ITEMS = 100
"""Alerts that a feed has, the newest first."""


class Feeds:
    """The feeds of a workspace. A feed shows what the person who made it may see when it is read."""

    def __init__(self, store: Store, accounts: Accounts, monitors: Monitors, alerts: Alerts, audit: Audit) -> None:
        """Takes the store, whose rights hold, which monitors there are, what they found, and where to note."""
        self._store, self._accounts, self._audit = store, accounts, audit
        self._monitors, self._alerts = monitors, alerts

    def add(self, who: Principal, monitor: str) -> str:
        """Makes a feed of a monitor and gives its token, this once; raises MonitorNotFound."""
        one, token = self._monitors.named(who, monitor), passwords.token()
        kind = "local" if who.kind == "local" else "account"
        with self._store.writing() as connection:
            feed = kept.add(connection, one.id, passwords.token_hash(token), who.name, kind)
        self._audit.note(who, "feed", one.id, one.collection, change="add", id=feed.id)
        return token

    def all(self, who: Principal, monitor: str) -> list[Feed]:
        """The feeds that somebody has of a monitor; raises MonitorNotFound."""
        one = self._monitors.named(who, monitor)
        with self._store.engine.connect() as connection:
            return kept.of_monitor(connection, one.id, who.name)

    def revoke(self, who: Principal, identity: str) -> None:
        """Makes a token good for nothing; raises MonitorNotFound."""
        with self._store.writing() as connection:
            if not kept.revoke(connection, identity, who.name):
                raise MonitorNotFound("there is no feed {identity!r}", identity=identity)
        self._audit.note(who, "feed", identity, change="revoke")

    def read(self, token: str, monitor: str) -> tuple[Monitor, list[Alert]]:
        """A monitor and its newest alerts, for whoever has a token of it.

        Raises Unknown where the token is none, or no longer, and MonitorNotFound where it is another's.
        """
        with self._store.engine.connect() as connection:
            feed = kept.by_token(connection, passwords.token_hash(token))
        if feed is None:
            raise Unknown("the token of the feed is not one, or was revoked")
        who = self._accounts.as_now(feed.user, feed.user_kind)
        one = self._monitors.named(who, feed.monitor)
        if monitor not in (one.id, one.name):
            raise MonitorNotFound("there is no monitor {reference!r}", reference=monitor)
        return one, self._alerts.all(who, Wanted(one.id, limit=ITEMS))
