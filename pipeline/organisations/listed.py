"""Rows of lists of organisations as the log has them: who brought which row of which list, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpora.ids import entity_id
from pipeline.gazetteer.entries import LABEL
from pipeline.review.entities import key_of_called
from pipeline.store.decisions import Decision

FIELDS = ("kind", "place", "parent", "number", "founded", "phone", "site")
"""What a list says of a body beside its names, each in the words of the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: where it is from (``list``, ``row``, ``decision``), the names of a body, and what it says of it.

    ``fields`` has those of FIELDS that are not empty, ``more`` the further columns by their headings, in their order.
    ``entity`` is the organisation that it was matched with, or that was made for it.
    """

    decision: int
    batch: str
    list: str
    row: int
    collection: str
    user: str
    at: str
    entity: str
    name: str
    aliases: tuple[str, ...] = ()
    english: str = ""
    fields: Mapping[str, str] = ()  # type: ignore[assignment]
    more: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()
    """Organisations that may be the same; people decide."""

    @classmethod
    def of(cls, one: Decision) -> "Listed":
        """From a row of the log."""
        said = one.after
        bank = said.get("bank", {})
        name = str(said["name"])
        known = said.get("entity") or entity_id(key_of_called(LABEL, name))
        fields = {**{"kind": said.get("kind", ""), "number": said.get("ref", "")}, **bank.get("fields", {})}
        return cls(
            one.id,
            str(said.get("batch", "")),
            str(bank.get("list", "")),
            int(bank.get("row", 0)),
            str(said["collection"]),
            one.user,
            one.at,
            str(known),
            name,
            tuple(map(str, said.get("names", ()))),
            str(said.get("english", "")),
            {name: str(fields[name]) for name in FIELDS if fields.get(name)},
            tuple((str(heading), str(cell)) for heading, cell in bank.get("more", ())),
            tuple(map(str, said.get("near", ()))),
        )

    def record(self) -> dict[str, Any]:
        """The row as JSON has it."""
        source = {"list": self.list or None, "row": self.row or None, "batch": self.batch or None}
        said = {name: self.fields.get(name) for name in FIELDS}
        about = {"name": self.name, "aliases": list(self.aliases), "english": self.english or None, **said}
        who = {"collection": self.collection, "user": self.user, "at": self.at, "decision": self.decision}
        return {**source, **about, "more": dict(self.more), **who}


def listed(decisions: Iterable[Decision]) -> list[Listed]:
    """The rows of lists among decisions on names, oldest first."""
    return [Listed.of(one) for one in decisions if one.kind == "name" and one.after["verdict"] == "list"]
