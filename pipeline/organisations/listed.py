"""Rows of lists of organisations as the log has them: who brought which row of which list, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpora.ids import entity_id
from pipeline.organisations.databank import FIELDS
from pipeline.review.called import key_of_called
from pipeline.store.decisions import Decision
from pipeline.store.spoken import LABEL


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list (``called``): where it is from, the names of a body, and what it says of it.

    ``cells`` are those of the row under ``headings``; ``columns`` says which of them is which of COLUMNS. ``entity`` is
    the organisation that it was matched with, or that was made for it; ``near`` are others that may be the same, each
    with why, on which people decide.
    """

    decision: int
    batch: str
    called: str
    row: int
    collection: str
    user: str
    at: str
    entity: str
    name: str
    aliases: tuple[str, ...] = ()
    english: str = ""
    fields: Mapping[str, str] = ()  # type: ignore[assignment]
    headings: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    replaces: int = 0
    """The number of the decision with the row as it was before; 0 where it is new."""

    @classmethod
    def of(cls, one: Decision) -> "Listed":
        """From a row of the log."""
        said = one.after
        bank, name = said.get("bank", {}), str(said["name"])
        headings, cells = (tuple(map(str, bank.get(part, ()))) for part in ("headings", "cells"))
        columns = tuple(sorted((str(column), int(at)) for column, at in bank.get("columns", {}).items()))
        fields = {"kind": said.get("kind", ""), "number": said.get("ref", "")} if not cells else {}
        fields |= {column: " ".join(cells[at].split()) for column, at in columns}
        source = (str(said.get("batch", "")), str(bank.get("list", "")), int(bank.get("row", 0)))
        who = (str(said["collection"]), one.user, one.at)
        entity = str(said.get("entity") or entity_id(key_of_called(LABEL, name)))
        aliases, english = tuple(map(str, said.get("names", ()))), str(said.get("english", ""))
        told = {column: str(fields[column]) for column in FIELDS if fields.get(column)}
        near = tuple((str(other), str(why)) for other, why in said.get("near", ()))
        return cls(
            one.id,
            *source,
            *who,
            entity,
            name,
            aliases,
            english,
            told,
            headings,
            cells,
            columns,
            near,
            int(said.get("replaces", 0)),
        )

    @property
    def more(self) -> list[tuple[str, str]]:
        """What the further columns say, by their headings."""
        known = {at for _, at in self.columns}
        pairs = enumerate(zip(self.headings, self.cells, strict=False))
        return [(heading, cell) for at, (heading, cell) in pairs if at not in known and cell]

    def record(self) -> dict[str, Any]:
        """The row as JSON has it."""
        source = {"list": self.called or None, "row": self.row or None, "batch": self.batch or None}
        said = {name: self.fields.get(name) for name in FIELDS}
        about = {"name": self.name, "aliases": list(self.aliases), "english": self.english or None, **said}
        who = {"collection": self.collection, "user": self.user, "at": self.at, "decision": self.decision}
        return {**source, **about, "more": dict(self.more), **who}


def listed(decisions: Iterable[Decision]) -> list[Listed]:
    """The rows of lists among decisions on names, oldest first."""
    return [Listed.of(one) for one in decisions if one.kind == "name" and one.after["verdict"] == "list"]


def newest(rows: Iterable[Listed]) -> list[Listed]:
    """Of rows that were brought again with other cells only the newest."""
    every = list(rows)
    replaced = {row.replaces for row in every}
    return [row for row in every if row.decision not in replaced]
