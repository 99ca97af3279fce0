"""Sitemaps (sitemaps.org) with the names that news sitemaps add, and indices of sitemaps."""

from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.encoding import decode
from pipeline.ingest.listings.listing import MOST_ITEMS, Listed, Listing, Named
from pipeline.ingest.sources.feeds import has_root, name_of, root_like, tree
from pipeline.records import ListAsked

_ROOT = root_like(r"(?:urlset|sitemapindex)[\s>]")


def is_sitemap(head: bytes) -> bool:
    """Whether a file is a sitemap, or an index of such, by its first bytes.

    >>> is_sitemap(b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    True
    """
    return has_root(head, _ROOT)


def listing(asked: ListAsked) -> Listing:
    """The pages of a sitemap, the newest first; of an index the sitemaps, likewise."""
    root = tree(decode(asked.data, markup=True).text)
    rows = [] if root is None else list(_rows(root))
    rows.sort(key=lambda row: row.get("publication_date") or row.get("lastmod", ""), reverse=True)
    if root is not None and name_of(root) == "sitemapindex":
        return Listing("sitemap_index", feeds=tuple(Named(row["loc"]) for row in rows[:100]))
    items = [
        Listed(
            row["loc"], row["loc"], row.get("title", ""), "", row.get("publication_date", ""), row.get("lastmod", "")
        )
        for row in rows[:MOST_ITEMS]
    ]
    return Listing("sitemap", items=tuple(items))


def _rows(root: etree._Element) -> Iterator[dict[str, str]]:
    """What is said of each page that has an address of the web."""
    for one in root:
        if name_of(one) in ("url", "sitemap"):
            said = {name_of(each): " ".join("".join(each.itertext()).split()) for each in one.iter() if not len(each)}
            if said.get("loc", "").startswith(("http://", "https://")):
                yield said
