"""The public preview of a Telegram channel (``t.me/s/NAME``): each message is an item, and there is no other page."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.visible import parse, text_of, visible_lines
from pipeline.ingest.listings.listing import Listed, Listing

_HOSTS = ("t.me", "telegram.me", "www.t.me")
_PREVIEW = re.compile(r"^/s/[A-Za-z0-9_]{4,64}/?$")
_CHANNEL = re.compile(r"^/([A-Za-z0-9_]{4,64})/?$")
_POST = re.compile(r"^[A-Za-z0-9_]{4,64}/\d{1,12}$")
_LONGEST_TITLE = 120


def preview_of(url: str) -> str:
    """The preview of the channel that an address names; the address itself where it names none.

    >>> preview_of("https://t.me/IrnaPress"), preview_of("https://t.me/s/IrnaPress"), preview_of("https://news.example/a")
    ('https://t.me/s/IrnaPress', 'https://t.me/s/IrnaPress', 'https://news.example/a')
    """
    parts = urlsplit(url)
    found = _CHANNEL.match(parts.path)
    return f"https://t.me/s/{found[1]}" if (parts.hostname or "") in _HOSTS and found else url


def is_channel(uri: str, text: str) -> bool:
    """Whether a page is the preview of a channel: its address is laid out as one, and so is what it holds."""
    parts = urlsplit(uri)
    laid_out = (parts.hostname or "") in _HOSTS or "tgme_widget_message" in text
    return laid_out and bool(_PREVIEW.match(parts.path))


def listing(text: str, uri: str) -> Listing:
    """The messages of a preview, the newest first; raises UnreadableSource where the page is none."""
    root = parse(text)
    posts = [] if root is None else root.xpath("//*[@data-post]")
    title = next((text_of(one) for one in _of_class(root, "tgme_channel_info_header_title")), "") if posts else ""
    items = [item for post in reversed(posts) if (item := _item(post, uri))]
    if not items:
        raise UnreadableSource("empty", "the page shows no messages: the channel is private, empty or not there")
    earlier = root.xpath("//a[contains(@class,'tme_messages_more')]/@data-before") if root is not None else []
    before = str(earlier[0]) if earlier and str(earlier[0]).isdigit() else ""
    return Listing("telegram", title, tuple(items), earlier=f"{uri.split('?')[0]}?before={before}" if before else "")


def _of_class(root: HtmlElement, name: str) -> list[HtmlElement]:
    return list(root.xpath(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def _item(post: HtmlElement, uri: str) -> Listed | None:
    """A message; None for one without words, such as a picture alone."""
    identity = post.get("data-post") or ""
    bodies = post.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), ' tgme_widget_message_text ')]")
    lines = [line for body in bodies[-1:] for line in visible_lines(body)]  # the first may be what it answers to
    if not lines or not _POST.match(identity):
        return None
    times = post.xpath(".//time/@datetime")
    title = lines[0] if len(lines[0]) <= _LONGEST_TITLE else f"{lines[0][:_LONGEST_TITLE]}…"
    url = urljoin(uri, f"/{identity}")
    return Listed(identity, url, title, "\n".join(lines), str(times[-1]) if times else "", whole=True)
