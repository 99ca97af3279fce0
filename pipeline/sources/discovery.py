"""Finds what to look at where somebody gives any address of a site: its feed, its news sitemap, its channel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.ingest.listings.telegram import preview_of
from pipeline.ingest.sources.web import Fetcher
from pipeline.sources.looking import Looked, Read, looked

_FEED = re.compile(r"^feed:(?:(?=https?:)|(//))", re.IGNORECASE)
_TRIED = 5
"""Addresses that a page, or a robots.txt, names, and that are looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """The address to look at, and what it lists; ``others`` are further ones that the site names."""

    url: str
    look: Looked
    others: tuple[str, ...] = ()


def web_address(text: str) -> str:
    """An address as people type it, as one of the web.

    >>> web_address("irna.ir/rss"), web_address("https://t.me/IrnaPress"), web_address("@IrnaPress")
    ('https://irna.ir/rss', 'https://t.me/s/IrnaPress', 'https://t.me/s/IrnaPress')
    >>> web_address("feed://irna.ir/rss"), web_address("feed:https://irna.ir/rss")
    ('http://irna.ir/rss', 'https://irna.ir/rss')
    """
    text = _FEED.sub(lambda found: "" if found[1] is None else "http://", text.strip())
    if text.startswith("@"):
        text = f"https://t.me/{text[1:]}"
    return preview_of(text if "://" in text else f"https://{text}")


def discovered(fetcher: Fetcher, read: Read, url: str, at: datetime, selector: str = "") -> Found:
    """What to look at for an address. Where nothing is found the look says ``wrong_type``; nothing is raised."""
    first = looked(fetcher, read, url, at, selector)
    if first.listing is None or first.listing.kind != "page":
        return Found(url, first)
    named = list(_named(fetcher, first, url))
    for number, other in enumerate(named[:_TRIED]):
        look = looked(fetcher, read, other, at)
        if look.listing and look.listing.kind != "page" and look.listing.items:
            return Found(other, look, tuple(named[:number] + named[number + 1 :]))
    return Found(url, Looked(answer=first.answer, trouble="wrong_type", detail={"type": "text/html"}), tuple(named))


def _named(fetcher: Fetcher, first: Looked, url: str) -> Iterator[str]:
    """The feeds that a page names, then the sitemaps that the site's robots.txt does, those of news first."""
    assert first.listing is not None
    yield from (one.url for one in first.listing.feeds)
    site = first.answer.uri if first.answer else url
    maps = fetcher.sitemaps(site)
    yield from sorted(maps, key=lambda one: "news" not in urlsplit(one).path.lower())
