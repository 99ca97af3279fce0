"""What the API takes and gives of judgements of mentions, and of the log of decisions."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpora.document import Span
from pipeline.review.log import Logged
from pipeline.review.queue import Together, Waiting
from pipeline.review.reviewed import Asked, Reviewed
from pipeline.review.second import Decision, Dispute, Second
from search_api.schemas.documents import MentionOut

type LabelName = Literal["ORG", "DATE", "COUNT", "PERSON", "PLACE", "AGREEMENT", "MONEY", "PERCENT", "QUOTE"]
type MentionId = Annotated[str, Field(max_length=64)]


class JudgementIn(BaseModel):
    """What a person says of a mention, and what he saw of it: the machine's value and the number of the last decision.

    Where the machine or another person says something else by now, the answer is a 409 that shows both sides.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["accept", "reject", "correct", "add", "ignore"] = Field(
        description="add needs label, start and end; ignore leaves it to the machine"
    )
    mention: MentionId = Field(default="", description="its id; none for what is added")
    judged: dict[str, Any] | None = Field(
        default=None, description="the machine's value that was seen, if there was one"
    )
    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] = Field(default=0, description="the last decision that was seen")
    label: LabelName | None = None
    start: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    end: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    value: dict[str, Any] | None = Field(default=None, description="without it, what the extractors make of the words")
    settles: Annotated[int, Field(ge=0, le=2**31 - 1)] = Field(
        default=0, description="a decision on the mention that is said again, of two that differ; 0 for none"
    )
    note: Annotated[str, Field(max_length=2000)] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end come together")
        return self

    def asked(self) -> Asked:
        """The same for the workspace."""
        span = None if self.start is None or self.end is None else Span(self.start, self.end)
        what = self.label or "", span, self.value, self.note
        return Asked(self.verdict, self.mention, self.judged, self.seen, *what, settles=self.settles)


class LoggedOut(BaseModel):
    """A decision and what became of it; ``undoes`` is the number of the one that it takes back."""

    id: int
    at: str
    user: str
    kind: str
    subject: str
    document: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    undoes: int | None
    note: str
    state: Literal["applied", "stale", "replaced", "undone"]

    @classmethod
    def of(cls, logged: Logged) -> "LoggedOut":
        """From a decision."""
        return cls(**logged.record())


class ReviewedOut(BaseModel):
    """A mention for whoever reviews: what the machine says, what people see, and what was decided; each may be null."""

    id: str
    machine: MentionOut | None
    shown: MentionOut | None
    state: Literal["applied", "stale"] | None
    seen: int = Field(description="number of the last decision on it, 0 for none: to be sent back")
    user: str | None

    @classmethod
    def of(cls, one: Reviewed) -> "ReviewedOut":
        """From a mention with what was judged of it."""
        said = one.judgement
        return cls(
            id=one.known.id if one.known else said.decision.subject if said else "",
            machine=MentionOut.of(one.machine) if one.machine else None,
            shown=MentionOut.of(one.shown) if one.shown else None,
            state=said.state if said else None,
            seen=one.seen,
            user=said.decision.user if said else None,
        )


class ClueOut(BaseModel):
    """Words that carried a find: what they were taken for, and the row of a table of `corpora/data` that has them."""

    part: str
    start: int = Field(description="in code points of the text")
    end: int
    surface: str
    table: str | None
    row: str | None


class ReasonOut(BaseModel):
    """A rule by the name of its extractor and its own."""

    rule: str
    chance: float | None = Field(description="how likely a tagger took the words for a name, before calibration")
    words: list[ClueOut]


class FoundOut(BaseModel):
    """What the machine found, before anybody judged it, and what the extractors say of that now."""

    label: LabelName
    start: int
    end: int
    surface: str
    value: dict[str, Any]
    finds: Literal["same", "other", "gone", "elsewhere", "gazetteer", "person"] = Field(
        description="what the extractors find now: the same, another value, nothing (the reasons of then are not known)"
        "; or who found it: a model outside, a name that people added"
    )


class SaidOut(BaseModel):
    """What a person made of a mention."""

    decision: int
    verdict: str
    user: str
    at: str
    note: str
    state: Literal["applied", "stale"] = Field(description="stale where text or finds have changed since")


class WhyOut(BaseModel):
    """Why a mention was suggested: what the machine found and what a person made of it, and what extractors go by.

    ``label`` to ``value`` are as people see it.
    """

    document: str = Field(description="key")
    mention: str
    label: LabelName
    start: int
    end: int
    surface: str
    value: dict[str, Any]
    standing: Literal["same", "other", "gone", "elsewhere", "gazetteer", "person", "corrected"] = Field(
        description="as finds of the machine; person where somebody marked what nothing had found; corrected where the"
        " label, the place or the value that people see is not what was found"
    )
    machine: FoundOut | None = Field(description="nothing where a person marked it and no extractor finds it")
    judgement: SaidOut | None
    extractor: str | None
    version: str | None = Field(description="of the extractor when it found it")
    score: float | None
    version_now: str | None = Field(description="of the extractor that gives the reasons")
    decision: int | None = Field(description="that made the name of a gazetteer, or by which somebody judged")
    user: str | None = Field(description="who judged it")
    verdict: str | None
    reasons: list[ReasonOut]


class WaitingOut(BaseModel):
    """A mention that nobody judged, with the text around it.

    A judgement says with ``judged`` and ``seen`` what was looked at; the value of ``mention``, which has the name of
    its entity, will do for ``judged``, too.
    """

    document: str = Field(description="key")
    title: str
    mention: MentionOut
    before: str
    after: str
    judged: dict[str, Any] | None = Field(description="the machine's value: to be sent back")
    seen: int = Field(description="number of the last decision on it, 0 for none: to be sent back")

    @classmethod
    def of(cls, one: Waiting) -> "WaitingOut":
        """From a mention in its document."""
        where = {"document": one.document.key, "title": one.document.title, "before": one.before, "after": one.after}
        judged = None if one.judged is None else dict(one.judged)
        return cls(mention=MentionOut.of(one.mention), judged=judged, seen=one.seen, **where)


class QueueOut(BaseModel):
    """A part of the queue, and how many wait in all."""

    total: int
    items: list[WaitingOut]


class SecondOut(WaitingOut):
    """A mention that one other person judged, as the machine has it; what he said is not told."""

    @classmethod
    def of_second(cls, one: Second) -> Self:
        """From a mention in its document."""
        return cls(**WaitingOut.of(one).model_dump())


class SecondQueueOut(BaseModel):
    """A part of what waits for a second look, and how many wait in all."""

    total: int
    items: list[SecondOut]


class VoiceOut(BaseModel):
    """What one person said of a mention; label, words and value are what is to stand, of a correction."""

    decision: int
    user: str
    at: str
    verdict: Literal["accept", "reject", "correct"]
    label: str | None
    surface: str | None
    value: dict[str, Any] | None
    note: str

    @classmethod
    def of(cls, one: Decision) -> Self:
        """From a decision."""
        after = one.after
        words = {name: after.get(name) for name in ("label", "surface", "value")}
        return cls(decision=one.id, user=one.user, at=one.at, verdict=after["verdict"], note=one.note, **words)


class DisputeOut(SecondOut):
    """A mention of which two people say different things, the earlier first."""

    said: list[VoiceOut]

    @classmethod
    def of_dispute(cls, one: Dispute) -> Self:
        """From a dispute."""
        return cls(**SecondOut.of_second(one).model_dump(), said=[VoiceOut.of(voice) for voice in one.said])


class DisputesOut(BaseModel):
    """A part of what is disputed, and how many mentions are in all."""

    total: int
    items: list[DisputeOut]


class AlikeOut(BaseModel):
    """Words that several mentions of a label have, none of them judged; ``score`` is the lowest."""

    label: str
    surface: str
    mentions: int
    documents: int
    score: float


class AlikeIn(BaseModel):
    """One judgement for all mentions of a label with the same words that nobody judged."""

    model_config = ConfigDict(extra="forbid")

    label: LabelName
    surface: str = Field(min_length=1, max_length=500)
    verdict: Literal["accept", "reject"]
    but: list[MentionId] = Field(default=[], max_length=5000, description="ids of mentions that are left out")
    note: Annotated[str, Field(max_length=2000)] = ""
    collection: str = Field(default="", max_length=100, description="only in documents of this collection")


class TogetherOut(BaseModel):
    """What came of it; ``batch`` is what it is taken back by."""

    batch: str
    mentions: int
    documents: int
    refused: list[str] = Field(description="documents in which it was refused, with why")
    left: int = Field(description="mentions with these words that wait still")

    @classmethod
    def of(cls, done: Together) -> "TogetherOut":
        """From what was kept."""
        refused = [f"{key}: {why}" for key, why in done.refused]
        return cls(batch=done.batch, mentions=done.mentions, documents=done.documents, refused=refused, left=done.left)


class ShareOut(BaseModel):
    """How many mentions of a label a person judged so."""

    user: str
    label: str
    verdict: str
    mentions: int


class ReviewersAgreementOut(BaseModel):
    """How far two people agree on the mentions of a label that both judged; the label "" is all of them."""

    label: str
    mentions: int
    agreed: int
    disputed: int = Field(description="on which they differ, and nobody settled it: review:disputed finds them")
    kappa: float | None = Field(description="Cohen's; null where chance alone would agree on all")
