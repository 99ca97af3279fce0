"""The value of words that a person marks: what the extractors make of them, where they make something of them."""

import json
from dataclasses import replace
from typing import Any

from corpora.document import Document, Span
from corpora.values import Quote
from pipeline.errors import RefusedDecision
from pipeline.index.records import NAMED
from pipeline.records import Annotate
from pipeline.review.judged import moved_value

_QUOTING = ("«", "“", '"', ":")
"""What stands before somebody's own words."""


def value_of(annotate: Annotate, document: Document, span: Span, label: str) -> dict[str, Any]:
    """The value of a label for a span of a document, its places in code points of the document's text.

    Extractors are asked for the words alone, beside the document's language and date; of a name that they do not know
    it is the name, and of a quotation whether a mark or a colon stands before it. Raises RefusedDecision where a
    person has to say it, UnreadableSource.
    """
    surface = document.text[span.start : span.end]
    words = replace(document, text=surface, mentions=(), pages=(), furniture=(), title="")
    whole = Span(0, len(surface))
    found = [m for m in annotate(words).mentions if m.label == label and m.span == whole] if surface.strip() else []
    if found:
        value = moved_value(found[0].value, span.start)
        return {name: part for name, part in value.items() if name != "entity"}
    if label in NAMED.values():
        return {"name": " ".join(surface.split())}
    if label == Quote.LABEL:
        before = document.text[: span.start].rstrip()[-1:]
        return {"kind": "direct" if before in _QUOTING else "indirect"}
    raise RefusedDecision(
        "what {surface!r} means as {label} cannot be told from the words: give its value", surface=surface, label=label
    )


def parsed(text: str) -> dict[str, Any]:
    """A value that a person wrote as JSON; raises RefusedDecision."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise RefusedDecision("a value is JSON: {reason}", reason=error) from error
    if not isinstance(found, dict):
        raise RefusedDecision('a value is a JSON object, as {"name": "…"}')
    return found
