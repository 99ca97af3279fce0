"""One look at a source: what its server answered, what that lists, or in one word what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.listings.listing import Listed, Listing
from pipeline.ingest.sources.addresses import Refused
from pipeline.ingest.sources.web import Answer, Fetcher
from pipeline.records import ListAsked
from pipeline.sources.schedule import retry_after

type Read = Callable[[ListAsked], Listing]
"""Reads a listing where hostile bytes do no harm; raises UnreadableSource."""
TROUBLES = (
    *("address", "private", "robots", "redirects", "too_large", "packed", "timeout", "unreachable"),
    *("gone", "closed", "too_many", "server_error", "status", "empty", "wrong_type", "unreadable", "internal"),
)
"""Why a look brings nothing. Pages have a text for each."""
LATER = frozenset(("timeout", "unreachable", "too_many", "server_error", "packed"))
"""Those that another time may end."""
_CLOSED = (401, 402, 403, 407, 451)
_GONE = (404, 410)
_PERMANENT = (301, 308)
_CHILDREN = 3
"""Sitemaps of an index that are looked into: the newest."""
_UNREAD = {"empty": "empty", "unsupported": "wrong_type"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to: a listing, that nothing changed (neither), or a trouble with its values."""

    listing: Listing | None = None
    answer: Answer | None = None
    trouble: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    wait: float = 0.0

    @property
    def moved_to(self) -> str:
        """The address that the server says is the right one from now on; "" where there is none."""
        moved = self.answer.moved if self.answer else ()
        return self.answer.uri if self.answer and moved and all(status in _PERMANENT for status, _ in moved) else ""


def asked(fetcher: Fetcher, url: str, at: datetime, headers: Mapping[str, str] | None = None) -> Looked:
    """What a server answers, or what is wrong: nothing is raised. ``304`` is an answer."""
    try:
        answer = fetcher.ask(url, headers)
    except Refused as error:
        return Looked(trouble=error.reason, detail={"said": str(error)})
    status = answer.status
    if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        return Looked(answer=answer)
    wait = retry_after(answer.header("retry-after"), at)
    trouble = _trouble(status)
    detail = {"status": status} | ({"wait": round(wait)} if wait else {})
    return Looked(answer=answer, trouble=trouble, detail=detail, wait=wait)


def _trouble(status: int) -> str:
    if status in _GONE:
        return "gone"
    if status in _CLOSED:
        return "closed"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "too_many"
    return "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "status"


def looked(
    fetcher: Fetcher, read: Read, url: str, at: datetime, selector: str = "", known: tuple[str, str] = ("", "")
) -> Looked:
    """What an address lists now; ``known`` are ETag and Last-Modified of what is known already."""
    named = {"If-None-Match": known[0], "If-Modified-Since": known[1]}
    found = asked(fetcher, url, at, {name: value for name, value in named.items() if value})
    if found.trouble or found.answer is None or found.answer.status == HTTPStatus.NOT_MODIFIED:
        return found
    found = read_listing(found, read, selector)
    if found.listing and found.listing.kind == "sitemap_index":
        return _indexed(fetcher, read, found, at)
    return found


def read_listing(found: Looked, read: Read, selector: str = "") -> Looked:
    """An answer with what it lists; or what is wrong with that."""
    answer = found.answer
    assert answer is not None
    try:
        listing = read(ListAsked(answer.uri, answer.data, selector))
    except UnreadableSource as error:
        detail = {"said": error.message, "type": answer.header("content-type").split(";")[0].strip()}
        return replace(found, trouble=_UNREAD.get(error.code, "unreadable"), detail=detail)
    if listing.kind == "list" and not listing.items:
        return replace(found, trouble="empty", detail={"said": "the selector chooses no link"})
    return replace(found, listing=listing)


def _indexed(fetcher: Fetcher, read: Read, found: Looked, at: datetime) -> Looked:
    """What the newest sitemaps of an index list, as if the index listed it."""
    assert found.listing is not None
    items: dict[str, Listed] = {}
    last = found
    for child in found.listing.feeds[:_CHILDREN]:
        last = asked(fetcher, child.url, at)
        last = last if last.trouble else read_listing(last, read)
        if last.listing and last.listing.kind == "sitemap":
            items |= {item.id: item for item in last.listing.items if item.id not in items}
    if not items and last.trouble:
        return last
    # what an index says of itself need not change when a sitemap does: it is read each time
    return replace(found, listing=replace(found.listing, items=tuple(items.values())))
