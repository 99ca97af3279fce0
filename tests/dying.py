"""Processes that die on purpose: at one statement of many, without a word, as after ``kill -9``."""

import itertools
import os
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import event

from pipeline.settings import Settings
from pipeline.workspace import Workspace


def deliver(folder: Path, moment: datetime, last: int, smtp: str = "") -> None:
    """Sends what waits in a workspace at a moment, and is killed before a statement or commit; never where it is 0."""
    mail, sender = SecretStr(smtp), "asnad@archive.example"
    settings = Settings(workspace=folder, workers=1, fetch_private=True, smtp=mail, smtp_from=sender)
    with Workspace(settings, lambda: moment) as space:
        _kill_before(space, last)
        space.deliverer.run()


def match(folder: Path, last: int, database: str = "") -> None:
    """Matches what waits in a workspace, and is killed before a statement or commit; never where it is 0."""
    with Workspace(Settings(workspace=folder, workers=1, database=SecretStr(database))) as space:
        _kill_before(space, last)
        space.matching.catch_up()


def _kill_before(space: Workspace, last: int) -> None:
    """Kills this process before so many statements and commits from now on; never where it is 0."""
    steps = itertools.count(1)

    def step(*_: Any) -> None:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(space.store.engine, "before_cursor_execute", step)
    event.listen(space.store.engine, "commit", step)
