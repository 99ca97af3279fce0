"""Small cases that hold or do not: a text with what is in it, two spellings, a search, a file.

A case is a line ``{"id","kind","how","input","expect","published"?,"language"?,"soft"?}``. ``how`` says what is done:
``extract`` (``expect`` has what is found and what is not), ``analyze`` (whether two texts meet), ``search`` (which of
a few documents are found), ``read`` (what the text and the fields of a file hold), ``agreements`` (which agreements a
text tells of, with their fields and what they are to each other), ``decrees`` (which appointments it tells of, each
with the fields that ``expect`` has). Soft cases do not count.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.document import Document, Mention
from extractors.extraction import mentions_of
from extractors.text.characters import TATWEEL, ZWNJ
from extractors.text.explain import compare
from extractors.text.language import language_of
from pipeline.annotate import annotated, day_of, in_use
from pipeline.evaluation.appointed import appoints
from pipeline.evaluation.data import Figures, rows
from pipeline.evaluation.told import tells
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.ingest.sources.files import Walk, walk
from pipeline.query.parser import parse
from pipeline.records import Failure, Limits
from pipeline.sandbox.pool import ReaderPool
from pipeline.sandbox.unpacking import Unpacker

type Case = Mapping[str, Any]

_FILE = Path("cases/cases_dev.jsonl")
_FOLDED = str.maketrans("يىكة", "ییکه", f"{ZWNJ}{TATWEEL}\N{ZERO WIDTH SPACE}")
_PERSIAN_HAMZA, _HAMZA_SEAT = (
    "\N{ARABIC LETTER FARSI YEH}\N{ARABIC HAMZA ABOVE}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}",
)
_HITS = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """A case and whether it holds."""

    case: Case
    holds: bool


def cases(data: Path) -> Figures:
    """The share of cases that hold: in all, and of each way to try them. Raises NoData."""
    return shares(list(each(data)))


def shares(all_tried: Sequence[Tried]) -> Figures:
    """The same of cases that were tried."""
    counted = [tried for tried in all_tried if not tried.case.get("soft")]
    figures = {"all": _share(counted)}
    for how in sorted({tried.case["how"] for tried in counted}):
        figures[how] = _share([tried for tried in counted if tried.case["how"] == how])
    return figures


def kinds(all_tried: Sequence[Tried]) -> dict[str, tuple[int, int]]:
    """Kind → how many of its cases hold, and how many there are."""
    counted = [tried for tried in all_tried if not tried.case.get("soft")]
    of = Counter(tried.case["kind"] for tried in counted)
    right = Counter(tried.case["kind"] for tried in counted if tried.holds)
    return {kind: (right[kind], of[kind]) for kind in sorted(of)}


def each(data: Path) -> Iterator[Tried]:
    """Every case of a file, or of the folder of development data, tried. Raises NoData."""
    path = data / _FILE if data.is_dir() else data
    ways: dict[str, Callable[[Case], bool]] = {
        "extract": _extracts,
        "analyze": _meets,
        "search": _finds,
        "agreements": tells,
        "decrees": appoints,
    }
    with ExitStack() as stack:
        for case in rows(path):
            if case["how"] == "read" and "read" not in ways:
                ways["read"] = stack.enter_context(Files(path.parent / "files")).reads
            yield Tried(case, ways[case["how"]](case))


def extracted(tried: Iterable[Case]) -> Iterator[Tried]:
    """Cases of what is found in a text, tried in this process."""
    return (Tried(case, _extracts(case)) for case in tried)


def _share(tried: Sequence[Tried]) -> float:
    return sum(each_.holds for each_ in tried) / len(tried) if tried else 0.0


def _extracts(case: Case) -> bool:
    text = case["input"]
    found = mentions_of(
        text,
        key="case",
        language=case.get("language") or language_of(text),
        published=day_of(case.get("published") or ""),
        extractors=in_use(_NEEDED) if _labels(case) <= _FIGURES else in_use(),
    )
    has = all(any(_fits(wanted, mention) for mention in found) for wanted in case["expect"].get("has", ()))
    return has and not any(_fits(trap, mention) for trap in case["expect"].get("not", ()) for mention in found)


_NEEDED = ("dates", "counts")
_FIGURES = frozenset(("DATE", "COUNT", "MONEY", "PERCENT"))
"""What these extractors find; they see nothing of the others, which take most of the time."""


def _labels(case: Case) -> set[str | None]:
    return {one.get("label") for side in ("has", "not") for one in case["expect"].get(side, ())}


def _fits(wanted: Case, mention: Mention) -> bool:
    if wanted.get("label") not in (None, mention.label):
        return False
    if "surface" in wanted and _fold(wanted["surface"]) != _fold(mention.surface):
        return False
    return _is_part(wanted.get("value", {}), mention.value)


def _is_part(wanted: Any, got: Any) -> bool:
    """Whether a value has what is wanted of it; numbers and spellings as near as makes no difference.

    >>> _is_part({"number": 5}, {"number": 5.0, "unit": "نفر"}), _is_part({"number": 5}, {"number": 6})
    (True, False)
    """
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(_is_part(value, got.get(name)) for name, value in wanted.items())
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(wanted - got) < 1e-6 * max(1.0, abs(wanted))
    if isinstance(wanted, str) and isinstance(got, str):
        return _fold(wanted) == _fold(got)
    return bool(wanted == got)


def _fold(text: str) -> str:
    """The text as two readers would call it the same; a hamza over a Persian ی makes the letter ئ, as over an Arabic.

    >>> _fold("مسی\N{ARABIC HAMZA ABOVE}ول") == _fold("مسئول")
    True
    """
    composed = unicodedata.normalize("NFC", text.replace(_PERSIAN_HAMZA, _HAMZA_SEAT))
    return " ".join(composed.translate(_FOLDED).split())


def _meets(case: Case) -> bool:
    one, other = case["input"]
    return compare(one, other).meet == bool(case["expect"]["meet"])


def _finds(case: Case) -> bool:
    backend = EmbeddedBackend(None)
    documents = [annotated(_document(given)) for given in case["input"]["docs"]]
    backend.index(IndexRecord.of(document, seq) for seq, document in enumerate(documents, 1))
    backend.refresh(len(documents))
    hits = backend.search(parse(case["input"]["query"]), View(limit=_HITS, passages=False)).hits
    return sorted(hit.id for hit in hits) == sorted(case["expect"].get("ids", ()))


def _document(given: Case) -> Document:
    """The document of a search case, with whatever its line says of it."""
    return Document(
        key=given["id"],
        id=given["id"],
        uri="",
        text=given["text"],
        title=given.get("title", ""),
        language=given.get("language") or language_of(given["text"]),
        published=given.get("published", ""),
    )


class Files:
    """Reads the files of cases, in child processes as every file is read."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder they are in."""
        self._folder = folder
        limits = Limits()
        self._pool, self._unpacker = ReaderPool(1, limits), Unpacker(limits)
        self._how = Walk("", limits, self._unpacker)

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()
        self._unpacker.close()

    def reads(self, case: Case) -> bool:
        """Whether a file gives the text, the fields and the number of documents that the case expects."""
        expect, documents = case["expect"], self._documents(self._folder / case["input"])
        text = _fold("\n".join(f"{document.body_text()}\n{document.title}" for document in documents))
        fields = expect.get("fields", {}).items()
        return (
            bool(documents)
            and all(_fold(each_) in text for each_ in expect.get("contains", ()))
            and not any(_fold(each_) in text for each_ in expect.get("absent", ()))
            and all(str(getattr(documents[0], name, "")).startswith(str(value)) for name, value in fields)
            and expect.get("count") in (None, len(documents))
        )

    def _documents(self, path: Path) -> list[Document]:
        found: list[Document] = []
        for item in walk(path, self._how):
            if isinstance(item, Failure):
                continue
            answers = [*self._pool.submit(item), *self._pool.drain()]
            found += [answer for _, answer in answers if isinstance(answer, Document)]
        return found
