"""spaCy's DocBin (``.spacy``): ``doc.ents`` without overlaps for training, all marks in ``doc.spans["asnad"]``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from corpora.document import Span
from pipeline.errors import MissingPackage, UnreadableExchange
from pipeline.exchange.marks import Mark, Marked, Returned, Skipped, base_of, base_record, flattened, marks_of
from pipeline.exchange.offsets import Unit
from pipeline.exchange.tokens import covering

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LANGUAGES = ("fa", "ar", "en")
_ATTRIBUTES = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE")
GROUP = "asnad"
"""The name of the spans, and of what is kept beside them in ``doc.user_data``."""


def needed[T](load: Callable[[], T]) -> T:
    """What only spaCy can do; raises MissingPackage."""
    try:
        return load()
    except ImportError as error:
        raise MissingPackage("this needs spaCy: pip install 'asnad[spacy]'") from error


@cache
def blank(language: str) -> "Language":
    """The pipeline of a language that only parts text into tokens; raises MissingPackage without spaCy."""

    def load() -> "Language":
        import spacy

        return spacy.blank(language if language in _LANGUAGES else "xx")

    return needed(load)


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:  # noqa: ARG001 - tokens have no offsets
    """One file of all documents: it cannot be begun before the last is known. Raises MissingPackage at once."""
    blank("xx")
    return _packed(documents)


def _packed(documents: Iterable[Marked]) -> Iterator[bytes]:
    from spacy.tokens import DocBin

    packed = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
    for one in documents:
        packed.add(doc_of(one))
    yield packed.to_bytes()


def doc_of(one: Marked) -> "Doc":
    """The document as spaCy has it, in the tokens of its language; a mark begins and ends with one.

    Of what nobody judged, where it is parted, a token is neither of a name nor outside of one.
    """
    from spacy.tokens import Doc

    nlp = blank(one.document.language)
    words, spaces = _tokens(nlp.make_doc(one.document.text), one)
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    cut = [Span(token.idx, token.idx + len(token.text)) for token in doc]
    doc.spans[GROUP] = [_span(doc, cut, mark) for mark in one.marks]
    kept = [_span(doc, cut, mark) for mark in flattened(one.marks)]
    taken = {token.i for span in kept for token in span}
    unsaid = {token.i for mark in one.left_out for token in _span(doc, cut, mark)} - taken
    doc.set_ents(kept, missing=[doc[at : at + 1] for at in sorted(unsaid)], default="outside")
    values = {mark.id: dict(mark.value or {}) for mark in one.marks}
    doc.user_data[GROUP] = {**base_record(one, "codepoints"), "title": one.document.title, "values": values}
    return doc


def _tokens(doc: "Doc", one: Marked) -> tuple[list[str], list[bool]]:
    """spaCy's tokens, cut where a mark begins or ends."""
    edges = sorted({edge for mark in (*one.marks, *one.left_out) for edge in (mark.span.start, mark.span.end)})
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for token in doc:
        start, end = token.idx, token.idx + len(token.text)
        while at < len(edges) and edges[at] <= start:
            at += 1
        while at < len(edges) and edges[at] < end:
            words.append(one.document.text[start : edges[at]])
            spaces.append(False)
            start = edges[at]
            at += 1
        words.append(one.document.text[start:end])
        spaces.append(bool(token.whitespace_))
    return words, spaces


def _span(doc: "Doc", cut: Sequence[Span], mark: Mark) -> Any:
    from spacy.tokens import Span as Part

    first, last = covering(cut, mark.span)
    return Part(doc, first, last + 1, label=mark.label, span_id=mark.id)


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:  # noqa: ARG001
    """The documents of a file. Where somebody changed ``doc.ents``, that is taken over into all marks."""
    blank("xx")
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # spaCy has no error of its own for a file that is none
        raise UnreadableExchange("the file is not a DocBin of spaCy: {reason}", reason=error) from error
    for number, doc in enumerate(docs, 1):
        where = f"doc {number}"
        try:
            yield _returned(where, doc)
        except UnreadableExchange as error:
            yield Skipped(where, str(error))


def _returned(where: str, doc: "Doc") -> Returned:
    base = base_of(doc.user_data)
    values = base.get("values") or {}
    named = [_mark(part, values) for part in doc.ents]
    grouped = [_mark(part, values) for part in doc.spans[GROUP]] if GROUP in doc.spans else None
    marks = named if grouped is None else _with_changes(grouped, named)
    return Returned(where, str(base.get("key", "")), doc.text, tuple(marks), marks_of(base), flat=grouped is None)


def _with_changes(grouped: Sequence[Mark], named: Sequence[Mark]) -> list[Mark]:
    """All marks, less those that were taken out of the entities, and with those that were put among them."""
    there, now = {mark.place for mark in flattened(grouped)}, {mark.place for mark in named}
    kept = [mark for mark in grouped if mark.place not in there - now]
    return kept + [mark for mark in named if mark.place not in {one.place for one in grouped}]


def _mark(part: Any, values: dict[str, Any]) -> Mark:
    value = values.get(part.id_) if part.id_ else None
    return Mark(part.label_, Span(part.start_char, part.end_char), part.id_, value)
