"""What holds for whatever is sent to a destination of somebody's own: it is tried, and what came of that is told."""

from abc import ABC, abstractmethod

from pipeline.people.principal import Principal
from pipeline.store import deliveries as kept
from pipeline.store.clock import Clock
from pipeline.store.deliveries import Delivery, Destination
from pipeline.store.documents import Store


class OwnDestinations(ABC):
    """Destinations of which everybody tries his own alone."""

    _store: Store
    _clock: Clock

    @abstractmethod
    def _own(self, who: Principal, identity: str) -> Destination:
        """A destination of somebody's own; raises MonitorNotFound."""

    def test(self, who: Principal, identity: str) -> int:
        """Sends what is marked as a test, soon; gives its number. Raises MonitorNotFound."""
        self._own(who, identity)
        with self._store.writing() as connection:
            return kept.queue_test(connection, identity, self._clock())

    def outcome(self, who: Principal, identity: str, number: int) -> Delivery | None:
        """What became of a test so far; raises MonitorNotFound."""
        self._own(who, identity)
        with self._store.engine.connect() as connection:
            return next((one for one in kept.log(connection, identity) if one.id == number), None)
