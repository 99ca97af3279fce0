"""A mention as whoever reviews sees it, and what he says of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from corpora.document import Mention, Span
from pipeline.review.judged import Judgement, Verdict
from pipeline.store.decisions import Decision


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of a mention, by its id ("" for one that is added).

    ``judged`` is the value of the machine that he saw, None where there was none; ``seen`` the number of the last
    decision on the mention that he saw, 0 for none. Label, span and value are what is to stand, where that is another.
    ``elsewhere`` says that the place was marked in another tool, which may cut words as it likes.
    """

    verdict: Verdict
    mention: str = ""
    judged: Mapping[str, Any] | None = None
    seen: int = 0
    label: str = ""
    span: Span | None = None
    value: Mapping[str, Any] | None = None
    note: str = ""
    batch: str = ""
    """What it was said together with, so that all of it can be taken back at once."""
    elsewhere: bool = False
    settles: int = 0
    """The number of a decision on the mention that he says again, whatever stands there; 0 for none."""

    def record(self) -> dict[str, Any]:
        """What he says, as JSON has it: what was left open and where it was marked are no part of that."""
        return {name: part for name, part in asdict(self).items() if part is not None and name != "elsewhere"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A mention for whoever reviews: what the machine says, what was judged, and what people see; each may be None."""

    machine: Mention | None
    judgement: Judgement | None
    shown: Mention | None

    @property
    def known(self) -> Mention | None:
        """The mention by whose id judgements name it: the machine's, or that which a person marked."""
        return self.machine or self.shown

    @property
    def marked(self) -> Mention | None:
        """The mention as a list of all shows it: as people see it, or as the machine found what they rejected."""
        return self.shown or (self.judgement.rejected if self.judgement else None) or self.machine

    @property
    def judged(self) -> Mapping[str, Any] | None:
        """The machine's value, None where it finds nothing there."""
        return self.machine.value if self.machine else None

    @property
    def seen(self) -> int:
        """The number of the last decision on it, 0 for none."""
        return self.judgement.decision.id if self.judgement else 0

    def asking(self, verdict: Verdict, **more: Any) -> Asked:
        """What somebody says of it who sees it as it stands; ``more`` are parts of Asked."""
        assert self.known is not None
        return Asked(verdict, self.known.id, self.judged, self.seen, **more)


@dataclass(frozen=True, slots=True)
class Told:
    """A decision on a mention and what became of it: applied, stale, replaced (or taken back), undone (takes back)."""

    decision: Decision
    state: str
