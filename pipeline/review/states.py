"""What a document is by what people judged of its mentions: the field ``review`` of the index, pure.

* ``unreviewed``: something was found in it, and nobody judged any of that;
* ``begun``: some of it was judged, and some was not;
* ``reviewed``: all that was found was judged;
* ``accepted``, ``rejected``: something stands by a person's word; something was found that a person rejected;
* ``disputed``: two people say different things of a mention, and nobody settled it (``agreement``);
* ``stale``: the machine says something else since a mention was judged, or its place is gone.

Where its collection asks for two reviewers, what one person judged alone is not judged yet.

A document in which nothing was found, and on whose mentions nobody said anything, is none of them.
"""

from collections.abc import Sequence

from corpora.document import Mention
from pipeline.review.judged import Judgement
from pipeline.store.decisions import Decision
from pipeline.store.judgements import is_disputed, voices

_STANDS = ("accepted", "corrected", "added")


def states(shown: Sequence[Mention], found: Sequence[Judgement], said: Sequence[Decision]) -> tuple[str, ...]:
    """The states of a document with these mentions, of which this was judged; ``said`` are decisions that hold."""
    judged = any(one.verdict != "ignore" for one in found)
    unseen = any(mention.verdict == "unseen" for mention in shown) or (_twice(said) and _once(said))
    if not (judged or unseen):
        return ()
    is_so = {
        "unreviewed": not judged,
        "begun": judged and unseen,
        "reviewed": judged and not unseen,
        "accepted": any(mention.verdict in _STANDS for mention in shown),
        "rejected": any(one.rejected for one in found),
        "disputed": any(map(is_disputed, voices(said).values())),
        "stale": any(one.state == "stale" for one in found),
    }
    return tuple(name for name, so in is_so.items() if so)


def _twice(said: Sequence[Decision]) -> bool:
    """Whether the collection of a document asks for two reviewers: the store gives the decision with its others."""
    return any(one.kind == "collection" for one in said)


def _once(said: Sequence[Decision]) -> bool:
    """Whether one person alone judged something; what he added is judged by being added."""
    heard = voices(said).values()
    return any(len(some) == 1 and some[0].after["verdict"] != "add" for some in heard)
