"""A few documents as every engine indexes them, and what a query finds of them."""

from collections.abc import Callable
from typing import Any

from corpora.document import Document, Mention, Span
from pipeline.index.backend import SearchBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import Exact, parse
from pipeline.records import Filing

type Make = Callable[[], SearchBackend]

TEXTS = {
    "a": (
        "fa",
        "2025-08-13",
        "نشست سازمان‌های مردم‌نهاد",
        "نشست ۲۹ سازمان مردمنهاد در یزد برگزار شد و ۱۷۰ تفاهمنامه امضا شد.",
    ),
    "b": ("fa", "2024-02-01", "امضای تفاهم نامه", "استانداری یزد و دانشگاه میبد تفاهم نامه همکاری امضا کردند."),
    "c": ("ar", "2025-05-20", "مذكرة تفاهم", "وقعت وزارة العدل والامانة العامة مذكرة تفاهم لمدة سنتين."),
    "d": ("fa", "", "گزارش هوا", "هوای استان تهران فردا سرد می‌شود."),
}


FACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ORG", "استانداری یزد", {"name": "استانداری یزد"}),
    ("ORG", "دانشگاه میبد", {"name": "دانشگاه میبد"}),
    ("ORG", "وزارة العدل", {"name": "وزارة العدل"}),
    ("PLACE", "یزد", {"name": "یزد"}),
    ("QUOTE", "هوای استان تهران", {"kind": "indirect", "speaker": "مریم احمدی", "office": "رئیس هواشناسی"}),
    ("QUOTE", "فردا سرد می‌شود", {"kind": "direct"}),
    ("COUNT", "۲۹ سازمان مردمنهاد", {"number": 29, "modifier": "exact", "unit": "سازمان مردم‌نهاد"}),
    ("COUNT", "۱۷۰ تفاهمنامه", {"number": 170, "modifier": "exact", "unit": "تفاهم‌نامه"}),
    ("DATE", "فردا", {"calendar": "jalali", "start": "2025-12-21", "end": "2025-12-21", "precision": "day"}),
    ("DATE", "سنتين", {"calendar": "gregorian", "start": "2025-05-20", "end": "2027-05-20", "precision": "day"}),
)


def record(name: str, seq: int, text: str | None = None, story: int | None = None) -> IndexRecord:
    language, published, title, body = TEXTS[name]
    body = text or body
    mentions = []
    for label, surface, value in FACTS:
        at = body.find(surface)
        if at >= 0:
            span = Span(at, at + len(surface))
            mentions.append(Mention(surface, label, span, surface, value, "t", "1"))
    document = Document(
        key=name, id=f"id-{name}", uri=f"file:///{name}", text=body, title=title, language=language, published=published
    )
    return IndexRecord.of(
        document.with_mentions(mentions), seq, Filing(story, f"run-{name}", f"2026-11-0{seq}T10:00:00+00:00")
    )


def keys(backend: SearchBackend, query: str, *filters: Exact) -> set[str]:
    return {hit.key for hit in backend.search(parse(query, "and", filters), View()).hits}
