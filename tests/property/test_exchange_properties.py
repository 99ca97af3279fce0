"""Documents go out to other tools and come back: nothing is lost, every change is a decision, twice is once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.exchange.exchange import Exchange, Taken, Taking
from pipeline.exchange.marks import Mark, flattened
from pipeline.exchange.offsets import Offsets, Unit
from pipeline.people.audit import Audit
from pipeline.review.effective import effective
from pipeline.review.mentions import MentionReview
from pipeline.store.documents import Store
from tests.makers import ME
from tests.property.strategies import texts

SEED = "\N{SEEDLING}"
LABELS = ("ORG", "PERSON", "PLACE")
type Place = tuple[str, Span]


def found(document: Document) -> Document:
    """What an extractor would make of the words that somebody marks: nothing that it knows."""
    return document


class Archive:
    """A store with one document after the other."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "store.db", effective)
        self.audit = Audit(self.store)
        self.mentions = MentionReview(self.store, found, lambda: None, self.audit, lambda: None)
        self.exchange = Exchange(self.mentions, found, lambda: None, self.audit)
        self.number = 0

    def put(self, text: str, places: set[Place]) -> str:
        self.number += 1
        key = digest(str(self.number).encode())[:32]
        mentions = [made(key, text, label, span) for label, span in places]
        head = Document(
            key=key, id=key, uri=f"file:///{key}", text=text, language="fa", content_hash=digest(key.encode())
        )
        self.store.put([(head.with_mentions(mentions), key)])
        return key

    def document(self, key: str) -> Document:
        return self.store.get(key)

    def seen(self, key: str) -> set[Place]:
        return {(m.label, m.span) for m in self.document(key).mentions}

    def decisions(self, key: str) -> int:
        return len(self.mentions.history(ME, key))

    def export(self, key: str, how: str, unit: Unit) -> bytes:
        return b"".join(self.exchange.export([self.document(key)], how, unit))

    def take(self, data: bytes, how: str, key: str, unit: Unit = "codepoints") -> Taken:
        (taken,) = self.exchange.take(ME, data, how, Taking(unit), lambda: [self.document(key)])
        return taken


def made(key: str, text: str, label: str, span: Span) -> Mention:
    surface = text[span.start : span.end]
    value = {"name": " ".join(surface.split())}
    return Mention(mention_id(key, label, span, surface), label, span, surface, value, "test", "1", 0.7)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    kept = Archive(tmp_path_factory.mktemp("exchange"))
    yield kept
    kept.audit.close()
    kept.store.close()


def spans(text: str) -> st.SearchStrategy[Span]:
    """Parts of a text that can be a mention: no blank at their ends."""
    at = st.integers(0, len(text))
    made_ = st.tuples(at, at).map(lambda ends: Span(min(ends), max(ends)))
    return made_.filter(lambda one: is_surface(text[one.start : one.end]))


def is_surface(surface: str) -> bool:
    """Words that a name can be: they have letters."""
    return surface == surface.strip() and surface.isprintable() and bool(words(AlignedText.of(surface)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, set[Place], set[Place]]:
    """A text, what a machine finds in it, and what somebody wants to stand there: partly the same."""
    text = draw(texts.map(lambda text: text.replace("\x00", " ") + f" {SEED} دانشگاه یزد {SEED}"))
    text = text.encode("utf-8", "replace").decode()
    places = st.tuples(st.sampled_from(LABELS), spans(text))
    machine = draw(st.sets(places, max_size=6))
    kept = {place for place in machine if draw(st.booleans())}
    return text, machine, kept | draw(st.sets(places, max_size=4))


UNITS: tuple[Unit, ...] = ("codepoints", "utf16")


def edited(data: bytes, how: str, text: str, wanted: set[Place], unit: Unit) -> bytes:
    """The file as a tool gives it back once somebody marked what he wants."""
    out = Offsets(text, unit).out
    if how == "doccano":
        record = json.loads(data)
        record["label"] = [[*out(span), label] for label, span in wanted]
        return json.dumps(record).encode()
    if how == "prodigy":
        record = json.loads(data)
        kept = {(one["label"], one["start"], one["end"]): one for one in record["spans"]}
        record["spans"] = [
            kept.get((label, *out(span))) or {"start": out(span)[0], "end": out(span)[1], "label": label}
            for label, span in wanted
        ]
        return json.dumps(record).encode()
    (task,) = json.loads(data)
    regions = [region(text, label, span, unit) for label, span in wanted]
    task["annotations"] = [{"result": regions, "updated_at": "2026-11-26T08:00:00Z"}]
    return json.dumps([task]).encode()


def region(text: str, label: str, span: Span, unit: Unit) -> dict[str, Any]:
    start, end = Offsets(text, unit).out(span)
    value = {"start": start, "end": end, "text": text[span.start : span.end], "labels": [label]}
    return {"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


@pytest.mark.parametrize("how", ["doccano", "prodigy", "label-studio"])
@given(case=cases(), unit=st.sampled_from(UNITS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_what_somebody_marked_elsewhere_stands_here(
    archive: Archive, how: str, unit: Unit, case: tuple[str, set[Place], set[Place]]
) -> None:
    text, machine, wanted = case
    key = archive.put(text, machine)
    assert archive.seen(key) == machine
    went = archive.export(key, how, unit)
    assert archive.take(went, how, key, unit).state in ("unchanged", "skipped")
    assert archive.decisions(key) == 0
    came = edited(went, how, text, wanted, unit)
    taken = archive.take(came, how, key, unit)
    assert (taken.troubles, archive.seen(key)) == ((), wanted)
    before = archive.decisions(key)
    again = archive.take(came, how, key, unit)
    assert (again.troubles, archive.decisions(key), archive.seen(key)) == ((), before, wanted)
    once_more = archive.export(key, how, unit)
    back = edited(once_more, how, text, machine, unit)
    assert archive.take(back, how, key, unit).troubles == ()
    assert archive.seen(key) == machine


@given(case=cases())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_spacy_gives_back_all_marks_and_takes_changes_of_the_entities(
    archive: Archive, case: tuple[str, set[Place], set[Place]]
) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    text, machine, _ = case
    key = archive.put(text, machine)
    went = archive.export(key, "spacy", "codepoints")
    (doc,) = DocBin().from_bytes(went).get_docs(Vocab())
    assert doc.text == text
    flat = {one.place for one in flattened(Mark(label, span) for label, span in machine)}
    assert {(e.label_, Span(e.start_char, e.end_char)) for e in doc.ents} == flat
    assert {(e.label_, Span(e.start_char, e.end_char)) for e in doc.spans["asnad"]} == machine
    assert archive.take(went, "spacy", key).state == "unchanged"
    if doc.ents:
        gone, *kept = doc.ents
        doc.set_ents(kept)
        came = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True, docs=[doc]).to_bytes()
        taken = archive.take(came, "spacy", key)
        left = machine - {(gone.label_, Span(gone.start_char, gone.end_char))}
        assert (taken.troubles, archive.seen(key)) == ((), left)
        assert archive.take(came, "spacy", key).state == "unchanged"


@given(case=cases())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_conll_keeps_what_it_can_hold_and_misses_nothing_else(
    archive: Archive, case: tuple[str, set[Place], set[Place]]
) -> None:
    text, machine, wanted = case
    key = archive.put(text, machine)
    went = archive.export(key, "conll", "codepoints")
    assert archive.take(went, "conll", key).state == "unchanged"
    flat = {one.place for one in flattened(Mark(label, span) for label, span in machine)}
    other = archive.put(text, {one.place for one in flattened(Mark(label, span) for label, span in wanted)})
    came = archive.export(other, "conll", "codepoints")
    taken = archive.take(came, "conll", key)
    assert taken.troubles == ()
    assert archive.seen(key) >= archive.seen(other)
    assert archive.seen(key) - archive.seen(other) <= machine - flat
