"""A listing: the items that a feed, a sitemap, a page or a channel names, and how one process says it to another."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args
from urllib.parse import urljoin, urlsplit

from pipeline.errors import UnreadableSource

type Kind = Literal["feed", "json_feed", "sitemap", "sitemap_index", "list", "telegram", "page"]

KINDS: tuple[Kind, ...] = get_args(Kind.__value__)
"""``feed`` is RSS or Atom, ``page`` one that lists nothing, and may name feeds."""
MOST_ITEMS = 5000
"""Items of one listing; a news sitemap has a thousand at most."""
_LONGEST_ADDRESS, _LONGEST_TITLE, _LONGEST_TEXT = 2000, 500, 200_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One item as its listing has it: what the listing knows it by, where it leads, and what is said of it there.

    ``published`` stands as it was stated; ``whole`` says that there is no page to fetch, the text is all of it.
    """

    id: str
    url: str
    title: str = ""
    text: str = ""
    published: str = ""
    updated: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An address that a page, a sitemap or a channel names, where there is more: a feed, another part."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an address lists, newest first as a rule. ``earlier`` is where what came before stands."""

    kind: Kind
    title: str = ""
    items: tuple[Listed, ...] = ()
    feeds: tuple[Named, ...] = ()
    earlier: str = ""


def web_link(base: str, link: str) -> str:
    """Where a link of a listing leads, as an address of the web; "" where that is none.

    >>> web_link("https://news.example/rss", "/1"), web_link("https://news.example/rss", "http://[a/")
    ('https://news.example/1', '')
    """
    try:
        url = urljoin(base, link.strip())
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:  # what reads addresses does not read this one
        return ""


def encoded(listing: Listing) -> bytes:
    """A listing as JSON."""
    return json.dumps(asdict(listing)).encode()


def decoded(data: bytes) -> Listing:
    """A listing that a reading process said, looked at as if the file itself had said it; raises UnreadableSource."""
    try:
        said = json.loads(data)
        if said["kind"] not in KINDS:
            raise ValueError(said["kind"])
        items = tuple(_listed(one) for one in said["items"][:MOST_ITEMS])
        feeds = tuple(Named(_short(one, "url"), _short(one, "title", _LONGEST_TITLE)) for one in said["feeds"][:100])
        title, earlier = _short(said, "title", _LONGEST_TITLE), _short(said, "earlier")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableSource("internal", f"the reading process said what it cannot mean: {error}") from error
    return Listing(said["kind"], title, items, feeds, earlier)


def _listed(said: Mapping[str, Any]) -> Listed:
    longest = {"title": _LONGEST_TITLE, "text": _LONGEST_TEXT}
    texts = {one.name: _short(said, one.name, longest.get(one.name, _LONGEST_ADDRESS)) for one in fields(Listed)[:-1]}
    return Listed(**texts, whole=said["whole"] is True)


def _short(said: Mapping[str, Any], name: str, most: int = _LONGEST_ADDRESS) -> str:
    value = said[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value[:most]
