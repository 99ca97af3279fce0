"""JSON as tools write it: lines, or one array; a part that is none costs only itself."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.errors import UnreadableExchange
from pipeline.exchange.marks import Returned, Skipped

type Read = Callable[[str, Mapping[str, Any]], Returned | Skipped]


def lines(data: bytes, read: Read) -> Iterator[Returned | Skipped]:
    """What each line of a JSON lines file is; a byte-order mark and blank lines are passed over."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield _read(f"line {number}", lambda line=line: json.loads(line), read)  # type: ignore[misc]


def array(data: bytes, read: Read) -> Iterator[Returned | Skipped]:
    """What each part of one JSON array is; raises UnreadableExchange where the file is none."""
    try:
        records = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise UnreadableExchange("the file is not JSON: {reason}", reason=error) from error
    if not isinstance(records, list):
        raise UnreadableExchange("the file is not a JSON array of tasks")
    for number, record in enumerate(records, 1):
        yield _read(f"task {number}", lambda record=record: record, read)  # type: ignore[misc]


def _read(where: str, parsed: Callable[[], Any], read: Read) -> Returned | Skipped:
    try:
        record = parsed()
        if not isinstance(record, dict):
            return Skipped(where, "it is not a JSON object")
        return read(where, record)
    except UnreadableExchange as error:
        return Skipped(where, str(error))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return Skipped(where, f"it cannot be read: {type(error).__name__}: {error}")


def text_in(record: Mapping[str, Any], *names: str) -> str:
    """The text of a record under one of its usual names; raises UnreadableExchange."""
    for name in names:
        if isinstance(record.get(name), str):
            return str(record[name])
    raise UnreadableExchange("it has no {name!r}", name=names[0])
