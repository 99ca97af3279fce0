"""Opaque cursors: where the next page begins, tied to the question that it is a page of."""

import base64
import hashlib
import json

from pipeline.errors import InvalidCursor


def _tie(question: str) -> str:
    return hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def encode(offset: int, question: str) -> str:
    """The cursor of a place in the answer to a question."""
    return base64.urlsafe_b64encode(json.dumps([offset, _tie(question)]).encode()).decode().rstrip("=")


def decode(cursor: str, question: str) -> int:
    """The place of a cursor; raises InvalidCursor for one that is not of this question.

    >>> decode(encode(20, "نشست"), "نشست")
    20
    """
    try:
        offset, tie = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if tie == _tie(question) and isinstance(offset, int) and 0 <= offset <= _DEEPEST:
            return offset
    except (ValueError, TypeError, RecursionError):
        pass
    raise InvalidCursor("the cursor is not one that was given for this query")


_DEEPEST = 1_000_000
