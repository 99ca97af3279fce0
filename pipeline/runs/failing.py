"""What could not be read, for people: grouped by reason or by where it came from, handed over, dismissed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import FailureNotFound
from pipeline.originals.media import Original, original_of
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import Failure
from pipeline.store import erasing
from pipeline.store import failures as kept
from pipeline.store.blobs import Blobs
from pipeline.store.documents import Store

type By = Literal["code", "source"]


@dataclass(frozen=True, slots=True)
class Group:
    """Failures of one reason, or from one place, and when the newest was."""

    name: str
    count: int
    newest: str


class Failures:
    """The failures of a workspace; who may not see a collection sees none of its."""

    def __init__(self, store: Store, blobs: Blobs, audit: Audit) -> None:
        """Takes the store, the bytes, and where to note what is done."""
        self._store, self._blobs, self._audit = store, blobs, audit

    def groups(self, who: Principal, by: By = "code") -> list[Group]:
        """How many there are of each code, or from each source or place; the most first."""
        rows = kept.places(self._store, who.within())
        counts, newest = Counter[str](), dict[str, str]()
        for row in rows:
            name = row.code if by == "code" else row.source or kept.place_of(row.uri)
            counts[name] += 1
            newest[name] = max(newest.get(name, ""), row.at)
        return [Group(name, counts[name], newest[name]) for name in sorted(counts, key=lambda n: (-counts[n], n))]

    def page(
        self, who: Principal, code: str = "", run: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[list[Failure], int]:
        """Some of one code, of a run, or all, the newest first; and how many there are."""
        return kept.page(self._store, who.within(), code, run, limit, offset)

    def original(self, who: Principal, identity: int) -> Original:
        """The bytes that could not be read; raises FailureNotFound where there are none."""
        found = kept.failures(self._store, [identity], within=who.within())
        if not found or not found[0].blob:
            raise FailureNotFound("there are no bytes of a failure {identity}", identity=identity)
        failure = found[0]
        self._audit.note(who, "original", failure.uri, failure.collection, failure=identity)
        try:
            data = self._blobs.get(failure.blob)
        except FileNotFoundError:
            raise FailureNotFound("the bytes of failure {identity} are not kept any more", identity=identity) from None
        # what could not be read is shown by nothing: it is a file
        return Original(data, "application/octet-stream", original_of(data, "", failure.uri).name, shown=False)

    def dismissable(self, who: Principal, ids: Sequence[int] = (), code: str = "") -> list[Failure]:
        """What ``dismiss`` would forget, the newest last; raises Forbidden."""
        who.must_somewhere("editor")
        return kept.dismissable(self._store, ids, code, who.within("editor"))

    def dismiss(self, who: Principal, ids: Sequence[int] = (), code: str = "") -> int:
        """Forgets failures of some ids, or of one code, with their bytes; gives how many those were.

        A document that no index takes stays a failure: it is stored, and not found. Raises Forbidden.
        """
        who.must_somewhere("editor")
        gone = kept.dismiss(self._store, ids, code, who.within("editor"))
        for collection, number in sorted(Counter(failure.collection for failure in gone).items()):
            self._audit.note(who, "dismiss", code, collection, failures=number)
        erasing.erase(self._store, self._blobs)
        return len(gone)
