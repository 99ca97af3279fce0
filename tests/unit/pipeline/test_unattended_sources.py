"""Sources that are due while no program looks at any: it is told, so that nobody waits for what is not fetched."""

from pipeline.people.principal import Principal
from tests.makers import ME
from tests.unit.pipeline.test_polling import Desk, desk, news

__all__ = ["desk", "news"]


def test_it_is_told_that_no_program_looks_at_sources(desk: Desk) -> None:
    desk.add()
    desk.feed(0)
    sources, elsewhere = desk.space.sources, Principal("omid", "person", {"sport": "viewer"})
    desk.clock.later(minutes=9)
    assert sources.unattended(ME) == 0, "whoever looks may begin yet"
    desk.clock.later(minutes=2)
    assert (sources.unattended(ME), sources.unattended(elsewhere)) == (1, 0)
    desk.look()
    assert sources.unattended(ME) == 0
    desk.clock.later(minutes=60)
    assert sources.unattended(ME) == 0, "some look each hour"
    desk.clock.later(minutes=10)
    assert sources.unattended(ME) == 0, "it was not due for so long"
    desk.clock.later(minutes=30)
    assert sources.unattended(ME) == 1
    (one,) = sources.all(ME)
    sources.pause(ME, one.source.id, paused=True)
    assert sources.unattended(ME) == 0


def test_a_source_that_may_not_be_asked_now_is_waited_for(desk: Desk) -> None:
    desk.add(hours="0-1")
    desk.clock.later(hours=6)
    assert desk.space.sources.unattended(ME) == 0
    desk.clock.later(hours=12, minutes=50)
    assert desk.space.sources.unattended(ME) == 1
