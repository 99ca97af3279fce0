"""Entries of the register, made here, and workspaces whose register has read some texts."""

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from corpora.document import Span
from extractors.agreements.candidates import Renewal, When
from pipeline.registry.entries import DatedState, Entry, EntryParty, Place, Value, Witness
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

SENTENCE = "دانشگاه میبد و شهرداری میبد تفاهم‌نامه همکاری امضا کردند."
DEED = {"id": "deed", "text": "علی رضایی به عنوان معاون پژوهشی دانشگاه میبد منصوب شد.", "published": "2025-10-07"}
TALK = {
    "id": "talk",
    "text": "نشست شورای اداری یزد روز ۱۵ مهر ۱۴۰۴ با حضور ۳۱ نفر برگزار شد.",
    "published": "2025-10-08",
}
"""Texts of an appointment and of a meeting."""


def at(document: str = "d1", start: int = 0, end: int = 10) -> Place:
    return Place(document, Span(start, end))


def day(iso: str, calendar: str = "gregorian", document: str = "d1") -> Value[When]:
    return Value(When(iso, iso, "day", calendar), (at(document),))


def of[T](value: T, document: str = "d1", **more: Any) -> Value[T]:
    return Value(value, (at(document),), **more)


def party(name: str, entity: str = "", document: str = "d1") -> EntryParty:
    return EntryParty(name, entity, name, (at(document),))


def witness(document: str = "d1", collection: str = "main", published: str = "2025-09-07") -> Witness:
    return Witness(document, document, "نشست میبد", published, collection, Span(0, len(SENTENCE)), SENTENCE)


def said(state: str, on: str, document: str = "d1", modality: str = "asserted", *, dated: bool = True) -> DatedState:
    return DatedState(state, modality, on, at(document), dated)


def entry(identity: str = "a1", **given: Any) -> Entry:
    """A signed MoU of a university and a municipality; ``given`` is what is otherwise."""
    held: dict[str, Any] = {
        "kind": of("mou"),
        "word": "تفاهم‌نامه",
        "parties": (party("دانشگاه میبد", "e1"), party("شهرداری میبد", "e2")),
        "state": "signed",
        "modality": "asserted",
        "history": (said("signed", "2025-09-07"),),
        "witnesses": (witness(),),
        "signed": day("2025-09-07"),
        **given,
    }
    return Entry(identity, **held)


def yearly(identity: str, begin: str, mode: str = "tacit", notice: str = "P3M", **given: Any) -> Entry:
    """One that holds for a year and goes on."""
    renewal = of(Renewal(mode, "P1Y", notice))
    return entry(identity, valid_from=day(begin), duration=of("P1Y"), renewal=renewal, **given)


def told_by(folder: Path, records: Iterable[Mapping[str, str]]) -> Workspace:
    """A workspace with one text a record, of which the register knows."""
    space = Workspace(Settings(workspace=folder / "workspace", workers=1))
    lines = folder / "news.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    space.ingest(ME, [lines])
    space.register.sync()
    return space


def numbers_of(client: TestClient, address: str) -> list[tuple[str, str, int]]:
    """Every number of a page of totals: name of its row, where it leads, and what it says."""
    html = client.get(address, headers={"accept": "text/html"}).text
    found = []
    for row in re.findall(r"<tr><th scope=\"row\"><bdi>(.*?)</tr>", html):
        name = row.partition("<")[0]
        found += [(name, unescape(href), int(text)) for href, text in re.findall(r'<a href="([^"]+)">(\d+)</a>', row)]
    return found
