"""Ctrl-C while the server is loaded ends it, also where a package that is loaded catches whatever is raised in it."""

import signal
from contextlib import suppress

import pytest

from search_api.main import _interruptible


def start(*, caught: bool) -> list[str]:
    """What a start comes to in which somebody presses Ctrl-C."""
    reached = []
    try:
        with _interruptible() as heed:
            with suppress(*([BaseException] if caught else [])):
                signal.raise_signal(signal.SIGINT)
            reached.append("loaded")
            heed()
            reached.append("served")
    except KeyboardInterrupt:
        reached.append("interrupted")
    return reached


@pytest.mark.parametrize(("caught", "reached"), [(True, ["loaded", "interrupted"]), (False, ["interrupted"])])
def test_an_interruption_is_heeded_whoever_caught_it(caught: bool, reached: list[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert start(caught=caught) == reached
    assert signal.getsignal(signal.SIGINT) is before


def test_without_one_the_server_has_the_usual_handler() -> None:
    with _interruptible() as heed:
        heed()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
