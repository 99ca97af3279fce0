"""Web pages: the whole visible text, what of it is the story, title, site and publication date.

trafilatura says which blocks are the story; the text itself is taken from the page, because trafilatura
drops ZWNJ. Both are compared by letters and digits only, so the loss does not matter.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from corpora.document import Span
from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import decode, looks_binary
from pipeline.ingest.formats.furniture import furniture_lines
from pipeline.ingest.formats.published import ABSENT, Published, agreeing, machine_date, published_in_head
from pipeline.ingest.formats.story import letters_of, story_blocks, teasers
from pipeline.ingest.formats.visible import parse, text_of, too_deep, visible_lines
from pipeline.records import Draft, Source

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|article|div|p|h1)[\s>/]", re.IGNORECASE)
_LONG = 25
"""A line of fewer letters is the story only where the story has it as a line of its own."""
_PROSE = 60
"""A line of so many letters between the headline and the story's end is the story, whatever trafilatura thought."""
_DOUBT = 0.5
"""Agreement on what the story is, under which a page is flagged; the development pages have .94 and more."""
_PARAGRAPH = 120
"""Letters of a line that is a paragraph; headlines that lead to other stories have 60 to 100."""
_EDITED = re.compile(r"</?(?:ins|del|mark)\b[^>]*>", re.IGNORECASE)
"""Marks of editors around words, at which trafilatura leaves out what they hold."""
_SITE_MARKS = re.compile(r"\s+[|–—-]\s+|\s*[|»]\s*")
_PUBLISHED_META = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
)


class _PageMetadata(NamedTuple):
    """What a page says of itself for machines: its meta tags, and the objects of its linked data."""

    metas: dict[str, str]
    data: list[dict[str, Any]]


class HtmlIngestor:
    """Reads a web page."""

    name = "html"

    def claims(self, source: Source) -> int:
        """A page by its markup; a name that ends in .html only breaks a tie with plain text."""
        if looks_binary(source.data):
            return 0
        named = source.name.lower().endswith((".html", ".htm", ".xhtml"))
        head = source.data[:4096].replace(b"\0", b"")
        return 60 if _MARKUP.search(head) else (20 if named else 0)

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource for a page that shows no text."""
        decoded = decode(source.data, markup=True)
        markup = decoded.text
        root = parse(markup) if markup.strip() else None
        lines = visible_lines(root) if root is not None else []
        if root is None or not lines:
            if too_deep(markup):
                raise UnreadableSource("corrupt", "the elements of the page lie in one another too deep to be read")
            raise UnreadableSource("empty", "the page shows no text")
        text = "\n".join(lines)
        story = _story(markup)
        blocks = story_blocks(root, story)
        metadata = _PageMetadata(_metas(root), list(_linked_data(root)))
        title = _title(root, metadata)
        shown = _as_lines(text)
        furniture = _furniture(text, shown, story, title, blocks, teasers(root))
        published = _published(root, metadata, lines, furniture)
        doubt = ("uncertain_story",) if _agreement(shown, story) < _DOUBT else ()
        return Draft(
            text=text,
            kind="html",
            title=title,
            site=_site(root, metadata),
            published=published.value,
            flags=(*published.flags, *decoded.flags, *doubt),
            furniture=furniture,
            about=_about(root, metadata),
        )


def _about(root: HtmlElement, metadata: _PageMetadata) -> dict[str, str]:
    """Author, section, time of update and canonical address, as the page states them for machines."""
    author = metadata.metas.get("author") or metadata.metas.get("article:author") or _named(metadata.data, "author")
    updated = (
        metadata.metas.get("article:modified_time")
        or metadata.metas.get("og:updated_time")
        or _first_value(metadata.data, "dateModified")
    )
    return {
        "author": "" if author.startswith(("http://", "https://")) else author,
        "section": metadata.metas.get("article:section") or _first_value(metadata.data, "articleSection"),
        "updated": machine_date(updated) if updated else "",
        "canonical": _canonical(root),
    }


def _first_value(data: Sequence[dict[str, Any]], name: str) -> str:
    return next((item[name].strip() for item in data if isinstance(item.get(name), str)), "")


def _named(data: Sequence[dict[str, Any]], name: str) -> str:
    """The name of who stands under a name in linked data."""
    for item in data:
        who = item.get(name)
        who = who[0] if isinstance(who, list) and who else who
        if isinstance(who, dict) and isinstance(who.get("name"), str):
            return str(who["name"]).strip()
    return ""


def _canonical(root: HtmlElement) -> str:
    links = (link for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link.get("href", "").strip() for link in links if link.get("href", "").startswith("http")), "")


def _story(markup: str) -> list[str]:
    """The lines of the story as letters, in order; [] where none was recognised."""
    from trafilatura import extract

    found = extract(
        _EDITED.sub("", markup),
        output_format="txt",
        include_comments=False,
        include_tables=True,
        favor_recall=False,
        deduplicate=False,
    )
    lines = (letters_of(line) for line in (found or "").split("\n"))
    return [letters for letters in lines if letters]


class _Line(NamedTuple):
    """A visible line, where it begins, its letters alone, and whether a table knows it as furniture."""

    start: int
    text: str
    letters: str
    listed: bool


def _as_lines(text: str) -> list[_Line]:
    listed = {span.start for span in furniture_lines(text, tails=False)}
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return [_Line(at, line, letters_of(line), at in listed) for line, at in zip(lines, starts, strict=False)]


def _furniture(
    text: str,
    lines: Sequence[_Line],
    story: Sequence[str],
    title: str,
    blocks: Sequence[Sequence[str]],
    others: Sequence[Sequence[str]],
) -> tuple[Span, ...]:
    """The spans of the lines that are not the story; of those that tables know where no story was recognised.

    ``blocks`` are runs of lines that belong to the story although trafilatura has not taken them, ``others`` runs that
    announce other stories.
    """
    whole, single, heading = "".join(story), frozenset(story), letters_of(title)
    letters = [line.letters for line in lines]
    told = {i for i, line in enumerate(letters) if line in single or (len(line) >= _LONG and line in whole)}
    if not told:
        return furniture_lines(text)
    announced = _of_blocks([line.text for line in lines], others, 0)
    announced = announced if told - announced else set()  # of a page that is all teasers they are the story
    told -= announced
    titled = next((i for i, line in enumerate(letters) if heading and line == heading), None)
    first = min(told) if titled is None else min(min(told), titled)
    kept = told | {i for i in range(first, max(told)) if len(letters[i]) >= _PROSE}
    kept = (kept | _of_blocks([line.text for line in lines], blocks, first)) - announced
    return tuple(
        Span(line.start, line.start + len(line.text))
        for i, line in enumerate(lines)
        if i != titled and (i not in kept or line.listed)
    )


def _of_blocks(lines: Sequence[str], blocks: Sequence[Sequence[str]], first: int) -> set[int]:
    """The numbers of the lines that are those of a block, from a first line on."""
    found: set[int] = set()
    for block in blocks:
        size = len(block)
        for at in range(first, len(lines) - size + 1):
            if lines[at] == block[0] and list(lines[at : at + size]) == list(block):
                found.update(range(at, at + size))
                break
    return found


def _agreement(lines: Sequence[_Line], story: Sequence[str]) -> float:
    """How much of a page's paragraphs, those that no table knows as furniture, trafilatura takes for the story too.

    Between 0 and 1, by letters; a page without paragraphs leaves nothing to disagree on. A front page of teasers has
    many that are no story, and of a story that trafilatura cut much is left out.
    """
    whole = "".join(story)
    prose = [line.letters for line in lines if len(line.text) >= _PARAGRAPH and not line.listed]
    size = sum(map(len, prose))
    return sum(len(letters) for letters in prose if letters in whole) / size if size else 1.0


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name and meta.get("content"):
            found.setdefault(name.strip().lower(), meta.get("content", "").strip())
    return found


def _title(root: HtmlElement, metadata: _PageMetadata) -> str:
    headings = [text for h in root.iter("h1") if (text := text_of(h))]
    named = metadata.metas.get("og:title", "")
    element = root.find(".//title")
    page = " ".join((element.text_content() if element is not None else "").split())
    for heading in headings:
        if any(_same_headline(letters_of(heading), letters_of(other)) for other in (named, page)):
            return heading
    if named:
        return named
    if len(headings) == 1:
        return headings[0]
    return _SITE_MARKS.split(page)[0].strip() if page else ""


def _same_headline(one: str, other: str) -> bool:
    """Whether one holds the other, and is no longer than a site's name beside it makes it.

    >>> _same_headline("نشست", "نشستسایت"), _same_headline("CNN", "CNNArabicworldnews")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return bool(short) and short in long and 2 * len(short) >= len(long)


def _site(root: HtmlElement, metadata: _PageMetadata) -> str:
    named = metadata.metas.get("og:site_name", "")
    if named:
        return named
    return str(urlsplit(_canonical(root)).netloc)


def _json_objects(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _json_objects(data)


def _published(
    root: HtmlElement, metadata: _PageMetadata, lines: Sequence[str], furniture: Sequence[Span]
) -> Published:
    """The first that states a day: linked data, meta tags, ``<time>``, then the short lines around the headline."""
    stated = (item["datePublished"] for item in metadata.data if isinstance(item.get("datePublished"), str))
    for value in (*stated, *(metadata.metas[name] for name in _PUBLISHED_META if name in metadata.metas)):
        known = machine_date(value)
        if known:
            return Published(known)
    times = [machine_date(t.get("datetime", "")) for t in root.iter("time") if t.get("datetime")]
    marked = next((t for t in times if t), "")
    return Published(marked) if marked else _visible_date(lines, furniture)


_AROUND = 12


def _visible_date(lines: Sequence[str], furniture: Sequence[Span]) -> Published:
    """The date that lines near the story's first line show; one with a clock time is trusted before others."""
    skipped = {span.start for span in furniture}
    first, at = 0, 0
    for index, line in enumerate(lines):
        if at not in skipped:
            first = index
            break
        at += len(line) + 1
    near = [line for line in lines[max(0, first - _AROUND) : first + _AROUND] if len(line) < 150]
    shown = [p.value for line in near if (p := published_in_head(line)).value]
    timed = [value for value in shown if "T" in value]
    return agreeing(timed or shown) if shown else ABSENT
