"""Which names can be of one body, and which of several bodies are named twice."""

from collections.abc import Sequence
from functools import cache

from extractors.agreements.bodies import Body
from extractors.agreements.nations import nationalities
from extractors.text.lexicon import key_of

_AND = "و"
_JOINT = 3
"""Letters of «و» with a space on both sides."""


def alike(one: str, other: str) -> bool:
    """Whether two names can be of one body: the words of one are among those of the other."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return False
    return first <= second or second <= first or letters_of(one) == letters_of(other)


def are_alike(one: Body, other: Body) -> bool:
    """The same of bodies, where a unit stands for the body that it is part of."""
    if alike(one.name, other.name) or alike(one.surface, other.surface):
        return True
    if _is_described_by(one, other) or _is_described_by(other, one):
        return True
    return any(parent and alike(parent, body.name) for parent, body in ((one.parent, other), (other.parent, one)))


def _is_described_by(named: Body, described: Body) -> bool:
    """Whether a body is meant by its kind and country alone («الشركة الأمريكية» for «شركة جنرال إلكتريك»)."""
    head, *rest = described.name.split(" ")
    if len(rest) != 1 or not head.startswith("ال") or key_of(rest[0]) not in nationalities("ar"):
        return False
    words = named.name.split(" ")
    told = {key_of(word) for word in words if key_of(word) in nationalities("ar")}
    return words[0] == head.removeprefix("ال") and told <= {key_of(rest[0])}


@cache
def letters_of(name: str) -> str:
    """The stems of a name written together."""
    from extractors.names.identity import stems_of

    return "".join(stems_of(name))


@cache
def name_words(name: str) -> frozenset[str]:
    """The stems of the words of a name."""
    from extractors.names.identity import stems_of

    return frozenset(stem for stem in stems_of(name) if stem != _AND)


def distinct(bodies: Sequence[Body]) -> list[Body]:
    """The bodies without those that are there already; «وزارة الصحة ووزارة الصحة المصرية» are two."""
    kept: list[Body] = []
    for body in bodies:
        if not any(are_alike(body, other) and not _are_joined(other, body) for other in kept):
            kept.append(body)
    return kept


def _are_joined(one: Body, other: Body) -> bool:
    """Whether but «و» stands between two bodies that have not one name."""
    joined = other.first - one.last == 1 and 0 < other.span.start - one.span.end <= _JOINT
    return joined and letters_of(one.name) != letters_of(other.name)
