"""A component of spaCy: ``nlp.add_pipe("asnad")`` finds what Asnad's extractors find.

The entry point ``spacy_factories`` names this module, so spaCy knows the component wherever Asnad is installed.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from corpora.document import Mention
from corpora.values import Quote
from extractors.extraction import mentions_of
from extractors.protocols import Extractor
from extractors.registry import FACTORIES, build
from extractors.text.language import language_of
from pipeline.annotate import day_of
from pipeline.store.heads import read_heads

GROUP = "asnad"
_KEPT = "asnad_finds"
_OWN = ("fa", "ar")


@Language.factory(
    GROUP,
    assigns=["doc.ents", "doc.spans"],
    default_config={"extractors": list(FACTORIES), "published": "", "overwrite_ents": True, "models": ""},
)
def make(
    nlp: Language, name: str, extractors: list[str], published: str, overwrite_ents: bool, models: str
) -> "Component":
    """The component of a pipeline; raises UnknownExtractor, and WorkspaceError where there are no such models.

    ``published`` is the ISO day that relative dates are counted from, for documents that have none of their own in
    ``doc._.published``. Without ``overwrite_ents`` the entities that a component before it found stay. ``models`` is
    the folder of what decisions taught (``asnad train --gold decisions``), else that of ASNAD_MODELS.
    """
    folder = models or os.environ.get("ASNAD_MODELS", "")
    heads = read_heads(Path(folder)) if folder else ()
    return Component(str(nlp.lang), name, build(extractors, heads), published, overwrite_ents=overwrite_ents)


class Component:
    """Sets ``doc.ents`` and ``doc.spans["asnad"]``."""

    def __init__(
        self, language: str, name: str, extractors: Sequence[Extractor], published: str, *, overwrite_ents: bool
    ) -> None:
        """Takes the extractors, and tells spaCy of ``span._.asnad`` and ``doc._.published``."""
        self._language = language if language in _OWN else ""
        self.name, self._published, self._overwrite = name, published, overwrite_ents
        self._extractors = extractors
        if not Doc.has_extension("published"):
            Doc.set_extension("published", default="")
        if not Span.has_extension(GROUP):
            Span.set_extension(GROUP, getter=_find)

    @property
    def versions(self) -> dict[str, str]:
        """Extractor → its version; what was taught names itself there."""
        return {one.name: one.version for one in self._extractors}

    def __call__(self, doc: Doc) -> Doc:
        """Finds mentions: all in ``doc.spans["asnad"]``, and without overlaps, longest first, in ``doc.ents``.

        A quotation, which others lie in, is no entity.

        A span takes in whole tokens; where a mention begins or ends within one, ``span._.asnad`` has its own place.
        """
        mentions = mentions_of(
            doc.text,
            key="",
            language=self._language or language_of(doc.text),
            published=day_of(doc._.published or self._published),
            extractors=self._extractors,
        )
        spans = [_span(doc, mention) for mention in mentions]
        doc.user_data[_KEPT] = {_name(span): _record(mention) for span, mention in zip(spans, mentions, strict=True)}
        doc.spans[GROUP] = spans
        names = [span for span in spans if span.label_ != Quote.LABEL]
        if self._overwrite:
            doc.ents = filter_spans(names)
        else:
            free = [span for span in names if not any(token.ent_type_ for token in span)]
            doc.ents = [*doc.ents, *filter_spans(free)]
        return doc


def _span(doc: Doc, mention: Mention) -> Span:
    found = doc.char_span(mention.span.start, mention.span.end, mention.label, alignment_mode="expand")
    assert found is not None, "a mention is of the text"
    return found


def _name(span: Span) -> str:
    return f"{span.label_} {span.start_char} {span.end_char}"


def _record(mention: Mention) -> dict[str, Any]:
    place = {"start": mention.span.start, "end": mention.span.end, "surface": mention.surface}
    made = {"extractor": mention.extractor, "version": mention.version, "score": mention.score}
    return {"label": mention.label, **place, "value": dict(mention.value), **made}


def _find(span: Span) -> dict[str, Any] | None:
    """What a span of the component says: value, score, extractor and its own place; None of any other span."""
    found: dict[str, Any] | None = span.doc.user_data.get(_KEPT, {}).get(_name(span))
    return found
