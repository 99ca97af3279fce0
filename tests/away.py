"""A store or an engine whose server is gone, made of a real one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def away(part: object, error: Exception, *calls: str) -> Iterator[None]:
    """Makes these calls of a part fail, as when its server is gone."""

    def fail(*_: object, **__: object) -> None:
        raise error

    with pytest.MonkeyPatch.context() as patched:
        for name in calls:
            patched.setattr(part, name, fail)
        yield
