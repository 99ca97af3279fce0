"""Logs: plain lines for a person at a terminal, or a JSON object a line for those who collect them.

What is logged names documents by key and address, requests by id; never the text of a document or of a query.
"""

import logging
import sys
from contextvars import ContextVar
from typing import Literal

type Form = Literal["plain", "json"]
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; "" outside of one."""


class _Request(logging.Filter):
    """Puts the id of the request into each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """See logging.Filter."""
        if identity := request_id.get():
            record.request_id = identity
        return True


class _Traced(logging.Formatter):
    """A line, and behind it where a reading process broke."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        trace = getattr(record, "trace", "")
        return super().format(record) + (f"\n{trace.rstrip()}" if trace else "")


def configure(form: Form) -> None:
    """Sets up the root logger of this process: warnings as lines, or everything from INFO on as JSON."""
    root = logging.getLogger()
    handler = logging.StreamHandler(sys.stderr)
    if form == "plain":
        handler.setLevel(logging.WARNING)
        handler.setFormatter(_Traced("%(message)s"))
        root.handlers[:] = [handler]
        return
    from pythonjsonlogger.json import JsonFormatter

    names = {"asctime": "at", "levelname": "level", "name": "logger"}
    handler.setFormatter(JsonFormatter("{asctime}{levelname}{name}{message}", style="{", rename_fields=names))
    handler.addFilter(_Request())
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("httpcore", "elastic_transport", "procrastinate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
