"""Digests by e-mail, as who gets them has them: asked for, tried, taken away; and which are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from corpora.sentences import Sentence, sentence_of
from pipeline.errors import CollectionNotFound, MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.monitors.deliveries import LONGEST, MAIL
from pipeline.monitors.digest_mail import DigestMail
from pipeline.monitors.digests import Digests
from pipeline.monitors.monitors import Monitors
from pipeline.monitors.own_destinations import OwnDestinations
from pipeline.monitors.rhythm import Rhythm, rhythm_of
from pipeline.monitors.wording import LANGUAGES
from pipeline.people.accounts import Accounts
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.store import deliveries as kept
from pipeline.store.clock import Clock, utc
from pipeline.store.deliveries import Delivery, Destination, stamp
from pipeline.store.documents import Store

MOST = 50
"""Digests that one person has sent."""


@dataclass(frozen=True, slots=True)
class WantedDigest:
    """A digest to be sent: of a monitor (name or id), a collection, or of everything where both are ""."""

    target: str
    rhythm: str
    monitor: str = ""
    collection: str = ""
    language: str = "fa"


@dataclass(frozen=True, slots=True)
class Sent:
    """A digest that somebody has sent to an address: what it is of, when, and the newest rows of its log.

    ``problem`` says why it cannot be made any more, "" where it can.
    """

    destination: Destination
    of: str
    rhythm: Rhythm
    log: Sequence[Delivery]
    problem: str = ""


def mail_record(sent: Sent) -> dict[str, str]:
    """A digest that is sent as JSON has it."""
    names = ("id", "target", "rhythm", "monitor", "collection", "language", "next")
    told = {name: getattr(sent.destination, name) for name in names}
    return told | {"problem": sent.problem, "last": sent.log[0].state if sent.log else ""}


class DigestMails(OwnDestinations):
    """The digests by e-mail of a workspace; everybody sees and changes his own alone."""

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        monitors: Monitors,
        digests: Digests,
        audit: Audit,
        clock: Clock = utc,
    ) -> None:
        """Takes the store, whose rights hold, what digests are made of, where to note, and what time it is."""
        self._store, self._accounts, self._monitors, self._digests = store, accounts, monitors, digests
        self._audit, self._clock = audit, clock

    def add(self, who: Principal, wanted: WantedDigest) -> Destination:
        """Sends a digest to an address from its next time on.

        Raises MonitorNotFound, CollectionNotFound, RefusedDecision.
        """
        if not MAIL.fullmatch(wanted.target) or len(wanted.target) > LONGEST:
            raise RefusedDecision("this is no e-mail address")
        if wanted.language not in LANGUAGES:
            raise RefusedDecision("a digest is written in one of {languages}", languages=LANGUAGES)
        rhythm = rhythm_of(wanted.rhythm)
        monitor = self._digests.of(who, wanted.monitor, wanted.collection).monitor
        if who.within() == frozenset():
            raise CollectionNotFound("there is no collection that a digest could be of")
        row = {"monitor": monitor, "collection": wanted.collection, "kind": "email", "target": wanted.target}
        row |= {"secret": "", "language": wanted.language, "rhythm": rhythm.text, "until": ""}
        row |= {"user": who.name, "user_kind": "local" if who.kind == "local" else "account"}
        with self._store.writing() as connection:
            if len(kept.digests(connection, who.name)) >= MOST:
                raise RefusedDecision("a person has {most} digests sent at most", most=MOST)
            following = stamp(rhythm.next(self._clock()))
            made = kept.add(connection, {**row, "minutes": 0, "next": following})
        self._audit.note(who, "delivery", monitor, wanted.collection, change="add", id=made.id, kind="digest")
        return made

    def all(self, who: Principal) -> list[Sent]:
        """The digests that somebody has sent, oldest first."""
        with self._store.engine.connect() as connection:
            found = [(one, kept.log(connection, one.id)) for one in kept.digests(connection, who.name)]
        return [self._sent(who, *each) for each in found]

    def _sent(self, who: Principal, one: Destination, log: Sequence[Delivery]) -> Sent:
        rhythm = rhythm_of(one.rhythm)
        try:
            about = self._digests.of(who, one.monitor, one.collection)
            about.asked.parsed()
        except (MonitorNotFound, CollectionNotFound, RefusedDecision, QuerySyntaxError) as error:
            return Sent(one, one.collection, rhythm, log, sentence_of(error))
        return Sent(one, about.name, rhythm, log)

    def remove(self, who: Principal, identity: str) -> Destination:
        """Sends a digest no more; raises MonitorNotFound."""
        one = self._own(who, identity)
        with self._store.writing() as connection:
            kept.remove(connection, identity)
        self._audit.note(who, "delivery", one.monitor, one.collection, change="remove", id=identity)
        return one

    def _own(self, who: Principal, identity: str) -> Destination:
        with self._store.engine.connect() as connection:
            found = kept.get(connection, identity)
        if found is None or not found.rhythm or found.user != who.name:
            raise MonitorNotFound("there is no digest {identity!r} that you have sent", identity=identity)
        return found

    # sending ------------------------------------------------------------------------------------------------------

    def queue(self) -> int:
        """Notes which digests are to be sent by now, each once, whatever other process does the same; how many."""
        moment: datetime = self._clock()
        with self._store.engine.connect() as connection:
            due = kept.digests_due(connection, stamp(moment))
        return sum(self._queued(one, moment) for one in due)

    def _queued(self, one: Destination, moment: datetime) -> bool:
        rhythm = rhythm_of(one.rhythm)
        first, last = rhythm.days(moment, one.until)
        days = first.isoformat(), last.isoformat()
        with self._store.writing() as connection:
            return kept.queue_digest(connection, one, days, moment, rhythm.next(moment))

    def message(self, destination: Destination, delivery: Delivery, key: str) -> DigestMail:
        """The mail of a delivery, with what its owner may see by now.

        Raises LookupError where there is nothing that it could be of any more.
        """
        who = self._accounts.as_now(destination.user, destination.user_kind)
        if who.within() == frozenset():
            raise LookupError(Sentence("who asked for it may not see anything any more"))
        rhythm = rhythm_of(destination.rhythm)
        if delivery.days:
            first, last = map(date.fromisoformat, delivery.days.split("/"))
        else:
            first, last = rhythm.days(self._clock())
        about, told_at = (destination.monitor, destination.collection), rhythm.due(first)
        try:
            made = self._digests.of_days(who, first, last, *about, told_at=told_at)
        except (MonitorNotFound, CollectionNotFound, RefusedDecision, QuerySyntaxError) as error:
            raise LookupError(sentence_of(error)) from error
        return DigestMail(destination, made, key, test=not delivery.days)
