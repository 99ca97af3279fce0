"""What a person keeps for himself: stars, tags and notes on documents, saved searches, and what he searched for."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside

BY_PAGE = "page"
"""Who asked, in the audit log, where no person typed what was searched for."""
_s = t.shelf.c
_AMONG = select(_s.document, _s.starred, _s.tags, _s.note, _s.at).where(
    _s.user == bindparam("user"), _s.document.in_(bindparam("some", expanding=True))
)
"""Made once: every page of results asks it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person keeps of a document, and what a list shows of that."""

    document: str
    starred: bool = False
    tags: Sequence[str] = ()
    note: str = ""
    at: str = ""
    title: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that a person keeps: what he calls it, and its parameters as an address has them."""

    id: str
    name: str
    address: str
    at: str


def keep(connection: Connection, user: str, kept: Kept) -> None:
    """Puts what a person keeps of a document in place of what he kept; nothing at all takes it away."""
    s = t.shelf
    connection.execute(delete(s).where(s.c.user == user, s.c.document == kept.document))
    if kept.starred or kept.tags or kept.note:
        row = {"starred": int(kept.starred), "tags": list(kept.tags), "note": kept.note, "at": now()}
        connection.execute(insert(s).values(user=user, document=kept.document, **row))


def among(connection: Connection, user: str, keys: Collection[str]) -> dict[str, Kept]:
    """What a person keeps of some documents, by key."""
    rows = connection.execute(_AMONG, {"user": user, "some": list(keys)}) if keys else ()
    return {row.document: Kept(row.document, bool(row.starred), row.tags, row.note, row.at) for row in rows}


def everything(connection: Connection, user: str, within: Within) -> list[Kept]:
    """All that a person keeps of documents that he may see, what he changed last first."""
    s, d, v = t.shelf.c, t.documents.c, t.versions.c
    joined = t.shelf.join(t.documents, d.key == s.document).join(
        t.versions, (v.key == d.key) & (v.version == d.version)
    )
    title = v.head["title"].as_string()
    query = select(s.document, s.starred, s.tags, s.note, s.at, title.label("title"), d.uri).select_from(joined)
    query = query.where(s.user == user, d.withdrawn_at.is_(None), inside(d.collection, within))
    rows = connection.execute(query.order_by(s.at.desc(), s.document))
    return [Kept(r.document, bool(r.starred), r.tags, r.note, r.at, r.title or "", r.uri) for r in rows]


def save(connection: Connection, user: str, name: str, address: str) -> str:
    """Keeps a search; gives its id."""
    identity = secrets.token_hex(8)
    connection.execute(insert(t.saved_searches).values(id=identity, user=user, name=name, address=address, at=now()))
    return identity


def searches(connection: Connection, user: str) -> list[Saved]:
    """The searches that a person keeps, the newest first."""
    s = t.saved_searches.c
    query = select(s.id, s.name, s.address, s.at).where(s.user == user).order_by(s.at.desc(), s.name)
    return [Saved(*row) for row in connection.execute(query)]


def forget(connection: Connection, user: str, identity: str) -> bool:
    """Takes away one of a person's searches; whether there was one."""
    s = t.saved_searches
    return bool(connection.execute(delete(s).where(s.c.user == user, s.c.id == identity)).rowcount)


@dataclass(frozen=True, slots=True)
class Searched:
    """What a person searched for: the words, and his filters as parameters of an address."""

    text: str
    filters: str = ""


def searched(connection: Connection, user: str, rows: int) -> list[Searched]:
    """What a person searched for lately, each once, the newest first: of the last rows of the audit log."""
    a = t.audit.c
    query = select(a.subject, a.detail).where(a.user == user, a.act == "search").order_by(a.id.desc()).limit(rows)
    found = ((row.subject, row.detail or {}) for row in connection.execute(query))
    typed = [Searched(text, str(more.get("filters", ""))) for text, more in found if more.get("by") != BY_PAGE]
    return [one for one in dict.fromkeys(typed) if one.filters or one.text.strip() not in ("", "*")]
