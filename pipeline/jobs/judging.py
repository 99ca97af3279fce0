"""Carries out judgements of many mentions part by part; a kill loses the part under way, which is done anew."""

import time

from pipeline.workspace import Workspace


def carry_out(workspace: Workspace, identity: str, seconds: float = float("inf")) -> bool:
    """Decides parts of a job for so long; True where more is left, for a later call.

    Raises StoreUnavailable.
    """
    until = time.monotonic() + seconds
    while left := workspace.bulk.step(identity):
        if time.monotonic() >= until:
            break
    workspace.upkeep.settle()
    return left
