"""JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.listings.listing import MOST_ITEMS, Listed, Listing, web_link
from pipeline.ingest.sources.feeds import shown

_VERSION = "jsonfeed.org/version/"


def listing(said: Any, uri: str) -> Listing:
    """The items of a JSON Feed; raises UnreadableSource."""
    if not isinstance(said, dict) or _VERSION not in str(said.get("version")):
        raise UnreadableSource("unsupported", "it is JSON, and no JSON Feed")
    rows = said.get("items")
    items = [_item(one, uri) for one in rows[:MOST_ITEMS] if isinstance(one, dict)] if isinstance(rows, list) else []
    return Listing("json_feed", _text(said, "title"), tuple(items))


def _item(said: dict[str, Any], uri: str) -> Listed:
    link = _text(said, "url") or _text(said, "external_url")
    url = web_link(uri, link) if link else ""
    text = shown(_text(said, "content_html")) or _text(said, "content_text") or _text(said, "summary")
    identity = said.get("id")
    named = str(identity) if isinstance(identity, str | int | float) and identity != "" else ""
    title = " ".join(_text(said, "title").split())
    dates = _text(said, "date_published"), _text(said, "date_modified")
    return Listed(named or url or title, url, title, text, *dates, whole=not url)


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value.strip() if isinstance(value, str) else ""
