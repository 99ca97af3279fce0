"""What lies inside a file that holds others, whatever kind of container it is.

Opening one is for a process with limits (``pipeline.sandbox.unpacking``): a header of a few bytes may say that it has
gigabytes.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.ingest.marks import HEAD, is_mail, is_mailbox
from pipeline.ingest.sources.archives import TAR_NAMES, Opener, is_tar, open_gzip, open_tar, open_warc, open_zip
from pipeline.ingest.sources.feeds import is_feed, open_feed
from pipeline.ingest.sources.mailboxes import open_mail, open_mailbox
from pipeline.ingest.sources.places import Budget, Item, Place, Spent, Stream, Whole, is_json_lines, json_lines

_DEEPEST = 3


def holds_others(head: bytes, name: str) -> bool:
    """Whether a file is a container, by its first bytes and its name."""
    return _opener(head, name) is not None


def may_be_large(head: bytes, name: str) -> bool:
    """Whether a file may be larger than a source, since what is inside it is read piece by piece."""
    return _opener(head, name) not in (None, open_mail, open_feed)


def opened(stream: Stream, place: Place) -> Iterator[Item | Whole]:
    """What lies in a container, and Whole where it is itself a source; at its end a failure where that was too much."""
    size = stream.seek(0, 2)
    outermost = replace(place, budget=Budget(size, place.limits))
    try:
        yield from _opened(stream, outermost)
    except Spent as error:
        yield place.failure("bomb", str(error))
    except MemoryError:
        yield place.failure("memory", "unpacking it took more memory than the limit")


def contents(stream: Stream, place: Place) -> Iterator[Item]:
    """The sources in a file: those inside it, or the file itself where it is no container."""
    found = opened(stream, place) if place.budget is None else _opened(stream, place)
    for item in found:
        yield place.itself(stream) if isinstance(item, Whole) else item


def _opened(stream: Stream, place: Place) -> Iterator[Item | Whole]:
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    opener = _opener(head, place.name) if place.depth < _DEEPEST else None
    if opener:
        yield from opener(stream, place, contents)
    elif is_json_lines(place.name):
        yield from json_lines(stream, place)
    elif not head:
        yield place.failure("empty", "the file is empty")
    else:
        yield Whole()


def _opener(head: bytes, name: str) -> Opener | None:
    lower = name.lower()
    if lower.endswith((".warc", ".warc.gz")) or head.startswith(b"WARC/"):
        return open_warc
    if head.startswith(b"PK"):
        return open_zip
    if is_tar(head) or lower.endswith(TAR_NAMES):
        return open_tar
    if head.startswith(b"\x1f\x8b"):
        return open_gzip
    if is_feed(head):
        return open_feed
    if is_mailbox(head, name):
        return open_mailbox
    return open_mail if is_mail(head, name) else None
