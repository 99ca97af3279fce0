"""A reading process from inside: gives up its rights, then does one task after the other until nobody asks any more."""

import logging
import os
import signal
import socket
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from corpora.codec import json_text
from corpora.document import Document
from corpora.errors import InvalidDocument
from pipeline.errors import UnreadableSource
from pipeline.ingest.sources.places import Place, Whole
from pipeline.records import Failure, Limits, ListAsked, PictureAsked, Source, TableAsked, ViewAsked, WhyAsked
from pipeline.sandbox.confinement import confine, give_time
from pipeline.sandbox.messages import Answer, Ended, GoesOn, receive, send, send_message, task_of

_NICE = 5
"""A third of the processor beside who has no such number (sched(7))."""


def serve(pipe: Connection, limits: Limits, folder: str, background: bool = False) -> None:
    """Confines this process, says what of that held, and answers tasks; ends when the parent does.

    After each page of a scan it says that it goes on. What parsers write to stderr, and their temporary files, go to
    ``folder``.
    """
    from pipeline.annotate import heads_in_use
    from pipeline.ingest.formats.scanned import page_done

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()
    if background:
        _give_way()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(Path(folder) / "stderr", os.O_WRONLY | os.O_APPEND), 2)
    tempfile.tempdir = folder
    logging.disable(logging.CRITICAL)
    send(pipe, {"held": confine(limits, Path(folder))})

    def goes_on() -> None:
        give_time(limits.seconds)
        send_message(pipe, GoesOn())

    page_done.set(goes_on)
    heads_in_use.set(limits.heads)
    while True:
        try:
            head, data = receive(pipe)
        except (EOFError, OSError):
            return
        give_time(limits.seconds)
        if head["do"] == "open":
            place = task_of(head, data, limits)
            assert isinstance(place, Place)
            _open(pipe, place)
        else:
            send_message(pipe, _done(head, data, limits))


def _give_way() -> None:
    """Has less of a busy processor than who answers people; a session is a group of its own for Linux's scheduler."""
    os.nice(_NICE)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(_NICE))


def _done(head: dict[str, object], data: bytes, limits: Limits) -> Answer:
    try:
        task = task_of(head, data, limits)
    except UnreadableSource as error:
        return Failure(str(head["uri"]), "read", error.code, error.message)
    except InvalidDocument as error:
        return Failure("", "extract", "internal", str(error))
    if isinstance(task, Source):
        return read_source(task)
    if isinstance(task, PictureAsked):
        return draw(task)
    if isinstance(task, ViewAsked):
        return view(task)
    if isinstance(task, ListAsked):
        return list_items(task)
    if isinstance(task, TableAsked):
        return read_table(task)
    if isinstance(task, WhyAsked):
        return explain(task)
    assert isinstance(task, Document)
    return annotate_text(task)


def read_source(source: Source) -> Document | Failure:
    """Reads and annotates one source in this process; never raises for what a source holds."""
    from pipeline.annotate import annotated
    from pipeline.ingest.build import document_of
    from pipeline.ingest.registry import read

    stage = "read"

    def work() -> Document:
        nonlocal stage
        document = document_of(source, read(source))
        stage = "extract"
        return annotated(document)

    return _explained(work, source.uri, lambda: stage)


def draw(asked: PictureAsked) -> bytes | Failure:
    """Draws a page in this process; never raises for what a source holds."""
    from pipeline.ingest.formats.drawing import drawn

    return _explained(lambda: drawn(asked), asked.uri, lambda: "read")


def view(asked: ViewAsked) -> bytes | Failure:
    """Makes a page of an original in this process; never raises for what it holds."""
    from pipeline.ingest.formats.viewing import viewed

    return _explained(lambda: viewed(asked), asked.uri, lambda: "read")


def list_items(asked: ListAsked) -> bytes | Failure:
    """What a feed, a sitemap or a page lists, as JSON, in this process; never raises for what it holds."""
    from pipeline.ingest.listings.listing import encoded
    from pipeline.ingest.listings.reading import listing_of

    return _explained(lambda: encoded(listing_of(asked)), asked.uri, lambda: "read")


def read_table(asked: TableAsked) -> bytes | Failure:
    """The rows of a workbook, as JSON, in this process; never raises for what it holds."""
    from pipeline.ingest.formats.spreadsheets import rows_of

    return _explained(lambda: json_text(rows_of(asked.data)).encode(), asked.uri, lambda: "read")


def annotate_text(document: Document) -> Document | Failure:
    """Annotates a document whose text was changed, in this process; never raises for what it holds."""
    from pipeline.annotate import annotated

    return _explained(lambda: annotated(document), document.uri, lambda: "extract")


def explain(asked: WhyAsked) -> bytes | Failure:
    """Why a mention is found, as JSON, in this process; never raises for what the document holds."""
    from pipeline.sandbox.explaining import explained

    return _explained(lambda: json_text(explained(asked)).encode(), asked.uri, lambda: "extract")


def _explained[T](work: Callable[[], T], uri: str, stage: Callable[[], str]) -> T | Failure:
    """What some work comes to; whatever it raises is a failure, with its traceback where the fault is ours."""
    try:
        return work()
    except UnreadableSource as error:
        return Failure(uri, stage(), error.code, error.message)
    except MemoryError:
        return Failure(uri, stage(), "memory", "reading it took more memory than the limit")
    except RecursionError:
        return Failure(uri, stage(), "corrupt", "it is nested too deeply")
    except Exception as error:  # noqa: BLE001 - the parent logs the traceback; logging is off in here
        return Failure(uri, stage(), "internal", f"{type(error).__name__}: {error}", trace=traceback.format_exc())


def _open(pipe: Connection, place: Place) -> None:
    """Says one by one what lies in a container, whose open file comes through the pipe."""
    from pipeline.ingest.sources.containers import opened

    with socket.socket(fileno=os.dup(pipe.fileno())) as beside:
        _, (handle,), _, _ = socket.recv_fds(beside, 1, 1)
    with os.fdopen(handle, "rb") as stream:
        try:
            for item in opened(stream, place):
                send_message(pipe, item if isinstance(item, Whole) else _bounded(item))
                give_time(place.limits.seconds)
        except MemoryError:
            send_message(pipe, place.failure("memory", "unpacking it took more memory than the limit"))
        except RecursionError:
            send_message(pipe, place.failure("corrupt", "it is nested too deeply"))
        except Exception as error:  # noqa: BLE001 - as above
            why = f"{type(error).__name__}: {error}"
            send_message(pipe, Failure(place.uri, "read", "internal", why, trace=traceback.format_exc()))
    send_message(pipe, Ended())


_LONGEST_ADDRESS = 100_000


def _bounded(item: Source | Failure) -> Source | Failure:
    """The item, or a failure where its address is too long to be one."""
    if len(item.uri) <= _LONGEST_ADDRESS:
        return item
    return Failure(item.uri[:_LONGEST_ADDRESS], "read", "corrupt", "its address is too long to be one")
