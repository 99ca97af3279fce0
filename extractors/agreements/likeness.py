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
    if any(_is_described_by(*pair) or _is_local(*pair) for pair in ((one, other), (other, one))):
        return True
    return any(parent and alike(parent, body.name) for parent, body in ((one.parent, other), (other.parent, one)))


def is_body_of(body: Body, country: Body) -> bool:
    """Whether the name of a body has the adjective of a country («الشركة السودانية …»)."""
    named = [nationalities("ar").get(key_of(word), "") for word in body.name.split(" ")]
    return country.kind == "country" and any(name and alike(name, country.name) for name in named)


def _is_described_by(named: Body, described: Body) -> bool:
    """Whether a body is meant by its kind and country alone («الشركة الأمريكية» for «شركة جنرال إلكتريك»)."""
    head, *rest = described.name.split(" ")
    language = "ar" if head.startswith("ال") else "fa"
    if len(rest) != 1 or key_of(rest[0]) not in nationalities(language):
        return False
    words = named.name.split(" ")
    told = {key_of(word) for word in words if key_of(word) in nationalities(language)}
    return words[0] == head.removeprefix("ال") and len(words) > 1 and told <= {key_of(rest[0])}


def _is_local(named: Body, local: Body) -> bool:
    """Whether a body is called that of its province, which is told elsewhere («بهزیستی استان» of خراسان جنوبی)."""
    *words, last = local.name.split(" ")
    mine = name_words(" ".join(words)) - name_words(_KINDS)
    return last in _DIVISIONS and bool(mine) and mine <= name_words(named.name)


_DIVISIONS = ("استان", "شهرستان")
_KINDS = "اداره کل جمعیت سازمان مدیریت"
"""Words for kinds of bodies that a shorter name goes without."""


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
