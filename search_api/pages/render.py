"""Text with marks and mentions as HTML; everything that comes from a document is escaped."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import unquote

from markupsafe import Markup, escape

from corpora.document import Document, Mention, Span
from corpora.values import (
    Money,
    Quantity,
    Quote,
)
from extractors.spans import SpanSet
from extractors.text.characters import ZWNJ
from pipeline.originals.passages import Passage
from search_api.pages.direction import known_language, line_side
from search_api.pages.language import Interface, whole
from search_api.pages.ranges import RANGED, ranged

SEPARATOR = Markup(" · ")


def marked(text: str, marks: Sequence[Span], start: int = 0) -> Markup:
    """A text that begins at ``start`` of its document, with ``<mark>`` around the marks."""
    parts, at = [], 0
    for span in marks:
        first, last = max(0, span.start - start), max(0, span.end - start)
        parts += [escape(text[at:first]), Markup("<mark>"), escape(text[first:last]), Markup("</mark>")]
        at = last
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document as a page shows it; ``faint`` where it is furniture. ``id`` is where a link leads to."""

    html: Markup
    faint: bool
    id: str = ""
    page: int = 0
    """The page of the document that begins with it; 0 where none does."""
    side: str = "auto"
    """The direction in which it is read."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is shown upon the text: which mentions lead to a picture, the numbered matches, the passage linked to."""

    placed: Set[str] = frozenset()
    marks: Sequence[Span] = ()
    passage: Span | None = None
    anchor: str = ""
    """The name that the passage has in the address; "" where it is that of its span."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Label → what the reader calls it."""
    leads: str = ""
    """Where a mention leads to, before its id; "" where it leads nowhere."""
    now: str = ""
    """The id of the mention that is looked at."""


def paragraphs(document: Document, overlay: Overlay) -> Iterable[Line]:
    """The lines of a document that are not blank, mentions coloured, matches marked.

    Furniture lines side by side come as one, so that a menu does not push the story down. Mentions that are
    ``placed`` lead to their place on the picture of their page.
    """
    menu, at = list[Markup](), 0
    language = known_language(document.text, document.language)
    furniture = SpanSet(document.furniture)
    pages = deque((page.span.start, number) for number, page in enumerate(document.pages, 1))
    for span, mentions in _lines(document, quoted=bool(overlay.leads)):
        line = _trimmed(document.text, span)
        if line.start == line.end:
            continue
        begun = _begun(pages, line.start)
        if menu and (begun or not furniture.overlaps(line)):
            yield Line(SEPARATOR.join(menu), faint=True, page=at, side=line_side("", language))
            menu = []
        if not furniture.overlaps(line):
            side = line_side(document.text[line.start : line.end], language)
            yield Line(_line(document.text, span, mentions, overlay), False, anchor(span), begun, side)
            continue
        at = at if menu else begun
        menu.append(escape(document.text[line.start : line.end]))
    if menu:
        yield Line(SEPARATOR.join(menu), faint=True, page=at, side=line_side("", language))


def _begun(pages: deque[tuple[int, int]], at: int) -> int:
    """The page that begins with a line, the last of several; it and those before it are taken away."""
    number = 0
    while pages and pages[0][0] <= at:
        number = pages.popleft()[1]
    return number


def anchor(span: Span) -> str:
    """The name of a passage in an address: its code points.

    >>> anchor(Span(120, 180))
    's120-180'
    """
    return f"s{span.start}-{span.end}"


def lit(span: Span, words: str = "") -> str:
    """What follows the address of a document where it shows a passage lit up; with its words also once it changed.

    >>> lit(Span(120, 180)), lit(Span(5, 9), "شورا")
    ('?at=120-180#s120-180', '?at=5-9-4-59b02a32#s5-9')
    """
    return f"?at={Passage.of(span, words)}#{anchor(span)}"


def _lines(document: Document, *, quoted: bool) -> list[tuple[Span, list[Mention]]]:
    """The lines of a document, each with the mentions that reach into it; ``quoted`` with quotations among them."""
    lines: list[tuple[Span, list[Mention]]] = []
    at = 0
    for line in document.text.split("\n"):
        lines.append((Span(at, at + len(line)), []))
        at += len(line) + 1
    starts = [span.start for span, _ in lines]
    for mention in document.mentions:
        if mention.label == Quote.LABEL and not quoted:
            continue  # whole paragraphs would be coloured
        first = bisect_right(starts, mention.span.start) - 1
        for index in range(first, bisect_left(starts, mention.span.end)):
            lines[index][1].append(mention)
    return lines


def _trimmed(text: str, span: Span) -> Span:
    line = text[span.start : span.end]
    if not line.strip():
        return Span(span.start, span.start)
    return Span(span.start + len(line) - len(line.lstrip()), span.start + len(line.rstrip()))


def _line(text: str, line: Span, mentions: Sequence[Mention], overlay: Overlay) -> Markup:
    """The pieces between the ends of mentions and marks; a piece has the class of every mention over it."""
    first = bisect_right(overlay.marks, line.start, key=_end)
    numbered = enumerate(overlay.marks[first:], first + 1)
    marks = deque(itertools.takewhile(lambda pair: pair[1].start < line.end, numbered))
    linked = [overlay.passage] if overlay.passage and overlay.passage.overlaps(line) else []
    cuts = {line.start, line.end}
    for span in (*(mention.span for mention in mentions), *(mark for _, mark in marks), *linked):
        cuts |= {max(line.start, span.start), min(line.end, span.end)}
    parts = []
    ahead, over = deque(sorted(mentions, key=lambda m: m.span.start)), list[Mention]()
    for start, end in itertools.pairwise(sorted(cuts)):
        over = [m for m in over if m.span.end > start]
        while ahead and ahead[0].span.start <= start:
            over.append(ahead.popleft())
        while marks and marks[0][1].end <= start:
            marks.popleft()
        piece = escape(text[start:end])
        piece = _coloured(piece, over, start, overlay) if over else piece
        mark = marks[0] if marks and marks[0][1].start <= start else None
        if mark:
            named = Markup(' id="hit-{}"').format(mark[0]) if start == mark[1].start else ""
            piece = Markup("<mark{}>{}</mark>").format(named, piece)
        if linked and linked[0].start <= start and end <= linked[0].end:
            name = overlay.anchor or anchor(linked[0])
            named = Markup(' id="{}"').format(name) if start == linked[0].start and name != anchor(line) else ""
            piece = Markup('<span class="passage-at"{}>{}</span>').format(named, piece)
        parts.append(piece)
    return Markup("".join(parts))  # noqa: S704 - each part is escaped, and to look again would take a tenth of a page


def _end(span: Span) -> int:
    return span.end


def _coloured(piece: Markup, over: Sequence[Mention], start: int, overlay: Overlay) -> Markup:
    classes = over[0].label.lower() if len(over) == 1 else " ".join(sorted({m.label.lower() for m in over}))
    if overlay.leads:
        return _leading(piece, over, start, overlay, classes)
    first = next((m for m in over if m.span.start == start), None)
    named = f' id="m-{escape(first.id)}"' if first else ""
    title = _title(tuple(overlay.names.get(m.label, m.label) for m in over))
    if over[0].id in overlay.placed:
        href = f"#p-{escape(over[0].id)}"
        return Markup(f'<a class="mention {classes}"{named} title="{title}" href="{href}">{piece}</a>')  # noqa: S704 - all of it is escaped
    return Markup(f'<span class="mention {classes}"{named} title="{title}">{piece}</span>')  # noqa: S704


def _leading(piece: Markup, over: Sequence[Mention], start: int, overlay: Overlay, classes: str) -> Markup:
    """A piece that leads to where its mention is judged: of several the one that is looked at, or the shortest."""
    one = over[0]
    if len(over) > 1:
        one = next((m for m in over if m.id == overlay.now), None) or min(over, key=lambda m: m.span.end - m.span.start)
    begins = start == one.span.start
    identity, here = escape(one.id), ' aria-current="true"' if one.id == overlay.now else ""
    named = f' id="{"now" if here else f"m-{identity}"}"' if begins else ""
    title = _title(tuple([overlay.names.get(m.label, m.label) for m in over]))
    # ``Markup.format`` would take half of the time of a page with thousands of mentions
    opening = f'<a class="mention {classes} {one.verdict}"{named}{here} title="{title}"'
    return Markup(f'{opening} href="{_title((overlay.leads,))}{identity}#now">{piece}</a>')  # noqa: S704


@lru_cache(maxsize=1024)
def _title(names: tuple[str, ...]) -> str:
    """What the labels over a piece are called, escaped; pages have the same few thousands of times."""
    return str(escape(" · ".join(names)))


def amount(ui: Interface, quantity: Quantity, unit: str) -> Markup:
    """Modifier, number and unit in the direction of the page; the unit keeps its own.

    >>> from corpora.values import Count
    >>> str(amount(Interface("en"), Count(number=12, modifier="exact", unit="memoranda"), "memoranda"))
    '<bdi dir="ltr">12 <bdi>memoranda</bdi></bdi>'
    """
    shown = ui.number(quantity.figure)
    if quantity.modifier != "exact":
        shown = f"{ui('mod_' + quantity.modifier)} {shown}"
    if quantity.min is not None and quantity.max is not None:
        shown = f"{ui.number(quantity.min)}–{ui.number(quantity.max)}"
    return Markup('<bdi dir="{}">{} <bdi>{}</bdi></bdi>').format(ui.direction, shown, unit)


_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def money(ui: Interface, value: Money) -> Markup:
    """An amount of money as people write it: «۴۵۰ میلیون تومان».

    >>> str(money(Interface("fa"), Money(amount=450_000_000, currency="IRT", modifier="exact")))
    '<bdi dir="rtl">۴۵۰ <bdi>میلیون تومان</bdi></bdi>'
    """
    unit = ui.currency(value.currency) if value.currency else value.unit or ""
    numbers = [number for number in (value.amount, value.min, value.max) if number is not None]
    for size, name in _SCALES:
        if all(number >= size and (number * 1000) % size == 0 for number in numbers):
            least, most = (None if end is None else whole(end / size) for end in (value.min, value.max))
            scaled = replace(value, amount=whole(value.amount / size), min=least, max=most)
            return amount(ui, scaled, f"{ui('scale_' + name)} {unit}")
    return amount(ui, value, unit)


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a document came from: the name of its file, and what the file lies in (an archive, a mail, a list)."""

    file: str
    inside: str = ""
    row: str = ""
    """Which row of the file it is, of one that is a list."""


def place_of(uri: str) -> Whence | None:
    """Of a file; None for a page of the web, whose site says it.

    >>> place_of("file:///data/%D9%86%D8%A7%D9%85%D9%87.zip!/a/b.pdf"), place_of("https://example.ir/1")
    (Whence(file='b.pdf', inside='نامه.zip', row=''), None)
    >>> place_of("file:///news.jsonl#12")
    Whence(file='news.jsonl', inside='', row='12')
    """
    if not uri or uri.startswith(("http://", "https://")):
        return None
    path, _, row = uri.partition("#")
    outer, _, inner = path.rpartition("!/")
    return Whence(_last(inner), _last(outer), unquote(row))


def _last(path: str) -> str:
    return unquote(path.rstrip("/").rpartition("/")[2])


def named(ui: Interface, field: str, value: str) -> str:
    """The value of a facet as its reader knows it."""
    if field in ("lang", "kind", "flag", "review"):
        return ui(f"{field}_{value}")
    if field in RANGED:
        return ranged(ui, field, value)
    if field == "path":
        return folder(value)
    return ui.period(value) if field in ("year", "month") else value


def folder(path: str) -> str:
    """A path whose names keep their places from left to right, whatever script each of them is in.

    >>> folder("news/1404"), folder("/اسناد/2024 الف").encode("ascii", "namereplace").count(b"ISOLATE}")
    ('news/1404', 6)
    """
    if path.isascii():
        return path
    first, strong, last = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    return first + "/".join(f"{strong}{name}{last}" if name else "" for name in path.split("/")) + last


def decoded(uri: str) -> str:
    """An address as its reader knows it: letters in place of their percent signs, but nothing that turns a line around.

    >>> decoded("file:///a/%D8%B3%D9%86%D8%AF.txt"), decoded("a%E2%80%AEb%0Ac")
    ('file:///a/سند.txt', 'a%E2%80%AEb%0Ac')
    """
    shown = unquote(uri, errors="replace")
    return shown if shown.replace(ZWNJ, "").isprintable() else uri


def file_name(uri: str) -> str:
    """What a person calls a file or a page: the last part of its address that is not empty, with its row.

    >>> file_name("upload:/7d/%D8%B3%D9%86%D8%AF.txt"), file_name("https://news.example.org/a/"), file_name("a.jsonl#7")
    ('سند.txt', 'a', 'a.jsonl#7')
    """
    return decoded(uri.rstrip("/").rpartition("/")[2] or uri)


def address(uri: str) -> Markup:
    """The same where it is read as a whole, from left to right: each part that is not Latin in its own direction.

    >>> print(address("upload:/7d/%D8%B3%D9%86%D8%AF.txt"))
    upload:/7d/<bdi>سند.txt</bdi>
    """
    isolate = Markup("<bdi>{}</bdi>").format
    return Markup("/").join(escape(part) if part.isascii() else isolate(part) for part in decoded(uri).split("/"))


def typed(address: str) -> str:
    """An address as somebody types it from paper: letters in place of their percent signs, and it leads there still.

    >>> typed("/?q=%D9%86%D9%81%D8%AA+%26&org=a%E2%80%AEb")
    '/?q=نفت+%26&org=a%E2%80%AEb'
    """
    return _LETTERS.sub(lambda found: decoded(found[0]), address)


_LETTERS = re.compile(r"(?:%[89A-F][0-9A-F])+")


def example(query: str) -> Markup:
    """A query as code: behind a Latin field name its Persian words keep their own direction and place.

    >>> str(example("count:سند>=100"))
    '<code dir="ltr">count:<bdi>سند</bdi>&gt;=100</code>'
    """
    if not query[0].isascii() or not query[0].isalpha():
        return Markup('<code dir="auto">{}</code>').format(query)
    parts = (Markup("<bdi>{}</bdi>").format(p) if i % 2 else escape(p) for i, p in enumerate(_RIGHT.split(query)))
    return Markup('<code dir="ltr">{}</code>').format(Markup("").join(parts))


_RIGHT = re.compile(r"([\u0600-\u06ff\u200c«»]+(?: [\u0600-\u06ff\u200c«»]+)*)")
