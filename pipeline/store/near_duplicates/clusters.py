"""Which story a document tells: its own, or that of the near-duplicate that was stored first and leads it.

Only leaders can be joined, so chains do not drift. A story is given once, in the order in which documents are stored:
no index that is built anew can change it.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from corpora.document import Document
from corpora.ids import story_id
from pipeline.store import tables as t
from pipeline.store.near_duplicates.minhash import LEAST, alike, bands, signature

_MANY = 500
_CANDIDATES = 5
"""Leaders whose whole signature is compared: those that share most bands."""
type Signed = Mapping[str, array[int]]
"""Key of a document → signature of its body."""


def signatures(documents: Sequence[Document]) -> Signed:
    """What stories are told by; to be made before a transaction begins, as it takes time."""
    return {document.key: signature(document.body_text()) for document in documents}


def give_stories(connection: Connection, signed: Signed) -> dict[str, int]:
    """The story of each document, in their order; those that lead one can be joined from now on.

    A leader keeps its story when its text changes.
    """
    own = {key: story_id(key) for key in signed}
    led = set(
        connection.execute(select(t.story_leaders.c.story).where(t.story_leaders.c.story.in_(own.values()))).scalars()
    )
    forget(connection, [key for key, story in own.items() if story in led])
    made = {key: bands(each) for key, each in signed.items()}
    leaders, given = _Leaders(connection, made), {}
    for key, each in signed.items():
        given[key] = leaders.story(own[key], each, made[key], stays=own[key] in led)
    leaders.keep()
    return given


def forget(connection: Connection, keys: Sequence[str]) -> None:
    """Lets nothing join the stories that some documents lead; what joined before stays."""
    for some in batched([story_id(key) for key in keys], _MANY):
        connection.execute(delete(t.story_bands).where(t.story_bands.c.story.in_(some)))
        connection.execute(delete(t.story_leaders).where(t.story_leaders.c.story.in_(some)))


class _Leaders:
    """The leaders that some documents may join: those that are stored, and those among the documents."""

    def __init__(self, connection: Connection, made: Mapping[str, Sequence[int]]) -> None:
        """Asks at once for what shares a band with any of the documents."""
        self._connection = connection
        self._by_band: dict[int, list[int]] = {}
        self._signatures: dict[int, array[int]] = {}
        self._fresh: dict[int, Sequence[int]] = {}
        b = t.story_bands.c
        for some in batched({band for each in made.values() for band in each}, _MANY):
            for band, story in connection.execute(select(b.band, b.story).where(b.band.in_(some))):
                self._by_band.setdefault(band, []).append(story)

    def story(self, own: int, signed: array[int], made: Sequence[int], *, stays: bool) -> int:
        """The story of a document: ``own`` where it is near no leader, or stays one."""
        if not signed:
            return own
        leader = own if stays else self._joined(own, signed, made)
        if leader == own:
            for band in made:
                self._by_band.setdefault(band, []).append(own)
            self._signatures[own], self._fresh[own] = signed, made
        return leader

    def _joined(self, own: int, signed: array[int], made: Sequence[int]) -> int:
        """The story of the leader that is nearest, if that is near enough."""
        shared = Counter(story for band in made for story in self._by_band.get(band, ()))
        near = [story for story, _ in sorted(shared.items(), key=_most_first)[:_CANDIDATES]]
        self._load(near)
        share, leader = max(((alike(signed, self._signatures[story]), story) for story in near), default=(0.0, own))
        return leader if share >= LEAST else own

    def _load(self, stories: Sequence[int]) -> None:
        s = t.story_leaders.c
        lacking = [story for story in stories if story not in self._signatures]
        if lacking:
            for story, kept in self._connection.execute(select(s.story, s.signature).where(s.story.in_(lacking))):
                self._signatures[story] = array("H", kept)

    def keep(self) -> None:
        """Keeps the new leaders."""
        if not self._fresh:
            return
        leaders = [{"story": story, "signature": self._signatures[story].tobytes()} for story in self._fresh]
        rows: list[dict[str, Any]] = []
        for story, made in self._fresh.items():
            rows += [{"band": band, "story": story} for band in made]
        self._connection.execute(insert(t.story_leaders), leaders)
        self._connection.execute(insert(t.story_bands), rows)


def _most_first(pair: tuple[int, int]) -> tuple[int, int]:
    story, bands_shared = pair
    return -bands_shared, story
