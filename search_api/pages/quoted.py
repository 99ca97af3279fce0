"""Values of the register beside the sentences that say them, each with its place in its document."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from markupsafe import Markup

from corpora.document import Document
from pipeline.errors import DocumentNotFound
from pipeline.people.principal import Principal
from pipeline.registry.entries import Place, Value, Witness
from pipeline.registry.indicators import sentence_of
from pipeline.workspace import Workspace
from search_api.pages.agreement_texts import place_href
from search_api.pages.render import marked

_SENTENCES = 3
"""Sentences that are shown of a field; further ones are those of other documents."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a document with what it says marked; ``href`` leads to its place there."""

    html: Markup
    href: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of an entry: its value in words, the sentences that say it, what others say, what it was reckoned of."""

    name: str
    text: str
    quotes: Sequence[Quoted] = ()
    others: Sequence[tuple[str, Sequence[Quoted]]] = ()
    derived: Sequence[str] = ()


def documents_of(workspace: Workspace, who: Principal, witnesses: Iterable[Witness]) -> dict[str, Document]:
    """The documents of the witnesses, by key; one that was withdrawn meanwhile is left out."""
    found = {}
    for key in dict.fromkeys(one.document for one in witnesses):
        with suppress(DocumentNotFound):
            found[key] = workspace.document(who, key)
    return found


def quotes(places: Iterable[Place], documents: Mapping[str, Document]) -> Iterator[Quoted]:
    """The sentences of places, each once, a few of them."""
    seen = set[tuple[str, int]]()
    for place in places:
        document = documents.get(place.document)
        if document is None or place.span.end > len(document.text) or len(seen) >= _SENTENCES:
            continue
        sentence = sentence_of(document.text, place.span)
        if (place.document, sentence.start) in seen:
            continue
        seen.add((place.document, sentence.start))
        text = document.text[sentence.start : sentence.end]
        html = marked(text, [place.span], sentence.start)
        yield Quoted(html, place_href(place), document.language, document.title)


def others_of[T](
    held: Value[T], written: Callable[[T], str], documents: Mapping[str, Document]
) -> list[tuple[str, list[Quoted]]]:
    """What other sources say of a field, in words and beside its sentences: each once, and nothing that it says too."""
    found: dict[str, list[Place]] = {}
    for value, places in held.others:
        found.setdefault(written(value), []).extend(places)
    found.pop(written(held.value), None)
    return [(text, list(quotes(places, documents))) for text, places in found.items()]


def witnesses_of(
    witnesses: Iterable[Witness], documents: Mapping[str, Document]
) -> list[tuple[Witness, Quoted | None]]:
    """Each document once, with its best sentence."""
    best: dict[str, Witness] = {}
    for one in witnesses:
        best.setdefault(one.document, one)
    return [(one, next(quotes((Place(one.document, one.span),), documents), None)) for one in best.values()]
