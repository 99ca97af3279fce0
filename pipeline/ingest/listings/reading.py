"""Finds out what came from the address of a source, and reads the items that it lists."""

import json

from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import decode
from pipeline.ingest.listings import json_feeds, pages, sitemaps, telegram
from pipeline.ingest.listings.listing import MOST_ITEMS, Listed, Listing, web_link
from pipeline.ingest.marks import HEAD
from pipeline.ingest.sources.feeds import feed_of, is_feed
from pipeline.records import ListAsked


def listing_of(asked: ListAsked) -> Listing:
    """What the bytes list: a channel by its address, else by what they are. Raises UnreadableSource.

    A selector is for pages; what is a feed says itself what its items are.
    """
    head = asked.data[:HEAD]
    if not asked.data.strip():
        raise UnreadableSource("empty", "the answer is empty")
    if is_feed(head):
        return _feed(asked)
    if sitemaps.is_sitemap(head):
        return sitemaps.listing(asked)
    text = decode(asked.data, markup=True).text
    if text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n").startswith("{"):
        try:
            return json_feeds.listing(json.loads(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")), asked.uri)
        except ValueError as error:
            raise UnreadableSource("corrupt", f"it is no JSON: {error}") from error
    if telegram.is_channel(asked.uri, text):
        return telegram.listing(text, asked.uri)
    if "<" not in text:
        raise UnreadableSource("unsupported", "it is neither a feed nor a sitemap nor a page")
    return pages.listing(text, asked.uri, asked.selector)


def _feed(asked: ListAsked) -> Listing:
    title, records = feed_of(asked.data)
    items = []
    for record in records[:MOST_ITEMS]:
        url = web_link(asked.uri, record["link"]) if record["link"] else ""
        identity = record.get("id") or url or record["title"]
        texts = {name: record.get(name, "") for name in ("title", "text", "published", "updated")}
        items.append(Listed(identity, url, **texts, whole=not url))
    return Listing("feed", title, tuple(items))
