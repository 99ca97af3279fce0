"""What people judged as gold: for the extractors as they are now, and for a pipeline of spaCy."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from corpora.document import LABELS, Document, Mention, Span
from pipeline.annotate import annotate, in_use
from pipeline.errors import UnreadableExchange
from pipeline.evaluation.decisions import Judged, Measure, Place
from pipeline.evaluation.thresholds import Scored
from pipeline.exchange.docbin import needed
from pipeline.exchange.exchange import Exchange
from pipeline.exchange.marks import UNSEEN
from pipeline.review.reviewed import Reviewed

type Find = Callable[[Document], Sequence[Mention]]


def measured(exchange: Exchange, documents: Iterable[Document], find: Find | None = None) -> Measure:
    """What is found in documents that somebody judged, beside what he said; without ``find`` by the extractors."""
    measure = Measure()
    for document, reviewed in exchange.reviewed(documents):
        if any(one.judgement for one in reviewed):
            machine = [one.machine for one in reviewed if one.machine]
            measure.add(judged_of(reviewed), find(document) if find else machine)
    return measure


def lessons(exchange: Exchange, documents: Iterable[Document], since: str = "") -> Iterator[tuple[Document, Judged]]:
    """The documents on which people judged mentions, since an ISO day, with what they said; without mentions."""
    for document, reviewed in exchange.reviewed(documents):
        said = judged_of(one for one in reviewed if one.judgement and one.judgement.decision.at >= since)
        if said.right or said.wrong:
            yield document.with_mentions(()), said


def judged_of(reviewed: Iterable[Reviewed]) -> Judged:
    """What stands by decisions, and the places where something was rejected, or put right."""
    right: list[Mention] = []
    wrong: list[Place] = []
    for one in reviewed:
        if one.judgement is None or one.judgement.verdict == "ignore" or one.judgement.span is None:
            continue
        if one.shown and one.shown.verdict != UNSEEN:
            right.append(one.shown)
        wrong.append((one.judgement.decision.before["label"], one.judgement.span))
    return Judged(right, wrong)


def scored(exchange: Exchange, documents: Iterable[Document]) -> Iterator[Scored]:
    """The mentions of the machine that somebody judged, with their scores; what is stale, or left to it, is none."""
    for _, reviewed in exchange.reviewed(documents):
        for one in reviewed:
            said = one.judgement
            if one.machine and said and said.state == "applied" and said.verdict in ("accept", "reject", "correct"):
                yield Scored(one.machine.label, one.machine.score, right=said.verdict == "accept")


def read_again() -> Find:
    """What the extractors find now, with what they were taught: documents may have been read by others."""
    extractors = in_use()
    return lambda document: annotate(document.with_mentions(()), extractors).mentions


def spacy_finds(folder: Path) -> Find:
    """The entities of a trained pipeline of spaCy as mentions; raises UnreadableExchange where there is none."""

    def load() -> Find:
        import spacy

        try:
            nlp = spacy.load(folder)
        except (OSError, ValueError) as error:
            raise UnreadableExchange(
                "there is no pipeline of spaCy in {folder}: {reason}", folder=folder, reason=error
            ) from error
        name, version = str(nlp.meta.get("name") or "spacy"), str(nlp.meta.get("version") or "")

        def find(document: Document) -> list[Mention]:
            return list(_mentions(nlp(document.text).ents, name, version))

        return find

    return needed(load)


def _mentions(ents: Iterable[object], name: str, version: str) -> Iterator[Mention]:
    for at, ent in enumerate(ents):
        label, start, end = (getattr(ent, part) for part in ("label_", "start_char", "end_char"))
        if label in LABELS:
            yield Mention(str(at), label, Span(start, end), str(ent), {}, name, version)
