"""What a reader sees of a parsed HTML page: its lines in order, and the text of single elements."""

import re
from collections.abc import Iterator

from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

_HIDDEN = frozenset(
    "script style noscript template head svg iframe object embed canvas select datalist option textarea button "
    "math".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i img input ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_SPACES = re.compile(r"[^\S\n]+")
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREAK = "\n"


def _skipped(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return True
    return "hidden" in element.attrib or bool(_NO_DISPLAY.search(element.get("style") or ""))


def _pieces(root: HtmlElement) -> Iterator[str]:
    """Text and line breaks in document order, without recursion: pages nest thousands deep.

    Line breaks of the markup are blanks, but for those that ``pre`` shows as they were typed.
    """
    stack: list[tuple[HtmlElement, bool, bool]] = [(root, False, False)]
    while stack:
        element, leaving, as_typed = stack.pop()
        if leaving or _skipped(element):
            if leaving and element.tag not in _INLINE:
                yield _BREAK
            if element is not root and element.tail:
                yield element.tail if as_typed else element.tail.replace("\n", " ")
            continue
        if element.tag not in _INLINE:
            yield " " if element.tag in ("td", "th") else _BREAK
        typed_inside = as_typed or element.tag == "pre"
        if element.text:
            yield element.text if typed_inside else element.text.replace("\n", " ")
        stack.append((element, True, as_typed))
        stack.extend((child, False, typed_inside) for child in reversed(element))


def visible_lines(root: HtmlElement) -> list[str]:
    """The lines of an element, white space collapsed, empty ones left out; ZWNJ and every letter kept."""
    text = "".join(_pieces(root))
    return [line for raw in text.split(_BREAK) if (line := _SPACES.sub(" ", raw).strip())]


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(visible_lines(element))


def parse(markup: str) -> HtmlElement | None:
    """The tree of a page; None where there is no element in it."""
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    data = _clean(markup).encode("utf-8", "replace")
    try:
        root = lxml_html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except ParserError:
        return None
    return root if len(root) else None


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]+")


def _clean(markup: str) -> str:
    """Markup without control characters, which no page means and libxml2 stops at."""
    return _CONTROLS.sub("", markup)


_DEEPEST = 2048
"""Elements in one another, where libxml2 stops."""
_TAG = re.compile(r"<(?P<close>/?)(?!(?:br|hr|img|input|meta|link|area|base|col|source|wbr)\b)[a-zA-Z][^<>]*>")


def too_deep(markup: str) -> bool:
    """Whether elements lie in one another deeper than the parser follows.

    >>> too_deep("<p>" * 3000), too_deep("<p></p>" * 3000)
    (True, False)
    """
    depth = 0
    for tag in _TAG.finditer(markup):
        depth += -1 if tag["close"] else 1
        if depth > _DEEPEST:
            return True
    return False
