"""Ranges: both ends, with the scale and the measure that they share."""

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def found(text: str) -> list[Mention]:
    """What is no date, of a text as a reader would meet it."""
    language = language_of(text)
    mentions = mentions_of(text, key="k", language=language, published=None, extractors=build(("dates", "counts")))
    return [mention for mention in mentions if mention.label != "DATE"]


@pytest.mark.parametrize(
    ("text", "label", "least", "most", "measure"),
    [
        ("بين 3 و5 ملايين دولار", "MONEY", 3_000_000, 5_000_000, "USD"),
        ("من 10 إلى 15 ألف عامل", "COUNT", 10_000, 15_000, "عامل"),
        ("۵ تا ۷ میلیون تومان", "MONEY", 5_000_000, 7_000_000, "IRT"),
        ("۵ الی ۷ میلیارد ریال", "MONEY", 5_000_000_000, 7_000_000_000, "IRR"),
        ("بین ده تا پانزده هزار نفر", "COUNT", 10_000, 15_000, "نفر"),
        ("دو تا سه میلیون بشکه", "COUNT", 2_000_000, 3_000_000, "بشکه"),
        ("۱۰-۱۵ درصد", "PERCENT", 10, 15, ""),
        ("۲ تا ۳٫۵ درصد", "PERCENT", 2, 3.5, ""),
        ("ظرفیت سالن ۲۰۰ تا ۲۵۰ نفر است", "COUNT", 200, 250, "نفر"),
        ("بین ۴۰ تا ۵۰ هزار تماشاگر آمدند", "COUNT", 40_000, 50_000, "تماشاگر"),
        ("از ۳ تا ۵ میلیون تومان وام می‌دهند", "MONEY", 3_000_000, 5_000_000, "IRT"),
        ("قیمت از ۲۵۰ هزار تا ۲ میلیون تومان متغیر است", "MONEY", 250_000, 2_000_000, "IRT"),
        ("۲۰ الی ۳۰ درصد تخفیف", "PERCENT", 20, 30, ""),
        ("۲۰ درصد تا ۳۰ درصد تخفیف دارد", "PERCENT", 20, 30, ""),
        ("حدود ۱۰-۱۲ هزار نفر", "COUNT", 10_000, 12_000, "نفر"),
        ("سود بین ۵ تا ۷٫۵ درصد", "PERCENT", 5, 7.5, ""),
        ("دو سه هزار نفر آمدند", "COUNT", 2_000, 3_000, "نفر"),
        ("هفت هشت نفر بودند", "COUNT", 7, 8, "نفر"),
        ("ده پانزده میلیون تومان", "MONEY", 10_000_000, 15_000_000, "IRT"),
        ("۳۰۰–۴۰۰ میلیارد ریال", "MONEY", 300_000_000_000, 400_000_000_000, "IRR"),
        ("از ۵ میلیون دلار تا ۷ میلیون دلار", "MONEY", 5_000_000, 7_000_000, "USD"),
        ("يتراوح بين 20 و30 ألف دينار جزائري", "MONEY", 20_000, 30_000, "DZD"),
        ("ما بين 5 إلى 8 ملايين ريال يمني", "MONEY", 5_000_000, 8_000_000, "YER"),
        ("من 200 إلى 300 شخص", "COUNT", 200, 300, "شخص"),
        ("من 5% إلى 10% من السكان", "PERCENT", 5, 10, ""),
        ("بين 5 و10 بالمئة", "PERCENT", 5, 10, ""),
        ("بين عشرين وثلاثين شخصا", "COUNT", 20, 30, "شخص"),
        ("بين مليون ومليوني دولار", "MONEY", 1_000_000, 2_000_000, "USD"),
        ("3 - 5 ملايين يورو", "MONEY", 3_000_000, 5_000_000, "EUR"),
        ("ما بين ثلاثة وخمسة آلاف متظاهر", "COUNT", 3_000, 5_000, "متظاهر"),
        ("10-15 مليون سائح", "COUNT", 10_000_000, 15_000_000, "سائح"),
        ("من ألف إلى ألفي دولار", "MONEY", 1_000, 2_000, "USD"),
        ("۱۵۰ تا ۱۲۰ نفر", "COUNT", 120, 150, "نفر"),
        ("۸۰ تا ۱۰۰ هزار میلیارد تومان", "MONEY", 80_000_000_000_000, 100_000_000_000_000, "IRT"),
        ("دو تا سه برابر", "COUNT", 2, 3, "برابر"),
        ("از ۱۰ -۱۵ درصد", "PERCENT", 10, 15, ""),
        ("۵٪-۷٪", "PERCENT", 5, 7, ""),
        ("%20-%30", "PERCENT", 20, 30, ""),
        ("بين 10% - 12%", "PERCENT", 10, 12, ""),
    ],
)
def test_a_range_has_both_ends(text: str, label: str, least: float, most: float, measure: str) -> None:
    (mention,) = found(text)
    value = mention.value
    assert (mention.label, value["modifier"], value["min"], value["max"]) == (label, "between", least, most)
    assert value.get("unit", value.get("currency", "")) == measure
    assert value.get("number", value.get("amount", value.get("percent"))) == most


def test_the_lower_end_is_left_open_where_its_scale_cannot_be_known() -> None:
    (mention,) = found("بین ۵۰۰ تا ۱ میلیون تومان هزینه دارد")
    assert mention.value == {"amount": 1_000_000, "currency": "IRT", "modifier": "at_most"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("نرخ بیکاری از ۱۲ به ۹ درصد رسید", [12, 9]),
        ("انخفض المعدل من 12 إلى 9 بالمئة", [12, 9]),
        ("رشد صنعت و کشاورزی به ترتیب ۲٫۴ و ۲٫۸ درصد بود", [2.4, 2.8]),
        ("سهم این استان‌ها ۱۰، ۲۰ و ۳۰ درصد است", [10, 20, 30]),
    ],
)
def test_one_measure_after_several_numbers(text: str, values: list[float]) -> None:
    assert [mention.value["percent"] for mention in found(text)] == values


def test_amounts_of_a_change_share_scale_and_currency() -> None:
    mentions = found("رفعت الشركة رأس مالها من 100 إلى 150 مليون ريال سعودي")
    assert [(m.value["amount"], m.value["currency"]) for m in mentions] == [(100_000_000, "SAR"), (150_000_000, "SAR")]


def test_another_number_in_brackets_is_not_the_same_said_again() -> None:
    (mention,) = found("واحد من كل عشرة (13 في المئة) من المؤسسات")
    assert mention.value == {"percent": 13, "modifier": "exact"}


def test_a_year_before_a_dash_is_no_end_of_a_range() -> None:
    assert [m.value for m in found("كانت في 2000 – 61 في المائة")] == [{"percent": 61, "modifier": "exact"}]


def test_a_dash_that_begins_a_line_is_no_sign() -> None:
    assert [m.value["number"] for m in found("اقلام موجود:\n-۵ دستگاه\n-۷ جعبه")] == [5, 7]
