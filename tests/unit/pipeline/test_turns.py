"""One request a host at a time, with a pause between two."""

import threading
import time

from pipeline.ingest.sources.web import Robots
from pipeline.sources.turns import Turns


def test_between_two_requests_of_a_host_lies_a_pause() -> None:
    def asked(pause: float, *urls: str) -> float:
        turns, began = Turns(pause, Robots(), threading.Event()), time.monotonic()
        for url in urls:
            with turns.of(url):
                pass
        return time.monotonic() - began

    assert asked(0.2, "https://a.example/1", "https://a.example/2") >= 0.2
    assert asked(0.2, "https://یزد.example/1", "https://xn--ugbf57b.EXAMPLE:443/2") >= 0.2
    assert asked(60.0, "https://a.example/1", "https://b.example/1") < 60.0
