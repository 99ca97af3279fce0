"""Runs, and what is taken back."""

from pydantic import BaseModel

from pipeline.runs.removal import Removed
from pipeline.runs.runs import Brought, Run


class RunOut(BaseModel):
    """A reading into the archive: ``run:ID`` in a query finds its documents, as long as no later run changed them."""

    id: str
    name: str
    kind: str
    source: str
    collection: str
    by: str
    state: str
    outcome: str
    """How it stands, however it began: queued, running, done, partly, failed, interrupted, cancelled or taken_back."""
    started: str
    ended: str | None
    expected: int | None
    """How many sources there are, where that was known before."""
    files: int | None
    files_read: int | None
    """Files and addresses that were sent, each of which may hold several sources, and how many were read; or null."""
    added: int
    changed: int
    unchanged: int
    failed: int
    waiting: int
    """Of those that failed, the ones that nobody dismissed, and that were not read at another try."""
    taken_back_at: str | None
    withdrawn: int | None
    returned: int | None
    forgotten: int | None
    """What taking it back did: documents that went, or returned to the version before, and failures; else null."""
    url: str

    @classmethod
    def of(cls, run: Run) -> "RunOut":
        """The run as JSON has it."""
        names = [name for name in cls.model_fields if name not in ("by", "url", "state")]
        state = run.state if run.under_way or run.ended else "interrupted"
        told = {name: getattr(run, name) for name in names}
        return cls(**told, by=run.user, state=state, url=f"/api/v1/runs/{run.id}")


class RunsOut(BaseModel):
    """The newest runs first."""

    items: list[RunOut]


class BroughtOut(BaseModel):
    """A document that a run brought."""

    key: str
    uri: str
    title: str
    kind: str


class RunDocumentsOut(BaseModel):
    """A run with the first of the documents whose newest version it read; ``total`` is how many they are."""

    run: RunOut
    documents: list[BroughtOut]
    total: int

    @classmethod
    def of(cls, run: Run, brought: tuple[list[Brought], int]) -> "RunDocumentsOut":
        """Both as JSON has them."""
        documents = [BroughtOut(key=one.key, uri=one.uri, title=one.title, kind=one.kind) for one in brought[0]]
        return cls(run=RunOut.of(run), documents=documents, total=brought[1])


class RemovedOut(BaseModel):
    """The keys of documents that went (or would), and of those that returned to the version before."""

    withdrawn: list[str]
    returned: list[str]
    dry_run: bool

    @classmethod
    def of(cls, removed: Removed, *, dry: bool) -> "RemovedOut":
        """What was removed as JSON has it."""
        return cls(withdrawn=list(removed.withdrawn), returned=list(removed.returned), dry_run=dry)
