"""Uploads and bulk loads."""

from typing import Any

from pydantic import BaseModel

from pipeline.jobs.uploads import Progress


class JobOut(BaseModel):
    """Work under way: ``state`` is queued, running, done, failed or cancelled; ``detail`` says what it is about."""

    id: str
    kind: str
    state: str
    detail: dict[str, Any]
    user: str
    collection: str
    at: str
    changed_at: str
    url: str
    sources: int
    """All that are to be read, so far."""
    read: int
    counts: dict[str, int]
    """What became of them: added, changed, unchanged, failed."""
    reasons: dict[str, int]
    """Code of a failure → how many."""
    rate: float
    """Sources a second, lately."""
    seconds_left: float | None

    @classmethod
    def of(cls, progress: Progress) -> "JobOut":
        """The job as JSON has it."""
        job = progress.job
        detail = {name: value for name, value in job.detail.items() if name not in ("blob", "files")}
        detail["files"] = [name for name, _, _ in job.detail.get("files", ())]
        return cls(
            **{name: getattr(job, name) for name in ("id", "kind", "state", "user", "collection", "at", "changed_at")},
            detail=detail,
            url=f"/api/v1/jobs/{job.id}",
            sources=progress.sources,
            read=progress.read,
            counts=dict(progress.counts),
            reasons=dict(progress.reasons),
            rate=round(progress.rate, 2),
            seconds_left=progress.seconds_left,
        )


class JobsOut(BaseModel):
    """The newest jobs first."""

    items: list[JobOut]
