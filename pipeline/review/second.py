"""A second person's look at what one judged: agreement, and what is disputed until somebody settles it; pure.

A second look is a decision of its own kind (``second``), made without seeing what the first one said. What people see
of a document is what the first reviewer said, until a dispute is settled by a judgement that names the look which it
settles (``after.settles``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.codec import json_text
from corpora.values import plain
from pipeline.review.judged import Judgement
from pipeline.store.decisions import Decision

type Outcome = str
"""accept, reject, or what is to stand instead, so that two of them can be compared."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a second person said of a mention, by its id."""

    decision: Decision

    @classmethod
    def among(cls, said: Iterable[Decision]) -> "list[Look]":
        """The looks among decisions that hold, oldest first; of a mention that of a person which is the newest."""
        newest = {(one.subject, one.user): one for one in said if one.kind == "second"}
        return [cls(one) for one in sorted(newest.values(), key=lambda one: one.id)]

    @property
    def label(self) -> str:
        """Of the mention that was looked at."""
        return str(self.decision.before["label"])

    @property
    def outcome(self) -> Outcome:
        """What he said, to be compared."""
        return outcome_of(self.decision)


@dataclass(frozen=True, slots=True)
class Pair:
    """What two people said of one mention."""

    first: Judgement
    second: Look

    @property
    def agree(self) -> bool:
        """Whether both said the same."""
        return self.outcomes[0] == self.outcomes[1]

    @property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        """What each said."""
        first = self.first.decision
        return settled_outcome(first) or outcome_of(first), self.second.outcome

    @property
    def settled(self) -> bool:
        """Whether somebody decided between them."""
        return int(self.first.decision.after.get("settles", 0)) >= self.second.decision.id


def outcome_of(decision: Decision) -> Outcome:
    """The outcome of a judgement or a look: what is added is accepted by whoever marked it."""
    verdict, after = str(decision.after["verdict"]), decision.after
    if verdict != "correct":
        return "accept" if verdict == "add" else verdict
    return json_text([after["label"], after["start"], after["end"], _sorted(plain(after["value"]))])


def settled_outcome(decision: Decision) -> Outcome:
    """What the first person had said where a judgement settles a dispute; "" where it settles none."""
    return str(decision.after.get("first", ""))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value) if name != "entity"}
    return value


def pairs(found: Sequence[Judgement], looks: Sequence[Look]) -> list[Pair]:
    """First judgements with the second looks at the same mentions; a mention that nobody judged first has none."""
    first = {one.decision.subject: one for one in found if one.verdict != "ignore"}
    return [Pair(first[look.decision.subject], look) for look in looks if look.decision.subject in first]


def disputes(found: Sequence[Judgement], looks: Sequence[Look]) -> list[Pair]:
    """Those who do not agree, and between whom nobody decided."""
    return [pair for pair in pairs(found, looks) if not pair.agree and not pair.settled]


def kappa(outcomes: Sequence[tuple[Outcome, Outcome]]) -> float | None:
    """Cohen's κ of pairs of outcomes; None where chance alone would agree on all of them.

    >>> kappa([("accept", "accept"), ("reject", "reject"), ("accept", "reject"), ("accept", "accept")])
    0.5
    >>> kappa([("accept", "accept")]) is None
    True
    """
    number = len(outcomes)
    if not number:
        return None
    said = {outcome for pair in outcomes for outcome in pair}
    chance = sum(
        sum(one == each for one, _ in outcomes) * sum(other == each for _, other in outcomes) for each in said
    ) / (number * number)
    if chance == 1:
        return None
    observed = sum(one == other for one, other in outcomes) / number
    return round((observed - chance) / (1 - chance), 4)
