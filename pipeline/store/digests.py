"""What a digest asks of the tables: which stories some documents tell, and which entities they name."""

from collections import Counter
from collections.abc import Sequence
from itertools import batched

from sqlalchemy import Connection, and_, func, select

from pipeline.store import tables as t

_MANY = 400


def stories(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[int | None, str]]:
    """Key of a document → the story that it tells, None where it was given none, and when it says it was published."""
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, and_(v.key == d.key, v.version == d.version))
    query = select(d.key, d.story, v.head["published"].as_string().label("published")).select_from(joined)
    found: dict[str, tuple[int | None, str]] = {}
    for some in batched(keys, _MANY):
        rows = connection.execute(query.where(d.key.in_(some)))
        found |= {row.key: (row.story, row.published or "") for row in rows}
    return found


def named(connection: Connection, keys: Sequence[str], label: str) -> dict[str, int]:
    """Entities of a label that some documents name → in how many of them, those in most first."""
    n, e = t.entity_documents.c, t.entities.c
    found = Counter[str]()
    for some in batched(keys, _MANY):
        query = select(n.entity, func.count()).join(t.entities, e.id == n.entity)
        rows = connection.execute(query.where(n.document.in_(some), e.label == label).group_by(n.entity))
        found.update({entity: int(number) for entity, number in rows})
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
