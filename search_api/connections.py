"""HTTP/1.1 as uvicorn speaks it, without connections that nobody uses: who asks nothing in time is hung up on."""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """A connection that is closed where a request, or the rest of its body, does not come in time."""

    head_seconds: ClassVar[float] = 30.0
    """For all headers of a request, from when the connection is free."""
    body_seconds: ClassVar[float] = 60.0
    """Between two pieces of a body."""
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See Protocol."""
        super().connection_made(transport)
        self._wait(self.head_seconds)

    def data_received(self, data: bytes) -> None:
        """See Protocol."""
        super().data_received(data)
        if self._is_free():
            if self._timer is None:
                self._wait(self.head_seconds)
        elif self.cycle.more_body:
            self._wait(self.body_seconds)
        else:
            self._stop()

    def on_response_complete(self) -> None:
        """See H11Protocol."""
        super().on_response_complete()
        if self._is_free():
            self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """See Protocol."""
        self._stop()
        super().connection_lost(exc)

    def _is_free(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self._hang_up)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _hang_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()
