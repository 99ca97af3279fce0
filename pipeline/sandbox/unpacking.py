"""Containers are opened in a child process too: a header of a few bytes may say that gigabytes follow.

The child says one by one what lies in the file, whatever kind it is and however deep; who takes that decides how fast.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from pipeline.errors import WorkspaceError
from pipeline.ingest.sources.places import MIB, Item, Place, Stream, Whole, line_source
from pipeline.records import Failure, Limits, Source
from pipeline.sandbox.messages import Ended, Message
from pipeline.sandbox.process import Process, Watch

_BYTES_A_TURN = 64 * MIB
"""A container has the time of one source for each so many bytes, and once more."""


class Unpacker:
    """Opens one container at a time, in a process that is started for the first and kept for the next."""

    def __init__(self, limits: Limits) -> None:
        """Starts no process yet."""
        self._limits = limits
        self._process: Process | None = None
        self._watch = Watch(lambda: [self._process] if self._process else [])

    def __enter__(self) -> "Unpacker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        self._watch.stop()
        self._stop()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()

    def __call__(self, stream: Stream, place: Place) -> Iterator[Item]:
        """The sources in a container, an open file; the file itself where it turns out to be none."""
        file = cast("IO[bytes]", stream)
        turns = 1 + file.seek(0, 2) // _BYTES_A_TURN
        for said in self._said(file, place, turns * self._limits.seconds):
            if isinstance(said, Whole):
                yield place.itself(stream)
            elif isinstance(said, Failure):
                yield said
            elif isinstance(said, Source):
                yield self._source(said, place)
            else:
                yield place.failure("internal", "the reading process said what it was not asked")

    @staticmethod
    def _source(said: Source, place: Place) -> Item:
        if said.line:
            inside = Place(said.uri, said.name, place.source, place.limits)
            return line_source(said.data, said.uri, inside)
        return Source(said.uri, said.name, said.data, place.source)

    def _said(self, file: IO[bytes], place: Place, seconds: float) -> Iterator[Message]:
        """What the child says until it ends; it has so long in all, not counting while it waits to be heard."""
        process = self._started()
        try:
            with _opened_again(file) as theirs:
                process.give(place, theirs.fileno())
            while True:
                began = time.monotonic()
                process.ends_at = began + min(seconds, self._limits.seconds)
                if not process.pipe.poll(process.ends_at - began):
                    yield process.too_late(place.uri)
                    break
                said = process.take()
                seconds -= time.monotonic() - began
                process.ends_at = float("inf")  # who takes what was said may take its time
                if isinstance(said, Ended):
                    process.task = None
                    return
                yield said
                if not process.process.is_alive():
                    break
        except OSError as error:
            yield Failure(place.uri, "read", "internal", f"the reading process was gone: {error}")
        finally:
            if process.task is not None:
                self._stop()

    def _started(self) -> Process:
        if self._process is None:
            try:
                self._process = Process(self._limits)
            except (EOFError, OSError) as error:
                raise WorkspaceError(f"no reading process can be started: {error}") from error
            self._watch.start()
        return self._process


def _opened_again(file: IO[bytes]) -> IO[bytes]:
    """The same file with a place of its own, where the child reads on while we do."""
    return Path(f"/proc/self/fd/{file.fileno()}").open("rb")
