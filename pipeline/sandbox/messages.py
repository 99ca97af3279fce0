"""What goes between us and a reading process: JSON with raw bytes behind it, never pickle, which can run programs.

What a process says that read a hostile file is looked at as if the file itself had said it.
"""

import json
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from corpora.codec import decode, encode, json_text
from corpora.document import Document
from corpora.errors import InvalidDocument
from pipeline.errors import CODES
from pipeline.ingest.jsonlines import record_of
from pipeline.ingest.sources.places import Place, Whole
from pipeline.records import Failure, Limits, ListAsked, PictureAsked, Source, TableAsked, ViewAsked, WhyAsked

_MOST_HEAD = 4 * 1024 * 1024
MOST_DATA = 1024 * 1024 * 1024
"""Bytes of an answer; a text of 64 MiB with all that is found in it has a third of them."""
_STAGES = ("read", "extract")
_LONGEST_TRACE = 20_000

type Task = Source | PictureAsked | ViewAsked | ListAsked | TableAsked | WhyAsked | Document | Place
type Answer = Document | bytes | Failure


class Ended:
    """Says that a container holds no more."""


class GoesOn:
    """Says that another page is done."""


class InvalidAnswer(Exception):
    """Raised where a reading process says what it cannot mean."""


type Message = Answer | Source | Whole | Ended | GoesOn


def send(pipe: Connection, head: Mapping[str, Any], data: bytes = b"") -> None:
    """Sends a head, and bytes behind it."""
    pipe.send_bytes(json_text({**head, "bytes": len(data)}).encode())
    if data:
        pipe.send_bytes(data)


def receive(pipe: Connection) -> tuple[dict[str, Any], bytes]:
    """The next head with its bytes; raises EOFError, OSError and InvalidAnswer."""
    try:
        head = json.loads(pipe.recv_bytes(_MOST_HEAD))
    except (ValueError, RecursionError) as error:
        raise InvalidAnswer(f"it is no JSON: {error}") from error
    if not isinstance(head, dict):
        raise InvalidAnswer("it is no object")
    return head, pipe.recv_bytes(MOST_DATA) if head.get("bytes") else b""


# to a reading process ----------------------------------------------------------------------------------------------


def send_task(pipe: Connection, task: Task) -> None:
    """Asks a process for something; the file of a Place follows by ``send_fds``."""
    if isinstance(task, Source):
        said = {name: getattr(task, name) for name in ("uri", "name", "source", "key", "line", "language", "published")}
        send(pipe, {"do": "read", **said}, task.data)
    elif isinstance(task, PictureAsked):
        said = {name: getattr(task, name) for name in ("uri", "number", "width", "bare")}
        send(pipe, {"do": "draw", **said}, task.data)
    elif isinstance(task, ViewAsked):
        send(pipe, {"do": "view", "uri": task.uri, "kind": task.kind}, task.data)
    elif isinstance(task, ListAsked):
        send(pipe, {"do": "list", "uri": task.uri, "selector": task.selector}, task.data)
    elif isinstance(task, TableAsked):
        send(pipe, {"do": "table", "uri": task.uri}, task.data)
    elif isinstance(task, WhyAsked):
        send(pipe, {"do": "explain", "mention": task.mention}, encode(task.document).encode())
    elif isinstance(task, Document):
        send(pipe, {"do": "annotate"}, encode(task).encode())
    else:
        send(pipe, {"do": "open", "uri": task.uri, "name": task.name, "source": task.source})


def task_of(head: Mapping[str, Any], data: bytes, limits: Limits) -> Task:
    """The task that was sent; raises UnreadableSource for a line that is no record."""
    if head["do"] == "read":
        record = record_of(data) if head["line"] else None
        uri = (record.get("url") if record else "") or head["uri"]
        named = {name: head[name] for name in ("key", "line", "language", "published")}
        return Source(uri, head["name"], data, head["source"], record, **named)
    if head["do"] == "draw":
        return PictureAsked(head["uri"], data, head["number"], head["width"], head["bare"])
    if head["do"] == "view":
        return ViewAsked(head["uri"], data, head["kind"])
    if head["do"] == "list":
        return ListAsked(head["uri"], data, head["selector"])
    if head["do"] == "table":
        return TableAsked(head["uri"], data)
    if head["do"] == "explain":
        return WhyAsked(decode(data.decode()), head["mention"])
    if head["do"] == "annotate":
        return decode(data.decode())
    return Place(head["uri"], head["name"], head["source"], limits)


# from a reading process --------------------------------------------------------------------------------------------


def send_message(pipe: Connection, message: Message) -> None:
    """Says what a task came to, or one of the things that it comes to."""
    if isinstance(message, Document):
        send(pipe, {"is": "document"}, encode(message).encode())
    elif isinstance(message, bytes):
        send(pipe, {"is": "picture"}, message)
    elif isinstance(message, Failure):
        send(pipe, {"is": "failure", **{name: getattr(message, name) for name in _FAILURE}}, message.data)
    elif isinstance(message, Source):
        head = {"is": "source", "uri": message.uri, "name": message.name, "line": message.line}
        send(pipe, head, message.data)
    else:
        send(pipe, {"is": type(message).__name__})


_FAILURE = ("uri", "stage", "code", "message", "trace")


def receive_message(pipe: Connection) -> Message:
    """What a process says; raises EOFError and OSError where it died, and InvalidAnswer."""
    head, data = receive(pipe)
    try:
        return _message(head, data)
    except (ValueError, KeyError, TypeError, RecursionError, InvalidDocument) as error:
        raise InvalidAnswer(str(error)) from error


def _message(head: Mapping[str, Any], data: bytes) -> Message:
    kind = head["is"]
    if kind == "document":
        return decode(data.decode())
    if kind == "picture":
        return data
    if kind == "failure":
        uri, stage, code, message, trace = (_text(head, name) for name in _FAILURE)
        if code not in CODES or stage not in _STAGES:
            raise InvalidAnswer(f"no failure is {code!r} at {stage!r}")
        return Failure(uri, stage, code, message, data=data, trace=trace[-_LONGEST_TRACE:])
    if kind == "source":
        return Source(_text(head, "uri"), _text(head, "name"), data, line=head["line"] is True)
    signs: dict[str, Whole | Ended | GoesOn] = {"Whole": Whole(), "Ended": Ended(), "GoesOn": GoesOn()}
    return signs[kind]


def _text(head: Mapping[str, Any], name: str) -> str:
    value = head[name]
    if not isinstance(value, str):
        raise InvalidAnswer(f"{name} is no text")
    return value
