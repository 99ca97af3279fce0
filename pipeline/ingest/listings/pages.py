"""Pages that list stories: those that a CSS selector chooses, or the feeds that a page names."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.visible import parse, text_of
from pipeline.ingest.listings.listing import MOST_ITEMS, Listed, Listing, Named, web_link

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOKS = ("rss", "feed", "atom")
_MOST_FEEDS = 20


def listing(text: str, uri: str, selector: str) -> Listing:
    """The items that a selector chooses; without one the feeds that the page names. Raises UnreadableSource."""
    root = parse(text)
    if root is None:
        raise UnreadableSource("empty", "there is nothing on the page")
    titles = root.xpath("//head/title")
    title, base = text_of(titles[0]) if titles else "", _base(root, uri)
    if selector:
        return Listing("list", title, tuple(_chosen(root, base, selector)))
    return Listing("page", title, feeds=tuple(_feeds(root, base)))


def _base(root: HtmlElement, uri: str) -> str:
    found = root.xpath("//base/@href")
    return (web_link(uri, str(found[0])) if found else "") or uri


def _chosen(root: HtmlElement, base: str, selector: str) -> Iterator[Listed]:
    """The links that a selector chooses, or the first link in each element that it chooses; each page once."""
    from cssselect import SelectorError

    try:
        elements = root.cssselect(selector)
    except (SelectorError, RecursionError) as error:
        raise UnreadableSource("refused", f"{selector!r} is no CSS selector: {error}") from error
    met: set[str] = set()
    for element in elements:
        link = element if element.tag == "a" else next(iter(element.xpath(".//a[@href]")), None)
        url = _web(base, link.get("href")) if link is not None else ""
        if not url or url in met:
            continue
        met.add(url)
        times = element.xpath(".//time/@datetime")
        yield Listed(url, url, _title(element, link), published=str(times[0]) if times else "")
        if len(met) == MOST_ITEMS:
            return


def _title(element: HtmlElement, link: HtmlElement) -> str:
    """What a headline in the element says, else what the link says: pictures are links too, and say nothing."""
    headings = element.xpath("(.//h1|.//h2|.//h3|.//h4)[1]")
    said = [text_of(headings[0])] if headings else []
    return next((text for text in (*said, text_of(link), text_of(element)) if text), "")


def _web(base: str, href: str | None) -> str:
    """An address of the web without its fragment; "" where it is none."""
    return web_link(base, href or "").partition("#")[0]


def _feeds(root: HtmlElement, base: str) -> Iterator[Named]:
    """The feeds that a page declares; where it declares none, links that look like one."""
    declared = [one for one in root.xpath("//link[@href]") if _declares(one)]
    linked = [one for one in root.xpath("//a[@href]") if any(word in one.get("href").lower() for word in _LOOKS)]
    met: set[str] = set()
    for one in declared or linked:
        url = _web(base, one.get("href"))
        if url and url not in met and len(met) < _MOST_FEEDS:
            met.add(url)
            yield Named(url, " ".join((one.get("title") or (text_of(one) if one.tag == "a" else "")).split()))


def _declares(link: HtmlElement) -> bool:
    kind = (link.get("type") or "").split(";")[0].strip().lower()
    return "alternate" in (link.get("rel") or "").lower().split() and kind in _FEEDS
