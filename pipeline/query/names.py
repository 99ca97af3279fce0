"""The names of fields, their values and the operators, in the languages of those who write queries."""

from difflib import get_close_matches
from functools import cache

from corpora.document import FLAGS, REVIEWS
from corpora.tables import table
from extractors.text.aligned import AlignedText

TEXT_FIELDS = ("title", "org", "person", "place", "quote", "speaker")
EXACT_FIELDS = ("lang", "collection", "source", "kind", "flag", "year", "month", "entity", "run", "review", "path")
DAYS_FIELDS = ("date", "published", "added")
VALUE_FIELDS = (*DAYS_FIELDS, "count", "amount", "size")
FIELDS = TEXT_FIELDS + EXACT_FIELDS + VALUE_FIELDS
CLOSED = {
    "lang": ("fa", "ar", "en"),
    "kind": ("pdf", "docx", "html", "text", "mail", "image", "record", "xlsx", "pptx", "odf", "rtf"),
    "flag": FLAGS,
    "review": REVIEWS,
}
"""The values that fields have, of those with few; a source may call a language otherwise."""
UNDATED = "none"
"""The value of ``published`` that asks for documents without a date."""


def _folded(word: str) -> str:
    return AlignedText.of(word).key.strip()


@cache
def _fields() -> dict[str, str]:
    """Every name of a field, folded → the field."""
    other = {_folded(row["word"]): row["means"] for row in table("query_words") if row["kind"] == "field"}
    return {name: name for name in FIELDS} | other


@cache
def _values() -> dict[tuple[str, str], str]:
    return {(r["of"], _folded(r["word"])): r["means"] for r in table("query_words") if r["kind"] == "value"}


@cache
def _operators() -> dict[str, str]:
    return {row["word"]: row["means"] for row in table("query_words") if row["kind"] == "operator"}


def field_of(name: str) -> str:
    """The field that a name means; "" where it is none.

    >>> field_of("org"), field_of("نهاد"), field_of("السنة"), field_of("foo")
    ('org', 'org', 'year', '')
    """
    return _fields().get(name) or _fields().get(_folded(name), "")


@cache
def _likes() -> dict[str, str]:
    """Words that are no name of a field, folded → the field that they would be."""
    return {_folded(row["word"]): row["means"] for row in table("query_words") if row["kind"] == "like"}


def nearest(name: str) -> str:
    """The name of a field that means what another word does, or is written most like it; "" where none is like it.

    >>> nearest("ogr"), nearest("pubished"), nearest("نهار"), nearest("site"), nearest("سعر"), nearest("foo")
    ('org', 'published', 'نهاد', 'source', 'amount', '')
    """
    if like := _likes().get(_folded(name).lower()):
        return like
    shown = {_folded(row["word"]): row["word"] for row in table("query_words") if row["kind"] == "field"}
    folded = _folded(name)
    swapped = [known for known in FIELDS if sorted(known) == sorted(folded)]
    found = swapped or get_close_matches(folded, [*FIELDS, *shown], 1, 0.7)
    return shown.get(found[0], found[0]) if found else ""


def value_of(field: str, value: str) -> str:
    """A value as the index has it, where it is written in words.

    >>> value_of("lang", "فارسی"), value_of("lang", "fa"), value_of("published", "ندارد")
    ('fa', 'fa', 'none')
    """
    return _values().get((field, _folded(value)), value)


def nearest_value(field: str, value: str) -> str:
    """The value of a field with few that is written most like another word; "" where none is like it.

    >>> nearest_value("lang", "prsian"), nearest_value("review", "disputd"), nearest_value("lang", "zz")
    ('persian', 'disputed', '')
    """
    words = {_folded(row["word"]): row["word"] for row in table("query_words") if row["of"] == field}
    found = get_close_matches(_folded(value).lower(), [*CLOSED.get(field, ()), *words], 1, 0.7)
    return words.get(found[0], found[0]) if found else ""


@cache
def _scales() -> dict[tuple[str, str], int]:
    rows = (row for row in table("query_words") if row["kind"] == "scale")
    return {(row["of"], _folded(row["word"])): int(row["means"]) for row in rows}


def scale_of(field: str, word: str) -> int | None:
    """How many a word or a sign behind a number of a field stands for; None where it is none.

    >>> scale_of("size", "MB"), scale_of("amount", "میلیارد"), scale_of("size", "میلیارد")
    (1000000, 1000000000, None)
    """
    return _scales().get((field, _folded(word).lower()))


def operator_of(word: str) -> str:
    """``OR``, ``AND`` or ``NOT`` where a word can be one; "" elsewhere."""
    return _operators().get(word, "")
