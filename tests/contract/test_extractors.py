"""Every sentence of Extractor, on every extractor."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from corpora.document import LABELS, Span
from extractors.errors import UnknownExtractor
from extractors.protocols import Extractor, Found, Passage
from extractors.registry import FACTORIES, build

TEXTS = (
    (
        "fa",
        "دانشگاه یزد و وزارت علوم در ۱۴ آذر ۱۴۰۴ تفاهم‌نامه‌ای امضا کردند که ۲۷ ستاد همکاری و ۵۰ میلیارد تومان در بر "
        "دارد. دکتر مریم احمدی در تهران گفت ۱۲٫۵ درصد آن تا یک ماه آینده پرداخت می‌شود.",
    ),
    (
        "ar",
        "وقعت جامعة بغداد ووزارة التعليم العالي مذكرة تفاهم يوم 13 آب 2025 بحضور 120 طالبا، وقال الدكتور أحمد حسن إن "
        "المشروع يكلف 3 ملايين دولار.",
    ),
    ("fa", ""),
    ("fa", "،؛ — … !"),
)
PUBLISHED = date(2025, 8, 13)
EACH = pytest.mark.parametrize("extractor", build(), ids=lambda one: one.name)


def passages() -> list[Passage]:
    return [Passage.of(text, language, PUBLISHED) for language, text in TEXTS]


def before(extractor: Extractor, passage: Passage) -> list[Found]:
    """What those that run before it find."""
    found: list[Found] = []
    for other in build(tuple(FACTORIES)[: tuple(FACTORIES).index(extractor.name)]):
        found += other.extract(passage, found)
    return found


@EACH
def test_it_is_called_as_the_registry_calls_it_and_has_a_version(extractor: Extractor) -> None:
    assert build((extractor.name,))[0].name == extractor.name
    assert extractor.version.isascii()
    assert extractor.version
    with pytest.raises(UnknownExtractor):
        build((f"{extractor.name}s",))


@EACH
def test_it_finds_labelled_ranges_of_the_passage(extractor: Extractor) -> None:
    labels = set()
    for passage in passages():
        for found in extractor.extract(passage, before(extractor, passage)):
            assert found.label in LABELS
            assert 0 <= found.start < found.end <= len(passage.folded.key)
            assert 0.0 < found.score <= 1.0
            assert json.loads(json.dumps(dict(found.value))) == dict(found.value)
            inner = [span for part in found.inner.values() for span in ([part] if isinstance(part, Span) else part)]
            assert all(0 <= span.start < span.end <= len(passage.folded.key) for span in inner)
            labels.add(found.label)
    assert labels, f"{extractor.name} finds nothing here"


@EACH
def test_the_same_passage_and_earlier_finds_give_the_same_result(extractor: Extractor) -> None:
    for passage in passages():
        earlier = before(extractor, passage)
        first = extractor.extract(passage, earlier)
        assert extractor.extract(passage, tuple(earlier)) == first
        (other,) = build((extractor.name,))
        assert other.extract(Passage.of(*_of(passage), PUBLISHED), earlier) == first


def _of(passage: Passage) -> tuple[str, str]:
    return next((text, language) for language, text in TEXTS if Passage.of(text, language).folded == passage.folded)


@EACH
def test_it_changes_nothing_that_it_is_given(extractor: Extractor) -> None:
    for passage in passages():
        earlier: Sequence[Found] = before(extractor, passage)
        kept = [(found.label, found.span, dict(found.value)) for found in earlier]
        extractor.extract(passage, earlier)
        assert [(found.label, found.span, dict(found.value)) for found in earlier] == kept


@EACH
def test_a_text_without_words_has_nothing(extractor: Extractor) -> None:
    assert [extractor.extract(passage, []) for passage in passages()[2:]] == [[], []]


def test_counts_leave_dates_alone() -> None:
    passage = passages()[0]
    dates, counts = build(("dates", "counts"))
    earlier = dates.extract(passage, [])
    spans = [found.span for found in earlier]
    assert spans
    found = counts.extract(passage, earlier)
    assert found
    assert not any(one.span.overlaps(span) for one in found for span in spans)
