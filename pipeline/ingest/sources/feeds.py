"""Feeds (RSS, Atom): each item a document, under the address that it leads to."""

import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from lxml import etree

from pipeline.ingest.encoding import decode
from pipeline.ingest.formats.visible import parse, visible_lines
from pipeline.ingest.sources.places import Item, Place, Stream, Unpack, Whole, line_source

_BEFORE_ROOT = r"^[\s\uFEFF]*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:[\w.-]{1,40}:)?"
_DECLARATION = re.compile(r"^[\s\uFEFF]*<\?xml[^>]*\?>")
_ITEMS = ("item", "entry")
_TEXTS = ("encoded", "content", "description", "summary")
"""Where an item has its text, the fullest first."""
_DAYS = ("published", "pubDate", "date", "issued", "updated")
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


def root_like(names: str) -> re.Pattern[str]:
    """A pattern of the first element of a file, whatever stands before it, for ``has_root``."""
    return re.compile(rf"{_BEFORE_ROOT}(?:{names})", re.DOTALL)


def has_root(head: bytes, root: re.Pattern[str]) -> bool:
    """Whether a file has a first element as a pattern says, by its first bytes, in whatever encoding."""
    return bool(root.match(head.replace(b"\0", b"").decode("utf-8", "replace").lstrip("\N{REPLACEMENT CHARACTER}")))


_ROOT = root_like(r"(?:rss|feed|RDF)[\s>]|entry\s[^>]*http://www\.w3\.org/2005/Atom")


def is_feed(head: bytes) -> bool:
    """Whether a file is a feed, by its first bytes.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0">'), is_feed(b"<html><p>rss</p>")
    (True, False)
    >>> [is_feed(b'<a:%b xmlns:a="http://www.w3.org/2005/Atom">' % name) for name in (b"feed", b"entry")]
    [True, True]
    """
    return has_root(head, _ROOT)


def open_feed(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:  # noqa: ARG001 - an item is text
    """The items of a feed."""
    data = stream.read(place.limits.source_bytes + 1)
    if len(data) > place.limits.source_bytes:
        yield place.too_large(len(data))
        return
    _, records = feed_of(data)
    if not records:
        yield place.failure("empty", "the feed has no items")
    for number, record in enumerate(records, 1):
        place.take(members=1)
        link = record.pop("link", "")
        record |= {"url": link} if link.startswith(("http://", "https://")) else {}
        line = json.dumps({name: value for name, value in record.items() if name != "updated"}).encode()
        yield line_source(line, f"{place.uri}#{number}", place)


def feed_of(data: bytes) -> tuple[str, list[dict[str, str]]]:
    """The title of a feed, and what it says of each item: title, text, published, updated, link and id."""
    root = tree(decode(data, markup=True).text)
    if root is None:
        return "", []
    places = (root, *(one for one in root if name_of(one) == "channel"))
    titles = [shown_in(one) for place in places for one in _children(place, "title")]
    return " ".join("".join(titles[:1]).split()), [_record(one) for one in root.iter() if name_of(one) in _ITEMS]


def tree(text: str) -> etree._Element | None:
    """The tree of a feed; broken markup is mended as far as it goes, and nothing outside is looked at."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True)
    return etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(item: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in item if name_of(child) == name]


def _record(item: etree._Element) -> dict[str, str]:
    """An item, nearly as a line of JSON lines has it."""
    title = shown_in(next(iter(_children(item, "title")), None))
    texts = [shown_in(child) for name in _TEXTS for child in _children(item, name)]
    link = _link(item)
    identity = next((value for name in ("guid", "id") for one in _children(item, name) if (value := _typed(one))), link)
    record = {"title": " ".join(title.split()), "text": next((text for text in texts if text.strip()), title)}
    record |= {"published": _published(item, _DAYS), "updated": _published(item, ("updated", "modified")), "link": link}
    return record | ({"id": identity} if identity else {})


def _typed(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def shown_in(element: etree._Element | None) -> str:
    """What an element shows: markup in it, as elements or as text, is read as a page is."""
    if element is None:
        return ""
    return shown(etree.tostring(element, encoding="unicode", with_tail=False) if len(element) else element.text or "")


def shown(markup: str) -> str:
    """What markup shows, a line a block; text that holds none as it stands."""
    if not _MARKUP.search(markup):
        return markup.strip()
    root = parse(f"<div>{markup}</div>")
    return "\n".join(visible_lines(root)) if root is not None else ""


def _link(item: etree._Element) -> str:
    """The address that an item leads to: what Atom calls ``alternate``, or what stands between the tags of RSS."""
    links = _children(item, "link")
    main = [one for one in links if one.get("rel", "alternate") == "alternate"] or links
    return next((where for one in main if (where := (one.get("href") or one.text or "").strip())), "")


def _published(item: etree._Element, names: tuple[str, ...]) -> str:
    """A day of an item; that of RFC 822 as ISO 8601, others as they stand."""
    stated = next((value for name in names for one in _children(item, name) if (value := _typed(one))), "")
    try:
        return parsedate_to_datetime(stated).isoformat(timespec="minutes") if stated else ""
    except (ValueError, TypeError):
        return stated
