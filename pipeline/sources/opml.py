"""Lists of sources as files: OPML, as feed readers exchange them, and TOML, as people write them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpora.document import MAIN
from pipeline.errors import UnreadableExchange
from pipeline.store.sources import Kept

_OURS = ("kind", "selector", "collection", "hours")
_MOST = 10_000


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
    """The sources of an OPML file, all for one collection or for those that it names; raises UnreadableExchange."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableExchange("it is no OPML: {reason}", reason=error) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise UnreadableExchange("it is no OPML: its first element is not opml")
    found = [_of_outline(one, collection) for one in root.iter("outline", "Outline") if one.get("xmlUrl")]
    return found[:_MOST]


def _of_outline(outline: etree._Element, collection: str) -> Wanted:
    said = {name: (outline.get(name) or "").strip() for name in ("kind", "selector", "hours")}
    every = (outline.get("every") or "").strip()
    name = (outline.get("title") or outline.get("text") or "").strip()
    url = (outline.get("xmlUrl") or "").strip()
    collection = collection or (outline.get("collection") or "").strip() or MAIN
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
