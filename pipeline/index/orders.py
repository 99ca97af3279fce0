"""Numbers that matches are ordered by, the greatest first: by a field, then the newest, equals by their key.

Engines order by one number of 63 bits; a value and a day and a key lie in it one behind the other.
"""

from hashlib import sha256

from pipeline.index.facts import SECONDS, title_order
from pipeline.index.records import IndexRecord

GROUPED = ("source", "kind", "language")
"""Orders by a name: what has the same name stands together, names by their first letters."""
FIELDS = (*(f"by_{name}" for name in GROUPED), "by_pages")
_DAY_BITS, _TIE_BITS, _NAME_BITS = 22, 10, 10
_LAST = 10**6 - 1
"""Beyond the first three letters of any name, as ``title_order`` numbers them."""
_OTHER_LETTERS = 10**10
_MOST_PAGES = 2**30 - 1


def of(record: IndexRecord) -> dict[str, int]:
    """The numbers of a record, by field."""
    document = record.document
    names = {"source": document.site or document.source, "kind": document.kind, "language": document.language}
    numbers = {f"by_{name}": _of(name, value) for name, value in names.items()}
    numbers["by_pages"] = min(len(document.pages), _MOST_PAGES)
    day = record.moment // SECONDS if record.moment is not None else 0
    behind = day << _TIE_BITS | _bits(record.key, _TIE_BITS)
    return {field: number << _DAY_BITS + _TIE_BITS | behind for field, number in numbers.items()}


def _of(name: str, value: str) -> int:
    """The number of a field; raises TypeError, with its name, where an older version stored no text in it."""
    try:
        return _name(value)
    except (AttributeError, TypeError) as error:
        raise TypeError(f"{name}: {error}") from error


def _name(value: str) -> int:
    """A number that falls along the alphabet; names that begin alike are told apart, in no order of their own.

    >>> sorted(["یزد", "", "تهران", "isna.ir"], key=_name, reverse=True)
    ['تهران', 'یزد', 'isna.ir', '']
    """
    first = min(title_order(value) // _OTHER_LETTERS, _LAST)
    return _LAST - first << _NAME_BITS | _bits(value, _NAME_BITS)


def _bits(text: str, number: int) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]) % (1 << number)
