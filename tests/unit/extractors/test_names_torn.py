"""Names of bodies that a quotation or an attached preposition runs into."""

import pytest

from extractors.extraction import mentions_of
from extractors.names.candidates import Candidate
from extractors.names.endings import ended
from extractors.organisations.rules import ruled
from extractors.protocols import Passage
from extractors.registry import build
from extractors.text.language import language_of


def bodies(text: str) -> list[tuple[str, str]]:
    mentions = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    return [(one.surface, str(one.value["name"])) for one in mentions if one.label == "ORG"]


def test_a_body_ends_where_its_quotation_does() -> None:
    passage = Passage.of("«علی رضایی، رئیس سازمان سینمایی» اعضای شورای جشنواره فیلم را برگزید.", "fa")
    first = next(at for at, word in enumerate(passage.words) if word.exact == "سازمان")
    (one,) = ended(passage, [Candidate(first, first + 6, "ORG", 0.9, "tagger")])
    assert (one.first, one.last) == (first, first + 2)


def test_a_body_goes_on_behind_a_quotation_of_its_own() -> None:
    passage = Passage.of("کانون «اندیشه جوان» استان یزد نشستی برگزار کرد.", "fa")
    (one,) = ended(passage, [Candidate(0, 5, "ORG", 0.9, "tagger")])
    assert (one.first, one.last) == (0, 5)


def test_a_quotation_behind_what_points_back_is_another() -> None:
    passage = Passage.of("دبیر این حزب «رضا کریمی» سخن گفت.", "fa")
    assert not ended(passage, [Candidate(2, 5, "ORG", 0.9, "tagger")])


def test_the_full_name_of_a_short_one_has_no_preposition() -> None:
    text = "يعمل الطبيب بمستشفى السلام التخصصي منذ سنوات. وقال مدير مستشفى السلام إن الخدمة تحسنت."
    assert {name for _, name in bodies(text)} == {"مستشفى السلام التخصصي"}


@pytest.mark.parametrize(
    "text",
    [
        "مدیر ورزش از برگزاری کلاس مربیگری در سطح استان خبر داد.",
        "این اعتبار برای قنوات استان اختصاص یافته است.",
        "گروهی از دانش‌آموزان از یادمان‌های استان بازدید کردند.",
    ],
)
def test_a_province_is_no_shrine(text: str) -> None:
    assert not list(ruled(Passage.of(text, "fa")))


def test_a_shrine_is_a_body() -> None:
    (found,) = ruled(Passage.of("آستان قدس رضوی نشستی برگزار کرد.", "fa"))
    assert (found.first, found.last) == (0, 3)
