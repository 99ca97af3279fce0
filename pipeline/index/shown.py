"""What a hit shows, from what any engine stored with its document."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from corpora.document import Document, Span
from pipeline.index import facts, orders
from pipeline.index.highlight import Indexed, other_spellings, passages, places, spans
from pipeline.index.records import ADDED, NAMED, IndexRecord, Streams, whole_of, whole_text
from pipeline.index.results import ENTITIES, MOST_SPELLINGS, PERIODS, Copy, Hit, Passage
from pipeline.query.parser import Query

TEXTS = tuple(f"{part}_{stream}" for part in ("title", "whole") for stream in ("raw", "exact", "stem", "parts"))
"""Fields of terms with their places; KEYWORDS are values, TERMS are only there or not."""
KEYWORDS = (
    *NAMED,
    *ENTITIES,
    *PERIODS,
    "lang",
    "collection",
    "source",
    "kind",
    "flag",
    "unit",
    "entity",
    "run",
    "review",
    *ADDED,
    "folder",
    "size_band",
    "currency",
)
TERMS = ("written", "dates", "counts", "amounts", "paths")
_SHOWN = ("id", "uri", "title", "language", "published", "source", "site", "kind", "collection", "pages", "size")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document as it was indexed: stems of title and body, and their ``packed`` offsets."""

    text: str
    stems: str
    offsets: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as an engine holds it; its body is read when it is needed."""

    key: str
    head: Mapping[str, Any]
    body: Callable[[], Body]

    def indexed(self) -> Indexed:
        """Title and body, as ``records.whole_text`` writes them."""
        body = self.body()
        stems = body.stems.split(" ") if body.stems else []
        return Indexed(whole_text(self.head["title"], body.text), stems, *unpacked(body.offsets))

    def is_of(self, document: Document) -> bool:
        """Whether it is this document as it is now: the index may be behind."""
        head = {"title": document.title, "body": [[span.start, span.end] for span in document.body()]}
        return all(self.head.get(name) == value for name, value in head.items()) and self.body().text == document.text


def indexed(document: Document, stored: Stored | None = None) -> tuple[Indexed, int]:
    """A document as an index holds it, to be marked, and where its text begins in that.

    It is analysed again where what is ``stored`` is not the document as it is now.
    """
    if stored is not None and stored.is_of(document):
        return stored.indexed(), len(whole_text(document.title, ""))
    return _indexed(document, whole_of(document))


def held(record: IndexRecord) -> tuple[Indexed, int]:
    """The same of a record, which is analysed already."""
    return _indexed(record.document, record.whole)


def _indexed(document: Document, whole: Streams) -> tuple[Indexed, int]:
    lengths = [end - start for start, end in zip(whole.starts, whole.ends, strict=True)]
    stems = whole.stem.split(" ") if whole.stem else []
    there = Indexed(whole_text(document.title, document.text), stems, whole.starts, lengths)
    return there, len(whole_text(document.title, ""))


def head_of(record: IndexRecord) -> dict[str, Any]:
    """What a hit shows without its text."""
    document = record.document
    named = {name: getattr(document, name) for name in _SHOWN if name not in ("pages", "size")}
    named |= {"pages": len(document.pages), "size": len(document.text)}
    return named | {"body": [[span.start, span.end] for span in document.body()]}


def fields_of(record: IndexRecord) -> dict[str, Any]:
    """The fields of a record that are found or counted."""
    document = record.document
    fields: dict[str, Any] = {
        "key": record.key,
        "grams": record.grams,
        "written": record.written,
        "title_parts": record.title_parts,
        "whole_parts": record.whole_parts,
        "dates": record.dates,
        "counts": record.counts,
        "unit": list(record.units),
        "entity": [identity for ids in record.entities.values() for identity in ids],
        "size": len(document.text),
        "title_order": record.title_order,
        "lang": list(record.languages),
        "collection": document.collection,
        "source": document.source or document.site,
        "kind": document.kind,
        "flag": list(document.flags),
        "seq": record.seq,
        "story": record.story,
        "run": record.run,
        "review": list(document.review),
        **_placed(record),
    }
    for name, streams in (("title", record.title), ("whole", record.whole)):
        for stream in ("raw", "exact", "stem"):
            fields[f"{name}_{stream}"] = getattr(streams, stream)
    fields |= orders.of(record)
    for name in NAMED:
        fields |= {name: list(record.names[name]), f"{name}_terms": record.name_terms[name]}
        fields[f"{name}_entity"] = list(record.entities[name])
    fields |= {f"{name}_terms": terms for name, terms in record.quotes.items()}
    for name, number in (("moment", record.moment), ("added", record.added), ("bytes", record.bytes)):
        if number is not None:
            fields[name] = number
    return {name: value for name, value in (fields | dict(record.periods)).items() if value not in ("", [])}


def _placed(record: IndexRecord) -> dict[str, Any]:
    """Where it lies and how large it is, when it came, and which sums it names."""
    fields: dict[str, Any] = {"folder": list(record.folders), "paths": record.paths, "amounts": record.amounts}
    fields |= {name: list(values) for name, values in record.added_on.items()}
    size = "" if record.bytes is None else facts.size_band(record.bytes)
    return fields | {"currency": list(record.currencies), "size_band": size}


def offsets_of(record: IndexRecord) -> bytes:
    """Where the terms of title and body are."""
    return packed(record.whole.starts, record.whole.ends)


def packed(starts: Sequence[int], ends: Sequence[int]) -> bytes:
    """Offsets as steps from start to start, then lengths, in numbers of one byte or more; the first byte says which.

    A ligature is several words in one place: ``ﷺ``.

    >>> packed([0, 6, 600], [5, 9, 604])
    b'H\\x00\\x00\\x06\\x00R\\x02\\x05\\x00\\x03\\x00\\x04\\x00'
    >>> unpacked(packed([0, 6, 6, 6], [5, 7, 7, 7]))
    ([0, 6, 6, 6], array('B', [5, 1, 1, 1]))
    """
    steps = [start - before for start, before in zip(starts, (0, *starts), strict=False)]
    both = steps + [end - start for start, end in zip(starts, ends, strict=True)]
    most = max(both, default=0)
    kind = "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"
    return kind.encode() + array(kind, both).tobytes()


def unpacked(offsets: bytes) -> tuple[list[int], array[int]]:
    """Starts and lengths of words; none where nothing was stored."""
    both = array(offsets[:1].decode() or "B", offsets[1:])
    half = len(both) // 2
    return list(accumulate(both[:half])), both[half:]


def copy_of(stored: Stored) -> Copy:
    """A document as one of the copies of another."""
    shown = ("id", "uri", "title", "published", "source", "site", "kind", "pages", "size")
    named = {name: stored.head[name] for name in shown}
    return Copy(key=stored.key, **named)


def hit_of(stored: Stored, score: float, query: Query, *, marked: bool) -> Hit:
    """A match, with its marks and passages where they are wanted."""
    head = stored.head
    hit = Hit(key=stored.key, score=round(float(score), 4), **{name: head[name] for name in _SHOWN})
    if not marked:
        return hit
    whole, before = stored.indexed(), len(whole_text(hit.title, ""))
    matched = places(query, whole)
    marks = spans(matched, whole)
    in_body = [Span(mark.start - before, mark.end - before) for mark in marks if mark.start >= before]
    stretches = [Span(start, end) for start, end in head["body"]]
    return replace(
        hit,
        title_marks=tuple(mark for mark in marks if mark.start < before),
        passages=telling(passages(whole.text[before:], in_body, stretches), hit.title),
        spellings=tuple(dict.fromkeys(other_spellings(query, matched, whole)))[:MOST_SPELLINGS],
    )


_MARKS = " \t#*_"


def telling(found: tuple[Passage, ...], title: str) -> tuple[Passage, ...]:
    """The passages without one that only repeats the title, where there is another; others without it."""
    kept = (_after_title(passage, title) for passage in found if not _is(passage.text, title))
    return tuple(kept) or found


def excerpt(found: Sequence[Passage], document: Document) -> str:
    """What a message shows of a document: the first of its passages that tells more than its title does.

    Where a sentence goes on before or behind it, a mark says so.
    """
    shown = telling(tuple(found), document.title)
    if not shown or not shown[0].text:
        return ""
    one, text = shown[0], document.text
    before = text[max(0, one.span.start - _NEAR) : one.span.start].rstrip(_CLOSING)[-1:]
    behind = text[one.span.end : one.span.end + _NEAR].lstrip(" \t")[:1]
    ends = behind in _BETWEEN or one.text.rstrip(_CLOSING)[-1:] in _BETWEEN
    return f"{'' if before in _BETWEEN else '…'}{one.text}{'' if ends else '…'}"


_NEAR = 20
_CLOSING = ' \t»”")'
_BETWEEN = ("", *"\n.!?؟؛:…")
"""What stands where a sentence ends, or another begins; nothing does at the ends of a text."""


def _is(line: str, title: str) -> bool:
    """Whether a line is the title, maybe with the marks of Markdown around it."""
    return line.strip(_MARKS) == title.strip(_MARKS)


def _after_title(passage: Passage, title: str) -> Passage:
    """A passage without the title as its first line.

    >>> _after_title(Passage(Span(0, 14), "نشست\\nآغاز شد.", (Span(0, 4), Span(5, 9))), "نشست").text
    'آغاز شد.'
    >>> _after_title(Passage(Span(0, 16), "# نشست\\nآغاز شد.", ()), "نشست").text
    'آغاز شد.'
    """
    first, _, rest = passage.text.partition("\n")
    if not title or not rest or not _is(first, title):
        return passage
    start = passage.span.end - len(rest.lstrip())
    marks = tuple(mark for mark in passage.marks if mark.start >= start)
    return Passage(Span(start, passage.span.end), rest.lstrip(), marks)
