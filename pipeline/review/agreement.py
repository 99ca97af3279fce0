"""What two people said of one mention: whether they agree, what is disputed, and Cohen's κ; pure.

Of each person the newest judgement of a mention counts that was not taken back. Two who say different things dispute;
it is settled once one of them says what the other does, takes his word back, or a third person decides.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.values import plain
from pipeline.store.decisions import Decision

type Outcome = str
"""accept, reject, or what is to stand instead, so that two of them can be compared."""
_SETTLED = 3
"""People who said something: the third decided between the others."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree on the mentions of a label that both judged.

    ``kappa`` is Cohen's, None where chance alone would agree on all of them; ``disputed`` waits to be settled.
    """

    label: str
    mentions: int
    agreed: int
    disputed: int
    kappa: float | None


def voices(said: Iterable[Decision]) -> dict[tuple[str | None, str], list[Decision]]:
    """Document and mention → the newest judgement of each person, oldest first; of decisions that hold."""
    newest: dict[tuple[str | None, str, str], Decision] = {}
    for one in said:
        if one.kind == "mention":
            newest[one.document, one.subject, one.user] = one
    found: dict[tuple[str | None, str], list[Decision]] = {}
    for one in sorted(newest.values(), key=lambda one: one.id):
        if one.after["verdict"] != "ignore":
            found.setdefault((one.document, one.subject), []).append(one)
    return found


def outcome_of(decision: Decision) -> Outcome:
    """What a judgement comes to: what is added is accepted by whoever marked it."""
    verdict, after = str(decision.after["verdict"]), decision.after
    if verdict != "correct":
        return "accept" if verdict == "add" else verdict
    return json.dumps([after["label"], after["start"], after["end"], plain(after["value"])], sort_keys=True)


def is_disputed(judgements: Sequence[Decision]) -> bool:
    """Whether people say different things of one mention, and nobody settled it."""
    return 1 < len(judgements) < _SETTLED and len({outcome_of(one) for one in judgements}) > 1


def agreements(said: Iterable[Decision]) -> list[Agreement]:
    """By label, of the first two who judged a mention, and last over all labels (label "")."""
    pairs: dict[str, list[tuple[Outcome, Outcome]]] = {}
    disputed: dict[str, int] = {}
    for judgements in voices(said).values():
        if len(judgements) > 1:
            first, second = judgements[:2]
            for label in (str(first.before["label"]), ""):
                pairs.setdefault(label, []).append((outcome_of(first), outcome_of(second)))
                disputed[label] = disputed.get(label, 0) + is_disputed(judgements)
    return [
        Agreement(label, len(some), sum(one == other for one, other in some), disputed[label], kappa(some))
        for label, some in sorted(pairs.items(), key=lambda one: (not one[0], one[0]))
    ]


def kappa(outcomes: Sequence[tuple[Outcome, Outcome]]) -> float | None:
    """Cohen's κ of pairs of outcomes; None where chance alone would agree on all of them.

    >>> kappa([("accept", "accept"), ("reject", "reject"), ("accept", "reject"), ("accept", "accept")])
    0.5
    >>> kappa([("accept", "accept")]) is None
    True
    """
    number = len(outcomes)
    firsts, seconds = (Counter(pair[side] for pair in outcomes) for side in (0, 1))
    chance = sum(firsts[each] * seconds[each] for each in firsts)
    if chance == number * number:
        return None
    share = chance / (number * number)
    observed = sum(one == other for one, other in outcomes) / number
    return round((observed - share) / (1 - share), 4)
