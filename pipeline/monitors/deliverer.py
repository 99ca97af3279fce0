"""Sends what waits to be sent: at least once, every try with the same key, later each time it was not taken."""

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from corpora.sentences import Sentence, sentence_of
from pipeline.errors import MonitorNotFound, PipelineError
from pipeline.monitors.alerts import Alert, Alerts
from pipeline.monitors.digest_mail import DigestMail
from pipeline.monitors.digest_mails import DigestMails
from pipeline.monitors.messages import Message
from pipeline.monitors.sending import Send, Unsent
from pipeline.people.accounts import Accounts
from pipeline.store import deliveries as kept
from pipeline.store import monitors as kept_monitors
from pipeline.store.clock import Clock, utc
from pipeline.store.deliveries import Delivery, Destination, State, stamp
from pipeline.store.documents import Store

log = logging.getLogger(__name__)

TRIES = 8
"""Times that a message is sent before it is given up, nearly a day after the first."""
_FIRST = timedelta(seconds=30)
_LONGEST = timedelta(hours=12)
_LEASE = timedelta(minutes=5)
"""How long a process may take for one message, before another takes it for dead."""
_BATCH = 50
_SECONDS = 1.0
_LATER = 30.0


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries.

    >>> [str(pause(tries)) for tries in (1, 2, 5, 8)]
    ['0:00:30', '0:02:00', '2:08:00', '12:00:00']
    """
    times: int = 4 ** (tries - 1)
    return min(_LONGEST, _FIRST * times)


class _Parted(Exception):
    """Raised where another process sends what this one was about to."""


class Deliverer:
    """Sends in a thread of its own, so that a slow destination holds up nothing else; or once, when asked."""

    def __init__(
        self, store: Store, accounts: Accounts, alerts: Alerts, digests: DigestMails, send: Send, clock: Clock = utc
    ) -> None:
        """Takes the store, whose rights hold, what was found, which digests are due, how to send, and the time."""
        self._store, self._accounts, self._alerts, self._send = store, accounts, alerts, send
        self._digests = digests
        self._clock = clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to send what is due, as it becomes due."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, name="deliverer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the message under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(30)
            self._thread = None

    def _work(self) -> None:
        pause_seconds = _SECONDS
        while not self._stop.wait(pause_seconds):
            try:
                self.run()
                pause_seconds = _SECONDS
            except Exception:
                log.exception("what waits to be sent cannot be sent now")
                pause_seconds = _LATER

    def run(self) -> dict[str, int]:
        """Sends what is due, digests too; how many deliveries became what."""
        self._digests.queue()
        done = Counter[str]()
        while some := self._due():
            before = done.total()
            for each in some:
                done.update(self._one(each))
                if self._stop.is_set():
                    return dict(done)
            if done.total() == before:
                break
        return dict(done)

    def _due(self) -> list[Delivery]:
        with self._store.engine.connect() as connection:
            return kept.due(connection, stamp(self._clock()), _BATCH)

    def _one(self, delivery: Delivery) -> dict[str, int]:
        """Sends a delivery with what goes along, where no other process, and no earlier message, has taken it."""
        moment = self._clock()
        with self._store.engine.connect() as connection:
            destination = kept.get(connection, delivery.destination)
            if destination is None or not kept.waits(connection, delivery):
                return {}
            gathered = destination.minutes > 0
            waiting = kept.together(connection, delivery, stamp(moment), gathered=gathered)
        ours = self._of_one_message(destination, waiting)
        key = self._claimed(ours, moment)
        if not key:
            return {}
        state, told, due = self._sent(destination, ours, key)
        with self._store.writing() as connection:
            kept.settle(connection, [each.id for each in ours], state, told, due)
            kept.cut(connection, destination.id)
        return {"put off" if state == "waiting" else state: len(ours)}

    def _of_one_message(self, destination: Destination, ours: Sequence[Delivery]) -> Sequence[Delivery]:
        """The first of some deliveries that one message has room for; the others wait for a message of their own.

        What was tried before stays together: who got it knows it by its key.
        """
        if len(ours) == 1 or ours[0].tries:
            return ours
        try:
            message = self._message(destination, ours, "")
        except (PipelineError, LookupError):
            return ours  # it is said when it is sent
        number = message.first()
        if number == len(message.alerts):
            return ours
        last = message.alerts[number - 1].seq
        return ours[: next(at for at, each in enumerate(ours, 1) if each.alert == last)]

    def _claimed(self, ours: Sequence[Delivery], moment: datetime) -> str:
        """The key of a message of some deliveries; "" where another process has taken any of them."""
        try:
            with self._store.writing() as connection:
                key = kept.claim(connection, ours, stamp(moment + _LEASE))
                if not key:
                    raise _Parted
        except _Parted:
            return ""
        return key

    def _sent(self, destination: Destination, ours: Sequence[Delivery], key: str) -> tuple[State, str, str]:
        """What became of a message, what was said, and when to try again."""
        try:
            if destination.rhythm:
                message: Message | DigestMail = self._digests.message(destination, ours[0], key)
            else:
                message = self._message(destination, ours, key)
        except (MonitorNotFound, LookupError) as error:
            return "dropped", sentence_of(error), ""
        except PipelineError as error:
            return "waiting", sentence_of(error), stamp(self._clock() + _FIRST)
        try:
            self._send(message, self._clock())
        except Unsent as error:
            tries = max(each.tries for each in ours) + 1
            over = error.final or tries >= TRIES
            return ("failed" if over else "waiting"), error.told, self._again(tries, over=over)
        return "sent", "", ""

    def _again(self, tries: int, *, over: bool) -> str:
        moment: datetime = self._clock() + pause(tries)
        return "" if over else stamp(moment)

    def _message(self, destination: Destination, ours: Sequence[Delivery], key: str) -> Message:
        """Raises LookupError, or MonitorNotFound, where nothing is left to tell."""
        with self._store.engine.connect() as connection:
            monitor = kept_monitors.get(connection, destination.monitor)
        if monitor is None:
            raise LookupError(Sentence("the monitor is gone"))
        return Message(destination, monitor.name, self._told(destination, ours), key)

    def _told(self, destination: Destination, ours: Sequence[Delivery]) -> list[Alert]:
        """The alerts that who made the destination may see by now; none of a test."""
        wanted = [each.alert for each in ours if each.alert is not None]
        if not wanted:
            return []
        who = self._accounts.as_now(destination.user, destination.user_kind)
        found = self._alerts.some(who, wanted)
        if not found:
            raise LookupError(Sentence("nothing of it is there to be seen any more"))
        return found
