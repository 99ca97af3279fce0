"""The organisations that those see who see some collections: named by documents, or told of by a row of a list."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from extractors.text.lexicon import key_of as folded
from pipeline.organisations.describing import OTHER, Said, kind_of_table, kind_of_word, said
from pipeline.organisations.listed import Listed
from pipeline.store.entities import Counted
from pipeline.store.organisations import Called

key_of = lru_cache(maxsize=1 << 17)(folded)
"""The folded form of a name, kept: views are made again and again from the same names."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What an organisation is or where, and what says so: its name, the row of a list, or the table of known bodies."""

    value: str
    by: str
    row: Listed | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body: what it is called, what it is, and how much is known of it.

    ``parent`` is the body that it is a unit of, by name; ``parent_id`` its id, where it is known.
    """

    id: str
    name: str
    kind: Fact
    place: Fact | None = None
    parent: Fact | None = None
    parent_id: str = ""
    english: str = ""
    documents: int = 0
    mentions: int = 0
    agreements: int = 0
    rows: tuple[Listed, ...] = ()
    ids: tuple[str, ...] = ()
    """The ids that lead here: its own, and those of bodies that became part of it."""
    folded: str = ""
    """Its names and numbers as they are looked for."""

    @property
    def aliases(self) -> list[str]:
        """What lists call it beside its name."""
        names = [name for row in self.rows for name in (row.name, *row.aliases)]
        return [name for name in dict.fromkeys(names) if key_of(name) != key_of(self.name)]

    def field(self, name: str) -> str:
        """What the newest row that says it says of a field of lists."""
        return next((row.fields[name] for row in reversed(self.rows) if row.fields.get(name)), "")

    def record(self) -> dict[str, Any]:
        """The organisation as ``asnad organisations --json`` prints it."""
        told = {"id": self.id, "name": self.name, "english": self.english or None, "kind": self.kind.value}
        where = {"place": self.place.value if self.place else None, "parent": self.parent_record()}
        numbers = {"documents": self.documents, "mentions": self.mentions, "agreements": self.agreements}
        lists = [{"list": row.called or None, "row": row.row or None, "batch": row.batch or None} for row in self.rows]
        return {**told, **where, "aliases": self.aliases, **numbers, "lists": lists}

    def parent_record(self) -> dict[str, str | None] | None:
        """The body that it is a unit of."""
        return {"id": self.parent_id or None, "name": self.parent.value} if self.parent else None


class Bodies:
    """All organisations of a view in their order, with what there is to choose from among them."""

    def __init__(self, found: Iterable[Organisation]) -> None:
        """Takes them in any order."""
        every = list(found)
        names = {key_of(one.name): one.id for one in reversed(every)}
        names |= {key: one.id for one in reversed(every) for key in map(key_of, one.aliases) if key not in names}
        placed = (_with_parent(one, names) for one in every)
        self.all = sorted(placed, key=_rank)
        self.by_id = {identity: one for one in self.all for identity in (one.id, *one.ids)}
        self.kinds = Counter(one.kind.value for one in self.all)
        self.places = Counter(key_of(one.place.value) for one in self.all if one.place)
        self.place_names = {key_of(one.place.value): one.place.value for one in reversed(self.all) if one.place}
        self._units: dict[str, list[Organisation]] = {}
        for one in self.all:
            if one.parent_id:
                self._units.setdefault(one.parent_id, []).append(one)

    def units(self, identity: str) -> Sequence[Organisation]:
        """The units of an organisation."""
        return self._units.get(identity, ())


def _rank(one: Organisation) -> tuple[bool, int, int, str, str]:
    """Who is named most comes first; agencies and papers, which most documents name as who reports, behind all."""
    return one.kind.value == _REPORTS and not one.agreements, -one.documents, -one.agreements, one.name, one.id


_REPORTS = "media"


def _with_parent(one: Organisation, names: Mapping[str, str]) -> Organisation:
    if one.parent is None:
        return one
    identity = names.get(key_of(one.parent.value), "")
    return replace(one, parent_id=identity) if identity not in ("", one.id) else one


@dataclass(frozen=True, slots=True)
class Basis:
    """All that one organisation follows from; ``name`` is what it is called, ``told`` the kind that a table has."""

    id: str
    name: str
    english: str
    told: str
    rows: tuple[Listed, ...]
    known: Called | None
    numbers: tuple[int, int, int]
    ids: tuple[str, ...]
    parent: str = ""
    place: str = ""
    """The body that documents name it a unit of, and where they say that it is."""


class Held:
    """Organisations that were made before: one that follows from the same is not made again."""

    def __init__(self) -> None:
        """Holds none."""
        self._made: dict[str, tuple[Basis, Organisation]] = {}

    def made(self, bases: Iterable[Basis]) -> list[Organisation]:
        """The organisations of these, and of these alone from now on."""
        before, self._made = self._made, {}
        for one in bases:
            pair = before.get(one.id)
            self._made[one.id] = pair if pair is not None and pair[0] == one else (one, _made(one))
        return [organisation for _, organisation in self._made.values()]


def bases(
    counted: Iterable[Counted],
    rows: Iterable[Listed],
    called: Mapping[str, Called],
    agreements: Mapping[str, int],
    *,
    renamed: bool = True,
) -> Iterator[Basis]:
    """What the organisations follow from that documents name (``counted``), and those that only rows tell of.

    Those have the name that a person gave them where ``renamed``: he may have read it where others do not.
    """
    mine: dict[str, list[Listed]] = {}
    ids: dict[str, dict[str, None]] = {}
    for row in rows:
        known = called.get(row.entity)
        now = known.merged_into or known.id if known else row.entity
        mine.setdefault(now, []).append(row)
        ids.setdefault(now, {})[row.entity] = None

    def others(identity: str) -> tuple[str, ...]:
        return tuple(one for one in ids.get(identity, ()) if one != identity)

    for one in counted:
        entity, some = one.entity, tuple(mine.pop(one.entity.id, ()))
        numbers = (one.documents, one.mentions, agreements.get(entity.id, 0))
        known = called.get(entity.id)
        where = "" if entity.english else entity.place
        told = (entity.id, entity.name, entity.english, entity.kind, some, known, numbers, others(entity.id))
        yield Basis(*told, entity.parent, where)
    for identity, listed in mine.items():
        name = _name_of(identity, listed, called) if renamed else listed[-1].name
        numbers, known = (0, 0, agreements.get(identity, 0)), called.get(identity)
        yield Basis(identity, name, listed[-1].english, "", tuple(listed), known, numbers, others(identity))


def _name_of(identity: str, rows: Sequence[Listed], called: Mapping[str, Called]) -> str:
    """What a body of lists alone is called: as a person called it, else as its newest row does."""
    known = called.get(identity)
    return known.name if known and known.name != known.met else rows[-1].name


type _About = tuple[Fact, Fact | None, Fact | None]


def _about(of: Basis) -> _About:
    """Kind, place and parent: the newest row of a list that says it, else the name, else the table or documents."""
    by_name, told, rows = _said_of(of.name, of.known), of.told, of.rows
    kind = Fact(by_name.kind, "name")
    if by_name.kind == OTHER and (of_table := kind_of_table(told)):
        kind = Fact(of_table, "table")
    place = Fact(by_name.place, "name") if by_name.place else Fact(of.place, "text") if of.place else None
    parent = Fact(by_name.parent, "name") if by_name.parent else Fact(of.parent, "text") if of.parent else None
    for row in rows:
        listed = kind_of_word(row.fields.get("kind", ""))
        kind = Fact(listed, "list", row) if listed else kind
        place = Fact(row.fields["place"], "list", row) if row.fields.get("place") else place
        parent = Fact(row.fields["parent"], "list", row) if row.fields.get("parent") else parent
    return kind, place, parent


def _said_of(name: str, known: Called | None) -> Said:
    return said(name, known.language if known else "")


def _made(of: Basis) -> Organisation:
    about = _about(of)
    texts = [of.name, of.english, *(text for row in of.rows for text in _texts(row))]
    texts_folded = "\n".join(key_of(text) for text in dict.fromkeys(texts) if text)
    return Organisation(of.id, of.name, *about, "", of.english, *of.numbers, of.rows, of.ids, texts_folded)


def _texts(row: Listed) -> Iterable[str]:
    return (row.name, *row.aliases, row.english, row.fields.get("number", ""))
