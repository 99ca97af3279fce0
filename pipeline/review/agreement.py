"""What two people said of the same mentions: how far they agree, and Cohen's κ; pure.

Of each person the newest judgement of a mention counts that was not taken back. Two who say different things dispute;
it is settled once one of them says what the other does, takes his word back, or a third person decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.store.judgements import Outcome, Pairs


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


def agreements(said: Iterable[Pairs]) -> list[Agreement]:
    """By label, of the first two who judged a mention, and last over all labels (label "")."""
    pairs: dict[str, Counter[tuple[Outcome, Outcome]]] = {}
    disputed: Counter[str] = Counter()
    for one in said:
        for label in (one.label, ""):
            pairs.setdefault(label, Counter())[one.first, one.second] += one.mentions
            disputed[label] += one.disputed
    return [
        Agreement(label, some.total(), sum(n for (a, b), n in some.items() if a == b), disputed[label], kappa(some))
        for label, some in sorted(pairs.items(), key=lambda one: (not one[0], one[0]))
    ]


def kappa(outcomes: Mapping[tuple[Outcome, Outcome], int]) -> float | None:
    """Cohen's κ of pairs of outcomes and how often each came; None where chance alone would agree on all of them.

    >>> kappa({("accept", "accept"): 2, ("reject", "reject"): 1, ("accept", "reject"): 1})
    0.5
    >>> kappa({("accept", "accept"): 1}) is None
    True
    """
    number = sum(outcomes.values())
    firsts, seconds = Counter[Outcome](), Counter[Outcome]()
    for (first, second), mentions in outcomes.items():
        firsts[first] += mentions
        seconds[second] += mentions
    chance = sum(firsts[each] * seconds[each] for each in firsts)
    if chance == number * number:
        return None
    share = chance / (number * number)
    observed = sum(mentions for (first, second), mentions in outcomes.items() if first == second) / number
    return round((observed - share) / (1 - share), 4)
