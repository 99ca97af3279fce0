"""What belongs to the story of a web page beside its paragraphs: tables, captions, lists of terms, typed text."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from extractors.text.aligned import AlignedText
from pipeline.ingest.formats.visible import text_of, visible_lines

_NOT_LETTERS = re.compile(r"[\W_]+")
_PARAGRAPHS = ("p", "div", "li", "blockquote", "h2", "h3")
_LISTS = ("ul", "ol")
_BLOCKS = frozenset(("table", "pre", "figcaption", "dl", "details", "blockquote", *_LISTS))
_LONG = 25
"""Letters of a paragraph that tells where the story stands in the page."""
_LINKED = 0.4
"""Part of a block's letters that lead elsewhere, from which on it is a menu or a list of other stories."""
_LIST_LETTERS = 15
"""Letters of an item of a list, on average, under which it is one of labels and not of sentences."""
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_CARDS = 3
"""So many elements beside each other that each announce another story are teasers."""
_NO_STORY = re.compile(
    r"related|most-?(read|view)|popular|share|social|tags?\b|comment|footer|sidebar|breadcrumb|menu|nav|widget|promo|ads?\b",
    re.IGNORECASE,
)


def letters_of(line: str) -> str:
    """The letters and digits of a line, folded: two forms of a page are compared by nothing else."""
    return _NOT_LETTERS.sub("", AlignedText.of(line).key)


def story_blocks(root: HtmlElement, story: Sequence[str]) -> list[list[str]]:
    """The lines of each table, caption, list and piece of typed text that stands among a story's paragraphs.

    ``story`` has the letters of its lines. A block belongs to it where it lies in the element that holds most of the
    paragraphs, does not mainly lead elsewhere, and is not named as something else by the page's author.
    """
    home = _home(root, "".join(story))
    if home is None:
        return []
    found: list[list[str]] = []
    inside: set[HtmlElement] = set()
    for element in home.iter():
        if not isinstance(element.tag, str) or element in inside or element.tag not in _BLOCKS:
            continue
        inside.update(element.iterdescendants())
        lines = visible_lines(element)
        if lines and _belongs(element, home, lines):
            found.append(lines)
    return found


def teasers(root: HtmlElement) -> list[list[str]]:
    """The lines of each element that announces another story: a heading that leads there, beside others of its kind."""
    cards: dict[tuple[HtmlElement, str, str], list[HtmlElement]] = {}
    for heading in root.iter(*_HEADINGS):
        where, card = _led_to(heading), heading.getparent()
        while where and card is not None and card.tag == "a":
            card = card.getparent()
        above = card.getparent() if card is not None else None
        if where and card is not None and above is not None and len(list(islice(card.iter(*_HEADINGS), 2))) == 1:
            cards.setdefault((above, str(card.tag), card.get("class") or ""), []).append(card)
    return [visible_lines(card) for alike in cards.values() if len(alike) >= _CARDS for card in alike]


def _led_to(heading: HtmlElement) -> str:
    """Where a heading leads as a whole; "" where it leads nowhere."""
    around = next(heading.iterancestors("a"), None)
    links = [around] if around is not None else list(heading.iter("a"))
    said = letters_of(text_of(heading))
    whole = len(links) == 1 and (around is not None or letters_of(text_of(links[0])) == said)
    return str(links[0].get("href") or "").strip("#") if whole and said else ""


def _home(root: HtmlElement, whole: str) -> HtmlElement | None:
    """The element that holds most of a story's paragraphs; None where none can be told."""
    paragraphs = list(root.iter(*_PARAGRAPHS))
    around: set[HtmlElement] = set()
    for element in paragraphs:
        for above in element.iterancestors():
            if above in around:  # and so all that are above it
                break
            around.add(above)
    weight: Counter[HtmlElement] = Counter()
    for element in paragraphs:
        parent = element.getparent()
        if element in around or parent is None:
            continue  # its text is that of the paragraphs in it, which are looked at by themselves
        letters = letters_of(text_of(element))
        if len(letters) >= _LONG and letters in whole:
            weight[parent] += len(letters)
    return max(weight, key=lambda parent: weight[parent], default=None)


def _belongs(element: HtmlElement, home: HtmlElement, lines: Sequence[str]) -> bool:
    around = element
    while around is not None and around is not home:
        if _NO_STORY.search(f"{around.get('class') or ''} {around.get('id') or ''}") or around.tag in ("nav", "aside"):
            return False
        around = around.getparent()
    letters = sum(map(len, map(letters_of, lines)))
    linked = sum(len(letters_of(text_of(link))) for link in element.iter("a"))
    if not letters or linked > _LINKED * letters:
        return False
    short = element.tag in _LISTS and letters < _LIST_LETTERS * len(lines)
    return not short
