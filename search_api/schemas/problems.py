"""What went wrong (RFC 9457)."""

from typing import Any

from pydantic import BaseModel


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class Conflict(Problem):
    """A decision that cannot be meant; with what stands ``now`` and what was ``asked`` where somebody decided since."""

    now: Any = None
    asked: Any = None
