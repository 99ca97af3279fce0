from datetime import date

from corpora.document import Span
from extractors.extraction import mentions_of
from extractors.registry import build

PERSIAN = "استانداری یزد روز ۱۴ آذر ۱۴۰۴ در بیانیه‌ای از امضای ۱۷۰ تفاهم‌نامه در استان خبر داد.\n"
ARABIC = "وأعلنت وزارة العدل في بغداد يوم 5 مايو توقيع مذكرة تفاهم لمدة سنتين مع الأمانة العامة للجامعة.\n"


def found(text: str, furniture: tuple[Span, ...] = ()) -> set[tuple[str, str]]:
    mentions = mentions_of(
        text, key="k", language="fa", published=date(2025, 12, 6), extractors=build(), furniture=furniture
    )
    assert all(text[m.span.start : m.span.end] == m.surface for m in mentions)
    return {(m.label, m.surface) for m in mentions}


def test_a_paragraph_in_another_language_is_read_in_its_own() -> None:
    both = found(PERSIAN + ARABIC + PERSIAN)
    assert {("ORG", "استانداری یزد"), ("ORG", "وزارة العدل"), ("DATE", "۱۴ آذر ۱۴۰۴")} <= both
    assert ("AGREEMENT", "مذكرة تفاهم") in both
    assert ("DATE", "لمدة سنتين") in both


def test_furniture_is_not_read_in_any_language() -> None:
    text = PERSIAN + ARABIC
    assert found(text, (Span(len(PERSIAN), len(text)),)) == found(PERSIAN)
