"""Lists of sources as files: OPML, as feed readers exchange them, and TOML, as people write them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from lxml import etree

from corpora.document import MAIN
from pipeline.errors import UnreadableExchange
from pipeline.store.sources import Kept

_OURS = ("kind", "selector", "collection", "hours")
_MOST = 10_000
_FEEDS = ("rss", "atom", "feed")
_AMPERSAND = re.compile(rb"&(?!#[0-9]+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*;)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source that somebody wants: where it is, and what he says of it; "" and 0 where he leaves that open."""

    url: str
    name: str = ""
    collection: str = MAIN
    kind: str = ""
    selector: str = ""
    every: int = 0
    hours: str = ""


def opml_of(sources: Iterable[Kept]) -> bytes:
    """OPML 2.0, a group a collection; what is ours alone stands in attributes that other readers pass over."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Asnad"
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {}
    for one in sources:
        if one.collection not in groups:
            groups[one.collection] = etree.SubElement(body, "outline", text=one.collection, title=one.collection)
        ours = {name: value for name in _OURS if (value := str(getattr(one, name)))}
        row = {"type": "rss", "text": one.name, "title": one.name, "xmlUrl": one.url, "every": str(one.every)}
        etree.SubElement(groups[one.collection], "outline", {**row, **ours})
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def wanted_of(data: bytes, name: str, collection: str = "") -> list[Wanted]:
    """The sources of an OPML or a TOML file, told apart by its name; raises UnreadableExchange."""
    return wanted_of_toml(data, collection) if name.lower().endswith(".toml") else wanted_of_opml(data, collection)


def wanted_of_opml(data: bytes, collection: str = "") -> list[Wanted]:
    """The sources of an OPML file, all for one collection or for those that it names; raises UnreadableExchange.

    Names of elements and attributes are of any case, as programs write them. Groups, and entries that name no address,
    are passed over; of a feed whose address is missing its page is taken, which names it.
    """
    root = _parsed(data)
    if root is None or _local(root.tag) != "opml":
        raise UnreadableExchange("it is no OPML: its first element is not opml")
    outlines = [_attributes(one) for one in root.iter() if isinstance(one.tag, str) and _local(one.tag) == "outline"]
    found = [_of_outline(one, url, collection) for one in outlines if (url := _address(one))]
    if len(found) > _MOST:
        raise UnreadableExchange("it names {count:,} sources, and {most:,} are the most", count=len(found), most=_MOST)
    return found


def _parsed(data: bytes) -> etree._Element | None:
    """The first element of an XML file; of one that is not well-formed what can be read. Raises UnreadableExchange."""
    how = {"resolve_entities": False, "no_network": True}
    try:
        return etree.fromstring(data, etree.XMLParser(**how))
    except etree.XMLSyntaxError:
        with suppress(etree.XMLSyntaxError):
            return etree.fromstring(_mended(data), etree.XMLParser(**how))
    try:
        return etree.fromstring(_mended(data), etree.XMLParser(recover=True, **how))
    except etree.XMLSyntaxError as error:
        raise UnreadableExchange("it is no OPML: {reason}", reason=error) from error


def _mended(data: bytes) -> bytes:
    """The file with each ampersand that begins no reference of XML written as one, and those of HTML by number.

    >>> _mended(b'<o u="/rss?a=1&b=2" t="A&nbsp;B &amp; C"/>')
    b'<o u="/rss?a=1&amp;b=2" t="A&#160;B &amp; C"/>'
    """
    return _AMPERSAND.sub(lambda found: _reference(found[1]), data.lstrip())


def _reference(name: bytes | None) -> bytes:
    known = html5.get(name.decode()) if name else None
    return "".join(f"&#{ord(char)};" for char in known).encode() if known else b"&amp;" + (name or b"")


def _local(tag: str) -> str:
    return str(etree.QName(tag).localname).lower()


def _attributes(outline: etree._Element) -> dict[str, str]:
    """The attributes of an element by their names in small letters."""
    return {_local(str(name)): " ".join(str(value).split()) for name, value in outline.attrib.items()}


def _address(outline: Mapping[str, str]) -> str:
    """Where an entry of a list is; "" for a group, and for what is no feed."""
    page = outline.get("htmlurl", "") if outline.get("type", "").lower() in _FEEDS else ""
    return outline.get("xmlurl", "") or page


def _of_outline(outline: Mapping[str, str], url: str, collection: str) -> Wanted:
    said = {name: outline.get(name, "") for name in ("kind", "selector", "hours")}
    every = outline.get("every", "")
    name = outline.get("title") or outline.get("text", "")
    collection = collection or outline.get("collection", "") or MAIN
    return Wanted(url, name, collection, every=int(every) if every.isascii() and every.isdigit() else 0, **said)


def wanted_of_toml(data: bytes, collection: str = "") -> list[Wanted]:
    """The sources of a TOML file: tables ``[[source]]`` with url, and what else is to be said.

    Raises UnreadableExchange.
    """
    try:
        rows = tomllib.loads(data.decode("utf-8-sig")).get("source", [])
    except (ValueError, RecursionError) as error:
        raise UnreadableExchange("it is no TOML: {reason}", reason=error) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableExchange("sources are written as tables [[source]]")
    more = {"collection": collection} if collection else {}
    return [_of_table({**row, **more}, number) for number, row in enumerate(rows, 1)]


def _of_table(row: Mapping[str, Any], number: int) -> Wanted:
    kinds = {"every": int, **dict.fromkeys(("url", "name", "collection", "kind", "selector", "hours"), str)}
    wrong = [name for name, value in row.items() if name not in kinds or not isinstance(value, kinds[name])]
    if wrong or not row.get("url"):
        if not wrong:
            raise UnreadableExchange("source {number}: it has no url", number=number)
        raise UnreadableExchange(
            "source {number}: {part} is not one of {parts}, or no {part}", number=number, part=wrong[0], parts=kinds
        )
    return Wanted(**row)
