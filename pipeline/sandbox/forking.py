"""The clean process that reading processes are forked from; nothing is imported here that takes time."""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_PRELOADED = ["pipeline.sandbox.clean_start", "pipeline.sandbox.preload"]


def forking() -> ForkServerContext:
    """How processes are forked from a clean one that has parsers and tables loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def load_early() -> None:
    """Has the clean process load parsers and tables, some seconds' work, while this one still loads its own."""
    forking()
    forkserver.ensure_running()
