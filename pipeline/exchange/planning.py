"""From changes made elsewhere to what is asked of the review: what is done already is left, what clashes is told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpora.document import LABELS, Mention, Span
from pipeline.errors import PipelineError
from pipeline.exchange.changes import Change
from pipeline.exchange.marks import UNSEEN, Mark, digest_of
from pipeline.review.judged import Verdict
from pipeline.review.reviewed import Asked, Reviewed

type Value = Callable[[Span, str], Mapping[str, Any]]
"""What words that somebody marked mean as a label; raises RefusedDecision."""
type _Place = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A change that cannot be taken over, and why: what stands there now, and what was to stand."""

    why: str
    now: Mapping[str, Any] | None = None
    asked: Mapping[str, Any] | None = None

    def record(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {"why": self.why, "now": self.now, "asked": self.asked}


@dataclass(slots=True)
class Plan:
    """What is asked of the review for one document, and what cannot be."""

    asked: list[Asked] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def planned(changes: Sequence[Change], reviewed: Iterable[Reviewed], value: Value) -> Plan:
    """The plan of a document that stands as ``reviewed`` says."""
    planning = _Planning(list(reviewed), value)
    for change in planning.together(changes):
        planning.take(change)
    return planning.plan


def _place_of(mention: Mention) -> _Place:
    return mention.label, mention.span


def _home(one: Reviewed) -> _Place | None:
    """The place by which judgements of a mention are known: where the machine has it, or a person first marked it."""
    if one.machine:
        return _place_of(one.machine)
    if one.judgement and one.judgement.span:
        return one.judgement.decision.before["label"], one.judgement.span
    return None


class _Planning:
    def __init__(self, reviewed: Sequence[Reviewed], value: Value) -> None:
        self._reviewed, self._value = reviewed, value
        self._by_id = {mention.id: one for one in reviewed if (mention := one.known)}
        self._homes = {home: one for one in reviewed if (home := _home(one))}
        self._shown: dict[_Place, list[Reviewed]] = {}
        for one in reviewed:
            if one.shown:
                self._shown.setdefault(_place_of(one.shown), []).append(one)
        self._asked_of: set[str] = set()
        self.plan = Plan()

    def together(self, changes: Sequence[Change]) -> list[Change]:
        """The changes, where one takes a mention away and another marks its first place again as one correction."""
        away = {one.base.id: one for one in changes if one.verdict == "reject" and one.base}
        found = list(changes)
        for change in changes:
            home = self._homes.get(change.mark.place) if change.verdict == "add" and change.mark else None
            mention = home and home.known
            if mention and mention.id in away:
                gone = away.pop(mention.id)
                found.remove(gone)
                found[found.index(change)] = replace(gone, verdict="correct", mark=change.mark, valued=False)
        return found

    def take(self, change: Change) -> None:
        """Plans one change."""
        mark = change.mark
        if mark and mark.label not in LABELS:
            self._trouble(f"the label {mark.label!r} is none of {', '.join(LABELS)}", None, mark)
        elif change.base is None:
            assert mark is not None
            self._add(mark)
        elif change.verdict == "correct":
            assert mark is not None
            self._correct(change.base, mark, valued=change.valued)
        elif change.verdict == "reject":
            self._reject(change.base)
        else:
            self._accept(change.base)

    def _accept(self, base: Mark) -> None:
        one = self._by_id.get(base.id)
        if one and one.judgement and one.judgement.verdict == "accept":
            return
        if one and self._is_as_it_was(base, one):
            self._ask("accept", one)
        else:
            self._stale(base, one, base)

    def _reject(self, base: Mark) -> None:
        one = self._by_id.get(base.id)
        if one and one.shown and not self._is_as_it_was(base, one):
            self._stale(base, one, None)
            return
        if one and one.shown:
            self._ask("reject", one)
        self._vacate(base)

    def _vacate(self, base: Mark) -> None:
        """Rejects what else would be seen in the place of a mark that is to be gone."""
        for other in self._shown.get(base.place, []):
            if other is not self._by_id.get(base.id):
                self._ask("reject", other)

    def _correct(self, base: Mark, mark: Mark, *, valued: bool) -> None:
        one = self._by_id.get(base.id)
        if self._stands(base, mark, one, valued=valued):
            return
        if one is None or not self._is_as_it_was(base, one):
            self._stale(base, one, mark)
            return
        value = mark.value if valued else self._meant(mark)
        if value is not None:
            self._ask("correct", one, label=mark.label, span=mark.span, value=value)
            if base.place != mark.place:
                self._vacate(base)

    def _stands(self, base: Mark, mark: Mark, one: Reviewed | None, *, valued: bool) -> bool:
        there = self._shown.get(mark.place, [])
        if base.place == mark.place or valued:
            return any(each.shown and digest_of(each.shown.value) == digest_of(mark.value) for each in there)
        left = one is None or one.shown is None or _place_of(one.shown) != base.place
        return bool(there) and left

    def _add(self, mark: Mark) -> None:
        there = next(iter(self._shown.get(mark.place, [])), None)
        if there and there.shown:
            if mark.value is not None and digest_of(mark.value) != digest_of(there.shown.value):
                self._ask("correct", there, label=mark.label, span=mark.span, value=mark.value)
            elif there.shown.verdict == UNSEEN:
                self._ask("accept", there)
            return
        home = self._homes.get(mark.place)
        if home and home.shown:
            self._trouble("what was found there was put right since, and now stands elsewhere", home.shown, mark)
        elif home and home.machine:
            if mark.value is None or digest_of(mark.value) == digest_of(home.machine.value):
                self._ask("accept", home)
            else:
                self._ask("correct", home, label=mark.label, span=mark.span, value=mark.value)
        else:
            value = mark.value if mark.value is not None else self._meant(mark)
            if value is not None:
                self.plan.asked.append(Asked("add", label=mark.label, span=mark.span, value=value, elsewhere=True))

    def _meant(self, mark: Mark) -> Mapping[str, Any] | None:
        """The value of words; None, and told, where they have none."""
        try:
            return self._value(mark.span, mark.label)
        except PipelineError as error:
            self._trouble(str(error), None, mark)
            return None

    def _is_as_it_was(self, base: Mark, one: Reviewed) -> bool:
        return (base.seen, base.machine) == (one.seen, digest_of(one.judged))

    def _ask(self, verdict: Verdict, one: Reviewed, **more: Any) -> None:
        asked = one.asking(verdict, elsewhere=True, **more)
        if asked.mention not in self._asked_of:
            self._asked_of.add(asked.mention)
            self.plan.asked.append(asked)

    def _stale(self, base: Mark, one: Reviewed | None, wanted: Mark | None) -> None:
        if one is None or not (one.shown or one.judgement):
            self._trouble("it is not found there any more", None, wanted, base)
            return
        why = "somebody decided on it since" if one.seen != base.seen else "the extractors say something else by now"
        self._trouble(why, one.shown, wanted, base)

    def _trouble(self, why: str, now: Mention | None, wanted: Mark | None, base: Mark | None = None) -> None:
        asked = _said(wanted) if wanted else {"rejected": _said(base)} if base else None
        stands = _said(now) | {"surface": now.surface, "verdict": now.verdict} if now else None
        self.plan.troubles.append(Trouble(why, stands, asked))


def _said(mark: Mark | Mention) -> dict[str, Any]:
    return {"label": mark.label, "start": mark.span.start, "end": mark.span.end}
