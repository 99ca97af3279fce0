"""What people say of a document as a whole: its title, date, language, kind and collection; pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from corpora.document import Document
from pipeline.store.decisions import Decision
from pipeline.store.stored import UNDATED

FIELDS = ("title", "published", "language", "kind", "collection")
"""What a person may put in place of what was read. The collection is where the document is put; see people/access."""
EXTRACTED_BY = ("published", "language")
"""Of these the extractors know: relative dates are counted from the one, words are looked for in the other."""


def edits(said: Iterable[Decision]) -> dict[str, Decision]:
    """Field → the decision in force on it, of decisions that stand, oldest first."""
    return {one.subject: one for one in said if one.kind == "document"}


def edited(document: Document, said: Iterable[Decision]) -> Document:
    """The document as people say that it is. Where it is follows from the store, not from here."""
    changes: dict[str, Any] = {
        field: one.after["value"] for field, one in edits(said).items() if field in FIELDS and field != "collection"
    }
    if not changes:
        return document
    if "published" in changes:
        flags = set(document.flags) - {UNDATED}
        changes["flags"] = tuple(sorted(flags if changes["published"] else flags | {UNDATED}))
    return replace(document, **changes)
